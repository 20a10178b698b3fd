package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.Shape;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** Inputs and comparisons of the tests. */
final class Numbers {
    private Numbers() {}

    /** Small multiples of 1/4, the same as in layer_tables.py. */
    static Tensor sample(int factor, int modulus, int... dims) {
        Shape shape = Shape.of(dims);
        double[] elements = new double[shape.size()];
        Arrays.setAll(elements, i -> ((i * factor + 3) % modulus - modulus / 2) / 4.0);
        return Tensors.tensor(shape, elements);
    }

    static Tensor normal(long seed, int... dims) {
        return Random.normal(Key.of(seed), dims);
    }

    static void close(String what, Tensor expected, Tensor actual, double tolerance) {
        assertThat(actual.type()).as(what).isEqualTo(expected.type());
        double[] e = expected.toDoubles();
        double[] a = actual.toDoubles();
        for (int i = 0; i < e.length; i++) {
            assertThat(Math.abs(a[i] - e[i]))
                    .as("%s: element %d is %s, expected %s", what, i, a[i], e[i])
                    .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(e[i])));
        }
    }

    /**
     * Gradient and Hessian product of a scalar function of a tree against differences of fourth order along a random
     * direction, and jit against eager.
     */
    static <A> void checkDerivatives(Fn<A, Tensor> f, A x) {
        List<Tensor> leaves = Tree.flatten(x).leaves();
        int[] seed = {100};
        A direction = Tree.map(leaf -> normal(seed[0]++, leaf.shape().dims()), x);
        assertThat(leaves).isNotEmpty();
        Fn<A, A> gradient = Gradus.grad(f);
        double slope = difference(t -> f.apply(Tree.axpy(t, direction, x)).item());
        double exact = Tree.dot(gradient.apply(x), direction).item();
        assertThat(exact).as("derivative").isCloseTo(slope, org.assertj.core.data.Offset.offset(1e-7 * scale(slope)));
        double bend = difference(t ->
                Tree.dot(gradient.apply(Tree.axpy(t, direction, x)), direction).item());
        double curvature =
                Tree.dot(Gradus.hvp(f).apply(x, direction), direction).item();
        assertThat(curvature)
                .as("second derivative")
                .isCloseTo(bend, org.assertj.core.data.Offset.offset(1e-6 * scale(bend)));
        List<Tensor> eager = Tree.flatten(gradient.apply(x)).leaves();
        List<Tensor> staged = Tree.flatten(Gradus.jit(gradient).apply(x)).leaves();
        for (int i = 0; i < eager.size(); i++) {
            close("jit", eager.get(i), staged.get(i), 1e-12);
        }
    }

    private static double scale(double x) {
        return Math.max(1, Math.abs(x));
    }

    private static double difference(java.util.function.DoubleUnaryOperator f) {
        double h = 2e-3;
        double near = (f.applyAsDouble(h) - f.applyAsDouble(-h)) / (2 * h);
        double far = (f.applyAsDouble(2 * h) - f.applyAsDouble(-2 * h)) / (4 * h);
        double farthest = (f.applyAsDouble(3 * h) - f.applyAsDouble(-3 * h)) / (6 * h);
        return 1.5 * near - 0.6 * far + 0.1 * farthest;
    }
}
