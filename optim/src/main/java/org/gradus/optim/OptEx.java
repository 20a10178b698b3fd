package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/**
 * Several steps of a method at once, on gradients that are predicted from earlier ones (Shu et al. 2024, OptEx).
 *
 * <p>A history of points and gradients gives a Gaussian process with one kernel for all entries, whose mean is
 * μ(θ) = k(θ)ᵀ(K + σ²I)⁻¹G. Each iteration makes N − 1 steps of the method on μ, takes the true gradients at all N points
 * (which workers can do at the same time), and one true step from each; the last one is kept, or that of the lowest value.
 * N = 1 is the method itself. With no history yet all workers stand at the start.
 *
 * @param <P> the parameters' type
 * @param <S> the method's state type
 * @param method a complete method that needs gradients alone
 * @param workers N, one or more
 * @param history points kept, one or more; 20 to 150
 * @param lengthScale l of the kernel, positive
 * @param noise σ², positive; 1e-6 plus the variance of the gradients
 * @param kernel the kernel
 * @param selection which true step is kept
 */
public record OptEx<P, S>(
        GradientTransformation<P, S> method,
        int workers,
        int history,
        double lengthScale,
        double noise,
        Kernel kernel,
        Selection selection) {

    /** Kernels of r = ‖θ − θ'‖/l. */
    public enum Kernel {
        /** (1 + √5·r + 5r²/3)·exp(−√5·r). */
        MATERN,

        /** exp(−r²/2). */
        GAUSSIAN
    }

    /** Which of the true steps is kept. */
    public enum Selection {
        /** The last, of the theory. */
        LAST,

        /** That of the lowest value, at the price of N values. */
        LOWEST
    }

    /**
     * A run.
     *
     * @param <P> the parameters' type
     * @param point where it ended
     * @param iterations sequential iterations
     * @param gradients taken in all
     */
    public record Result<P>(P point, long iterations, long gradients) {}

    /** A worker's point with the state there. */
    private record At<P, S>(P params, S state) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public OptEx {
        Settings.atLeast("OptEx", "workers", 1, workers);
        Settings.atLeast("OptEx", "history", 1, history);
        Settings.positive("OptEx", "lengthScale", lengthScale);
        Settings.positive("OptEx", "noise", noise);
    }

    /**
     * A run.
     *
     * @param f the objective
     * @param start where to begin
     * @param iterations sequential iterations, zero or more
     * @return the last point
     */
    public Result<P> run(Fn<P, Tensor> f, P start, int iterations) {
        Fn<P, ValueAndGrad<P>> both = Gradus.jit(p -> Gradus.valueAndGrad(f).apply(p));
        List<Tensor> points = new ArrayList<>();
        List<Tensor> gradients = new ArrayList<>();
        At<P, S> at = new At<>(start, method.init(start));
        long count = 0;
        for (int t = 0; t < iterations; t++) {
            List<At<P, S>> places = ahead(at, points, gradients, (long) t * workers);
            boolean first = points.isEmpty();
            At<P, S> best = at;
            double least = Double.POSITIVE_INFINITY;
            for (int s = 0; s < places.size(); s++) {
                At<P, S> place = places.get(s);
                ValueAndGrad<P> here = both.apply(place.params());
                count++;
                At<P, S> next = stepped(place, here.gradient(), here.value(), (long) t * workers + s);
                if (!first || s == 0) {
                    remember(points, Tree.ravel(place.params()).vector());
                    remember(gradients, Tree.ravel(here.gradient()).vector());
                }
                double value = selection == Selection.LAST
                        ? -s
                        : f.apply(next.params()).item();
                if (value <= least) {
                    least = value;
                    best = next;
                }
            }
            at = best;
        }
        return new Result<>(at.params(), iterations, count);
    }

    private List<At<P, S>> ahead(At<P, S> at, List<Tensor> points, List<Tensor> gradients, long step) {
        List<At<P, S>> places = new ArrayList<>(List.of(at));
        Tensor solved = workers > 1 && !points.isEmpty() ? solved(points, gradients) : null;
        for (int s = 1; s < workers; s++) {
            At<P, S> last = places.getLast();
            if (solved == null) {
                places.add(last);
            } else {
                Tree.Raveled<P> raveled = Tree.ravel(last.params());
                Tensor mean = kernel(raveled.vector().expandDims(0), Tensors.stack(0, points))
                        .matmul(solved)
                        .reshape(raveled.vector().shape());
                places.add(stepped(last, raveled.unravel().apply(mean), Tensors.scalar(Double.NaN), step + s - 1));
            }
        }
        return places;
    }

    private At<P, S> stepped(At<P, S> at, P gradient, Tensor value, long step) {
        Step<P, S> made = method.update(gradient, at.state(), Info.of(at.params(), value, step));
        return new At<>(Trees.moved(at.params(), made.update()), made.state());
    }

    private void remember(List<Tensor> list, Tensor what) {
        list.add(what);
        if (list.size() > history) {
            list.removeFirst();
        }
    }

    /** (K + σ²I)⁻¹G, one row a point. */
    private Tensor solved(List<Tensor> points, List<Tensor> gradients) {
        Tensor all = Tensors.stack(0, points);
        Tensor k = kernel(all, all).plus(Tensors.eye(points.size()).times(noise));
        return Linalg.solve(k, Tensors.stack(0, gradients));
    }

    private Tensor kernel(Tensor x, Tensor y) {
        Tensor gaps = x.expandDims(1).minus(y.expandDims(0));
        Tensor r = Leaves.root(gaps.square().sum(2)).div(lengthScale);
        if (kernel == Kernel.GAUSSIAN) {
            return r.square().times(-0.5).exp();
        }
        double root = Math.sqrt(5);
        return r.times(root)
                .plus(1)
                .plus(r.square().times(5.0 / 3))
                .times(r.times(-root).exp());
    }

    /**
     * The predicted gradient at a point.
     *
     * @param points of the history
     * @param gradients there
     * @param at where
     * @return μ, a tree like the point
     */
    public P predicted(List<P> points, List<P> gradients, P at) {
        List<Tensor> x = points.stream().map(p -> Tree.ravel(p).vector()).toList();
        List<Tensor> g = gradients.stream().map(p -> Tree.ravel(p).vector()).toList();
        Tree.Raveled<P> raveled = Tree.ravel(at);
        Tensor mean =
                kernel(raveled.vector().expandDims(0), Tensors.stack(0, x)).matmul(solved(x, g));
        return raveled.unravel().apply(mean.reshape(raveled.vector().shape()));
    }
}
