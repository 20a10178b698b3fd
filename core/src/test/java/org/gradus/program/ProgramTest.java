package org.gradus.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.program.Elementwise.Unary;
import org.gradus.program.Elementwise.UnaryFunction;
import org.junit.jupiter.api.Test;

/** Programs that are put together wrongly, and what equals what. */
class ProgramTest {
    private static final ArrayType VECTOR = new ArrayType(DType.FLOAT64, Shape.of(2));
    private static final Op EXP = new Unary(UnaryFunction.EXP);

    private final Variable x = new Variable(VECTOR, "x");
    private final Variable y = new Variable(VECTOR);

    private static Equation equation(Variable out, Op op, Operand... inputs) {
        return new Equation(List.of(out), op, List.of(inputs), SourceLine.UNKNOWN);
    }

    @Test
    void useBeforeDefinition() {
        assertThatThrownBy(() -> new Program(List.of(), List.of(equation(y, EXP, x)), List.of(y)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("program: x:f64[2] is used before it is defined");
        assertThatThrownBy(() -> new Program(List.of(), List.of(), List.of(y)))
                .hasMessageContaining("program: variable:f64[2] is used before it is defined");
    }

    @Test
    void definedTwice() {
        assertThatThrownBy(() -> new Program(List.of(x, x), List.of(), List.of()))
                .hasMessageContaining("program: x:f64[2] is defined twice");
        assertThatThrownBy(() -> new Program(List.of(x), List.of(equation(x, EXP, x)), List.of(x)))
                .hasMessageContaining("program: x:f64[2] is defined twice");
    }

    @Test
    void resultOfAnotherType() {
        Variable scalar = new Variable(VECTOR.with(Shape.SCALAR));
        assertThatThrownBy(() -> new Program(List.of(x), List.of(equation(scalar, EXP, x)), List.of(scalar)))
                .hasMessageContaining("program: exp gives [f64[2]], but its outputs are [f64[]]");
    }

    @Test
    void typesAndNamesOfOperations() {
        Program program = new Program(List.of(x), List.of(equation(y, EXP, x)), List.of(y, x));
        assertThat(program.inputTypes()).containsExactly(VECTOR);
        assertThat(program.outputTypes()).containsExactly(VECTOR, VECTOR);
        assertThat(program.mnemonics()).containsExactly("exp");
    }

    @Test
    void constantsAreEqualByTheirBits() {
        Constant dense = new Constant(NdArray.wrap(Shape.of(2), new double[] {1, 1}));
        Constant splat = new Constant(NdArray.splat(VECTOR, 1));
        assertThat(dense).isEqualTo(splat).hasSameHashCodeAs(splat);
        assertThat(new Constant(NdArray.splat(VECTOR, Double.NaN)))
                .isEqualTo(new Constant(NdArray.splat(VECTOR, Double.NaN)));
        assertThat(new Constant(NdArray.splat(VECTOR, 0.0))).isNotEqualTo(new Constant(NdArray.splat(VECTOR, -0.0)));
        assertThat(dense).isNotEqualTo(new Constant(NdArray.splat(VECTOR.with(DType.FLOAT32), 1)));
        assertThat(dense).isNotEqualTo(new Constant(NdArray.splat(VECTOR.with(Shape.of(2, 1)), 1)));
        ArrayType empty = VECTOR.with(Shape.of(0));
        assertThat(new Constant(NdArray.splat(empty, 1)))
                .isEqualTo(new Constant(NdArray.wrap(Shape.of(0), new double[0])));
    }

    @Test
    void operationsAreEqualByTheirAttributes() {
        assertThat(new Unary(UnaryFunction.EXP)).isEqualTo(EXP).isNotEqualTo(new Unary(UnaryFunction.LOG));
        assertThat(new Reduction.Reduce(Reduction.ReduceFunction.SUM, List.of(0)))
                .isNotEqualTo(new Reduction.Reduce(Reduction.ReduceFunction.SUM, List.of(1)));
        Host.Key key = new Host.Key("k");
        assertThat(new Host(key, List.of(VECTOR))).isEqualTo(new Host(key, List.of(VECTOR)));
        assertThat(new Host(key, List.of(VECTOR))).isNotEqualTo(new Host(new Host.Key("k"), List.of(VECTOR)));
    }
}
