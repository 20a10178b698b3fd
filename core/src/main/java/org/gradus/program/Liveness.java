package org.gradus.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.array.ArrayType;
import org.gradus.error.Require;

/**
 * How much of a program's data exists at once when its equations run in order and every value is dropped after its last use,
 * which is how compiled programs treat theirs. Arguments, results and constants count from beginning to end; a sub-program
 * adds, while it runs, what it holds beyond its own arguments. What an operation needs for itself while it works does not
 * count, nor is anything taken off for operations that are fused and whose values never exist whole: the figure is a bound
 * that depends on the program alone.
 *
 * @param elements the largest number of array elements alive
 * @param bytes the largest number of bytes alive
 */
public record Liveness(long elements, long bytes) {

    /** Amounts of elements and bytes. */
    private record Amount(long elements, long bytes) {
        static final Amount NONE = new Amount(0, 0);

        static Amount of(ArrayType type) {
            long size = type.shape().size();
            return new Amount(size, size * type.dtype().bytes());
        }

        static Amount of(Operand operand) {
            boolean one = operand instanceof Constant c && c.value().isSplat();
            return one ? new Amount(1, operand.type().dtype().bytes()) : of(operand.type());
        }

        Amount plus(Amount other) {
            return new Amount(elements + other.elements, bytes + other.bytes);
        }

        Amount minus(Amount other) {
            return new Amount(Math.max(0, elements - other.elements), Math.max(0, bytes - other.bytes));
        }

        Amount max(Amount other) {
            return new Amount(Math.max(elements, other.elements), Math.max(bytes, other.bytes));
        }
    }

    /**
     * The largest amount of data alive while a program runs.
     *
     * @param program the program
     * @return elements and bytes
     */
    public static Liveness of(Program program) {
        Amount peak = peak(Require.notNull(program, "liveness", "the program"));
        return new Liveness(peak.elements(), peak.bytes());
    }

    private static Amount peak(Program program) {
        Set<Operand> always = Collections.newSetFromMap(new IdentityHashMap<>());
        always.addAll(program.inputs());
        // One array may stand in several equations.
        Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<Operand, Integer> last = new IdentityHashMap<>();
        List<Equation> equations = program.equations();
        for (int i = 0; i < equations.size(); i++) {
            for (Operand operand : equations.get(i).inputs()) {
                last.put(operand, i);
                if (operand instanceof Constant c && arrays.add(c.value())) {
                    always.add(operand);
                }
            }
        }
        Set<Operand> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(always);
        kept.addAll(program.outputs());
        for (Operand output : program.outputs()) {
            if (output instanceof Constant c && arrays.add(c.value())) {
                always.add(output);
            }
        }
        Amount alive = sum(always);
        Amount peak = alive;
        List<List<Operand>> dying = new ArrayList<>();
        equations.forEach(_ -> dying.add(new ArrayList<>()));
        last.forEach((operand, i) -> {
            if (!kept.contains(operand) && !(operand instanceof Constant)) {
                dying.get(i).add(operand);
            }
        });
        for (int i = 0; i < equations.size(); i++) {
            Equation equation = equations.get(i);
            alive = alive.plus(sum(equation.outputs()));
            peak = peak.max(alive.plus(inside(equation.op())));
            alive = alive.minus(sum(dying.get(i)));
            for (Variable output : equation.outputs()) {
                if (!last.containsKey(output) && !kept.contains(output)) {
                    alive = alive.minus(Amount.of(output));
                }
            }
        }
        return peak;
    }

    /** What the sub-programs of an operation hold beyond what they are given. */
    private static Amount inside(Op op) {
        return switch (op) {
            case Control.CustomJvp c -> beyondOperands(c.forward());
            case Control.CustomVjp c -> beyondOperands(c.forward());
            case Control.Scan s -> beyond(s.body(), s.constants());
            case Control.While w -> beyond(w.condition(), w.constants()).max(beyond(w.body(), w.constants()));
            case Control c -> {
                Amount most = Amount.NONE;
                for (Program program : c.programs()) {
                    most = most.max(beyondOperands(program));
                }
                yield most;
            }
            default -> Amount.NONE;
        };
    }

    /** Arguments and results are arrays that the caller holds. */
    private static Amount beyondOperands(Program program) {
        return beyond(program, program.inputs().size()).minus(sum(program.outputs()));
    }

    /** A loop's carry and entries are arrays of their own. */
    private static Amount beyond(Program program, int shared) {
        return peak(program).minus(sum(program.inputs().subList(0, shared)));
    }

    private static Amount sum(Iterable<? extends Operand> operands) {
        Amount sum = Amount.NONE;
        for (Operand operand : operands) {
            sum = sum.plus(Amount.of(operand));
        }
        return sum;
    }
}
