package org.gradus.categories;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Linear maps as matrices: the whole Jacobian.
 *
 * @param counter of the multiplications of matrix products
 */
public record LinearMatrices(Counter counter) implements LinearCategory<LinearMatrices> {

    /** Refuses null. */
    public LinearMatrices {
        Require.notNull(counter, "linearMatrices", "the counter");
    }

    private record Matrix<A, B>(Space<A> from, Space<B> to, List<List<Tensor>> rows)
            implements LinearMap<LinearMatrices, A, B> {}

    /**
     * The entries.
     *
     * @param map a map
     * @return a row for each number of its result
     */
    public static List<List<Tensor>> rows(LinearMap<LinearMatrices, ?, ?> map) {
        return ((Matrix<?, ?>) map).rows();
    }

    /** A matrix whose columns are the images of the basis. */
    private static <A, B> Matrix<A, B> columns(Space<A> from, Space<B> to, Fn<A, B> apply) {
        List<List<Tensor>> columns = new ArrayList<>();
        for (int j = 0; j < from.size(); j++) {
            columns.add(to.coordinates().apply(apply.apply(from.basis(j))));
        }
        List<List<Tensor>> rows = new ArrayList<>();
        for (int i = 0; i < to.size(); i++) {
            List<Tensor> row = new ArrayList<>();
            for (List<Tensor> column : columns) {
                row.add(column.get(i));
            }
            rows.add(row);
        }
        return new Matrix<>(from, to, rows);
    }

    @Override
    public <A> LinearMap<LinearMatrices, A, A> id(Space<A> space) {
        return columns(space, space, a -> a);
    }

    @Override
    public <A, B, C> LinearMap<LinearMatrices, A, C> compose(
            LinearMap<LinearMatrices, B, C> g, LinearMap<LinearMatrices, A, B> f) {
        List<List<Tensor>> left = rows(g);
        List<List<Tensor>> right = rows(f);
        List<List<Tensor>> out = new ArrayList<>();
        for (List<Tensor> row : left) {
            List<Tensor> product = new ArrayList<>();
            for (int j = 0; j < f.from().size(); j++) {
                Tensor sum = Tensors.scalar(0);
                for (int k = 0; k < row.size(); k++) {
                    sum = sum.plus(counter.times(row.get(k), right.get(k).get(j)));
                }
                product.add(sum);
            }
            out.add(product);
        }
        return new Matrix<>(f.from(), g.to(), out);
    }

    private static List<List<Tensor>> diagonal(List<List<List<Tensor>>> blocks, List<Integer> widths) {
        int all = widths.stream().mapToInt(w -> w).sum();
        List<List<Tensor>> rows = new ArrayList<>();
        int before = 0;
        for (int b = 0; b < blocks.size(); b++) {
            for (List<Tensor> row : blocks.get(b)) {
                List<Tensor> whole = new ArrayList<>();
                for (int j = 0; j < all; j++) {
                    boolean inside = j >= before && j < before + widths.get(b);
                    whole.add(inside ? row.get(j - before) : Tensors.scalar(0));
                }
                rows.add(whole);
            }
            before += widths.get(b);
        }
        return rows;
    }

    @Override
    public <A, B, C, D> LinearMap<LinearMatrices, Product<A, B>, Product<C, D>> cross(
            LinearMap<LinearMatrices, A, C> f, LinearMap<LinearMatrices, B, D> g) {
        return new Matrix<>(
                Space.pair(f.from(), g.from()),
                Space.pair(f.to(), g.to()),
                diagonal(
                        List.of(rows(f), rows(g)),
                        List.of(f.from().size(), g.from().size())));
    }

    @Override
    public <A, B> LinearMap<LinearMatrices, List<A>, List<B>> crossAll(List<LinearMap<LinearMatrices, A, B>> maps) {
        int n = maps.size();
        return new Matrix<>(
                Space.list(n, maps.getFirst().from()),
                Space.list(n, maps.getFirst().to()),
                diagonal(
                        maps.stream().map(LinearMatrices::rows).toList(),
                        maps.stream().map(m -> m.from().size()).toList()));
    }

    @Override
    public <A, B> LinearMap<LinearMatrices, Product<A, B>, A> exl(Space<A> a, Space<B> b) {
        return columns(Space.pair(a, b), a, Product::first);
    }

    @Override
    public <A, B> LinearMap<LinearMatrices, Product<A, B>, B> exr(Space<A> a, Space<B> b) {
        return columns(Space.pair(a, b), b, Product::second);
    }

    @Override
    public <A> LinearMap<LinearMatrices, A, Product<A, A>> dup(Space<A> a) {
        return columns(a, Space.pair(a, a), x -> new Product<>(x, x));
    }

    @Override
    public <A, B> LinearMap<LinearMatrices, A, Product<A, B>> inl(Space<A> a, Space<B> b) {
        return columns(a, Space.pair(a, b), x -> new Product<>(x, b.zero()));
    }

    @Override
    public <A, B> LinearMap<LinearMatrices, B, Product<A, B>> inr(Space<A> a, Space<B> b) {
        return columns(b, Space.pair(a, b), x -> new Product<>(a.zero(), x));
    }

    @Override
    public <A> LinearMap<LinearMatrices, Product<A, A>, A> jam(Space<A> a) {
        return columns(Space.pair(a, a), a, p -> a.add(p.first(), p.second()));
    }

    @Override
    public LinearMap<LinearMatrices, Tensor, Tensor> scale(Tensor s) {
        return new Matrix<>(Space.real(), Space.real(), List.of(List.of(s)));
    }

    @Override
    public <A, B> LinearMap<LinearMatrices, A, B> linear(
            Space<A> from, Space<B> to, Fn<A, B> apply, Fn<B, A> transpose) {
        return columns(from, to, apply);
    }
}
