package org.gradus.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hvp;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.eye;
import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.sigmoidCrossEntropy;
import static org.gradus.tensor.Tensors.softmaxCrossEntropy;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.linear.ConjugateGradient;
import org.gradus.linear.DenseSolve;
import org.gradus.linear.LinearSolver;
import org.gradus.optim.Solution;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives of minima against closed forms and against finite differences of the whole inner solve. */
class ImplicitMinimizerTest {
    private static final int N = 40;
    private static final int D = 5;
    private static final Tensor X = Random.normal(Key.of(1), N, D);
    private static final Tensor XV = Random.normal(Key.of(2), N, D);
    private static final Tensor TRUTH = tensor(1.0, -2.0, 0.5, 0.0, 0.0);
    private static final Tensor Y = X.matmul(TRUTH).plus(Random.normal(Key.of(3), N));
    private static final Tensor YV = XV.matmul(TRUTH).plus(Random.normal(Key.of(4), N));

    record Model(Tensor w, Tensor b) {}

    record Hyper(Tensor logPenalties, Tensor scale) {}

    /** An inner and an outer problem. */
    record Bilevel(String name, Model start, Fn2<Model, Hyper, Tensor> inner, Fn2<Model, Hyper, Tensor> outer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Bilevel> problems() {
        Tensor labels = Y.gt(0).to(DType.FLOAT64);
        Tensor labelsV = YV.gt(0).to(DType.FLOAT64);
        Tensor classes = Y.gt(-1).to(DType.INT64).plus(Y.gt(1).to(DType.INT64));
        Tensor classesV = YV.gt(-1).to(DType.INT64).plus(YV.gt(1).to(DType.INT64));
        return List.of(
                new Bilevel(
                        "ridge",
                        new Model(zeros(D), scalar(0)),
                        (m, h) -> predict(X, m, h).minus(Y).square().mean().plus(penalty(m, h)),
                        (m, h) -> predict(XV, m, h).minus(YV).square().mean()),
                new Bilevel(
                        "logistic",
                        new Model(zeros(D), scalar(0)),
                        (m, h) -> sigmoidCrossEntropy(predict(X, m, h), labels)
                                .mean()
                                .plus(penalty(m, h)),
                        (m, h) ->
                                sigmoidCrossEntropy(predict(XV, m, h), labelsV).mean()),
                new Bilevel(
                        "softmax",
                        new Model(zeros(D, 3), zeros(3)),
                        (m, h) -> softmaxCrossEntropy(predict(X, m, h), classes)
                                .mean()
                                .plus(penalty(m, h)),
                        (m, h) ->
                                softmaxCrossEntropy(predict(XV, m, h), classesV).mean()));
    }

    private static Tensor predict(Tensor x, Model m, Hyper h) {
        return x.times(h.scale()).matmul(m.w()).plus(m.b());
    }

    private static Tensor penalty(Model m, Hyper h) {
        Tensor squares = m.w().square();
        Tensor byFeature = m.w().rank() == 2 ? squares.sum(1) : squares;
        return byFeature.times(h.logPenalties().exp()).sum();
    }

    private static Hyper hyper() {
        return new Hyper(tensor(-3.0, -2.0, -4.0, -1.0, -2.5), scalar(0.8));
    }

    private static ImplicitMinimizer<Model, Hyper> inner(Bilevel problem) {
        return ImplicitMinimizer.of(problem.inner(), problem.start())
                .minimizer(m -> m.tolerance(1e-11).maxIterations(2000));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void hypergradientsAgreeWithDifferencesOfTheWholeInnerSolve(Bilevel problem) {
        ImplicitMinimizer<Model, Hyper> inner = inner(problem);
        Hypergradient<Model, Hyper> h = inner.hypergradient(problem.outer(), hyper());
        Tree.Raveled<Hyper> at = Tree.ravel(hyper());
        Fn<Tensor, Tensor> outer = v -> {
            Hyper moved = at.unravel().apply(v);
            return problem.outer().apply(inner.solve(moved).point(), moved);
        };
        double[] gradient = Tree.ravel(h.gradient()).vector().toDoubles();
        for (int i = 0; i < gradient.length; i++) {
            double expected = difference(outer, at.vector(), i);
            assertThat(gradient[i])
                    .as("component %d", i)
                    .isCloseTo(expected, within(1e-6 * (Math.abs(expected) + 1e-3)));
        }
        assertThat(h.value().item()).isEqualTo(outer.apply(at.vector()).item());
        assertThat(h.inner().residualNorm()).isLessThan(1e-10);
        assertThat(h.inner().solution()).isInstanceOf(Solution.Converged.class);
        assertThat(h.linearSolves()).hasSize(1);
        assertThat(h.linearSolves().getFirst().converged()).isTrue();
        assertThat(h.linearSolves().getFirst().relativeResidual()).isLessThan(1e-9);
    }

    /** Central difference along a coordinate, extrapolated to fourth order; the step is wide for the inner solve's rounding. */
    private static double difference(Fn<Tensor, Tensor> f, Tensor x, int i) {
        double step = 1e-2;
        Tensor e = eye(x.size()).get(i);
        double wide = f.apply(x.plus(e.times(2 * step))).item()
                - f.apply(x.minus(e.times(2 * step))).item();
        double narrow = f.apply(x.plus(e.times(step))).item()
                - f.apply(x.minus(e.times(step))).item();
        return (8 * narrow - wide) / (12 * step);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void forwardModeAgreesWithReverseModeAndSecondOrderWithDifferences(Bilevel problem) {
        ImplicitMinimizer<Model, Hyper> inner = inner(problem);
        Fn<Hyper, Tensor> outer = h -> problem.outer().apply(inner.argmin().apply(h), h);
        Hyper v = new Hyper(tensor(0.3, -1.0, 0.5, 0.2, 1.0), scalar(-0.4));
        Hyper g = grad(outer).apply(hyper());
        double forward = jvp(outer, hyper(), v).tangent().item();
        assertThat(forward).isCloseTo(Tree.dot(g, v).item(), within(1e-9));

        Hyper hv = hvp(outer).apply(hyper(), v);
        double step = 1e-4;
        Hyper ahead = grad(outer).apply(Tree.axpy(step, v, hyper()));
        Hyper behind = grad(outer).apply(Tree.axpy(-step, v, hyper()));
        Hyper difference = Tree.scale(1 / (2 * step), Tree.minus(ahead, behind));
        assertThat(Tree.norm(Tree.minus(hv, difference)).item())
                .isLessThan(1e-5 * (1e-2 + Tree.norm(difference).item()));
    }

    @Test
    @DisplayName("the minimum of a ridge regression has the derivatives of its closed form")
    void closedForm() {
        Fn2<Tensor, Tensor, Tensor> ridge = (w, logPenalty) ->
                X.matmul(w).minus(Y).square().mean().plus(w.square().sum().times(logPenalty.exp()));
        for (LinearSolver solver : List.of(new ConjugateGradient(), new DenseSolve())) {
            ImplicitMinimizer<Tensor, Tensor> inner = ImplicitMinimizer.of(ridge, zeros(D))
                    .minimizer(m -> m.tolerance(1e-12))
                    .linearSolver(solver);
            Fn<Tensor, Tensor> implicit = t -> inner.argmin().apply(t).square().sum();
            Fn<Tensor, Tensor> explicit = t -> {
                Tensor a = X.t().matmul(X).div(N).plus(eye(D).times(t.exp()));
                return Linalg.solve(a, X.t().matmul(Y.reshape(N, 1)).div(N))
                        .square()
                        .sum();
            };
            Tensor t = scalar(-1.5);
            assertThat(implicit.apply(t).item()).isCloseTo(explicit.apply(t).item(), within(1e-10));
            assertThat(grad(implicit).apply(t).item())
                    .isCloseTo(grad(explicit).apply(t).item(), within(1e-9));
            assertThat(hvp(implicit).apply(t, scalar(1)).item())
                    .isCloseTo(hvp(explicit).apply(t, scalar(1)).item(), within(1e-8));
        }
    }

    @Test
    @DisplayName("what the objective captures is differentiated, not lost")
    void capturedTensors() {
        // argmin (w − a·b)² + w² = a·b/2, with a an argument and b captured.
        Fn2<Tensor, Tensor, Tensor> f = (a, b) -> {
            Fn2<Tensor, Tensor, Tensor> objective =
                    (w, theta) -> w.minus(theta.times(b)).square().plus(w.square());
            return ImplicitMinimizer.of(objective, scalar(0)).argmin().apply(a);
        };
        Fn<Tensor, Tensor> byCaptured = b -> f.apply(scalar(3), b);
        Fn<Tensor, Tensor> byBoth = x -> f.apply(x, x);
        assertThat(grad(byCaptured).apply(scalar(2)).item()).isCloseTo(1.5, within(1e-9));
        assertThat(grad(byBoth).apply(scalar(2)).item()).isCloseTo(2, within(1e-9));
        assertThat(hvp(byBoth).apply(scalar(2), scalar(1)).item()).isCloseTo(1, within(1e-9));
    }

    @Test
    void worksInsideJitAndVmap() {
        Fn2<Tensor, Tensor, Tensor> objective = (w, theta) ->
                w.minus(theta).square().sum().plus(w.square().square().sum());
        ImplicitMinimizer<Tensor, Tensor> inner =
                ImplicitMinimizer.of(objective, zeros(2)).minimizer(m -> m.tolerance(1e-12));
        Fn<Tensor, Tensor> outer = theta -> inner.argmin().apply(theta).sum();
        Tensor rows = tensor(new double[][] {{1, 2}, {-1, 0.5}});
        Tensor batched = vmap(grad(outer)).apply(rows);
        for (int i = 0; i < 2; i++) {
            double[] expected = grad(outer).apply(rows.get(i)).toDoubles();
            assertThat(batched.get(i).toDoubles()).containsExactly(expected, within(1e-12));
            assertThat(jit(grad(outer)).apply(rows.get(i)).toDoubles()).containsExactly(expected, within(1e-12));
        }
    }

    @Test
    void minimaThatAreNotReachedAreNotDifferentiated() {
        Fn2<Tensor, Tensor, Tensor> falling = (w, theta) -> w.times(theta).sum();
        assertThatThrownBy(() -> grad((Tensor t) -> ImplicitMinimizer.of(falling, zeros(2))
                                .argmin()
                                .apply(t)
                                .sum())
                        .apply(ones(2)))
                .isInstanceOf(ConvergenceException.class)
                .hasMessageContaining("implicit: the inner minimum was not reached: ‖∇ₓf‖ = 1.41e+00");
        Fn2<Tensor, Tensor, Tensor> flat =
                (w, theta) -> w.get(0).minus(theta).square().plus(w.get(1).times(0.0));
        assertThatThrownBy(() -> ImplicitMinimizer.of(flat, zeros(2)).acceptResidual(Double.NaN))
                .isInstanceOf(ArgumentException.class);
        Fn2<Tensor, Tensor, Tensor> slow =
                (w, theta) -> w.minus(theta).square().square().sum();
        assertThatThrownBy(() -> ImplicitMinimizer.of(slow, full(0, 2))
                        .minimizer(m -> m.maxIterations(2))
                        .solve(full(9, 2)))
                .isInstanceOf(ConvergenceException.class)
                .hasMessageContaining("2 iterations were allowed");
    }

    @Test
    @DisplayName("a point with a direction of no curvature gives no derivative, but an error that says so")
    void saddle() {
        // At the start the gradient vanishes but the curvature is negative.
        Fn2<Tensor, Tensor, Tensor> saddle =
                (w, theta) -> w.square().sum().times(-1.0).plus(w.times(theta).sum());
        assertThatThrownBy(() -> grad((Tensor t) -> ImplicitMinimizer.of(saddle, zeros(2))
                                .argmin()
                                .apply(t)
                                .sum())
                        .apply(zeros(2)))
                .isInstanceOf(ConvergenceException.class)
                .hasMessageContaining("NOT_POSITIVE_DEFINITE");
    }
}
