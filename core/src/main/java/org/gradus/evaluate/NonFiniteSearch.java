package org.gradus.evaluate;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.gradus.array.NdArray;
import org.gradus.error.GradusException;
import org.gradus.error.NonFiniteException;
import org.gradus.program.Constant;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;

/**
 * Where in a program that has run a NaN or an infinity began that reached a result. What is not finite but leaves no trace in
 * the results (an infinity that a zero annihilates, a branch that is not selected) is no fault.
 */
public final class NonFiniteSearch {
    private final Map<Variable, Equation> makers = new IdentityHashMap<>();
    private final Function<Operand, NdArray> values;

    private NonFiniteSearch(Program program, Function<Operand, NdArray> values) {
        this.values = values;
        for (Equation equation : program.equations()) {
            equation.outputs().forEach(v -> makers.put(v, equation));
        }
    }

    /**
     * Looks at the results of a program.
     *
     * @param program the program
     * @param values the numbers of its variables and constants, null where they are not known
     * @throws NonFiniteException when a result is not finite; it names the equation where that began
     */
    public static void check(Program program, Function<Operand, NdArray> values) {
        for (int i = 0; i < program.outputs().size(); i++) {
            Operand output = program.outputs().get(i);
            if (isNonFinite(values.apply(output))) {
                throw new NonFiniteSearch(program, values).origin(output, i + 1);
            }
        }
    }

    private static boolean isNonFinite(NdArray array) {
        return array != null && !NonFiniteCheck.isFinite(array);
    }

    /** Runs a program and looks at its results. */
    static List<NdArray> run(Program program, List<NdArray> arguments) {
        Map<Variable, NdArray> memory = new IdentityHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            memory.put(program.inputs().get(i), arguments.get(i));
        }
        Function<Operand, NdArray> read = operand -> switch (operand) {
            case Variable v -> memory.get(v);
            case Constant(NdArray array) -> array;
        };
        for (Equation equation : program.equations()) {
            List<NdArray> outputs;
            try {
                outputs = Evaluation.evaluate(
                        equation.op(), equation.inputs().stream().map(read).toList());
            } catch (GradusException e) {
                throw equation.located(e);
            }
            for (int i = 0; i < outputs.size(); i++) {
                memory.put(equation.outputs().get(i), outputs.get(i));
            }
        }
        check(program, read);
        return program.outputs().stream().map(read).toList();
    }

    /** Follows operands that are not finite back to an equation that has none, or got them from outside. */
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
                    .filter(o -> isNonFinite(values.apply(o)))
                    .findFirst()
                    .orElse(null);
            if (before == null) {
                String name = NonFiniteCheck.name((Variable) at, maker.op());
                List<NdArray> operands = maker.inputs().stream()
                        .map(values)
                        .filter(Objects::nonNull)
                        .toList();
                return maker.located(NonFiniteCheck.error(name, operands, values.apply(at)));
            }
            at = before;
        }
    }
}
