package org.gradus.optim;

import java.util.function.Function;
import org.gradus.Differentiable;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/** Runs a method on arrays for trees. */
final class BoxRun {
    private BoxRun() {}

    /** The numbers of a tree in order. */
    static double[] numbers(Object tree) {
        return Tree.ravel(tree).vector().to(DType.FLOAT64).toDoubles();
    }

    static <P> Solution<P> run(Method.OfArrays<P> method, ArrayLoop loop, Objective<P> objective, P start) {
        if (Tree.size(start) == 0) {
            throw new ArgumentException(
                    "run: the start holds no numbers", "give parameters with at least one element to minimize over");
        }
        DType type = Tree.ravel(start).vector().dtype();
        Function<Tensor, P> unravel = Tree.ravel(start).unravel();
        Function<double[], P> tree = x -> unravel.apply(Tensors.tensor(x).to(type));
        double[] x = numbers(start);
        Bounds bounds = method.box()
                .map(box -> new Bounds(numbers(box.lower()), numbers(box.upper())))
                .orElseGet(() -> Bounds.none(x.length));
        bounds.checkLength("Minimizer", x);
        Solution<double[]> s = loop.run(method.arraySolver(), new BoxProblem(new Raveled<>(objective, tree), bounds), x)
                .solution();
        Solution.Reached<double[]> r = s.reached();
        Solution.Reached<P> reached =
                new Solution.Reached<>(tree.apply(r.point()), r.value(), r.gradientNorm(), r.counts(), r.history());
        return switch (s) {
            case Solution.Converged<double[]> c -> new Solution.Converged<>(reached, c.criterion(), c.tolerance());
            case Solution.Stopped<double[]> c -> new Solution.Stopped<>(reached, c.limit(), c.detail());
            case Solution.Failed<double[]> c -> new Solution.Failed<>(reached, c.cause(), c.detail());
        };
    }

    /** An objective of trees as a function of arrays. */
    private record Raveled<P>(Objective<P> f, Function<double[], P> tree) implements Differentiable {
        @Override
        public double value(double[] x) {
            return f.value(tree.apply(x)).item();
        }

        @Override
        public double[] gradient(double[] x) {
            return numbers(f.valueAndGradient(tree.apply(x)).gradient());
        }

        @Override
        public double valueAndGradient(double[] x, double[] gradient) {
            ValueAndGrad<P> both = f.valueAndGradient(tree.apply(x));
            double[] g = numbers(both.gradient());
            System.arraycopy(g, 0, gradient, 0, g.length);
            return both.value().item();
        }

        @Override
        public double[] hvp(double[] x, double[] v) {
            return numbers(f.hvp(tree.apply(x), tree.apply(v)));
        }
    }
}
