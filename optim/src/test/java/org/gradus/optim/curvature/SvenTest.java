package org.gradus.optim.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.optim.Info;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Need;
import org.gradus.optim.Schedules;
import org.gradus.optim.Step;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;

class SvenTest {
    private static Tensor draw(long seed, int... dims) {
        return Random.normal(Key.of(seed), dims);
    }

    private static <P> Step<P, Sven.State> step(Sven<P, ?> method, P x) {
        Info<P> info = Info.of(x, Tensors.scalar(0), 0).withKey(Key.of(7));
        return method.update(x, method.init(x), info);
    }

    /** −J⁺·l by a singular value decomposition of the k largest. */
    private static Tensor plain(Tensor j, Tensor l, int k) {
        Linalg.Svd svd = Linalg.svd(j);
        Tensor step = Tensors.zeros(j.dim(1));
        for (int i = 0; i < k; i++) {
            Tensor along = svd.u().slice(1, i, i + 1).squeeze(1);
            Tensor weight = Tree.dot(along, l).div(svd.s().get(i));
            step = step.minus(svd.vt().get(i).times(weight));
        }
        return step;
    }

    @Test
    void isTheTruncatedPseudoinverse() {
        for (int[] shape : new int[][] {{6, 15}, {15, 6}, {8, 8}}) {
            Tensor j = draw(1, shape);
            Tensor c = draw(2, shape[0]);
            Tensor x = draw(3, shape[1]);
            Fn<Tensor, Tensor> l = w -> j.matmul(w).minus(c);
            for (int k : new int[] {1, 3, 6}) {
                Step<Tensor, Sven.State> made = step(Sven.of(l, 1, k), x);
                assertThat(made.update().toDoubles())
                        .containsExactly(plain(j, l.apply(x), k).toDoubles(), within(1e-10));
                double[] values = Linalg.svdvals(j).slice(0, 0, k).toDoubles();
                assertThat(made.state().spectrum().toDoubles()).containsExactly(values, within(1e-10));
                assertThat(made.state().kept().item()).isEqualTo(k);
            }
        }
    }

    @Test
    void smallSingularValuesAreLeftOut() {
        Tensor j = Tensors.tensor(new double[][] {{1, 0, 0, 0}, {0, 1e-2, 0, 0}, {0, 0, 1e-4, 0}});
        Step<Tensor, Sven.State> made = step(Sven.of((Tensor w) -> j.matmul(w).plus(1), 1, 5), Tensors.zeros(4));
        assertThat(made.update().toDoubles()).containsExactly(new double[] {-1, -100, 0, 0}, within(1e-9));
        assertThat(made.state().kept().item()).isEqualTo(2);
        assertThat(made.state().spectrum().toDoubles())
                .containsExactly(new double[] {1, 1e-2, 1e-4, 0, 0}, within(1e-12));
        // Conditions that nothing moves leave everything where it is.
        assertThat(step(Sven.of((Tensor w) -> w.times(0).plus(1), 1, 2), Tensors.ones(3))
                        .update()
                        .abs()
                        .toDoubles())
                .containsOnly(0);
    }

    @Test
    void randomProbesFindTheSame() {
        Tensor q = Linalg.qr(draw(4, 40, 40)).q();
        Tensor v = Linalg.qr(draw(5, 60, 40)).q();
        double[] falling = new double[40];
        java.util.Arrays.setAll(falling, i -> Math.pow(0.6, i));
        Tensor j = q.times(Tensors.tensor(falling)).matmul(v.t());
        Fn<Tensor, Tensor> l = w -> j.matmul(w).plus(q.slice(1, 0, 6).sum(1));
        var probes = new Sven<Tensor, Object>(
                (w, _) -> l.apply(w), Schedules.constant(1), 6, 1e-6, new Sven.Randomized(10, 2), false);
        Tensor x = Tensors.zeros(60);
        Tensor exact = step(Sven.of(l, 1, 6), x).update();
        Tensor found = step(probes, x).update();
        assertThat(Tree.norm(found.minus(exact)).item() / Tree.norm(exact).item())
                .isLessThan(1e-5);
        assertThat(probes.needs()).containsExactly(Need.KEY);
    }

    record Line(Tensor slope, Tensor start) {}

    record Points(Tensor x, Tensor y) {}

    @Test
    void fitsOnBatchesWithTheMinimizer() {
        Points points = new Points(
                Tensors.arange(8).to(DType.FLOAT64),
                Tensors.arange(8).times(3L).to(DType.FLOAT64).minus(1));
        var residuals = Sven.of(
                (Line line, Points at) ->
                        at.x().times(line.slope()).plus(line.start()).minus(at.y()),
                1,
                2);
        var fit = Minimizer.of((Line line, Points at) ->
                        residuals.conditions().apply(line, at).square().sum())
                .method(residuals)
                .maxIterations(3)
                .run(new Line(Tensors.scalar(0), Tensors.scalar(0)), points);
        assertThat(fit.point().slope().item()).isCloseTo(3, within(1e-10));
        assertThat(fit.point().start().item()).isCloseTo(-1, within(1e-10));
    }

    @Test
    void worksCompiledInSinglePrecisionAndUnderDerivatives() {
        Tensor j = draw(6, 3, 5);
        Fn<Tensor, Tensor> l = w -> j.to(w.dtype()).matmul(w).tanh();
        Fn<Tensor, Tensor> move = x -> step(Sven.of(l, 0.5, 3), x).update();
        Tensor x = draw(8, 5).times(0.1);
        assertThat(Gradus.jit(move).apply(x).toDoubles())
                .isEqualTo(move.apply(x).toDoubles());
        assertThat(move.apply(x.to(DType.FLOAT32)).dtype()).isEqualTo(DType.FLOAT32);
        Tensor direction = draw(9, 5);
        double h = 1e-6;
        Tensor difference = move.apply(x.plus(direction.times(h)))
                .minus(move.apply(x.minus(direction.times(h))))
                .div(2 * h);
        assertThat(Gradus.jvp(move, x, direction).tangent().toDoubles())
                .containsExactly(difference.toDoubles(), within(1e-6));
    }

    @Test
    void groupsAreSums() {
        assertThat(Sven.grouped(Tensors.tensor(1, 2, 3, 4), 2).toDoubles()).containsExactly(3, 7);
        assertThatThrownBy(() -> Sven.grouped(Tensors.ones(4), 3)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Sven.of((Tensor w) -> w, 0, 1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Sven.of((Tensor w) -> w, 1, 0)).isInstanceOf(ArgumentException.class);
    }
}
