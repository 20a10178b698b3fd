package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.compile.Passes;
import org.gradus.evaluate.Interpreter;
import org.gradus.program.Program;
import org.gradus.program.Programs;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Recorder;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;

/**
 * Programs drawn at random: every form and every transformation of one agrees with every other. A failure names its seed
 * and the shortest beginning of the program that fails too.
 */
class RandomProgramsTest {
    private static final long SEED = Long.getLong("gradus.seed", 20260726);
    private static final boolean FULL = Boolean.getBoolean("gradus.full");

    /** About 5 600 programs in all, or 100 000. */
    private static int count(int quick) {
        return FULL ? 18 * quick : quick;
    }

    private interface Check {
        void of(RandomProgram program, long seed);
    }

    private static void forAll(int count, DType real, boolean wild, Check check) {
        for (int i = 0; i < count; i++) {
            long seed = SEED + i;
            RandomProgram program = RandomPrograms.draw(seed, real, wild);
            try {
                check.of(program, seed);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(shortest(program, seed, check, failure), failure);
            }
        }
    }

    private static String shortest(RandomProgram program, long seed, Check check, Throwable failure) {
        for (int steps = 0; steps < program.steps().size(); steps++) {
            try {
                check.of(program.first(steps), seed);
            } catch (AssertionError | RuntimeException shorter) {
                if (shorter.getClass() != failure.getClass()) {
                    continue;
                }
                return "-Dgradus.seed=" + seed + ": " + shorter.getMessage() + "\n"
                        + program.first(steps).program();
            }
        }
        return "-Dgradus.seed=" + seed + ": " + failure.getMessage() + "\n" + program.program();
    }

    /** Arguments of a program: tame numbers, or now and then special ones. */
    private static List<Tensor> arguments(RandomProgram program, long seed, boolean wild) {
        double[] special = {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, 1, -1};
        SplittableRandom random = new SplittableRandom(seed);
        List<Tensor> arguments = new ArrayList<>();
        for (ArrayType type : program.inputs()) {
            double[] elements = new double[type.shape().size()];
            for (int i = 0; i < elements.length; i++) {
                boolean odd = wild && random.nextInt(4) == 0;
                elements[i] = odd ? special[random.nextInt(special.length)] : random.nextDouble(-1.5, 1.5);
            }
            boolean splat = wild && elements.length > 0 && random.nextInt(4) == 0;
            Tensor dense = Tensors.tensor(type.shape(), elements).to(type.dtype());
            arguments.add(splat ? Tensors.full(elements[0], type) : dense);
        }
        return arguments;
    }

    private static List<NdArray> arrays(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::array).toList();
    }

    private static List<Tensor> tensors(List<NdArray> arrays) {
        return arrays.stream().map(Tensors::tensor).toList();
    }

    @Test
    void everyFormOfWildProgramsHasTheSameBits() {
        for (DType real : List.of(DType.FLOAT64, DType.FLOAT32)) {
            forAll(count(1000), real, true, RandomProgramsTest::sameValueInEveryForm);
        }
    }

    /** As above, over all seeds; jqwik reports and repeats the seed that fails. */
    @Property(tries = 500)
    void eagerIsStagedForAnySeed(@ForAll long seed, @ForAll boolean wide) {
        DType real = wide ? DType.FLOAT64 : DType.FLOAT32;
        sameValueInEveryForm(RandomPrograms.draw(seed, real, true), seed);
    }

    private static void sameValueInEveryForm(RandomProgram program, long seed) {
        List<Tensor> x = arguments(program, seed, true);
        List<Tensor> eager = program.apply(x);
        sameInEveryForm("value", eager, x, Gradus.jit(program::apply), program.program());
    }

    @Test
    void everyFormOfTheirGradientsHasTheSameBits() {
        for (DType real : List.of(DType.FLOAT64, DType.FLOAT32)) {
            forAll(count(500), real, true, (program, seed) -> {
                List<Tensor> x = arguments(program, seed, true);
                Fn<List<Tensor>, List<Tensor>> gradient = Gradus.grad(program::loss);
                List<Tensor> eager = gradient.apply(x);
                sameInEveryForm("gradient", eager, x, Gradus.jit(gradient), raw(gradient, x));
            });
        }
    }

    @Test
    void everyFormOfTheirSecondDerivativesHasTheSameBits() {
        forAll(count(300), DType.FLOAT64, true, (program, seed) -> {
            List<Tensor> x = arguments(program, seed, true);
            List<Tensor> v = arguments(program, seed + 1, true);
            Fn<List<Tensor>, List<Tensor>> product = a -> Derivatives.hvp(program::loss, a, v);
            List<Tensor> eager = product.apply(x);
            sameInEveryForm("hessian product", eager, x, Gradus.jit(product), raw(product, x));
        });
    }

    /** The program of a function, before any pass. */
    private static Program raw(Fn<List<Tensor>, List<Tensor>> f, List<Tensor> x) {
        try (Recorder recorder = Recorder.ofFunction()) {
            List<Tensor> inputs =
                    x.stream().map(t -> Tensor.of(recorder.input(t.type(), ""))).toList();
            return recorder.finish(f.apply(inputs).stream().map(Tensor::value).toList())
                    .program();
        }
    }

    private static void sameInEveryForm(
            String what, List<Tensor> eager, List<Tensor> x, Fn<List<Tensor>, List<Tensor>> jit, Program raw) {
        Same.bits(what + ", compiled", eager, jit.apply(x));
        Same.bits(what + ", interpreted", eager, tensors(new Interpreter(raw).run(arrays(x))));
        Program lean = Passes.optimize(raw);
        Same.bits(what + ", optimized", eager, tensors(new Interpreter(lean).run(arrays(x))));
        assertThat(Programs.dead(lean))
                .as("%s: dead equations of%n%s", what, lean)
                .isEmpty();
        assertThat(Programs.repeated(lean))
                .as("%s: repeated equations of%n%s", what, lean)
                .isEmpty();
        Program read = Programs.read(Programs.bytes(lean));
        assertThat(Programs.equal(read, lean))
                .as("%s: written and read%n%s", what, lean)
                .isTrue();
        Same.bits(what + ", written and read", eager, tensors(new Interpreter(read).run(arrays(x))));
    }

    @Test
    void batchesOfWildProgramsAreLoops() {
        forAll(count(500), DType.FLOAT64, true, (program, seed) -> {
            if (program.reorders()) {
                return;
            }
            List<List<Tensor>> examples = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                examples.add(arguments(program, 3 * seed + i, true));
            }
            batch("vmap", program::apply, examples, 0);
            batch("vmap of grad", Gradus.grad(program::loss), examples, 0);
        });
    }

    @Test
    void batchesOfTameProgramsAreLoops() {
        forAll(count(300), DType.FLOAT64, false, (program, seed) -> {
            List<List<Tensor>> examples = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                examples.add(arguments(program, 3 * seed + i, false));
            }
            boolean large =
                    examples.stream().anyMatch(e -> !(Math.abs(program.loss(e).item()) < 1e4));
            if (!large) {
                batch("vmap", program::apply, examples, program.reorders() ? 1e-9 : 0);
                batch("vmap of grad", Gradus.grad(program::loss), examples, program.reorders() ? 1e-9 : 0);
            }
        });
    }

    private static void batch(
            String what, Fn<List<Tensor>, List<Tensor>> f, List<List<Tensor>> examples, double tolerance) {
        List<Tensor> stacked = stacked(examples);
        List<Tensor> loop = stacked(examples.stream().map(f::apply).toList());
        List<Tensor> batched = Gradus.vmap(f).apply(stacked);
        if (tolerance == 0) {
            Same.bits(what, loop, batched);
            Same.bits("jit of " + what, loop, Gradus.jit(Gradus.vmap(f)).apply(stacked));
        } else {
            Same.close(what, loop, batched, tolerance);
        }
    }

    private static List<Tensor> stacked(List<List<Tensor>> examples) {
        List<Tensor> batches = new ArrayList<>();
        for (int i = 0; i < examples.getFirst().size(); i++) {
            int leaf = i;
            batches.add(Tensors.stack(0, examples.stream().map(e -> e.get(leaf)).toList()));
        }
        return batches;
    }

    @Test
    void forwardAndReverseModeAreAdjoint() {
        for (DType real : List.of(DType.FLOAT64, DType.FLOAT32)) {
            forAll(count(500), real, false, (program, seed) -> {
                List<Tensor> x = arguments(program, seed, false);
                List<Tensor> v = arguments(program, seed + 1, false);
                JvpResult<List<Tensor>> forward = Derivatives.jvp(program::apply, x, v);
                if (!Tree.allFinite(forward.tangent())) {
                    return;
                }
                List<Tensor> w = new ArrayList<>();
                double size = 0;
                for (Tensor t : forward.tangent()) {
                    w.add(t.dtype().isFloat() ? OpCase.weights(t) : t);
                    size += t.dtype().isFloat() ? t.abs().sum().item() : 0;
                }
                List<Tensor> back = Derivatives.vjp(program::apply, x).apply(w);
                double left = Tree.dot(w, forward.tangent()).item();
                double right = Tree.dot(back, v).item();
                double scale = 1 + size + Tree.norm(back).item() * Tree.norm(v).item();
                double tolerance = (real == DType.FLOAT64 ? 1e-12 : 1e-4) * scale;
                assertThat(Math.abs(left - right))
                        .as("<w, J v> = %s, <Jt w, v> = %s", left, right)
                        .isLessThanOrEqualTo(tolerance);
                Linearized<List<Tensor>, List<Tensor>> linear = Derivatives.linearize(program::apply, x);
                Same.bits("pushforward", forward.tangent(), linear.pushforward(v));
            });
        }
    }

    @Test
    void gradientsAreDifferenceQuotients() {
        int[] checked = new int[1];
        int count = count(500);
        forAll(count, DType.FLOAT64, false, (program, seed) -> {
            List<Tensor> x = arguments(program, seed, false);
            List<Tensor> v = arguments(program, seed + 1, false);
            double slope = Tree.dot(Gradus.grad(program::loss).apply(x), v).item();
            double forward = Derivatives.jvp(program::loss, x, v).tangent().item();
            double truth = Differences.along(program::loss, x, v)[0];
            // A step across a kink or a jump: differences of half the step differ.
            double again = Differences.derivative(
                            t -> program.loss(Differences.moved(x, v, 0.3 * t)).toDoubles())[0]
                    / 0.3;
            double scale = 1 + Math.abs(truth) + Math.abs(slope);
            if (!(Math.abs(truth - again) < 1e-9 * scale)) {
                return;
            }
            checked[0]++;
            assertThat(Math.abs(slope - truth))
                    .as("grad %s, difference %s", slope, truth)
                    .isLessThan(1e-6 * scale);
            assertThat(Math.abs(forward - truth))
                    .as("jvp %s, difference %s", forward, truth)
                    .isLessThan(1e-6 * scale);
        });
        assertThat(checked[0]).as("programs smooth enough, seed %d", SEED).isGreaterThan(count / 2);
    }

    @Test
    void secondDerivativesAreDifferenceQuotientsOfTheGradient() {
        int[] checked = new int[1];
        int count = count(300);
        forAll(count, DType.FLOAT64, false, (program, seed) -> {
            List<Tensor> x = arguments(program, seed, false);
            List<Tensor> v = arguments(program, seed + 1, false);
            List<Tensor> u = arguments(program, seed + 2, false);
            Fn<List<Tensor>, Tensor> slope =
                    a -> Tree.dot(Gradus.grad(program::loss).apply(a), u);
            double truth = Differences.along(slope, x, v)[0];
            double again = Differences.derivative(
                            t -> slope.apply(Differences.moved(x, v, 0.3 * t)).toDoubles())[0]
                    / 0.3;
            double scale = 1 + Math.abs(truth) + Math.abs(slope.apply(x).item());
            if (!(Math.abs(truth - again) < 1e-8 * scale)) {
                return;
            }
            checked[0]++;
            double product = Tree.dot(Derivatives.hvp(program::loss, x, v), u).item();
            double reverse = Tree.dot(Gradus.grad(slope).apply(x), v).item();
            assertThat(Math.abs(product - truth))
                    .as("hvp %s, difference %s", product, truth)
                    .isLessThan(1e-6 * scale);
            assertThat(Math.abs(reverse - truth))
                    .as("grad of grad %s, difference %s", reverse, truth)
                    .isLessThan(1e-6 * scale);
        });
        assertThat(checked[0]).as("programs smooth enough, seed %d", SEED).isGreaterThan(count / 2);
    }
}
