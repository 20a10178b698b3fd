package org.gradus.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.tensor.Tensors.stack;
import static org.gradus.tensor.Tensors.tensor;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Same;
import org.gradus.transform.Scanned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Straight-line code on numbers has the bits of the interpreter. */
class ScalarProgramTest {

    private static List<String> kinds(Program program) {
        return Fusion.planWithSmallParts(program).stages().stream()
                .map(s -> s.getClass().getSimpleName())
                .toList();
    }

    private static void sameBits(Program program, Tensor... arguments) {
        List<NdArray> arrays = List.of(arguments).stream().map(Tensor::array).toList();
        List<NdArray> expected = Backend.interpreter().compile(program).run(arrays);
        Executable compiled = Backend.jvm().compile(program);
        for (int run = 0; run < 2; run++) {
            List<NdArray> actual = compiled.run(arrays);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                Same.bits("result " + i, expected.get(i), actual.get(i));
            }
        }
    }

    private static Tensor rosenbrock(Tensor x) {
        int n = x.shape().dim(0);
        Tensor head = x.slice(0, 0, n - 1);
        Tensor rest = x.slice(0, 1, n).minus(head.square());
        return rest.square().times(100.0).plus(head.minus(1.0).square()).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 8, 9, 15, 17, 31, 32})
    void everySizeUpToTheLargest(int n) {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor x = Random.normal(Key.of(n), n).to(dtype);
            Program program = Passes.optimize(Gradus.trace(Gradus.grad(ScalarProgramTest::rosenbrock), x));
            assertThat(kinds(program)).containsExactly("Small");
            sameBits(program, x);
        }
    }

    private static Tensor slope(Tensor p, Tensor z) {
        Tensor meetings = z.get(0).times(z.get(1));
        return stack(
                p.get(0).times(z.get(0)).minus(p.get(1).times(meetings)),
                p.get(3).times(meetings).minus(p.get(2).times(z.get(1))));
    }

    private static Tensor step(Tensor p, Tensor z, double h) {
        Tensor a = slope(p, z);
        Tensor b = slope(p, z.plus(a.times(h / 2)));
        Tensor c = slope(p, z.plus(b.times(h / 2)));
        Tensor d = slope(p, z.plus(c.times(h)));
        return z.plus(a.plus(b.times(2.0)).plus(c.times(2.0)).plus(d).times(h / 6));
    }

    /** Thousands of numbers: many methods, and memory between them. */
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT64", "FLOAT32"})
    void longProgramsAreCutIntoMethods(DType dtype) {
        Fn<Tensor, Tensor> f = p -> {
            Tensor z = tensor(1.0, 1.0).to(dtype);
            for (int i = 0; i < 40; i++) {
                z = step(p, z, 0.01);
            }
            return z.sum();
        };
        Tensor p = tensor(1.5, 1.0, 3.0, 1.0).to(dtype);
        Program program = Passes.optimize(Gradus.trace(Gradus.grad(f), p));
        assertThat(program.equations()).hasSizeGreaterThan(4000);
        assertThat(kinds(program)).containsExactly("Small");
        sameBits(program, p);
    }

    @Test
    void wholeNumbersAndTruthValues() {
        Fn<Tensor, List<Tensor>> f = x -> {
            Tensor whole = x.times(7.0).to(DType.INT64);
            Tensor narrow = whole.to(DType.INT32);
            Tensor large = whole.gt(Tensors.zerosLike(whole));
            List<Tensor> out = new ArrayList<>();
            out.add(whole.floorDivide(3L).plus(whole.mod(5L)).sum());
            out.add(narrow.times(narrow).max());
            out.add(large.and(x.lt(0.9)).any());
            out.add(Tensors.where(large, x, x.unaryMinus()).prod());
            out.add(x.isNan().not().to(DType.FLOAT64).plus(x).logSumExp());
            out.add(narrow.clamp(-2L, 3L));
            return out;
        };
        Tensor x = tensor(0.3, -1.7, 2.5, 0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY);
        Program program = Passes.optimize(Gradus.trace(f, x));
        assertThat(kinds(program)).containsExactly("Small");
        sameBits(program, x);
        sameBits(program, Tensors.full(0.7, 7));
    }

    @Test
    void largeOperationsInBetweenCutTheCode() {
        Fn<Tensor, Tensor> f = x -> {
            Tensor small = x.slice(0, 0, 4);
            Tensor s = small.exp()
                    .plus(small.sin())
                    .times(small)
                    .minus(small.cos())
                    .tanh()
                    .sum();
            Tensor large = x.times(s).sum();
            return small.times(large)
                    .exp()
                    .plus(small.sin())
                    .times(small)
                    .minus(small.cos())
                    .tanh()
                    .sum();
        };
        Tensor x = Random.normal(Key.of(1), 100);
        Program program = Passes.optimize(Gradus.trace(f, x));
        assertThat(kinds(program).stream().filter("Small"::equals)).hasSize(2);
        sameBits(program, x);
    }

    /** A scan over a few numbers runs as code in a loop, forward and backward. */
    @Test
    void scansOfSmallSteps() {
        Fn<Tensor, Tensor> f = p -> {
            Scanned<Tensor, Tensor> run = Gradus.scan(
                    (Tensor z, Tensor h) -> {
                        Tensor next = z.plus(slope(p, z).times(h));
                        return new Scanned<>(next, next.square().sum());
                    },
                    tensor(1.0, 1.0),
                    Tensors.linspace(0.01, 0.02, 50));
            return run.carry().sum().plus(run.ys().sum());
        };
        Tensor p = tensor(1.5, 1.0, 3.0, 1.0);
        sameBits(Passes.optimize(Gradus.trace(f, p)), p);
        sameBits(Passes.optimize(Gradus.trace(Gradus.grad(f), p)), p);
        assertThat(Gradus.jit(f).apply(p).item()).isEqualTo(f.apply(p).item());
    }

    /** Nothing but the executable holds the generated class. */
    @Test
    void generatedClassesAreUnloaded() throws InterruptedException {
        WeakReference<Object> code = code();
        for (int i = 0; i < 100 && code.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(code.get()).isNull();
    }

    private static WeakReference<Object> code() {
        Program program = Passes.optimize(Gradus.trace(ScalarProgramTest::rosenbrock, Tensors.zeros(9)));
        ScalarProgram compiled = new ScalarProgram(program.inputs(), program.equations(), program.outputs());
        return new WeakReference<>(compiled.code().getClass());
    }
}
