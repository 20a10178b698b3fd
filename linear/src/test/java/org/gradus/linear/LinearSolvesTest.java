package org.gradus.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hvp;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.eye;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.linear.LinearEvidence.Status;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every solver on every kind of operator that it takes: answers, derivatives of both modes and orders, evidence. */
class LinearSolvesTest {
    private static final int N = 6;

    record Pair(Tensor a, Tensor b) {}

    record Case(String name, Kind kind, LinearSolver solver, Tensor matrix) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        Tensor m = Random.normal(Key.of(11), N, N);
        Tensor spd = m.matmul(m.t()).plus(eye(N).times(0.5));
        Tensor symmetric = m.plus(m.t());
        return List.of(
                new Case(
                        "cg, positive definite", Kind.POSITIVE_DEFINITE, new ConjugateGradient().tolerance(1e-13), spd),
                new Case(
                        "cg with Jacobi",
                        Kind.POSITIVE_DEFINITE,
                        new ConjugateGradient()
                                .tolerance(1e-13)
                                .preconditioner(r -> r.div(spd.times(eye(N)).sum(1))),
                        spd),
                new Case("dense, positive definite", Kind.POSITIVE_DEFINITE, new DenseSolve(), spd),
                new Case("dense, symmetric", Kind.SYMMETRIC, new DenseSolve(), symmetric),
                new Case("dense, general", Kind.GENERAL, new DenseSolve(), m));
    }

    static List<Arguments> solvers() {
        return cases().stream().map(c -> Arguments.of(c)).toList();
    }

    private static Tensor solve(Case c, Tensor a, Tensor b) {
        return LinearSolves.solve(LinearOperator.ofMatrix(c.kind(), a), b, c.solver());
    }

    private static Tensor direct(Tensor a, Tensor b) {
        return Linalg.solve(a, b.reshape(N, 1)).reshape(N);
    }

    private static void close(Tensor x, Tensor y, double tolerance) {
        assertThat(Tree.norm(x.minus(y)).item())
                .isLessThanOrEqualTo(tolerance * (1 + Tree.norm(y).item()));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void agreesWithTheFactorizationInValueAndDerivatives(Case c) {
        Tensor b = Random.normal(Key.of(5), N);
        Pair at = new Pair(c.matrix(), b);
        // A symmetric perturbation keeps the promise of the kind.
        Fn<Pair, Tensor> byOperator =
                p -> solve(c, p.a().plus(p.a().t()).times(0.5), p.b()).square().sum();
        Fn<Pair, Tensor> byMatrix =
                p -> direct(p.a().plus(p.a().t()).times(0.5), p.b()).square().sum();
        if (c.kind() == Kind.GENERAL) {
            byOperator = p -> solve(c, p.a(), p.b()).square().sum();
            byMatrix = p -> direct(p.a(), p.b()).square().sum();
        }
        close(byOperator.apply(at), byMatrix.apply(at), 1e-9);
        Pair g = grad(byOperator).apply(at);
        Pair expected = grad(byMatrix).apply(at);
        close(g.a(), expected.a(), 1e-8);
        close(g.b(), expected.b(), 1e-8);
        Pair v = new Pair(Random.normal(Key.of(6), N, N), Random.normal(Key.of(7), N));
        close(jvp(byOperator, at, v).tangent(), jvp(byMatrix, at, v).tangent(), 1e-8);
        Pair h = hvp(byOperator).apply(at, v);
        Pair hExpected = hvp(byMatrix).apply(at, v);
        close(h.a(), hExpected.a(), 1e-6);
        close(h.b(), hExpected.b(), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void worksInsideJitAndVmap(Case c) {
        Tensor rows = Random.normal(Key.of(8), 3, N);
        Fn<Tensor, Tensor> f = b -> solve(c, c.matrix(), b);
        Tensor batched = vmap(f).apply(rows);
        Fn<Tensor, Tensor> compiled = jit(f);
        for (int i = 0; i < 3; i++) {
            close(batched.get(i), direct(c.matrix(), rows.get(i)), 1e-9);
            close(compiled.apply(rows.get(i)), direct(c.matrix(), rows.get(i)), 1e-9);
        }
    }

    @Test
    @DisplayName("the derivative flows through what the operator captured, through Hessians too")
    void capturedTensorsAreDifferentiated() {
        Tensor b = tensor(1.0, 2.0);
        Fn<Tensor, Tensor> f = s -> {
            Fn<Tensor, Tensor> energy =
                    x -> x.square().square().sum().plus(x.square().sum().times(s.get()));
            LinearOperator<Tensor> hessian =
                    LinearOperator.hessian(energy, tensor(1.0, 1.0)).as(Kind.POSITIVE_DEFINITE);
            return LinearSolves.solve(hessian, b, new ConjugateGradient()).sum();
        };
        // H = (12 + 2s)·I, so f = 3/(12 + 2s) and f' = −6/(12 + 2s)².
        assertThat(grad(f).apply(scalar(1.5)).item()).isCloseTo(-6 / (15.0 * 15.0), within(1e-12));
        assertThat(hvp(f).apply(scalar(1.5), scalar(1)).item()).isCloseTo(24 / (15.0 * 15.0 * 15.0), within(1e-12));
    }

    @Test
    void evidenceTellsHowASolveEnded() {
        Tensor spd = tensor(new double[][] {{4, 1}, {1, 3}});
        LinearEvidence good = new ConjugateGradient()
                .solve(LinearOperator.ofMatrix(Kind.POSITIVE_DEFINITE, spd), tensor(1.0, 2.0))
                .evidence();
        assertThat(good.status()).isEqualTo(Status.CONVERGED);
        assertThat(good.iterations()).isEqualTo(2);
        double root = Math.sqrt(5);
        assertThat(good.condition()).isCloseTo((7 + root) / (7 - root), within(1e-9));

        Tensor indefinite = tensor(new double[][] {{1, 0}, {0, -1}});
        assertThat(new ConjugateGradient()
                        .solve(LinearOperator.ofMatrix(Kind.SYMMETRIC, indefinite), tensor(0.0, 1.0))
                        .evidence()
                        .status())
                .isEqualTo(Status.NOT_POSITIVE_DEFINITE);
        assertThat(new DenseSolve()
                        .solve(LinearOperator.ofMatrix(Kind.SYMMETRIC, ones(2, 2)), tensor(0.0, 1.0))
                        .evidence()
                        .status())
                .isEqualTo(Status.SINGULAR);
        assertThat(new ConjugateGradient()
                        .solve(LinearOperator.ofMatrix(Kind.SYMMETRIC, spd), tensor(Double.NaN, 1.0))
                        .evidence()
                        .status())
                .isEqualTo(Status.NON_FINITE);
        Tensor hilbert = hilbert(12);
        assertThat(new ConjugateGradient()
                        .maxIterations(3)
                        .solve(LinearOperator.ofMatrix(Kind.POSITIVE_DEFINITE, hilbert), ones(12))
                        .evidence()
                        .status())
                .isEqualTo(Status.ITERATION_LIMIT);
    }

    private static Tensor hilbert(int n) {
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                rows[i][j] = 1.0 / (i + j + 1);
            }
        }
        return tensor(rows);
    }

    @Test
    void zeroRightHandSideGivesZero() {
        LinearSolution<Tensor> s = new ConjugateGradient()
                .solve(LinearOperator.ofMatrix(Kind.POSITIVE_DEFINITE, eye(3)), tensor(0.0, 0.0, 0.0));
        assertThat(s.evidence().converged()).isTrue();
        assertThat(s.point().toDoubles()).containsOnly(0.0);
    }

    @Test
    void failuresThrowUnlessObserved() {
        LinearOperator<Tensor> a = LinearOperator.ofMatrix(Kind.SYMMETRIC, tensor(new double[][] {{1, 0}, {0, -1}}));
        assertThatThrownBy(() -> LinearSolves.solve(a, tensor(0.0, 1.0), new ConjugateGradient()))
                .isInstanceOf(ConvergenceException.class)
                .hasMessageContaining("NOT_POSITIVE_DEFINITE after 1 products")
                .hasMessageContaining("add a penalty or damping");
        List<LinearEvidence> seen = new ArrayList<>();
        LinearSolves.solve(a, tensor(0.0, 1.0), new ConjugateGradient(), seen::add);
        assertThat(seen).hasSize(1);
    }

    @Test
    void solversRefuseWhatTheyCannotTake() {
        assertThatThrownBy(() ->
                        new ConjugateGradient().solve(LinearOperator.ofMatrix(Kind.GENERAL, eye(2)), tensor(1.0, 1.0)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("use DenseSolve");
        assertThatThrownBy(() -> new ConjugateGradient().tolerance(0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new ConjugateGradient().tolerance(Double.NaN)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new ConjugateGradient().maxIterations(0)).isInstanceOf(ArgumentException.class);
    }
}
