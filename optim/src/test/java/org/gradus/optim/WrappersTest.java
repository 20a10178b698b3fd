package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.io.Npz;
import org.gradus.optim.Quadratic.Two;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transformations that choose leaves, clip, accumulate, skip, average and look ahead. */
class WrappersTest {
    private static final Fn<Two, Tensor> VALUE = Quadratic::value;
    private static final Two START = Quadratic.tensors(Quadratic.START);

    @TempDir
    Path folder;

    record Row(String name, GradientTransformation<Two, ?> method) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Adam<Two> adam() {
        return new Adam<>(0.05);
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "masked",
                        new Masked<Two, Stateless>(new AddDecayedWeights<>(0.1), LeafFilter.path("\\.w")).then(adam())),
                new Row("labeled", labeled()),
                new Row("by tree", new ScaleByTree<>(new Two(Tensors.scalar(2), tensor(1.0, 0.0, 3.0))).then(adam())),
                new Row("by path", new ScaleByPath<Two>((path, _) -> path.equals(".w") ? 0.5 : 2).then(new Sgd<>(0.1))),
                new Row("leaf norm", new ClipByLeafNorm<Two>(0.7).then(new Sgd<>(0.1))),
                new Row("adaptive clip", new AdaptiveClip<Two>(0.1).then(new Sgd<>(0.1))),
                new Row("noise", new AddNoise<Two>(AddNoise.annealed(0.3)).then(new Sgd<>(0.1))),
                new Row("accumulate", new Accumulate<>(adam(), 3)),
                new Row("skip", new SkipNonFinite<>(adam(), 2)),
                new Row("average", new Averaged<>(adam(), Averaged.exponential(0.9))),
                new Row("plateau", adam().then(new ReduceOnPlateau<>(0.5, 1, 1e-4, 0.01))),
                new Row("box", adam().then(new ProjectBox<>(-1, 1))),
                new Row("Polyak", new PolyakStep<>(Quadratic.LOWEST, 0.5, 1)));
    }

    private static Labeled<Two> labeled() {
        return new Labeled<>(
                (_, leaf) -> leaf.rank() == 2 ? "matrix" : "other",
                Map.of("matrix", new Muon<>(Schedules.constant(0.05)), "other", new AdamW<>(0.05)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void compiledAndRestoredStepsHaveTheSameBits(Row row) {
        check(row.method(), folder.resolve("state.npz"));
    }

    private static <S> void check(GradientTransformation<Two, S> method, Path file) {
        Runs.At<Two, S> start = Runs.start(method, START);
        Fn2<Runs.At<Two, S>, Tensor, Runs.At<Two, S>> compiled =
                Gradus.jit((at, t) -> Runs.step(method, VALUE, at, t, Key.of(5)));
        Runs.At<Two, S> direct = start;
        Runs.At<Two, S> staged = start;
        for (int t = 0; t < 7; t++) {
            Tensor step = Tensors.arange(t + 1).get(t);
            direct = Runs.step(method, VALUE, direct, step, Key.of(5));
            staged = compiled.apply(staged, step);
            assertThat(States.numbers(staged)).isEqualTo(States.numbers(direct));
            if (t % 2 == 1) {
                Npz.writeTree(file, direct);
                direct = Npz.readTree(file, start);
            }
        }
        double before = Quadratic.value(Quadratic.START);
        assertThat(VALUE.apply(direct.params()).item()).isLessThan(before);
    }

    private static double[] numbers(Object tree) {
        return Tree.ravel(tree).vector().toDoubles();
    }

    private static <S> Two first(GradientTransformation<Two, S> method, Two gradient) {
        return method.update(gradient, method.init(START), Info.of(START, Tensors.scalar(0), 0))
                .update();
    }

    @Test
    void aMaskLeavesOtherLeavesAlone() {
        Two g = Tree.map(leaf -> leaf.times(2), START);
        Two u = first(new Masked<>(new Scale<>(10), LeafFilter.matrices()), g);
        assertThat(u.w().toDoubles()).containsExactly(g.w().times(10).toDoubles());
        assertThat(u.b().toDoubles()).containsExactly(g.b().toDoubles());
        Two other = first(new Masked<>(new Scale<>(10), LeafFilter.matrices().negate()), g);
        assertThat(other.w().toDoubles()).containsExactly(g.w().toDoubles());
        Masked<Two, Moments<List<Tensor>>> some =
                new Masked<>(new Yogi<>(Schedules.constant(0.1)), LeafFilter.path("\\.b"));
        assertThat(Tree.flatten(some.init(START).mean()).leaves()).hasSize(1);
    }

    /** The inner method sees the objective as a function of its own leaves. */
    @Test
    void aMaskedMethodMayAskForOtherPoints() {
        Masked<Two, Sgd.State<List<Tensor>>> sam =
                new Masked<>(new Sam<>(new Sgd<>(0.1), 0.05), LeafFilter.path("\\.b"));
        Two moved = Runs.run(sam.then(new ScaleByPath<>((path, _) -> path.equals(".b") ? 1 : 0)), VALUE, START, 1);
        double[] g = Quadratic.gradient(Quadratic.START);
        double norm = Math.sqrt(g[6] * g[6] + g[7] * g[7] + g[8] * g[8]) + 1e-12;
        double[] there = Quadratic.START.clone();
        for (int i = 6; i < 9; i++) {
            there[i] += 0.05 * g[i] / norm;
        }
        double[] slope = Quadratic.gradient(there);
        for (int i = 0; i < 9; i++) {
            double expected = Quadratic.START[i] - (i < 6 ? 0 : 0.1 * slope[i]);
            assertThat(numbers(moved)[i]).isCloseTo(expected, within(1e-14));
        }
        Masked<Two, Sophia.State<List<Tensor>>> sophia =
                new Masked<>(new Sophia<>(Schedules.constant(0.1)), LeafFilter.path("\\.b"));
        assertThat(sophia.needs()).containsExactlyInAnyOrder(Need.KEY, Need.HESSIAN_VECTOR_PRODUCT);
        var at = Runs.steps(sophia, VALUE, Runs.start(sophia, START), 0, 1);
        double[] z = Tree.ravel(Probe.signs(Key.of(100), List.of(START.b())))
                .vector()
                .toDoubles();
        double hz = 0.1 / 3 * z[0] + 0.1 / 2 * z[1] + (1 + 0.4 * 8) * z[2];
        assertThat(at.state().diagonal().getFirst().toDoubles()[2]).isCloseTo(0.01 * z[2] * hz, within(1e-13));
    }

    @Test
    void labelsSendLeavesToTheirMethods() {
        Two g = Tree.map(leaf -> leaf.times(2), START);
        Two u = first(new Labeled<>((path, _) -> path, Map.of(".w", new Sgd<>(0.1), ".b", new Freeze<>())), g);
        assertThat(u.w().toDoubles()).containsExactly(g.w().times(-0.1).toDoubles());
        assertThat(u.b().toDoubles()).containsOnly(0);
        assertThat(labeled().descends()).isTrue();
        Labeled<Two> missing = new Labeled<>((path, _) -> path, Map.of(".w", new Freeze<>()));
        assertThatThrownBy(() -> missing.init(START))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("leaf 'b' has the label '.b', and methods are given for [.w]");
    }

    @Test
    void clipsLeavesAndUnits() {
        Two g = new Two(tensor(new double[][] {{3, 4}, {0.3, 0.4}, {0, 0}}), tensor(6.0, 0.0, 8.0));
        Two leaf = first(new ClipByLeafNorm<>(5), g);
        double norm = Math.sqrt(25.25);
        assertThat(leaf.w().toDoubles()[0]).isCloseTo(3 * 5 / norm, within(1e-15));
        assertThat(leaf.b().toDoubles()).containsExactly(new double[] {3, 0, 4}, within(1e-15));
        // Rows of the weights have norms 0.943, 1.14 and 0.985; the vector 1.403.
        Two unit = first(new AdaptiveClip<>(1), g);
        double first = Math.hypot(0.5, 0.8);
        assertThat(unit.w().toDoubles())
                .containsExactly(new double[] {3 * first / 5, 4 * first / 5, 0.3, 0.4, 0, 0}, within(1e-15));
        double own = Math.sqrt(1.44 + 0.49 + 0.04);
        assertThat(unit.b().toDoubles()).containsExactly(new double[] {0.6 * own, 0, 0.8 * own}, within(1e-14));
    }

    record Rows(Tensor x, Tensor y) {}

    @Test
    void clipsExamples() {
        Fn2<Tensor, Rows, Tensor> one =
                (w, d) -> w.times(d.x()).sum().minus(d.y()).square().times(0.5);
        Rows rows = new Rows(Random.normal(Key.of(1), 6, 3), Random.normal(Key.of(2), 6));
        Tensor w = tensor(0.5, -1.0, 2.0);
        double[] expected = new double[3];
        for (int i = 0; i < 6; i++) {
            Rows row = new Rows(rows.x().get(i), rows.y().get(i));
            double[] g = Gradus.grad(one).apply(w, row).toDoubles();
            double scale = Math.min(1, 1.5 / PlainWhole.norm(g));
            for (int j = 0; j < 3; j++) {
                expected[j] += scale * g[j] / 6;
            }
        }
        ClipPerExample<Tensor, Rows> clip = new ClipPerExample<>(one, 1.5, 0);
        Info<Tensor> info = Info.of(w, Tensors.scalar(0), 0).withData(rows);
        assertThat(clip.update(w, new Stateless(), info).update().toDoubles()).containsExactly(expected, within(1e-14));
        ClipPerExample<Tensor, Rows> noisy = new ClipPerExample<>(one, 1.5, 2);
        assertThat(noisy.needs()).containsExactlyInAnyOrder(Need.DATA, Need.KEY);
        double[] away = noisy.update(w, new Stateless(), info.withKey(Key.of(3)))
                .update()
                .minus(tensor(expected))
                .toDoubles();
        assertThat(PlainWhole.norm(away)).isBetween(0.05, 2.5);
    }

    /** In a minimizer the method gets its batch. */
    @Test
    void clippedExamplesMinimize() {
        Fn2<Tensor, Rows, Tensor> one =
                (w, d) -> w.times(d.x()).sum().minus(d.y()).square().times(0.5);
        Tensor x = Random.normal(Key.of(1), 64, 3);
        Rows rows = new Rows(x, x.matmul(tensor(1.0, -2.0, 0.5)));
        Fn2<Tensor, Rows, Tensor> mean =
                (w, d) -> d.x().matmul(w).minus(d.y()).square().mean().times(0.5);
        Solution<Tensor> s = Minimizer.of(mean)
                .data(Batches.of(rows).size(16))
                .method(new ClipPerExample<>(one, 1, 0).then(new Sgd<>(0.3)))
                .maxIterations(300)
                .run(Tensors.zeros(3));
        assertThat(s.point().toDoubles()).containsExactly(new double[] {1, -2, 0.5}, within(1e-6));
    }

    @Test
    void accumulatedStepsAreStepsOnMeans() {
        Accumulate<Two, Sgd.State<Two>> method = new Accumulate<>(new Sgd<>(Schedules.linear(0.1, 0, 10)), 2);
        var state = method.init(START);
        Two a = Tree.map(leaf -> leaf.times(2), START);
        Two b = Tree.map(leaf -> leaf.times(4), START);
        for (int round = 0; round < 3; round++) {
            var one = method.update(a, state, Info.of(START, Tensors.scalar(0), 2L * round));
            assertThat(numbers(one.update())).containsOnly(0);
            var two = method.update(b, one.state(), Info.of(START, Tensors.scalar(0), 2L * round + 1));
            // Its schedules count its own steps.
            double rate = 0.1 * (1 - round / 10.0);
            double[] expected =
                    Tree.ravel(Tree.scale(-3 * rate, START)).vector().toDoubles();
            assertThat(numbers(two.update())).containsExactly(expected, within(1e-15));
            state = two.state();
        }
    }

    @Test
    void stepsThatAreNotFiniteAreLeftOut() {
        SkipNonFinite<Tensor, Moments<Tensor>> method = new SkipNonFinite<>(new Yogi<>(Schedules.constant(0.1)), 2);
        Tensor x = tensor(1.0, 2.0);
        var state = method.init(x);
        Info<Tensor> info = Info.of(x, Tensors.scalar(0), 0);
        for (int k = 1; k <= 2; k++) {
            var step = method.update(tensor(1.0, Double.NaN), state, info);
            assertThat(step.update().toDoubles()).containsOnly(0);
            assertThat(step.state().total().item()).isEqualTo(k);
            assertThat(States.numbers(step.state().inner()))
                    .isEqualTo(States.numbers(method.init(x).inner()));
            state = step.state();
        }
        var good = method.update(tensor(1.0, 1.0), state, info);
        assertThat(good.state().inRow().item()).isZero();
        var third = method.update(tensor(Double.POSITIVE_INFINITY, 1.0), state, info);
        assertThat(third.update().allFinite()).isFalse();
    }

    @Test
    void averagesAreThoseOfTheIterates() {
        Sgd<Two> sgd = new Sgd<>(0.1);
        double[][] path = new double[6][];
        for (int t = 1; t <= 6; t++) {
            path[t - 1] = numbers(Runs.run(sgd, VALUE, START, t));
        }
        double[] mean = new double[9];
        double[] later = new double[9];
        double[] running = path[0].clone();
        double[] polynomial = path[0].clone();
        for (int t = 0; t < 6; t++) {
            double c = Math.max(0.1, 1.0 / (t + 1));
            for (int i = 0; i < 9; i++) {
                mean[i] += path[t][i] / 6;
                later[i] += t < 2 ? 0 : path[t][i] / 4;
                running[i] += c * (path[t][i] - running[i]);
                polynomial[i] += 9.0 / (t + 9) * (path[t][i] - polynomial[i]);
            }
        }
        assertThat(numbers(averaged(Averaged.polyak(0)))).containsExactly(mean, within(1e-14));
        assertThat(numbers(averaged(Averaged.polyak(2)))).containsExactly(later, within(1e-14));
        assertThat(numbers(averaged(Averaged.exponential(0.9)))).containsExactly(running, within(1e-14));
        assertThat(numbers(averaged(Averaged.polynomial(8)))).containsExactly(polynomial, within(1e-14));
    }

    /** Wrappers hand on what their inner methods answer. */
    @Test
    void averagesAreTheAnswers() {
        ScheduleFree<Two, Sgd.State<Two>> free = new ScheduleFree<>(new Sgd<>(0.1), Schedules.constant(0.1));
        var method = new ClipByGlobalNorm<Two>(100).then(new SkipNonFinite<>(new Sam<>(free, 1e-3), 2));
        var at = Runs.steps(method, VALUE, Runs.start(method, START), 0, 4);
        double[] average = numbers(at.state().second().inner().average());
        assertThat(numbers(method.answer(at.params(), at.state()))).containsExactly(average);
        assertThat(average).isNotEqualTo(numbers(at.params()));
        Sgd<Two> plain = new Sgd<>(0.1);
        assertThat(plain.answer(START, plain.init(START))).isSameAs(START);
    }

    /** A driver's result is the average, with value and gradient there. */
    @Test
    void theSolutionOfAnAveragingMethodIsTheAverage() {
        Fn<Tensor, Tensor> bowl = x -> x.minus(3).square().sum();
        Averaged<Tensor, Sgd.State<Tensor>> method = new Averaged<>(new Sgd<>(0.25), Averaged.polyak(0));
        // The iterates of one number from 0 are 1.5, 2.25, 2.625: x ← x − 0.25·2(x − 3). Three updates are answered by
        // their mean.
        double mean = (1.5 + 2.25 + 2.625) / 3;
        Solution<Tensor> s = Minimizer.of(bowl).method(method).maxIterations(3).run(tensor(0.0));
        assertThat(s.point().toDoubles()).containsExactly(new double[] {mean}, within(1e-15));
        assertThat(s.value()).isCloseTo((mean - 3) * (mean - 3), within(1e-15));
        assertThat(s.gradientNorm()).isCloseTo(2 * (3 - mean), within(1e-15));
    }

    /** SGD is at the minimum after one step; its plain mean is not, and comes near as 1/t. */
    @Test
    void anAverageConvergesWhenItsOwnGradientIsSmall() {
        Fn<Tensor, Tensor> bowl = x -> x.minus(3).square().sum();
        Averaged<Tensor, Sgd.State<Tensor>> method = new Averaged<>(new Sgd<>(0.25), Averaged.polyak(0));
        Solution<Tensor> s = Minimizer.of(bowl)
                .method(method)
                .tolerance(0.1)
                .maxIterations(1000)
                .run(tensor(0.0));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.gradientNorm()).isLessThanOrEqualTo(0.1);
        assertThat(s.counts().iterations()).isGreaterThan(50);
        Solution<Tensor> plain =
                Minimizer.of(bowl).method(new Sgd<>(0.25)).tolerance(0.1).run(tensor(0.0));
        assertThat(plain.counts().iterations()).isLessThan(10);
    }

    private static Two averaged(Schedule share) {
        Averaged<Two, Sgd.State<Two>> method = new Averaged<>(new Sgd<>(0.1), share);
        return Runs.steps(method, VALUE, Runs.start(method, START), 0, 6)
                .state()
                .average();
    }

    @Test
    void thePlateauLowersTheRate() {
        ReduceOnPlateau<Tensor> plateau = new ReduceOnPlateau<>(0.5, 1, 0, 0.2);
        double[] values = {5, 4, 4, 4, 3, 3, 3, 3, 3, 3};
        double[] scales = {1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2};
        Tensor g = tensor(1.0);
        var state = plateau.init(g);
        for (int t = 0; t < values.length; t++) {
            var step = plateau.update(g, state, Info.of(g, Tensors.scalar(values[t]), t));
            assertThat(step.update().item()).as("t = %d", t).isEqualTo(scales[t]);
            state = step.state();
        }
    }

    @Test
    void theBoxHoldsParameters() {
        Tensor x = tensor(0.5, -0.5);
        Tensor u = new ProjectBox<Tensor>(-1, 0.6)
                .update(tensor(1.0, 0.25), new Stateless(), Info.of(x, Tensors.scalar(0), 0))
                .update();
        assertThat(x.plus(u).toDoubles()).containsExactly(new double[] {0.6, -0.25}, within(1e-16));
    }

    @Test
    void polyaksStepReachesTheLowestValueOnALine() {
        Tensor x = Runs.run(
                new PolyakStep<Tensor>(2), (Tensor t) -> t.minus(3).abs().sum().plus(2), tensor(10.0), 1);
        assertThat(x.item()).isEqualTo(3);
    }

    @Test
    void quinticIsThatOfKeras() {
        Tensor g = tensor(new double[][] {{0.2499, 0.9105}, {0.2655, 0.8824}});
        assertThat(Polar.quintic(g, 5).toDoubles())
                .containsExactly(new double[] {-0.4422, 0.6457, 0.7285, 0.2968}, within(5e-4));
        Tensor wide = Random.normal(Key.of(4), 3, 5);
        assertThat(Polar.cubic(wide, 40).minus(Polar.exact(wide)).abs().max().item())
                .isLessThan(1e-12);
        assertThat(Polar.cubic(wide.t(), 40)
                        .minus(Polar.exact(wide.t()))
                        .abs()
                        .max()
                        .item())
                .isLessThan(1e-12);
    }
}
