package org.gradus.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.GradusException;
import org.gradus.error.ShapeException;
import org.gradus.program.Indexing.DynamicSlice;
import org.gradus.program.Indexing.DynamicUpdate;
import org.gradus.program.Indexing.RavelIndex;
import org.gradus.program.Indexing.TakeSet;
import org.gradus.program.Spectral.Fft;
import org.gradus.program.Structural.Reverse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operands that dynamic slices, replacement by index, reversals and Fourier transforms do not take. */
class IndexingTypesTest {
    record Wrong(Op op, Class<? extends GradusException> kind, String problem, List<ArrayType> operands) {}

    private static ArrayType f64(int... dims) {
        return new ArrayType(DType.FLOAT64, Shape.of(dims));
    }

    private static ArrayType i64(int... dims) {
        return new ArrayType(DType.INT64, Shape.of(dims));
    }

    static List<Wrong> wrong() {
        List<Wrong> wrong = new ArrayList<>();
        add(wrong, new TakeSet(0, 0), DTypeException.class, "take_set: takes integer indices", f64(3), f64(2), f64(2));
        add(wrong, new TakeSet(1, 0), ShapeException.class, "axis=1 does not name axes", f64(3), f64(2), i64(2));
        add(wrong, new TakeSet(0, 0), ShapeException.class, "axis 0 of f64[0] is empty", f64(0), f64(2), i64(2));
        add(
                wrong,
                new TakeSet(0, 0),
                ShapeException.class,
                "take_set: updates f64[3] do not fill the part f64[2]",
                f64(3),
                f64(3),
                i64(2));
        add(wrong, new TakeSet(0, 0), DTypeException.class, "different element types", f64(3), i64(2), i64(2));
        add(wrong, new TakeSet(0, 1), ShapeException.class, "do not share 1 leading axes", f64(3), f64(2), i64(2));
        add(wrong, new TakeSet(0, 0), ArgumentException.class, "2 operands given", f64(3), i64(2));

        Op slice = new DynamicSlice(List.of(2, 2), 0);
        String inside = "is not inside";
        add(wrong, slice, ShapeException.class, inside, f64(3, 1), i64(2));
        add(wrong, slice, ShapeException.class, inside, f64(3), i64(2));
        add(wrong, slice, ShapeException.class, inside, f64(3, 3), i64(3));
        add(wrong, slice, ShapeException.class, inside, f64(3, 3), i64());
        add(wrong, slice, DTypeException.class, "takes integer indices", f64(3, 3), f64(2));
        add(wrong, new DynamicSlice(List.of(-1), 0), ShapeException.class, inside, f64(3), i64(1));
        add(wrong, new DynamicSlice(List.of(1), -1), ShapeException.class, inside, f64(3), i64(1));
        add(wrong, new DynamicSlice(List.of(), 2), ShapeException.class, "2 leading axes", f64(3), i64(1));
        add(wrong, new DynamicSlice(List.of(2), 1), ShapeException.class, inside, f64(2, 3), i64(1));
        add(wrong, new DynamicUpdate(0), ShapeException.class, inside, f64(3), f64(4), i64(1));
        add(wrong, new DynamicUpdate(0), ShapeException.class, inside, f64(3), f64(1, 1), i64(1));
        add(wrong, new DynamicUpdate(1), ShapeException.class, "do not fill", f64(2, 3), f64(1, 3), i64(2, 1));
        add(wrong, new DynamicUpdate(0), DTypeException.class, "different element types", f64(3), i64(1), i64(1));

        add(wrong, new RavelIndex(List.of(2, 3)), ShapeException.class, "do not name elements", i64(2));
        add(wrong, new RavelIndex(List.of(2, 3)), ShapeException.class, "do not name elements", i64(2), i64(3));
        add(wrong, new RavelIndex(List.of(2)), DTypeException.class, "takes integer indices", f64(2));
        add(wrong, new RavelIndex(List.of(2, -3)), ShapeException.class, "is negative", i64(2), i64(2));
        add(wrong, new RavelIndex(List.of()), ArgumentException.class, "0 operands given");

        add(wrong, new Reverse(List.of(1)), ShapeException.class, "axes=[1] does not name axes of f64[3]", f64(3));
        add(wrong, new Reverse(List.of(0, 0)), ShapeException.class, "does not name axes", f64(3));

        add(wrong, new Fft(1, false), ShapeException.class, "axis=1 does not name axes of f64[3]", f64(3), f64(3));
        add(wrong, new Fft(0, true), ShapeException.class, "inverse_fft: axis 0 of f64[0] is empty", f64(0), f64(0));
        add(wrong, new Fft(0, false), ShapeException.class, "differ in shape", f64(3), f64(2));
        add(wrong, new Fft(0, false), DTypeException.class, "takes floating-point numbers", i64(3), i64(3));
        add(wrong, new Fft(0, false), DTypeException.class, "different element types", f64(3), i64(3));
        add(wrong, new Fft(0, false), ArgumentException.class, "1 operands given", f64(3));
        return wrong;
    }

    private static void add(
            List<Wrong> wrong, Op op, Class<? extends GradusException> kind, String problem, ArrayType... operands) {
        wrong.add(new Wrong(op, kind, problem, Arrays.asList(operands)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefused(Wrong wrong) {
        GradusException error =
                catchThrowableOfType(GradusException.class, () -> Types.infer(wrong.op, wrong.operands));
        assertThat(error).isExactlyInstanceOf(wrong.kind).hasMessageContaining(wrong.problem);
        assertThat(error.remedy()).isNotEmpty();
    }
}
