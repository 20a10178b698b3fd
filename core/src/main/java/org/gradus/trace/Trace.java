package org.gradus.trace;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.GradusException;
import org.gradus.error.TracedValueException;
import org.gradus.evaluate.Evaluation;
import org.gradus.evaluate.NonFiniteCheck;
import org.gradus.evaluate.NonFiniteSearch;
import org.gradus.program.Constant;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Types;
import org.gradus.program.Variable;

/** Applies operations to values of any level. */
public final class Trace {
    private Trace() {}

    /**
     * Applies an operation at the deepest level among its operands; evaluates it when all are numbers.
     *
     * @param op the operation
     * @param inputs the operands
     * @return the results
     * @throws org.gradus.error.ShapeException when shapes do not fit
     * @throws org.gradus.error.DTypeException when element types do not fit
     * @throws TracedValueException when an operand belongs to a transformation that has ended
     */
    public static List<Value> apply(Op op, List<Value> inputs) {
        Level top = deepest(inputs);
        if (top != null) {
            return top.apply(op, inputs);
        }
        List<NdArray> arrays = new ArrayList<>(inputs.size());
        List<ArrayType> types = new ArrayList<>(inputs.size());
        for (Value input : inputs) {
            arrays.add(((Concrete) input).array());
            types.add(input.type());
        }
        List<ArrayType> results = Types.infer(op, types);
        List<NdArray> evaluated = Evaluation.evaluate(op, results, arrays);
        if (NonFiniteCheck.isOn()) {
            NonFiniteCheck.check(op.mnemonic(), arrays, evaluated);
        }
        List<Value> outputs = new ArrayList<>(evaluated.size());
        for (NdArray array : evaluated) {
            outputs.add(new Concrete(array));
        }
        return outputs;
    }

    /**
     * As {@link #apply}, where the results' numbers are known already and need not be computed again.
     *
     * @param op the operation
     * @param inputs the operands
     * @param known what the operation gives for the numbers of the operands
     * @return the results
     */
    public static List<Value> applyKnown(Op op, List<Value> inputs, List<NdArray> known) {
        Level top = deepest(inputs);
        if (top != null) {
            return top.applyKnown(op, inputs, known);
        }
        List<Value> outputs = new ArrayList<>();
        known.forEach(array -> outputs.add(new Concrete(array)));
        return outputs;
    }

    private static Level deepest(List<Value> inputs) {
        Level top = null;
        for (Value input : inputs) {
            Level level = level(input);
            if (level != null && level.isDeeperThan(top)) {
                top = level;
            }
        }
        return top;
    }

    /**
     * Applies an operation of one operand whose result will stand beside another value: if that one is being recorded,
     * the operation is recorded too, instead of being done at once, so that a program holds a captured array as it is and
     * not spread to the size of its neighbor.
     *
     * @param op the operation
     * @param input the operand
     * @param beside the values beside which the result will be used
     * @return the result
     */
    public static Value applyBeside(Op op, Value input, List<Value> beside) {
        if (input instanceof Concrete(NdArray array) && !array.isSplat() && array.size() > 1) {
            for (Value neighbor : beside) {
                Recorder recorder = recorder(neighbor);
                if (recorder != null) {
                    return recorder.apply(op, List.of(input)).getFirst();
                }
            }
        }
        return apply(op, List.of(input)).getFirst();
    }

    /** Where the primal of a value is recorded, or null where it is a number. */
    private static Recorder recorder(Value value) {
        level(value);
        return switch (value) {
            case Concrete _ -> null;
            case Recorded recorded -> recorded.recorder();
            case Dual dual -> recorder(dual.primal());
        };
    }

    /**
     * The level of a value.
     *
     * @param value the value
     * @return its level, or null for numbers
     * @throws TracedValueException when the level has ended
     */
    static Level level(Value value) {
        Level level = switch (value) {
            case Concrete _ -> null;
            case Dual dual -> dual.level();
            case Recorded recorded -> recorded.recorder();
        };
        if (level != null && !level.isOpen()) {
            throw new TracedValueException(
                    "tensor " + value.type() + ": belongs to a transformation that has ended",
                    "return it from the transformed function instead of keeping it in a variable or field");
        }
        return level;
    }

    /**
     * Runs a program's equations on values of any level.
     *
     * @param program what to run
     * @param arguments one value an input
     * @return one value an output
     */
    public static List<Value> replay(Program program, List<Value> arguments) {
        Map<Variable, Value> environment = new IdentityHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            environment.put(program.inputs().get(i), arguments.get(i));
        }
        for (Equation equation : program.equations()) {
            List<Value> inputs =
                    equation.inputs().stream().map(o -> read(o, environment)).toList();
            List<Value> outputs = apply(equation, inputs);
            for (int i = 0; i < outputs.size(); i++) {
                environment.put(equation.outputs().get(i), outputs.get(i));
            }
        }
        if (NonFiniteCheck.isOn()) {
            NonFiniteSearch.check(program, o -> known(read(o, environment)));
        }
        return program.outputs().stream().map(o -> read(o, environment)).toList();
    }

    /**
     * The numbers of a value.
     *
     * @param value any value
     * @return its numbers, or null where it is traced by shape alone
     * @throws TracedValueException when the value belongs to a transformation that has ended
     */
    public static NdArray known(Value value) {
        level(value);
        return switch (value) {
            case Concrete(NdArray array) -> array;
            case Dual dual -> known(dual.primal());
            case Recorded _ -> null;
        };
    }

    private static List<Value> apply(Equation equation, List<Value> inputs) {
        try {
            return NonFiniteCheck.run(equation, () -> apply(equation.op(), inputs));
        } catch (GradusException e) {
            throw equation.located(e);
        }
    }

    private static Value read(Operand operand, Map<Variable, Value> environment) {
        return switch (operand) {
            case Variable v -> environment.get(v);
            case Constant(NdArray array) -> new Concrete(array);
        };
    }

    /**
     * The numbers of a value.
     *
     * @param value a value with numbers
     * @param asked what was asked, for the error
     * @return the numbers
     * @throws TracedValueException when the value is traced by shape alone
     */
    public static NdArray numbers(Value value, String asked) {
        return switch (value) {
            case Concrete(NdArray array) -> array;
            case Dual dual -> {
                level(dual);
                yield numbers(dual.primal(), asked);
            }
            case Recorded recorded -> {
                level(recorded);
                throw new TracedValueException(
                        asked + ": tensor " + recorded.type()
                                + " has no numbers here: jit, vmap and trace run a function on" + " shapes alone",
                        "choose between values with where(condition, a, b), or take this line out of the function that is"
                                + " jitted or vmapped");
            }
        };
    }
}
