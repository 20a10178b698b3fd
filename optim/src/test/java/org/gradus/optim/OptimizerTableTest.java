package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.io.Npz;
import org.gradus.optim.OptimizerTable.Row;
import org.gradus.optim.Quadratic.Two;
import org.gradus.optim.catalogue.Entry;
import org.gradus.optim.catalogue.Form;
import org.gradus.optim.catalogue.Methods;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every method of the catalogue has to do, on {@link Quadratic}. */
class OptimizerTableTest {
    private static final Fn<Two, Tensor> VALUE = Quadratic::value;

    @TempDir
    Path folder;

    static Stream<Row> rows() {
        String chosen = System.getProperty("gradus.methods", "");
        return OptimizerTable.rows().stream()
                .filter(row -> chosen.isEmpty() || row.id().matches(chosen));
    }

    @Test
    void everyTransformationOfTheCatalogueHasARow() {
        List<String> catalogue = Methods.all().stream()
                .filter(entry -> entry.form() instanceof Form.Gradients)
                .map(Entry::id)
                .toList();
        List<String> table = OptimizerTable.rows().stream().map(Row::id).toList();
        assertThat(table).containsExactlyElementsOf(catalogue);
        for (Row row : OptimizerTable.rows()) {
            assertThat(row.method().toString())
                    .contains(Methods.named(row.id()).type().getSimpleName() + "[");
        }
    }

    private static double[] numbers(Object tree) {
        return Tree.ravel(tree).vector().toDoubles();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void takesTheStepsOfThePublishedEquation(Row row) {
        for (int steps : new int[] {1, 2, 7, 30}) {
            double[] expected = row.plain().run(Quadratic.START, steps);
            Two reached = Runs.run(row.method(), VALUE, Quadratic.tensors(Quadratic.START), steps);
            assertThat(numbers(reached)).as("after %d steps", steps).containsExactly(expected, within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void lowersTheValue(Row row) {
        double[] reached = row.plain().run(Quadratic.START, row.steps());
        double before = Quadratic.value(Quadratic.START) - Quadratic.LOWEST;
        assertThat(Quadratic.value(reached) - Quadratic.LOWEST).isBetween(0.0, row.share() * before);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void compiledAndRestoredStepsHaveTheSameBits(Row row) {
        check(row.method(), folder.resolve("state.npz"));
    }

    private static <S> void check(GradientTransformation<Two, S> method, Path file) {
        Runs.At<Two, S> start = Runs.start(method, Quadratic.tensors(Quadratic.START));
        Fn2<Runs.At<Two, S>, Tensor, Runs.At<Two, S>> compiled =
                Gradus.jit((at, t) -> Runs.step(method, VALUE, at, t, Key.of(5)));
        Runs.At<Two, S> direct = start;
        Runs.At<Two, S> staged = start;
        Runs.At<Two, S> middle = start;
        List<Runs.At<Two, S>> path = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            Tensor step = Tensors.arange(t + 1).get(t);
            direct = Runs.step(method, VALUE, direct, step, Key.of(5));
            staged = compiled.apply(staged, step);
            assertThat(States.numbers(staged)).as("compiled step %d", t).isEqualTo(States.numbers(direct));
            Tree.checkSame(
                    "state",
                    Tree.flatten(start.state()).structure(),
                    Tree.flatten(direct.state()).structure());
            if (t == 2) {
                middle = direct;
            }
            path.add(direct);
        }
        Npz.writeTree(file, middle);
        Runs.At<Two, S> restored = Npz.readTree(file, start);
        assertThat(States.numbers(restored)).isEqualTo(States.numbers(middle));
        for (int t = 3; t < 6; t++) {
            restored = Runs.step(method, VALUE, restored, Tensors.arange(t + 1).get(t), Key.of(5));
            assertThat(States.numbers(restored)).isEqualTo(States.numbers(path.get(t)));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aBatchOfRunsIsRunsOneByOne(Row row) {
        Two first = Quadratic.tensors(Quadratic.START);
        Two second = Tree.map(leaf -> leaf.times(-1.7).plus(0.2), first);
        Fn<Two, Two> run = x -> Runs.run(row.method(), VALUE, x, 4);
        Two both = Tree.map((Tensor a, Tensor b) -> Tensors.stack(a, b), first, second);
        Two batched = Gradus.vmap(run).apply(both);
        for (int i = 0; i < 2; i++) {
            int at = i;
            Two own = Tree.map(leaf -> leaf.get(at), batched);
            assertThat(numbers(own)).containsExactly(numbers(run.apply(i == 0 ? first : second)), within(1e-11));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void worksInSinglePrecision(Row row) {
        // SOAP's rotated gradient has entries of nothing but rounding at first (3 rows span more than one gradient),
        // and
        // Adam gives them steps of full size.
        single(row.method(), row.id().equals("soap") ? 0.1 : 2e-4);
    }

    private static <S> void single(GradientTransformation<Two, S> method, double tolerance) {
        Two wide = Quadratic.tensors(Quadratic.START);
        Two narrow = Tree.map(leaf -> leaf.to(DType.FLOAT32), wide);
        Runs.At<Two, S> at = Runs.steps(method, VALUE, Runs.start(method, narrow), 0, 3);
        assertThat(at.params().w().dtype()).isEqualTo(DType.FLOAT32);
        Step<Two, S> step = method.update(
                narrow,
                at.state(),
                Info.of(narrow, Tensors.scalar(1), 3).withKey(Key.of(1)).withObjective(Objective.of(VALUE)));
        assertThat(step.update().w().dtype()).isEqualTo(DType.FLOAT32);
        assertThat(step.update().b().dtype()).isEqualTo(DType.FLOAT32);
        Two expected = Runs.run(method, VALUE, wide, 3);
        assertThat(numbers(at.params())).containsExactly(numbers(expected), within(tolerance));
    }
}
