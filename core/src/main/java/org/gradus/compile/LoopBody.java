package org.gradus.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.program.Constant;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Variable;

/**
 * Arithmetic that one generated loop does: a list of steps on numbers, each of which names its operands by their place among
 * inputs, constants and earlier steps.
 */
final class LoopBody {
    /** More arrays or steps than that would not stay in registers. */
    static final int MOST_ARRAYS = 12;

    static final int MOST_STEPS = 40;

    private final DType dtype;
    private final List<Equation> equations = new ArrayList<>();
    private final Map<Operand, Integer> inputs = new LinkedHashMap<>();
    private final Map<Variable, Integer> stepOf = new HashMap<>();

    LoopBody(DType dtype) {
        this.dtype = dtype;
    }

    /** Whether an equation is arithmetic that the JVM makes vector code of, in which NaN gives NaN. */
    static boolean takes(Equation equation) {
        if (!equation.output().type().dtype().isFloat()) {
            return false;
        }
        return switch (equation.op()) {
            case Elementwise.Binary(var f) ->
                switch (f) {
                    case ADD, SUBTRACT, MULTIPLY, DIVIDE, ANNIHILATE, MAXIMUM, MINIMUM -> true;
                    default -> false;
                };
            case Elementwise.Unary(var f) ->
                switch (f) {
                    case NEGATE, ABS, SQRT, SQUARE, RECIPROCAL, RELU -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    DType dtype() {
        return dtype;
    }

    List<Equation> equations() {
        return equations;
    }

    /** What it reads, in order of first use; numbers are none of these. */
    List<Operand> inputs() {
        return List.copyOf(inputs.keySet());
    }

    int inputNumber(Operand operand) {
        return inputs.get(operand);
    }

    Integer step(Operand operand) {
        return operand instanceof Variable v ? stepOf.get(v) : null;
    }

    boolean hasRoomFor(Equation equation) {
        return equations.size() < MOST_STEPS
                && inputs.size() + equation.inputs().size() <= MOST_ARRAYS;
    }

    void add(Equation equation) {
        for (Operand operand : equation.inputs()) {
            if (!isNumber(operand) && step(operand) == null) {
                inputs.putIfAbsent(operand, inputs.size());
            }
        }
        equations.add(equation);
        stepOf.put(equation.output(), equations.size() - 1);
    }

    static boolean isNumber(Operand operand) {
        return operand instanceof Constant(NdArray value) && value.isSplat();
    }

    /** Whether one loop of its own is better than the kernel's. */
    boolean isWorthwhile() {
        return equations.size() > 1
                || !(equations.getFirst().op() instanceof Elementwise.Binary(var f))
                || f == BinaryFunction.MAXIMUM
                || f == BinaryFunction.MINIMUM;
    }

    static boolean annihilates(Equation equation) {
        return equation.op() instanceof Elementwise.Binary(var f) && f == BinaryFunction.ANNIHILATE;
    }

    /** Which steps have an annihilating product among what they are made of. */
    boolean[] doubtful() {
        boolean[] doubtful = new boolean[equations.size()];
        for (int i = 0; i < doubtful.length; i++) {
            Equation equation = equations.get(i);
            doubtful[i] = annihilates(equation);
            for (Operand operand : equation.inputs()) {
                Integer step = step(operand);
                doubtful[i] |= step != null && doubtful[step];
            }
        }
        return doubtful;
    }

    /** The numbers in the loop, one for each use. */
    double[] constants() {
        return equations.stream()
                .flatMap(e -> e.inputs().stream())
                .filter(LoopBody::isNumber)
                .mapToDouble(o -> ((Constant) o).value().getDouble(0))
                .toArray();
    }

    /** Text that is equal for loops of which one class serves both. */
    String key(List<Variable> outputs) {
        StringBuilder key = new StringBuilder(dtype.symbol());
        for (Equation equation : equations) {
            key.append(';').append(equation.op().mnemonic());
            for (Operand operand : equation.inputs()) {
                Integer step = step(operand);
                key.append(isNumber(operand) ? " c" : step != null ? " s" + step : " i" + inputs.get(operand));
            }
        }
        for (Variable output : outputs) {
            key.append('>').append(stepOf.get(output));
        }
        return key.toString();
    }

    UnaryFunction unary(int step) {
        return equations.get(step).op() instanceof Elementwise.Unary(var f) ? f : null;
    }

    BinaryFunction binary(int step) {
        return equations.get(step).op() instanceof Elementwise.Binary(var f) ? f : null;
    }
}
