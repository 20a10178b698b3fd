package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.error.NotDifferentiableException;
import org.gradus.program.Control;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Recorder;

/** Transposes of operations whose sub-programs are linear in some operands: the sub-programs transposed. */
final class ControlTranspose {
    private ControlTranspose() {}

    static List<Tensor> transpose(Control op, List<Tensor> inputs, List<ArrayType> types, List<Tensor> cotangents) {
        return switch (op) {
            case Control.Branch(var branches) -> {
                List<Boolean> linear = linear(inputs.subList(1, inputs.size()));
                List<Program> back = branches.stream()
                        .map(p -> Transposition.program(p, linear))
                        .toList();
                yield spread(inputs, TensorOps.applyAll(new Control.Branch(back), operands(inputs, cotangents)));
            }
            case Control.Scan s -> scan(s, inputs, types, cotangents);
            case Control.Checkpoint(Program body, int _) -> {
                Program back = Transposition.program(body, linear(inputs));
                yield spread(inputs, TensorOps.applyAll(new Control.Checkpoint(back, 0), operands(inputs, cotangents)));
            }
            case Control.CustomTangent c ->
                custom(
                        inputs,
                        c.residuals(),
                        ControlJvp.replay(
                                c.backward(), ControlJvp.joined(inputs.subList(0, c.residuals()), cotangents)));
            case Control.While _ ->
                throw new NotDifferentiableException(
                        "whileLoop: has no reverse derivative, for which the values of every step would be needed, and"
                                + " their number is not known",
                        "bound the number of steps with boundedWhile or scan, differentiate the solution of an iteration by"
                                + " the equation that it satisfies (org.gradus.solve), use forward mode (jvp), or mark the"
                                + " result with stopGradient");
            case Control.CustomJvp _, Control.CustomVjp _ -> throw TransposeRules.notLinear(op);
        };
    }

    private static List<Boolean> linear(List<Tensor> inputs) {
        return inputs.stream().map(t -> t == null).toList();
    }

    /** The operands that are known, then the cotangents. */
    private static List<Tensor> operands(List<Tensor> inputs, List<Tensor> cotangents) {
        List<Tensor> all = new ArrayList<>(inputs);
        all.removeIf(t -> t == null);
        all.addAll(cotangents);
        return all;
    }

    /** A cotangent for each operand that is linear. */
    private static List<Tensor> spread(List<Tensor> inputs, List<Tensor> back) {
        List<Tensor> all = new ArrayList<>();
        int next = 0;
        for (Tensor input : inputs) {
            all.add(input == null ? back.get(next++) : null);
        }
        return all;
    }

    private static List<Tensor> custom(List<Tensor> inputs, int residuals, List<Tensor> back) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            all.add(inputs.get(i) == null ? back.get(i - residuals) : null);
        }
        return all;
    }

    /**
     * The scan in the other direction. The cotangents of the carry are carried, those of constants are collected on the way,
     * and those of the entries are the ys.
     */
    private static List<Tensor> scan(
            Control.Scan op, List<Tensor> inputs, List<ArrayType> types, List<Tensor> cotangents) {
        int first = op.counted() ? 1 : 0;
        int constants = op.constants();
        int carries = op.carries();
        List<Tensor> own = inputs.subList(first, inputs.size());
        // Carried values are linear in the tangents, even those that are zero at the start.
        List<Boolean> linear = new ArrayList<>(linear(own));
        for (int i = constants; i < constants + carries; i++) {
            linear.set(i, true);
        }
        int collected = ControlJvp.count(linear.subList(0, constants));
        int entries = ControlJvp.count(linear.subList(constants + carries, linear.size()));
        Program body = collecting(op, Transposition.program(op.body(), linear), linear, collected);
        int known = constants - collected;
        List<Tensor> operands = new ArrayList<>(inputs.subList(0, first));
        addKnown(operands, own.subList(0, constants));
        for (int i = 0; i < constants; i++) {
            if (linear.get(i)) {
                operands.add(Tensors.full(0, types.get(first + i)));
            }
        }
        operands.addAll(cotangents.subList(0, carries));
        addKnown(operands, own.subList(constants + carries, own.size()));
        operands.addAll(cotangents.subList(carries, cotangents.size()));
        Control scan = new Control.Scan(body, known, collected + carries, op.length(), !op.reverse(), op.counted());
        List<Tensor> out = TensorOps.applyAll(scan, operands);
        List<Tensor> back = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < inputs.size(); i++) {
            boolean moves = i >= first && linear.get(i - first);
            Tensor cotangent = moves ? out.get(next++) : null;
            back.add(inputs.get(i) == null ? cotangent : null);
        }
        if (next != collected + carries + entries) {
            throw new AssertionError("scan: " + next + " cotangents");
        }
        return back;
    }

    private static void addKnown(List<Tensor> operands, List<Tensor> inputs) {
        inputs.stream().filter(t -> t != null).forEach(operands::add);
    }

    /**
     * One step backward: takes known constants; collected cotangents of constants, cotangents of the carry; known entries,
     * cotangents of ys.
     */
    private static Program collecting(Control.Scan op, Program transposed, List<Boolean> linear, int collected) {
        int constants = op.constants();
        int carries = op.carries();
        int knownConstants = constants - collected;
        List<Boolean> xs = linear.subList(constants + carries, linear.size());
        int knownEntries = xs.size() - ControlJvp.count(xs);
        // The inputs are known constants, known entries, cotangents of the carry, cotangents of ys.
        List<Variable> in = transposed.inputs();
        int ct = knownConstants + knownEntries;
        try (Recorder recorder = Recorder.ofRules()) {
            List<Tensor> declared = new ArrayList<>();
            List<ArrayType> declaredTypes = new ArrayList<>();
            in.subList(0, knownConstants).forEach(v -> declaredTypes.add(v.type()));
            for (Operand o : transposed.outputs().subList(0, collected)) {
                declaredTypes.add(o.type());
            }
            in.subList(ct, ct + carries).forEach(v -> declaredTypes.add(v.type()));
            in.subList(knownConstants, ct).forEach(v -> declaredTypes.add(v.type()));
            in.subList(ct + carries, in.size()).forEach(v -> declaredTypes.add(v.type()));
            declaredTypes.forEach(t -> declared.add(Tensor.of(recorder.input(t, ""))));
            int carry = knownConstants + collected;
            List<Tensor> back = ControlJvp.replay(
                    transposed,
                    ControlJvp.joined(
                            declared.subList(0, knownConstants),
                            declared.subList(carry + carries, carry + carries + knownEntries),
                            declared.subList(carry, carry + carries),
                            declared.subList(carry + carries + knownEntries, declared.size())));
            List<Tensor> results = new ArrayList<>(back);
            for (int i = 0; i < collected; i++) {
                results.set(i, TensorOps.add(declared.get(knownConstants + i), back.get(i)));
            }
            return recorder.finish(results.stream().map(Tensor::value).toList()).program();
        }
    }
}
