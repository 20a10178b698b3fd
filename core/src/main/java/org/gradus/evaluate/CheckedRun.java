package org.gradus.evaluate;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.NdArray;
import org.gradus.error.GradusException;
import org.gradus.error.NonFiniteException;
import org.gradus.program.Constant;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;

/**
 * A run of a program that keeps everything, and when a result is not finite, goes back to the equation where that began. What
 * is not finite but leaves no trace in the results (an infinity that a zero annihilates, a branch that is not selected) is no
 * fault.
 */
final class CheckedRun {
    private final Map<Variable, NdArray> values = new IdentityHashMap<>();
    private final Map<Variable, Equation> makers = new IdentityHashMap<>();

    private CheckedRun() {}

    static List<NdArray> run(Program program, List<NdArray> arguments) {
        return new CheckedRun().all(program, arguments);
    }

    private List<NdArray> all(Program program, List<NdArray> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            values.put(program.inputs().get(i), arguments.get(i));
        }
        for (Equation equation : program.equations()) {
            List<NdArray> outputs;
            try {
                outputs = Evaluation.evaluate(equation.op(), inputs(equation));
            } catch (GradusException e) {
                throw equation.located(e);
            }
            for (int i = 0; i < outputs.size(); i++) {
                values.put(equation.outputs().get(i), outputs.get(i));
                makers.put(equation.outputs().get(i), equation);
            }
        }
        for (int i = 0; i < program.outputs().size(); i++) {
            Operand output = program.outputs().get(i);
            if (!NonFiniteCheck.isFinite(read(output))) {
                throw origin(output, i + 1);
            }
        }
        return program.outputs().stream().map(this::read).toList();
    }

    private List<NdArray> inputs(Equation equation) {
        return equation.inputs().stream().map(this::read).toList();
    }

    private NdArray read(Operand operand) {
        return switch (operand) {
            case Variable v -> values.get(v);
            case Constant(NdArray array) -> array;
        };
    }

    /** Follows the operands that are not finite, back to an equation all of whose operands are or that got them from outside. */
    private GradusException origin(Operand output, int position) {
        Operand at = output;
        while (true) {
            Equation maker = at instanceof Variable v ? makers.get(v) : null;
            if (maker == null) {
                return new NonFiniteException(
                        "program: a NaN or an infinity came in as an argument or constant, " + at.type()
                                + ", and is result " + position + " itself",
                        "look at where that array comes from");
            }
            Operand before = maker.inputs().stream()
                    .filter(o -> o instanceof Variable v && makers.containsKey(v))
                    .filter(o -> !NonFiniteCheck.isFinite(read(o)))
                    .findFirst()
                    .orElse(null);
            if (before == null) {
                String name = NonFiniteCheck.name((Variable) at, maker.op());
                return maker.located(NonFiniteCheck.error(name, inputs(maker), read(at)));
            }
            at = before;
        }
    }
}
