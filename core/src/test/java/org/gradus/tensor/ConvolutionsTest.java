package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.GradusException;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Resizing.Interpolation;
import org.gradus.transform.Differences;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions, pools and resizing beyond the table of values: lengths, adjoints, derivatives, errors. */
class ConvolutionsTest {
    private static Tensor normal(int seed, int... dims) {
        return Random.normal(Key.of(seed), dims);
    }

    private static Tensor filled(int... dims) {
        double[] elements = new double[Shape.of(dims).size()];
        Arrays.setAll(elements, i -> i * 0.25 % 3.7 - 1);
        return tensor(Shape.of(dims), elements);
    }

    @ParameterizedTest
    @CsvSource({"7,1,1,1", "7,2,1,1", "8,2,3,1", "8,3,3,2", "9,4,2,1", "5,3,1,4", "6,1,4,3", "1,2,3,1"})
    void samePaddingGivesLengthOverStride(int n, int stride, int k, int dilation) {
        Window window = Window.of().stride(stride).dilation(dilation).same();
        Tensor kernel = normal(1, 2, 3, k);
        Tensor y = Convolutions.convolve(normal(2, 1, 3, n), kernel, window);
        assertThat(y.shape()).isEqualTo(Shape.of(1, 2, (n + stride - 1) / stride));
        Tensor back = Convolutions.convolveTransposed(normal(3, 1, 2, n), kernel, window);
        assertThat(back.shape()).isEqualTo(Shape.of(1, 3, n * stride));
    }

    @Test
    void samePaddingKeepsTheKernelOverTheMiddle() {
        Tensor one = tensor(0, 0, 1, 0, 0).reshape(1, 1, 5);
        Tensor kernel = tensor(1, 2, 3).reshape(1, 1, 3);
        assertThat(Convolutions.convolve(one, kernel, Window.of().same()).toDoubles())
                .containsExactly(0, 3, 2, 1, 0);
        // An odd zero is added at the end.
        assertThat(Convolutions.convolve(
                                one, tensor(1, 2).reshape(1, 1, 2), Window.of().same())
                        .toDoubles())
                .containsExactly(0, 2, 1, 0, 0);
    }

    /** ⟨convolve(z), x⟩ = ⟨z, convolveTransposed(x)⟩. */
    @ParameterizedTest
    @CsvSource({"9,1,0,1,1", "9,2,1,1,2", "10,3,2,2,1", "8,2,1,3,2", "11,4,0,1,1"})
    void transposedConvolutionIsTheAdjoint(int n, int stride, int padding, int dilation, int groups) {
        Window window = Window.of().stride(stride).padding(padding).dilation(dilation);
        Tensor kernel = normal(1, 4, 6 / groups, 3);
        Tensor z = normal(2, 2, 6, n);
        Tensor y = Convolutions.convolve(z, kernel, window, groups);
        Tensor x = normal(3, y.shape().dims());
        int rest = (n + 2 * padding - 2 * dilation - 1) % stride;
        Tensor back = Convolutions.convolveTransposed(x, kernel, window, groups, rest);
        assertThat(back.shape()).isEqualTo(z.shape());
        Same.close("adjoint", y.times(x).sum(), z.times(back).sum(), 1e-13);
        Tensor pulled = Gradus.grad((Tensor v) -> Convolutions.convolve(v, kernel, window, groups)
                        .times(x)
                        .sum())
                .apply(z);
        Same.close("cotangent", pulled, back, 1e-13);
    }

    @Test
    void convolutionIsTheProductWithUnfoldedParts() {
        Tensor x = normal(1, 2, 3, 6, 7);
        Tensor kernel = normal(2, 4, 3, 2, 3);
        Window window = Window.of().stride(2, 1).padding(1).dilation(1, 2);
        Tensor parts =
                Convolutions.unfold(x, Window.of(2, 3).stride(2, 1).padding(1).dilation(1, 2));
        Tensor y = Convolutions.convolve(x, kernel, window);
        Tensor product = kernel.reshape(4, 18).matmul(parts).reshape(y.shape());
        Same.close("unfold", y, product, 1e-13);
    }

    @Test
    void wholeNumbersAndMixedTypesArePromoted() {
        Tensor x = Tensors.arange(5).reshape(1, 1, 5);
        Tensor kernel = tensor(new float[] {1, 2}).reshape(1, 1, 2);
        Tensor y = Convolutions.convolve(x, kernel);
        assertThat(y.dtype()).isEqualTo(DType.FLOAT64);
        assertThat(y.toDoubles()).containsExactly(2, 5, 8, 11);
        assertThat(Pooling.maxPool(x, Window.of(2)).dtype()).isEqualTo(DType.INT64);
        assertThat(Pooling.averagePool(x, Window.of(2)).toDoubles()).containsExactly(0.5, 2.5);
        assertThat(Resizing.resize(x, Interpolation.NEAREST, 10).dtype()).isEqualTo(DType.INT64);
    }

    @Test
    void largestOfAWindowIsTheFirstAndNaNWins() {
        double nan = Double.NaN;
        double inf = Double.NEGATIVE_INFINITY;
        Tensor x = tensor(1, 1, 0, nan, 2, nan, inf, inf).reshape(1, 1, 8);
        assertThat(Pooling.argMaxPool(x, Window.of(2)).toLongs()).containsExactly(0, 3, 5, 6);
        assertThat(Pooling.maxPool(x, Window.of(2)).toDoubles()).containsExactly(1, nan, nan, inf);
        assertThat(Pooling.argMaxPool(x, Window.of(3).padding(1).stride(3)).toLongs())
                .containsExactly(0, 3, 5);
        Tensor g = Gradus.grad((Tensor v) -> Pooling.maxPool(v, Window.of(2)).sum())
                .apply(x);
        assertThat(g.toDoubles()).containsExactly(1, 0, 0, 1, 0, 1, 1, 0);
        // Overlapping windows add up.
        Tensor peak = tensor(0, 3, 0, 1).reshape(1, 1, 4);
        Tensor both = Gradus.grad(
                        (Tensor v) -> Pooling.maxPool(v, Window.of(2).stride(1)).sum())
                .apply(peak);
        assertThat(both.toDoubles()).containsExactly(0, 2, 0, 1);
    }

    static List<Fn<Tensor, Tensor>> functions() {
        Tensor kernel = normal(7, 4, 1, 3, 2);
        List<Fn<Tensor, Tensor>> functions = new ArrayList<>();
        functions.add(
                x -> Convolutions.convolve(x, kernel, Window.of().stride(2, 1).same(), 2));
        functions.add(x -> Convolutions.convolveTransposed(
                x, normal(8, 2, 3, 2, 2), Window.of().stride(2)));
        functions.add(x -> Convolutions.unfold(x, Window.of(2).padding(1)));
        functions.add(x -> Pooling.maxPool(x, Window.of(3).stride(1).padding(1)));
        functions.add(x -> Pooling.sumPool(x, Window.of(2)));
        functions.add(x -> Pooling.averagePool(x, Window.of(3).stride(2).padding(1), false));
        functions.add(x -> Pooling.adaptiveAveragePool(x, 2, 3));
        functions.add(Pooling::globalMaxPool);
        functions.add(Pooling::globalAveragePool);
        for (Interpolation method : Interpolation.values()) {
            functions.add(x -> Resizing.resize(x, method, 7, 3));
            functions.add(x -> Resizing.upsample(x, 2, method));
        }
        functions.add(x -> Resizing.resize(x, Interpolation.CUBIC, true, 7, 3));
        return functions;
    }

    @ParameterizedTest
    @MethodSource("functions")
    void derivativesOfBothOrdersAndBatches(Fn<Tensor, Tensor> f) {
        Tensor x = normal(4, 2, 2, 5, 4);
        Tensor v = normal(5, 2, 2, 5, 4);
        Fn<Tensor, Tensor> loss = a -> f.apply(a).plus(0.3).square().sin().sum();
        Fn<Tensor, Tensor> gradient = Gradus.grad(loss);
        double[] slope = Differences.derivative(
                t -> loss.apply(x.plus(v.times(t * 0.05))).toDoubles());
        double[] exact = {gradient.apply(x).times(v).sum().item() * 0.05};
        Same.close("gradient", slope, exact, 1e-8);
        double[] bend = Differences.derivative(
                t -> gradient.apply(x.plus(v.times(t * 0.05))).toDoubles());
        Tensor product = Gradus.hvp(loss).apply(x, v).times(0.05);
        Same.close("Hessian product", bend, product.toDoubles(), 1e-7);
        Same.close("jit", gradient.apply(x), Gradus.jit(gradient).apply(x), 1e-14);
        Tensor other = normal(6, 2, 2, 5, 4);
        Tensor batched = Gradus.vmap(gradient).apply(Tensors.stack(x, other));
        Same.close("vmap", Tensors.stack(gradient.apply(x), gradient.apply(other)), batched, 1e-13);
    }

    @Test
    void anUpsampledLineIsALine() {
        Tensor x = Tensors.linspace(0, 1, 5).reshape(1, 1, 5);
        Tensor y = Resizing.resize(x, Interpolation.LINEAR, true, 9);
        Same.close("line", Tensors.linspace(0, 1, 9).toDoubles(), y.toDoubles(), 1e-15);
        assertThat(Resizing.resize(x, Interpolation.LINEAR, 5)).isSameAs(x);
        assertThat(Resizing.upsample(tensor(1, 2).reshape(1, 1, 2), 2, Interpolation.NEAREST)
                        .toDoubles())
                .containsExactly(1, 1, 2, 2);
        assertThat(Resizing.upsample(tensor(0, 4).reshape(1, 1, 2), 2, Interpolation.LINEAR)
                        .toDoubles())
                .containsExactly(0, 1, 3, 4);
    }

    record Wrong(Runnable use, Class<? extends GradusException> kind, String problem) {
        @Override
        public String toString() {
            return problem;
        }
    }

    static List<Wrong> wrong() {
        Tensor x = filled(1, 4, 6);
        Tensor kernel = filled(2, 4, 3);
        Window same = Window.of().same();
        return List.of(
                new Wrong(
                        () -> Convolutions.convolve(filled(4, 6), kernel),
                        ShapeException.class,
                        "convolve: f64[4,6] has no spatial axes"),
                new Wrong(
                        () -> Convolutions.convolve(x, filled(2, 3, 3)),
                        ShapeException.class,
                        "convolve: f64[1,4,6] with 4 channels and kernel f64[2,3,3] do not fit in 1 group"),
                new Wrong(
                        () -> Convolutions.convolve(x, kernel, Window.of(), 2),
                        ShapeException.class,
                        "convolve: f64[1,4,6] with 4 channels and kernel f64[2,4,3] do not fit in 2 groups"),
                new Wrong(
                        () -> Convolutions.convolve(x, filled(2, 4, 3, 3)),
                        ShapeException.class,
                        "convolve: f64[1,4,6] and kernel f64[2,4,3,3] have 1 and 2 spatial axes"),
                new Wrong(
                        () -> Convolutions.convolve(x, kernel, Window.of(2)),
                        ShapeException.class,
                        "convolve: a window of [2] beside kernel f64[2,4,3]"),
                new Wrong(
                        () -> Convolutions.convolve(x, kernel, Window.of().stride(1, 1)),
                        ShapeException.class,
                        "convolve: the window's strides [1, 1] does not fit 1 spatial axes"),
                new Wrong(
                        () -> Convolutions.convolve(x, kernel, Window.of().dilation(3)),
                        ShapeException.class,
                        "convolve: a window of 7 does not fit spatial axis 0 of length 6 with padding 0 and 0"),
                new Wrong(
                        () -> Convolutions.convolve(x, filled(2, 4, 0)),
                        ShapeException.class,
                        "convolve: kernel f64[2,4,0] has an empty window"),
                new Wrong(
                        () -> Convolutions.convolveTransposed(x, kernel, Window.of()),
                        ShapeException.class,
                        "convolveTransposed: f64[1,4,6] with 4 channels and kernel f64[2,4,3] do not fit in 1 group"),
                new Wrong(
                        () -> Convolutions.convolveTransposed(filled(1, 2, 6), kernel, Window.of(), 1, 1),
                        ArgumentException.class,
                        "convolveTransposed: output padding [1] with strides [1] and dilation [1]"),
                new Wrong(
                        () -> Convolutions.convolveTransposed(filled(1, 2, 6), kernel, same.stride(2), 1, 1),
                        ArgumentException.class,
                        "convolveTransposed: output padding [1] with strides [2] and dilation [1] and 'same' padding"),
                new Wrong(
                        () -> Convolutions.convolveTransposed(
                                filled(1, 2, 2), kernel, Window.of().padding(2)),
                        ShapeException.class,
                        "convolveTransposed: padding 2 and 2 leaves nothing of spatial axis 0 of f64[1,2,2]"),
                new Wrong(() -> Window.of(0), ArgumentException.class, "window: size [0] has a number below 1"),
                new Wrong(
                        () -> Window.of().padding(-1),
                        ArgumentException.class,
                        "window: padding [-1] has a number below 0"),
                new Wrong(
                        () -> Pooling.maxPool(x, Window.of()),
                        ArgumentException.class,
                        "maxPool: the window has no size"),
                new Wrong(
                        () -> Pooling.maxPool(x, Window.of(2).padding(2)),
                        ShapeException.class,
                        "window_argmax: size=[2] strides=[2] low=[2] high=[2] over f64[1,4,6] has windows without "
                                + "elements along axis 2"),
                new Wrong(
                        () -> Pooling.averagePool(x, Window.of(2).padding(2), false),
                        ShapeException.class,
                        "averagePool: some windows of [2] lie in the padding alone along spatial axis 0"),
                new Wrong(
                        () -> Pooling.adaptiveAveragePool(filled(1, 1, 0), 2),
                        ShapeException.class,
                        "adaptiveAveragePool: spatial axis 0 of f64[1,1,0] is empty"),
                new Wrong(
                        () -> Resizing.resize(x, Interpolation.NEAREST, true, 3),
                        ArgumentException.class,
                        "resize: corners cannot be aligned for the nearest elements"),
                new Wrong(
                        () -> Resizing.resize(x, Interpolation.LINEAR, 0),
                        ShapeException.class,
                        "resize: the last axes of f64[1,4,6] cannot get the lengths [0]"),
                new Wrong(
                        () -> Resizing.upsample(filled(2, 3), 2, Interpolation.LINEAR),
                        ShapeException.class,
                        "upsample: f64[2,3] has no spatial axes"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongUsesAreExplained(Wrong wrong) {
        GradusException error = catchThrowableOfType(GradusException.class, wrong.use::run);
        assertThat(error).isInstanceOf(wrong.kind);
        assertThat(error.getMessage()).startsWith(wrong.problem).contains("\n");
    }
}
