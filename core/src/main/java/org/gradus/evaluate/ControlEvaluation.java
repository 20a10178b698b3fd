package org.gradus.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.program.Control;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;

/**
 * Runs an operation with sub-programs; these are prepared once, by the interpreter or by who compiles them. Immutable and safe
 * for use by many threads.
 */
public final class ControlEvaluation {
    private final Control op;
    private final List<Body> programs;

    /** A sub-program, ready to run. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs it.
         *
         * @param arguments one array an input
         * @return one array an output
         */
        List<NdArray> run(List<NdArray> arguments);
    }

    ControlEvaluation(Control op) {
        this(op, program -> new Interpreter(program)::run);
    }

    /**
     * Prepares an operation.
     *
     * @param op the operation
     * @param prepare makes its sub-programs ready to run
     */
    public ControlEvaluation(Control op, Function<Program, Body> prepare) {
        this.op = op;
        this.programs = switch (op) {
            case Control.CustomJvp c -> List.of(prepare.apply(c.forward()));
            case Control.CustomVjp c -> List.of(prepare.apply(resultsOnly(c)));
            case Control.CustomTangent _ -> List.of();
            default -> op.programs().stream().map(prepare).toList();
        };
    }

    private static Program resultsOnly(Control.CustomVjp op) {
        Program all = op.forward();
        List<Operand> results = all.outputs().subList(0, op.results());
        return new Program(all.inputs(), all.equations(), results).pruned(Op::callsJava);
    }

    /**
     * Runs the operation.
     *
     * @param types the types of its results
     * @param inputs its operands
     * @return its results
     */
    public List<NdArray> run(List<ArrayType> types, List<NdArray> inputs) {
        return switch (op) {
            case Control.Branch _ -> programs.get(chosen(inputs.getFirst())).run(inputs.subList(1, inputs.size()));
            case Control.While w -> loop(w, types, inputs);
            case Control.Scan s -> scan(s, types, inputs);
            case Control.Checkpoint _, Control.CustomJvp _, Control.CustomVjp _ ->
                programs.getFirst().run(inputs);
            case Control.CustomTangent c -> throw c.noValue();
        };
    }

    private int chosen(NdArray index) {
        long i = index.getLong(0);
        if (i < 0 || i >= programs.size()) {
            throw new ArgumentException(
                    "branch: index " + i + " names none of " + programs.size() + " branches",
                    "give an index from 0 to " + (programs.size() - 1));
        }
        return (int) i;
    }

    private List<NdArray> loop(Control.While w, List<ArrayType> types, List<NdArray> inputs) {
        List<NdArray> values = new ArrayList<>(inputs);
        List<NdArray> carry = values.subList(w.constants(), values.size());
        List<Stack> history = new ArrayList<>();
        if (w.recorded()) {
            types.subList(carry.size() + 1, types.size()).forEach(t -> history.add(new Stack(t)));
        }
        long steps = 0;
        while ((w.bound() < 0 || steps < w.bound())
                && programs.get(0).run(values).getFirst().getLong(0) != 0) {
            record(history, carry, (int) steps);
            replace(carry, programs.get(1).run(values));
            steps++;
        }
        for (int i = (int) steps; w.recorded() && i < w.bound(); i++) {
            record(history, carry, i);
        }
        List<NdArray> results = new ArrayList<>(carry);
        results.add(NdArray.of(new ArrayType(DType.INT64, Shape.SCALAR), new long[] {steps}));
        history.forEach(h -> results.add(h.array()));
        return results;
    }

    private static void record(List<Stack> history, List<NdArray> carry, int step) {
        for (int i = 0; i < history.size(); i++) {
            history.get(i).put(step, carry.get(i));
        }
    }

    private static void replace(List<NdArray> list, List<NdArray> by) {
        for (int i = 0; i < list.size(); i++) {
            list.set(i, by.get(i));
        }
    }

    private List<NdArray> scan(Control.Scan s, List<ArrayType> types, List<NdArray> inputs) {
        int first = s.counted() ? 1 : 0;
        int count = s.counted() ? steps(inputs.getFirst(), s.length()) : s.length();
        int carries = first + s.constants();
        int xs = carries + s.carries();
        List<NdArray> values = new ArrayList<>(inputs.subList(first, xs));
        values.addAll(Collections.nCopies(inputs.size() - xs, null));
        List<NdArray> carry = values.subList(s.constants(), s.constants() + s.carries());
        List<NdArray> entries = values.subList(s.constants() + s.carries(), values.size());
        List<Stack> ys = new ArrayList<>();
        types.subList(s.carries(), types.size()).forEach(t -> ys.add(new Stack(t)));
        List<ArrayType> entryTypes = s.body().inputTypes().subList(s.constants() + s.carries(), values.size());
        for (int step = 0; step < count; step++) {
            int at = s.reverse() ? count - 1 - step : step;
            for (int i = 0; i < entries.size(); i++) {
                entries.set(i, entry(inputs.get(xs + i), at, entryTypes.get(i)));
            }
            List<NdArray> out = programs.getFirst().run(values);
            replace(carry, out);
            for (int i = 0; i < ys.size(); i++) {
                ys.get(i).put(at, out.get(s.carries() + i));
            }
        }
        List<NdArray> results = new ArrayList<>(carry);
        ys.forEach(y -> results.add(y.array()));
        return results;
    }

    private static int steps(NdArray given, int length) {
        long steps = given.getLong(0);
        if (steps < 0 || steps > length) {
            throw new ArgumentException(
                    "scan: " + steps + " steps asked of " + length + " entries", "ask for no more than there are");
        }
        return (int) steps;
    }

    private static NdArray entry(NdArray x, int at, ArrayType type) {
        if (x.isSplat()) {
            return NdArray.splat(type, x.stored());
        }
        int n = type.shape().size();
        Object part = type.dtype().allocate(n);
        System.arraycopy(x.stored(), at * n, part, 0, n);
        return NdArray.of(type, part);
    }

    /** Entries along a first axis, zero until put. */
    private record Stack(ArrayType type, Object elements) {
        Stack(ArrayType type) {
            this(type, type.dtype().allocate(type.shape().size()));
        }

        void put(int at, NdArray entry) {
            System.arraycopy(entry.dense(), 0, elements, at * entry.size(), entry.size());
        }

        NdArray array() {
            return NdArray.of(type, elements);
        }
    }
}
