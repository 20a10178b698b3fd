package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.gradus.tensor.Contractions.einsum;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.GradusException;
import org.gradus.error.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong uses of indexing, shapes, contractions and Fourier transforms, and the whole text that a person reads. */
class ArrayErrorsTest {
    record Wrong(Runnable use, Class<? extends GradusException> kind, String problem, String remedy) {
        @Override
        public String toString() {
            return problem;
        }
    }

    private static Wrong shape(Runnable use, String problem, String remedy) {
        return new Wrong(use, ShapeException.class, problem, remedy);
    }

    private static Wrong dtype(Runnable use, String problem, String remedy) {
        return new Wrong(use, DTypeException.class, problem, remedy);
    }

    private static Wrong argument(Runnable use, String problem, String remedy) {
        return new Wrong(use, ArgumentException.class, problem, remedy);
    }

    static List<Wrong> wrong() {
        List<Wrong> wrong = new ArrayList<>();
        slices(wrong);
        indices(wrong);
        shapes(wrong);
        contractions(wrong);
        spectra(wrong);
        return wrong;
    }

    private static void slices(List<Wrong> wrong) {
        wrong.add(shape(
                () -> zeros(3, 4).slice("1:9"),
                "slice: 1:9 is not inside axis 0 of shape [3,4]",
                "keep from <= to <= 3"));
        wrong.add(shape(
                () -> zeros(3, 4).slice(":, 1:3:-1"),
                "slice: 1:3:-1 is not inside axis 1 of shape [3,4]",
                "with a negative step keep to <= from < 4, or leave both out"));
        wrong.add(shape(
                () -> zeros(3).slice(Slice.at(3)),
                "slice: index 3 is outside axis 0 of shape [3]",
                "use an index from -3 to 2"));
        wrong.add(shape(
                () -> zeros(3).slice("0, 1"),
                "slice: [0, 1] does not fit f64[3] of 1 axes",
                "give at most one slice for each axis and at most one rest"));
        wrong.add(argument(
                () -> zeros(3).slice("1:2:3:4"),
                "slice: '1:2:3:4' in \"1:2:3:4\" is not a slice",
                "write numbers, from:to, from:to:step, ... or None between commas"));
        wrong.add(argument(
                () -> zeros(3).slice("0, x"),
                "slice: 'x' in \"0, x\" is not a slice",
                "write numbers, from:to, from:to:step, ... or None between commas"));
        wrong.add(argument(
                () -> Slice.every(0),
                "slice: a step of 0 goes nowhere",
                "give a step of one or more, or a negative one"));
        wrong.add(argument(
                () -> Indexing.slice(null, Slice.all()),
                "slice: an operand is null",
                "pass a value; perhaps a variable, record component or map entry was never set"));
        wrong.add(shape(
                () -> Indexing.setSlice(zeros(3, 4), zeros(3), Slice.at(0)),
                "setSlice: updates f64[3] do not broadcast to the part [4] of f64[3,4]",
                "axes are matched from the last; each must be equal or 1"));
        wrong.add(dtype(
                () -> Indexing.setSlice(tensor(new int[] {1, 2}), zeros(1), Slice.all()),
                "setSlice: updates f64[1] do not convert to i32 of the tensor without loss",
                "convert one of them, as in updates.to(DType.INT32)"));
    }

    private static void indices(List<Wrong> wrong) {
        Tensor two = tensor(new long[] {0, 2});
        wrong.add(shape(
                () -> Indexing.gather(zeros(3, 2), two, two),
                "ravelIndex: index 2 at position 1 is outside axis 1 of shape [3,2]",
                "give indices from 0 to 1; negative ones do not count from the end"));
        wrong.add(shape(
                () -> Indexing.setAt(zeros(2), zeros(2), two),
                "setAt: index 2 at position 1 is outside 0 … 1, the positions of an axis of size 2",
                "give indices from 0 to 1; negative ones do not count from the end"));
        wrong.add(shape(
                () -> Indexing.oneHot(two, 2),
                "setAt: index 2 at position 0 of batch element 1 is outside 0 … 1, the positions of an axis of size 2",
                "give indices from 0 to 1; negative ones do not count from the end"));
        wrong.add(shape(
                () -> Indexing.gather(zeros(3), two, two),
                "gather: 2 tensors of indices for shape [3] of 1 axes",
                "give from one to as many tensors of indices as there are axes"));
        wrong.add(dtype(
                () -> Indexing.gather(zeros(3), tensor(new boolean[] {true, false, true})),
                "gather: takes integer indices, but received bool[3]",
                "convert the indices, as in indices.to(DType.INT64); choose by truth values with where"));
        wrong.add(shape(
                () -> Indexing.dynamicSlice(zeros(3, 4), two, 2, 3),
                "dynamicSlice: start 2 of axis 1 with size 3 is not inside shape [3,4]",
                "give a start from 0 to 1, or clamp it with minimum and maximum"));
        wrong.add(shape(
                () -> Indexing.dynamicUpdate(zeros(3, 4), zeros(2, 3), tensor(new long[] {-1, 0})),
                "dynamicUpdate: start -1 of axis 0 with size 2 is not inside shape [3,4]",
                "give a start from 0 to 1, or clamp it with minimum and maximum"));
        wrong.add(shape(
                () -> Indexing.dynamicSlice(zeros(3, 4), two, 2),
                "dynamic_slice: a part of size [2] from starts i64[2] is not inside f64[3,4]",
                "give one start and one size for each axis, no size larger than the axis"));
        wrong.add(dtype(
                () -> Indexing.dynamicUpdate(zeros(3), tensor(new long[] {1}), tensor(new long[] {1})),
                "dynamic_update: operands f64[1] and i64[1] have different element types",
                "convert one of them, as in x.to(DType.FLOAT64)"));
        wrong.add(shape(
                () -> Indexing.ravelIndex(Shape.of(2, 3), two),
                "ravelIndex: 1 indices for shape [2,3]",
                "give one tensor of indices for each axis"));
    }

    private static void shapes(List<Wrong> wrong) {
        wrong.add(shape(
                () -> Shapes.diag(zeros(3), Integer.MIN_VALUE),
                "diag: an axis of length 2147483651 asked for",
                "ask for at most 2^31-1"));
        wrong.add(shape(
                () -> Shapes.pad(zeros(3), Shapes.Mode.EDGE, new int[] {Integer.MAX_VALUE, 1}),
                "pad: an axis of length 2147483651 asked for",
                "ask for at most 2^31-1"));
        wrong.add(shape(
                () -> Shapes.split(zeros(2, 5), 2, 1),
                "split: axis 1 of f64[2,5] does not divide into 2 equal parts",
                "give a divisor of 5, or the places to cut at with splitAt"));
        wrong.add(shape(
                () -> Shapes.splitAt(zeros(5), 0, 3, 2),
                "splitAt: cuts [3, 2] are not in order inside axis 0 of f64[5]",
                "give increasing indices from 0 to 5"));
        wrong.add(shape(
                () -> Shapes.pad(zeros(2, 3, 4), new int[] {1, 1}, new int[] {1, 1}),
                "pad: widths [[1, 1], [1, 1]] do not fit f64[2,3,4]",
                "give {before, after}, zero or more, for each axis, or one pair for all axes"));
        wrong.add(dtype(
                () -> Shapes.pad(tensor(new long[] {1}), 0.5, new int[] {1, 1}),
                "pad: 0.5 is no element of i64[1]",
                "convert the tensor, as in x.to(DType.FLOAT64)"));
        wrong.add(shape(
                () -> Shapes.pad(zeros(0), Shapes.Mode.WRAP, new int[] {1, 1}),
                "pad: axis 0 of f64[0] is empty and has nothing to continue",
                "pad with a number instead"));
        wrong.add(shape(
                () -> zeros(1, 3).squeeze(1),
                "squeeze: axis 1 of f64[1,3] has length 3",
                "name axes of length 1, or take one entry of the axis with get or slice"));
        wrong.add(shape(
                () -> Shapes.repeat(zeros(3), new int[] {1, 2}, 0),
                "repeat: 2 repetitions for axis 0 of f64[3]",
                "give one for each of the 3 entries"));
        wrong.add(shape(() -> Shapes.tile(zeros(3), -1), "tile: -1 repetitions asked for", "ask for zero or more"));
        wrong.add(shape(() -> Shapes.diag(Tensors.scalar(1)), "diag: f64[] is no diagonal", "give one or more axes"));
        wrong.add(shape(
                () -> Shapes.meshgrid(zeros(2), zeros(2, 2)),
                "meshgrid: f64[2,2] is not a line of coordinates",
                "give tensors of one axis, as by linspace"));
    }

    private static void contractions(List<Wrong> wrong) {
        wrong.add(shape(
                () -> einsum("ij,jk->ik", zeros(2, 3), zeros(4, 5)),
                "einsum: 'j' in \"ij,jk->ik\" is 3 in operand 0, f64[2,3], but 4 in operand 1, f64[4,5]",
                "axes of one letter have equal lengths, or 1 in another operand"));
        wrong.add(shape(
                () -> einsum("...i,...i", zeros(2, 3), zeros(4, 3)),
                "einsum: axis -1 of ... in \"...i,...i\" is 2 in operand 0, f64[2,3], but 4 in operand 1, f64[4,3]",
                "axes of one letter have equal lengths, or 1 in another operand"));
        wrong.add(shape(
                () -> einsum("ii", zeros(2, 3)),
                "einsum: 'i' in \"ii\" is 2 in operand 0, f64[2,3], but 3 in operand 0, f64[2,3]",
                "axes of one letter have equal lengths, or 1 in another operand"));
        wrong.add(shape(
                () -> einsum("ijk->i", zeros(2, 3)),
                "einsum: \"ijk\" in \"ijk->i\" names 3 axes of operand 0, which is f64[2,3] of 2",
                "write one letter for each axis, or ... for those without"));
        wrong.add(argument(
                () -> einsum("i,j->ij", zeros(2)),
                "einsum: \"i,j->ij\" names 2 operands, but 1 were given",
                "write one list of letters for each operand, between commas"));
        wrong.add(argument(
                () -> einsum("i->ik", zeros(2)),
                "einsum: 'k' of the result in \"i->ik\" is in no operand",
                "name each axis of the result once, by a letter of an operand"));
        wrong.add(argument(
                () -> einsum("i->ii", zeros(2)),
                "einsum: 'i' of the result in \"i->ii\" is named twice",
                "name each axis of the result once, by a letter of an operand"));
        wrong.add(argument(
                () -> einsum("i*->i", zeros(2, 2)),
                "einsum: '*' in \"i*->i\" is no subscript",
                "write letters, at most one ... an operand, commas and one ->, as in \"...ij,jk->...ik\""));
        wrong.add(argument(
                () -> einsum("...i->i", zeros(2, 3)),
                "einsum: the result of \"...i->i\" has no ..., but operands have 1 axes without letters",
                "write ... behind the arrow, or letters for axes to be summed over"));
        wrong.add(dtype(
                () -> einsum("i->", zeros(2).to(DType.BOOL)),
                "einsum: truth values have no products",
                "convert an operand, as in x.to(DType.INT64), or use and"));
        wrong.add(shape(
                () -> Contractions.tensordot(zeros(2, 3), zeros(4, 5), 1),
                "tensordot: axes [1] of f64[2,3] do not go with axes [0] of f64[4,5]",
                "name as many axes of both, each once, of equal lengths"));
        wrong.add(shape(
                () -> Contractions.vdot(zeros(2), zeros(3)),
                "vdot: f64[2] and f64[3] do not go together: 2 against 3 elements",
                "transpose one of them, or check the order of the operands"));
        wrong.add(shape(
                () -> Contractions.cross(zeros(2), zeros(3)),
                "cross: f64[2] and f64[3] are not vectors of 3 along axis -1",
                "give vectors of three components"));
    }

    private static void spectra(List<Wrong> wrong) {
        wrong.add(shape(
                () -> Fourier.fft(zeros(2, 0)),
                "fft: axis 1 of f64[2,0] is empty, and nothing has no frequencies",
                "give at least one element along the axis"));
        wrong.add(shape(
                () -> new Complex(zeros(2), zeros(3)),
                "complex: real part f64[2] and imaginary part f64[3] differ",
                "give parts of one shape and element type"));
        wrong.add(shape(
                () -> Fourier.irfft(Complex.of(zeros(4)), 8),
                "irfft: 4 frequencies along axis -1 of f64[4] do not determine 8 numbers",
                "give n/2 + 1 of them: cut the axis with slice or add zeros with pad"));
        wrong.add(shape(() -> Fourier.fftfreq(0, 1), "fftfreq: a length of 0 asked for", "ask for one or more"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongUseIsExplained(Wrong wrong) {
        GradusException error = catchThrowableOfType(GradusException.class, wrong.use::run);
        assertThat(error).isExactlyInstanceOf(wrong.kind);
        assertThat(error.problem()).isEqualTo(wrong.problem);
        assertThat(error.remedy()).isEqualTo(wrong.remedy);
    }

    /** The convention for indices out of range is the same when a program runs. */
    @Test
    void indicesOutOfRangeAreRefusedInPrograms() {
        Tensor x = zeros(4);
        Fn<Tensor, Tensor> slice = Gradus.jit((Tensor start) -> Indexing.dynamicSlice(x, start, 2));
        assertThat(slice.apply(tensor(new long[] {2})).shape()).isEqualTo(Shape.of(2));
        assertThat(catchThrowableOfType(ShapeException.class, () -> slice.apply(tensor(new long[] {3}))))
                .hasMessageContaining("dynamicSlice: start 3 of axis 0 with size 2 is not inside shape [4]");
        Fn<Tensor, Tensor> set = Gradus.jit((Tensor i) -> Indexing.setAt(x, Tensors.scalar(1), i));
        assertThat(catchThrowableOfType(ShapeException.class, () -> set.apply(tensor(new long[] {-1}))))
                .hasMessageContaining("setAt: index -1 at position 0 is outside 0 … 3");
    }
}
