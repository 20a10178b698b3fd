package org.gradus.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;

/** Result types of operations that run sub-programs. */
final class ControlTypes {
    private static final ArrayType COUNT = new ArrayType(DType.INT64, Shape.SCALAR);

    private ControlTypes() {}

    static List<ArrayType> infer(Control op, List<ArrayType> inputs) {
        return switch (op) {
            case Control.Branch b -> branch(b, inputs);
            case Control.While w -> loop(w, inputs);
            case Control.Scan s -> scan(s, inputs);
            case Control.Checkpoint(Program body, int saved) -> {
                demandCount(op, saved, body.outputs().size());
                yield run(op, body, inputs);
            }
            case Control.CustomJvp c -> {
                List<ArrayType> results = run(op, c.forward(), inputs);
                demandCount(op, c.constants(), inputs.size());
                List<ArrayType> all = new ArrayList<>(inputs);
                all.addAll(inputs.subList(c.constants(), inputs.size()));
                demandSame(op, "tangents", results, run(op, c.jvp(), all));
                yield results;
            }
            case Control.CustomVjp c -> customVjp(c, inputs);
            case Control.CustomTangent(var _, Program backward, int residuals) -> {
                demandCount(
                        op, residuals, Math.min(inputs.size(), backward.inputs().size()));
                demandSame(op, "residuals", backward.inputTypes().subList(0, residuals), inputs.subList(0, residuals));
                demandSame(op, "tangents", backward.outputTypes(), inputs.subList(residuals, inputs.size()));
                yield backward.inputTypes().subList(residuals, backward.inputs().size());
            }
        };
    }

    private static List<ArrayType> branch(Control.Branch op, List<ArrayType> inputs) {
        if (op.branches().isEmpty() || inputs.isEmpty()) {
            throw new ArgumentException(
                    "branch: " + op.branches().size() + " branches and " + inputs.size() + " operands given",
                    "give an index and at least one branch");
        }
        ArrayType index = inputs.getFirst();
        if (!Set.of(DType.INT32, DType.INT64).contains(index.dtype())
                || index.shape().rank() != 0) {
            throw new DTypeException(
                    "branch: the index is " + index + ", not one whole number", "give a scalar of type i32 or i64");
        }
        List<ArrayType> operands = inputs.subList(1, inputs.size());
        List<ArrayType> results = run(op, op.branches().getFirst(), operands);
        for (Program branch : op.branches()) {
            demandSame(op, "results of a branch", results, run(op, branch, operands));
        }
        return results;
    }

    private static List<ArrayType> loop(Control.While op, List<ArrayType> inputs) {
        demandCount(op, op.constants(), inputs.size());
        List<ArrayType> carry = inputs.subList(op.constants(), inputs.size());
        demandSame(op, "condition", List.of(new ArrayType(DType.BOOL, Shape.SCALAR)), run(op, op.condition(), inputs));
        demandSame(op, "next carry", carry, run(op, op.body(), inputs));
        List<ArrayType> results = new ArrayList<>(carry);
        results.add(COUNT);
        if (op.recorded()) {
            demandCount(op, op.bound(), Integer.MAX_VALUE);
            results.addAll(stacked(carry, op.bound()));
        }
        return results;
    }

    private static List<ArrayType> scan(Control.Scan op, List<ArrayType> inputs) {
        int first = op.counted() ? 1 : 0;
        demandCount(op, op.length(), Integer.MAX_VALUE);
        demandCount(op, op.constants(), inputs.size() - first);
        demandCount(op, op.carries(), inputs.size() - first - op.constants());
        demandCount(op, op.carries(), op.body().outputs().size());
        if (op.counted()) {
            demandSame(op, "number of steps", List.of(COUNT), inputs.subList(0, 1));
        }
        int xs = first + op.constants() + op.carries();
        List<ArrayType> entries = new ArrayList<>(inputs.subList(first, xs));
        for (ArrayType x : inputs.subList(xs, inputs.size())) {
            if (x.shape().rank() == 0 || x.shape().dim(0) != op.length()) {
                throw new ShapeException(
                        "scan: " + x + " has not " + op.length() + " entries along its first axis",
                        "give operands with one entry for each step");
            }
            entries.add(x.with(x.shape().slice(1, x.shape().rank())));
        }
        List<ArrayType> results = run(op, op.body(), entries);
        List<ArrayType> carry = results.subList(0, op.carries());
        demandSame(op, "next carry", inputs.subList(first + op.constants(), xs), carry);
        List<ArrayType> all = new ArrayList<>(carry);
        all.addAll(stacked(results.subList(op.carries(), results.size()), op.length()));
        return all;
    }

    private static List<ArrayType> customVjp(Control.CustomVjp op, List<ArrayType> inputs) {
        List<ArrayType> all = run(op, op.forward(), inputs);
        demandCount(op, op.results(), all.size());
        demandCount(op, op.constants(), inputs.size());
        List<ArrayType> results = all.subList(0, op.results());
        List<ArrayType> given = new ArrayList<>(all.subList(op.results(), all.size()));
        given.addAll(reals(results));
        List<ArrayType> reals = reals(inputs.subList(op.constants(), inputs.size()));
        demandSame(op, "cotangents", reals, run(op, op.backward(), given));
        return results;
    }

    private static List<ArrayType> reals(List<ArrayType> types) {
        return types.stream().filter(t -> t.dtype().isFloat()).toList();
    }

    private static List<ArrayType> stacked(List<ArrayType> types, int length) {
        return types.stream().map(t -> t.with(t.shape().insert(0, length))).toList();
    }

    private static List<ArrayType> run(Control op, Program program, List<ArrayType> inputs) {
        demandSame(op, "operands", program.inputTypes(), inputs);
        return program.outputTypes();
    }

    private static void demandSame(Control op, String what, List<ArrayType> expected, List<ArrayType> given) {
        if (!expected.equals(given)) {
            throw new ShapeException(
                    op.mnemonic() + ": " + what + " " + given + " are not of the types " + expected,
                    "give values of these types");
        }
    }

    private static void demandCount(Control op, int count, int available) {
        if (count < 0 || count > available) {
            throw new ArgumentException(
                    op.mnemonic() + ": " + op.attributes() + " does not fit its operands and sub-programs",
                    "count operands and results that exist");
        }
    }
}
