package org.gradus.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradus.array.Shape;
import org.gradus.program.Contraction.MatMul;
import org.gradus.tensor.Einsum.Named;

/**
 * The product of two operands with named axes, summed over the common axes that nothing later wants: an elementwise product
 * where nothing is summed, otherwise one batched matrix product, laid out so that the fewest elements move.
 */
final class PairContraction {
    private final Named x;
    private final Named y;
    private final List<Integer> result;
    private final List<Integer> batch;
    private final List<Integer> inner;
    private final List<Integer> rows;
    private final List<Integer> columns;

    /**
     * A product.
     *
     * @param x left operand; its axes are common or wanted
     * @param y right operand; its axes are common or wanted
     * @param wanted the axes that the product has
     * @param result their order, null when any will do
     */
    PairContraction(Named x, Named y, Set<Integer> wanted, List<Integer> result) {
        this.x = x;
        this.y = y;
        this.result = result;
        batch = x.labels().stream()
                .filter(l -> y.labels().contains(l) && wanted.contains(l))
                .toList();
        inner = x.labels().stream()
                .filter(l -> y.labels().contains(l) && !wanted.contains(l))
                .toList();
        rows = x.labels().stream().filter(l -> !y.labels().contains(l)).toList();
        columns = y.labels().stream().filter(l -> !x.labels().contains(l)).toList();
    }

    Named run() {
        boolean elementwise = inner.isEmpty()
                || (rows.isEmpty() && columns.isEmpty() && !batch.isEmpty())
                || !x.tensor().dtype().isFloat();
        return elementwise ? product() : matmul();
    }

    /** The elementwise product over all axes, then the sum. */
    private Named product() {
        List<Integer> all = new ArrayList<>(result == null ? joined(batch, rows, columns) : result);
        all.addAll(inner);
        Tensor product = spread(x, all).times(spread(y, all));
        int[] axes = new int[inner.size()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = all.size() - 1 - i;
        }
        List<Integer> labels = all.subList(0, all.size() - axes.length);
        return new Named(axes.length == 0 ? product : product.sum(axes), labels);
    }

    private static Tensor spread(Named x, List<Integer> all) {
        List<Integer> own = all.stream().filter(x.labels()::contains).toList();
        List<Integer> dims = new ArrayList<>();
        for (int label : all) {
            dims.add(own.contains(label) ? x.tensor().dim(x.labels().indexOf(label)) : 1);
        }
        return Einsum.ordered(x, own).tensor().reshape(Shape.of(dims));
    }

    private Named matmul() {
        Layout best = new Layout(batch, inner, false);
        List<Integer> otherBatch = like(y, batch);
        List<Integer> otherInner = like(y, inner);
        for (int choice = 1; choice < 8 && best.moved() > 0; choice++) {
            Layout layout = new Layout(
                    (choice & 1) == 0 ? batch : otherBatch, (choice & 2) == 0 ? inner : otherInner, (choice & 4) != 0);
            best = layout.moved() < best.moved() ? layout : best;
        }
        return best.run();
    }

    /** The axes in the order in which another operand has them. */
    private static List<Integer> like(Named other, List<Integer> labels) {
        return other.labels().stream().filter(labels::contains).toList();
    }

    @SafeVarargs
    private static List<Integer> joined(List<Integer>... parts) {
        List<Integer> all = new ArrayList<>();
        for (List<Integer> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    /** One way to make matrices of the operands. */
    private final class Layout {
        private final List<Integer> batchOrder;
        private final List<Integer> innerOrder;
        private final boolean swapped;

        Layout(List<Integer> batchOrder, List<Integer> innerOrder, boolean swapped) {
            this.batchOrder = batchOrder;
            this.innerOrder = innerOrder;
            this.swapped = swapped;
        }

        private Named left() {
            return swapped ? y : x;
        }

        private Named right() {
            return swapped ? x : y;
        }

        private List<Integer> leftFree() {
            return swapped ? columns : rows;
        }

        private List<Integer> rightFree() {
            return swapped ? rows : columns;
        }

        private boolean leftTransposed() {
            return left().labels().equals(joined(batchOrder, innerOrder, leftFree()))
                    && !leftFree().isEmpty();
        }

        private boolean rightTransposed() {
            return right().labels().equals(joined(batchOrder, rightFree(), innerOrder))
                    && !rightFree().isEmpty();
        }

        private List<Integer> leftOrder() {
            return leftTransposed()
                    ? joined(batchOrder, innerOrder, leftFree())
                    : joined(batchOrder, leftFree(), innerOrder);
        }

        private List<Integer> rightOrder() {
            return rightTransposed()
                    ? joined(batchOrder, rightFree(), innerOrder)
                    : joined(batchOrder, innerOrder, rightFree());
        }

        private List<Integer> productOrder() {
            return joined(batchOrder, leftFree(), rightFree());
        }

        private int size(Named operand, List<Integer> labels) {
            return Einsum.shape(operand, labels).size();
        }

        /** How many elements have to be copied to other places. */
        double moved() {
            double left =
                    left().labels().equals(leftOrder()) ? 0 : left().tensor().size();
            double right =
                    right().labels().equals(rightOrder()) ? 0 : right().tensor().size();
            double product = (double) size(left(), joined(batchOrder, leftFree())) * size(right(), rightFree());
            return left + right + (result == null || result.equals(productOrder()) ? 0 : product);
        }

        Named run() {
            int count = size(left(), batchOrder);
            int m = size(left(), leftFree());
            int k = size(left(), innerOrder);
            int n = size(right(), rightFree());
            Tensor a = Einsum.ordered(left(), leftOrder()).tensor();
            Tensor b = Einsum.ordered(right(), rightOrder()).tensor();
            Tensor product = Operations.apply(
                    new MatMul(leftTransposed(), rightTransposed()),
                    a.reshape(leftTransposed() ? matrices(count, k, m) : matrices(count, m, k)),
                    b.reshape(rightTransposed() ? matrices(count, n, k) : matrices(count, k, n)));
            Shape shape =
                    Einsum.shape(left(), joined(batchOrder, leftFree())).concat(Einsum.shape(right(), rightFree()));
            return new Named(product.reshape(shape), productOrder());
        }

        private Shape matrices(int count, int rows, int columns) {
            return batchOrder.isEmpty() ? Shape.of(rows, columns) : Shape.of(count, rows, columns);
        }
    }
}
