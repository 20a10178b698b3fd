package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.error.TracedValueException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every solver promises: pure steps that can be saved, compiled and batched. */
class SolverContractTest {
    private static final Objective<Tensor> ROSENBROCK = Objective.of(Problems::rosenbrock);

    static Stream<Solver<Tensor, ?>> solvers() {
        return Stream.of(
                new Lbfgs(),
                new Lbfgs(3),
                new NewtonCg(),
                new GradientDescent(),
                new FirstOrder<>(new Sgd<>(1e-4, 0.9), Key.of(0), false),
                new FirstOrder<>(new Adam<>(0.05), Key.of(0), false),
                new FirstOrder<>(new TransformationsTest.Noise().then(new Sgd<>(1e-4)), Key.of(3), false));
    }

    private static <S> S steps(Solver<Tensor, S> solver, S state, int count) {
        S next = state;
        for (int i = 0; i < count; i++) {
            next = solver.step(ROSENBROCK, next);
        }
        return next;
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void aSavedStateGoesOnWithTheSameBits(Solver<Tensor, ?> solver) {
        checkResume(solver);
    }

    private static <S> void checkResume(Solver<Tensor, S> solver) {
        S middle = steps(solver, solver.init(tensor(-1.2, 1.0)), 13);
        Tree.Flat<S> flat = Tree.flatten(middle);
        List<Tensor> saved = new ArrayList<>();
        flat.leaves()
                .forEach(leaf -> saved.add(
                        switch (leaf.dtype()) {
                            case FLOAT64 -> Tensors.tensor(leaf.shape(), leaf.toDoubles());
                            case INT64 -> Tensors.tensor(leaf.toLongs()).reshape(leaf.shape());
                            default -> leaf;
                        }));
        S restored = flat.with(saved);
        assertThat(States.numbers(steps(solver, restored, 20))).isEqualTo(States.numbers(steps(solver, middle, 20)));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void aStepKeepsStructureAndTypes(Solver<Tensor, ?> solver) {
        checkTypes(solver);
    }

    private static <S> void checkTypes(Solver<Tensor, S> solver) {
        S before = solver.init(tensor(-1.2, 1.0));
        Tree.Flat<S> first = Tree.flatten(before);
        Tree.Flat<S> later = Tree.flatten(steps(solver, before, 5));
        assertThat(later.structure()).isEqualTo(first.structure());
        assertThat(later.leaves())
                .extracting(Tensor::type)
                .isEqualTo(first.leaves().stream().map(Tensor::type).toList());
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void compiledStepsHaveTheSameBits(Solver<Tensor, ?> solver) {
        checkCompiled(solver);
    }

    private static <S> void checkCompiled(Solver<Tensor, S> solver) {
        Fn<S, S> step = Gradus.jit((S s) -> solver.step(ROSENBROCK, s));
        S direct = solver.init(tensor(-1.2, 1.0));
        S compiled = direct;
        for (int i = 0; i < 25; i++) {
            direct = solver.step(ROSENBROCK, direct);
            compiled = step.apply(compiled);
            assertThat(States.numbers(compiled)).isEqualTo(States.numbers(direct));
        }
    }

    /** Instances of a batch take the steps that they take alone, and keep their state once they have ended. */
    @ParameterizedTest
    @MethodSource("solvers")
    void aBatchOfStepsIsTheStepsOfEach(Solver<Tensor, ?> solver) {
        checkBatch(solver);
    }

    private static <S> void checkBatch(Solver<Tensor, S> solver) {
        Tensor starts = tensor(new double[][] {{-1.2, 1}, {1, 1}, {0.9, 0.9}, {2, -1}});
        Tolerance tolerance = Tolerance.of(1e-8);
        Fn<S, S> frozen = s ->
                Trees.where(solver.terminate(s, tolerance).eq(Status.RUNNING.code()), solver.step(ROSENBROCK, s), s);
        Fn<S, S> batched = Gradus.jit(Gradus.vmap(frozen));
        S all = Gradus.vmap((Tensor x) -> solver.init(x)).apply(starts);
        List<S> alone = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            alone.add(solver.init(starts.get(i)));
        }
        for (int step = 0; step < 60; step++) {
            all = batched.apply(all);
            for (int i = 0; i < 4; i++) {
                int instance = i;
                alone.set(i, frozen.apply(alone.get(i)));
                List<Double> one = States.numbers(alone.get(i));
                List<Double> same = States.numbers(Tree.map((Tensor leaf) -> leaf.get(instance), all));
                assertThat(same.size()).isEqualTo(one.size());
                for (int j = 0; j < one.size(); j++) {
                    double expected = one.get(j);
                    assertThat(same.get(j))
                            .as("step %d, instance %d, number %d", step, i, j)
                            .satisfiesAnyOf(
                                    x -> assertThat(x).isEqualTo(expected),
                                    x -> assertThat(x).isCloseTo(expected, within(1e-6 * (1 + Math.abs(expected)))));
                }
            }
        }
    }

    @Test
    void manyStartsEndLikeSingleOnes() {
        Tensor starts = Random.normal(Key.of(11), 20, 4).times(2);
        Minimizer<Tensor, Void> minimizer = Minimizer.of(Problems::rosenbrock);
        List<Solution<Tensor>> each = minimizer.runEach(starts);
        assertThat(each).hasSize(20);
        for (int i = 0; i < 20; i++) {
            Solution<Tensor> alone = minimizer.run(starts.get(i));
            Solution<Tensor> one = each.get(i);
            assertThat(one).isInstanceOf(Solution.Converged.class);
            assertThat(one.value()).isCloseTo(alone.value(), within(1e-10));
            assertThat(one.history()).hasSize((int) one.counts().iterations() + 1);
            assertThat(Math.abs(one.counts().gradients() - alone.counts().gradients()))
                    .isLessThanOrEqualTo(6);
        }
    }

    @Test
    void manyStartsOfATreeWithLimitsAndFailures() {
        record Pair(Tensor a, Tensor b) {}
        Pair starts = new Pair(tensor(1.0, 4.0, -1.0), tensor(new double[][] {{1, 1}, {3, -2}, {0, 0}}));
        List<Solution<Pair>> each = Minimizer.of((Pair p) -> p.a().minus(p.a().log())
                        .plus(p.b().minus(1).square().sum().times(10)))
                .maxIterations(3)
                .runEach(starts);
        assertThat(each.get(0)).isInstanceOf(Solution.Converged.class);
        assertThat(each.get(0).counts().iterations()).isZero();
        assertThat(each.get(1).status()).isEqualTo(Status.ITERATIONS);
        assertThat(each.get(1).counts().iterations()).isEqualTo(3);
        assertThat(each.get(2).status()).isEqualTo(Status.NON_FINITE_START);
        assertThat(each.get(2).detail()).endsWith("(start 2)");
        assertThat(each.get(1).point().b().type().toString()).isEqualTo("f64[2]");
    }

    @Test
    void manyStartsCannotLookAtValues() {
        assertThatThrownBy(() -> Minimizer.of((Tensor x) -> x.times(x.item())).runEach(tensor(1.0, 2.0)))
                .isInstanceOf(TracedValueException.class);
    }
}
