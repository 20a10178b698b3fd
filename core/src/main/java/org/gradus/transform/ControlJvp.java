package org.gradus.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gradus.array.NdArray;
import org.gradus.error.NotDifferentiableException;
import org.gradus.program.Control;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Structural;
import org.gradus.program.Variable;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;

/**
 * Forward derivatives of operations with sub-programs. Primals and tangents are computed together, by one operation, unless
 * the tangents shall be transposed: then the primal operation gives the carry of each step as well, and an operation that is
 * linear in the tangents takes it from there, computing again within a step what it needs.
 */
final class ControlJvp {
    private final List<Tensor> primals;
    private final List<Tensor> tangents;
    private final List<Boolean> moving;

    /**
     * Results and their tangents.
     *
     * @param primals the results
     * @param tangents one a result, null for zero
     */
    record Result(List<Tensor> primals, List<Tensor> tangents) {}

    private ControlJvp(List<Tensor> primals, List<Tensor> tangents) {
        this.primals = primals;
        this.tangents = tangents;
        this.moving = tangents.stream().map(t -> t != null).toList();
    }

    /**
     * Applies the rule.
     *
     * @param op the operation
     * @param primals its operands
     * @param tangents their tangents, null for zero
     * @param known the numbers of the results if they are known, else null
     * @param linear whether the tangents shall be transposed
     */
    static Result jvp(Control op, List<Tensor> primals, List<Tensor> tangents, List<NdArray> known, boolean linear) {
        ControlJvp rule = new ControlJvp(primals, tangents);
        return switch (op) {
            case Control.Branch b -> linear ? rule.linearBranch(b) : rule.jointBranch(b);
            case Control.While w when linear && w.bound() >= 0 -> rule.boundedWhile(w);
            case Control.While w -> linear ? rule.endlessWhile(w) : rule.jointWhile(w);
            case Control.Scan s -> linear ? rule.linearScan(s) : rule.jointScan(s);
            case Control.Checkpoint c -> linear ? rule.linearCheckpoint(c, known) : rule.jointCheckpoint(c);
            case Control.CustomJvp c -> rule.customJvp(c);
            case Control.CustomVjp c -> rule.customVjp(c);
            case Control.CustomTangent c -> throw c.noValue();
        };
    }

    // ---- choices ---------------------------------------------------------------------------------------------------

    private Result jointBranch(Control.Branch op) {
        List<Boolean> inputs = moving.subList(1, moving.size());
        List<Boolean> wanted = branchOutputs(op, inputs, false);
        List<Program> programs = new ArrayList<>();
        op.branches()
                .forEach(p -> programs.add(Tangents.joint(p, inputs, wanted).program()));
        List<Tensor> out = TensorOps.applyAll(new Control.Branch(programs), joined(primals, present(tangents)));
        return split(out, wanted);
    }

    private Result linearBranch(Control.Branch op) {
        List<Tensor> outputs = TensorOps.applyAll(Tangents.ordinary(op), primals);
        List<Boolean> inputs = moving.subList(1, moving.size());
        List<Boolean> wanted = branchOutputs(op, inputs, true);
        List<Program> programs = new ArrayList<>();
        op.branches()
                .forEach(p -> programs.add(Tangents.linear(p, inputs, wanted).program()));
        if (!wanted.contains(true)) {
            return new Result(outputs, spread(List.of(), wanted));
        }
        List<Tensor> moved = TensorOps.applyAll(new Control.Branch(programs), joined(primals, present(tangents)));
        return new Result(outputs, spread(moved, wanted));
    }

    private static List<Boolean> branchOutputs(Control.Branch op, List<Boolean> inputs, boolean linear) {
        List<Boolean> wanted = none(op.branches().getFirst().outputs().size());
        for (Program p : op.branches()) {
            Tangents t = linear ? Tangents.linear(p, inputs, wanted) : Tangents.joint(p, inputs, wanted);
            wanted = t.outputs();
        }
        return wanted;
    }

    // ---- loops -----------------------------------------------------------------------------------------------------

    /** The derivative of a step, and which carried values move. */
    private record Step(Tangents tangents, List<Boolean> carry, List<Boolean> inputs) {}

    /** Nothing moves. */
    private Result still(Control op) {
        List<Tensor> outputs = TensorOps.applyAll(op, primals);
        return new Result(outputs, spread(List.of(), none(outputs.size())));
    }

    /** The fixed point: a carried value moves if it does at the start or after a step. */
    private Step step(Program body, int first, int constants, int carries, boolean linear) {
        List<Boolean> inputs = new ArrayList<>(moving.subList(first, moving.size()));
        List<Boolean> carry = inputs.subList(constants, constants + carries);
        while (true) {
            List<Boolean> wanted = new ArrayList<>(carry);
            wanted.addAll(none(body.outputs().size() - carries));
            Tangents t = linear ? Tangents.linear(body, inputs, wanted) : Tangents.joint(body, inputs, wanted);
            List<Boolean> next = t.outputs().subList(0, carries);
            if (next.equals(carry)) {
                return new Step(t, List.copyOf(carry), List.copyOf(inputs));
            }
            for (int i = 0; i < carries; i++) {
                carry.set(i, next.get(i));
            }
        }
    }

    /** The tangents of operands from one to another, zeros where the mask wants one and none is given. */
    private List<Tensor> given(int from, List<Boolean> mask) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < mask.size(); i++) {
            if (mask.get(i)) {
                all.add(TensorOps.orZeros(tangents.get(from + i), primals.get(from + i)));
            }
        }
        return all;
    }

    private Result jointWhile(Control.While op) {
        int constants = op.constants();
        int carries = op.carry().size();
        Step step = step(op.body(), 0, constants, carries, false);
        List<Tensor> out = TensorOps.applyAll(joint(op, step), jointOperands(op, step));
        int moved = count(step.carry());
        List<Tensor> outputs = new ArrayList<>(out.subList(0, carries));
        List<Tensor> derivatives = spread(out.subList(carries, carries + moved), step.carry());
        int at = carries + moved;
        outputs.add(out.get(at));
        derivatives.add(null);
        if (op.recorded()) {
            outputs.addAll(out.subList(at + 1, at + 1 + carries));
            derivatives.addAll(spread(out.subList(at + 1 + carries, out.size()), step.carry()));
        }
        return new Result(outputs, derivatives);
    }

    private List<Tensor> jointOperands(Control.While op, Step step) {
        int constants = op.constants();
        return joined(
                primals.subList(0, constants),
                given(0, step.inputs().subList(0, constants)),
                primals.subList(constants, primals.size()),
                given(constants, step.carry()));
    }

    /** One loop over carry and tangents. */
    private static Control.While joint(Control.While op, Step step) {
        int constants = op.constants();
        int moving = count(step.inputs().subList(0, constants));
        Program body = step.tangents().program();
        // The inputs are constants, carry, tangents of constants, tangents of carry.
        List<Variable> inputs = new ArrayList<>(body.inputs());
        int carries = op.carry().size();
        List<Variable> ordered = new ArrayList<>(inputs.subList(0, constants));
        ordered.addAll(inputs.subList(constants + carries, constants + carries + moving));
        ordered.addAll(inputs.subList(constants, constants + carries));
        ordered.addAll(inputs.subList(constants + carries + moving, inputs.size()));
        Program next = new Program(ordered, body.equations(), body.outputs());

        List<Variable> own = op.condition().inputs();
        List<Variable> asked = new ArrayList<>(own.subList(0, constants));
        ordered.subList(constants, constants + moving).forEach(v -> asked.add(new Variable(v.type())));
        asked.addAll(own.subList(constants, own.size()));
        ordered.subList(asked.size(), ordered.size()).forEach(v -> asked.add(new Variable(v.type())));
        Program condition =
                new Program(asked, op.condition().equations(), op.condition().outputs());
        return new Control.While(condition, next, constants + moving, op.bound(), op.recorded());
    }

    /** The tangents come from a loop of their own, which does all again and has no transpose. */
    private Result endlessWhile(Control.While op) {
        List<Tensor> outputs = TensorOps.applyAll(Tangents.ordinary(op), primals);
        Step step = step(op.body(), 0, op.constants(), op.carry().size(), false);
        List<Tensor> derivatives = spread(List.of(), none(outputs.size()));
        if (step.carry().contains(true)) {
            Control.While again = joint(op, step);
            Control quiet =
                    again.with(again.programs().stream().map(Tangents::silent).toList());
            List<Tensor> out = TensorOps.applyAll(quiet, jointOperands(op, step));
            int carries = op.carry().size();
            List<Tensor> moved = spread(out.subList(carries, carries + count(step.carry())), step.carry());
            for (int i = 0; i < carries; i++) {
                derivatives.set(i, moved.get(i));
            }
        }
        return new Result(outputs, derivatives);
    }

    private Result boundedWhile(Control.While op) {
        int constants = op.constants();
        int carries = op.carry().size();
        Step step = step(op.body(), 0, constants, carries, true);
        List<Boolean> carry = step.carry();
        if (!carry.contains(true)) {
            return still(op);
        }
        Control recording = new Control.While(op.condition(), op.body(), constants, op.bound(), true);
        List<Tensor> all = TensorOps.applyAll(Tangents.ordinary(recording), primals);
        List<Tensor> outputs = op.recorded() ? all : all.subList(0, carries + 1);
        List<Boolean> fixed = step.inputs().subList(0, constants);
        int dConstants = count(fixed);
        // The inputs are constants, carry, tangents of constants, tangents of carry; the carry comes from the record.
        Program body = step.tangents().program();
        List<Variable> inputs = body.inputs();
        List<Variable> dCarry = inputs.subList(constants + carries + dConstants, inputs.size());
        List<Variable> ordered = new ArrayList<>(inputs.subList(0, constants));
        ordered.addAll(inputs.subList(constants + carries, inputs.size()));
        ordered.addAll(inputs.subList(constants, constants + carries));
        List<Operand> results = new ArrayList<>(body.outputs());
        if (op.recorded()) {
            results.addAll(dCarry);
        }
        Control scan = new Control.Scan(
                new Program(ordered, body.equations(), results),
                constants + dConstants,
                dCarry.size(),
                op.bound(),
                false,
                true);
        Tensor steps = all.get(carries);
        List<Tensor> out = TensorOps.applyAll(
                scan,
                joined(
                        List.of(steps),
                        primals.subList(0, constants),
                        given(0, fixed),
                        given(constants, carry),
                        all.subList(carries + 1, all.size())));
        List<Tensor> last = out.subList(0, dCarry.size());
        List<Tensor> derivatives = spread(last, carry);
        derivatives.add(null);
        if (op.recorded()) {
            List<Tensor> record = new ArrayList<>();
            for (int i = 0; i < last.size(); i++) {
                record.add(filled(out.get(last.size() + i), last.get(i), steps));
            }
            derivatives.addAll(spread(record, carry));
        }
        return new Result(outputs, derivatives);
    }

    /** A record whose entries after the last step repeat the last value. */
    private static Tensor filled(Tensor record, Tensor last, Tensor steps) {
        Tensor done = before(steps, record, 0);
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < last.rank(); i++) {
            axes.add(i + 1);
        }
        return TensorOps.select(done, record, TensorOps.apply(new Structural.Broadcast(record.shape(), axes), last));
    }

    /** Whether the index along an axis is less than a number, spread to a tensor's shape. */
    static Tensor before(Tensor steps, Tensor like, int axis) {
        Tensor index =
                TensorOps.apply(new Structural.Broadcast(like.shape(), List.of(axis)), Tensors.arange(like.dim(axis)));
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < steps.rank(); i++) {
            axes.add(i);
        }
        Tensor limit = TensorOps.apply(new Structural.Broadcast(like.shape(), axes), steps);
        return TensorOps.apply(new Elementwise.Compare(Comparison.LT), index, limit);
    }

    private Result jointScan(Control.Scan op) {
        int first = op.counted() ? 1 : 0;
        int constants = op.constants();
        int carries = op.carries();
        int xs = primals.size() - first - constants - carries;
        Step step = step(op.body(), first, constants, carries, false);
        List<Boolean> masks = step.inputs();
        int dConstants = count(masks.subList(0, constants));
        int dCarries = count(step.carry());
        Program p = step.tangents().program();
        // The inputs are constants, carry, entries, and the tangents of each.
        List<Variable> in = p.inputs();
        int t = constants + carries + xs;
        List<Variable> ordered = new ArrayList<>(in.subList(0, constants));
        ordered.addAll(in.subList(t, t + dConstants));
        ordered.addAll(in.subList(constants, constants + carries));
        ordered.addAll(in.subList(t + dConstants, t + dConstants + dCarries));
        ordered.addAll(in.subList(constants + carries, t));
        ordered.addAll(in.subList(t + dConstants + dCarries, in.size()));
        int results = op.body().outputs().size();
        List<Operand> out = p.outputs();
        List<Operand> outputs = new ArrayList<>(out.subList(0, carries));
        outputs.addAll(out.subList(results, results + dCarries));
        outputs.addAll(out.subList(carries, results));
        outputs.addAll(out.subList(results + dCarries, out.size()));
        Control scan = new Control.Scan(
                new Program(ordered, p.equations(), outputs),
                constants + dConstants,
                carries + dCarries,
                op.length(),
                op.reverse(),
                op.counted());
        int c = first + constants;
        List<Tensor> values = TensorOps.applyAll(
                scan,
                joined(
                        primals.subList(0, first),
                        primals.subList(first, c),
                        given(first, masks.subList(0, constants)),
                        primals.subList(c, c + carries),
                        given(c, step.carry()),
                        primals.subList(c + carries, primals.size()),
                        given(c + carries, masks.subList(constants + carries, masks.size()))));
        int ys = results - carries;
        int y = carries + dCarries;
        return new Result(
                joined(values.subList(0, carries), values.subList(y, y + ys)),
                joined(
                        spread(values.subList(carries, y), step.carry()),
                        spread(
                                values.subList(y + ys, values.size()),
                                step.tangents().outputs().subList(carries, results))));
    }

    private Result linearScan(Control.Scan op) {
        int first = op.counted() ? 1 : 0;
        int constants = op.constants();
        int carries = op.carries();
        int xs = primals.size() - first - constants - carries;
        int results = op.body().outputs().size();
        Step step = step(op.body(), first, constants, carries, true);
        List<Boolean> masks = step.inputs();
        List<Boolean> moved = step.tangents().outputs();
        if (!moved.contains(true)) {
            return still(op);
        }
        List<Operand> recorded = new ArrayList<>(op.body().outputs());
        recorded.addAll(op.body().inputs().subList(constants, constants + carries));
        Program recording = new Program(op.body().inputs(), op.body().equations(), recorded);
        List<Tensor> all = TensorOps.applyAll(Tangents.ordinary(op.with(List.of(recording))), primals);
        List<Tensor> outputs = all.subList(0, results);
        int dConstants = count(masks.subList(0, constants));
        int dCarries = count(step.carry());
        Program p = step.tangents().program();
        // The inputs are constants, carry, entries, and the tangents of each; the carry comes from the record.
        List<Variable> in = p.inputs();
        int t = constants + carries + xs;
        List<Variable> ordered = new ArrayList<>(in.subList(0, constants));
        ordered.addAll(in.subList(t, t + dConstants + dCarries));
        ordered.addAll(in.subList(constants, t));
        ordered.addAll(in.subList(t + dConstants + dCarries, in.size()));
        Control scan = new Control.Scan(
                new Program(ordered, p.equations(), p.outputs()),
                constants + dConstants,
                dCarries,
                op.length(),
                op.reverse(),
                op.counted());
        int c = first + constants;
        List<Tensor> values = TensorOps.applyAll(
                scan,
                joined(
                        primals.subList(0, c),
                        given(first, masks.subList(0, constants)),
                        given(c, step.carry()),
                        all.subList(results, all.size()),
                        primals.subList(c + carries, primals.size()),
                        given(c + carries, masks.subList(constants + carries, masks.size()))));
        return new Result(outputs, spread(values, moved));
    }

    // ---- recomputation and rules of the user -----------------------------------------------------------------------

    private Result jointCheckpoint(Control.Checkpoint op) {
        Tangents t = Tangents.joint(op.body(), moving, none(op.body().outputs().size()));
        List<Tensor> out =
                TensorOps.applyAll(new Control.Checkpoint(t.program(), 0), joined(primals, present(tangents)));
        return split(out, t.outputs());
    }

    private Result linearCheckpoint(Control.Checkpoint op, List<NdArray> known) {
        List<Value> values = primals.stream().map(Tensor::value).toList();
        Control ordinary = Tangents.ordinary(op);
        List<Value> results = known == null ? Trace.apply(ordinary, values) : Trace.applyKnown(ordinary, values, known);
        List<Tensor> outputs = results.stream().map(Tensor::of).toList();
        Tangents t = Tangents.linear(op.body(), moving, op.saved());
        if (!t.outputs().contains(true)) {
            return new Result(outputs, spread(List.of(), t.outputs()));
        }
        List<Tensor> saved = outputs.subList(outputs.size() - op.saved(), outputs.size());
        List<Tensor> moved =
                TensorOps.applyAll(new Control.Checkpoint(t.program(), 0), joined(primals, saved, present(tangents)));
        return new Result(outputs, spread(moved, t.outputs()));
    }

    private Result customJvp(Control.CustomJvp op) {
        refuseMovingConstants(op.name(), op.constants());
        List<Tensor> outputs = TensorOps.applyAll(op, primals);
        List<Tensor> operands = new ArrayList<>(primals);
        for (int i = op.constants(); i < primals.size(); i++) {
            operands.add(TensorOps.orZeros(tangents.get(i), primals.get(i)));
        }
        List<Tensor> moved = replay(op.jvp(), operands);
        List<Tensor> derivatives = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            derivatives.add(outputs.get(i).dtype().isFloat() ? moved.get(i) : null);
        }
        return new Result(outputs, derivatives);
    }

    /** An outer derivative goes through value and residuals as through the ordinary code that computes them. */
    private Result customVjp(Control.CustomVjp op) {
        refuseMovingConstants(op.name(), op.constants());
        List<Tensor> all = replay(op.forward(), primals);
        List<Tensor> results = all.subList(0, op.results());
        List<Tensor> residuals = all.subList(op.results(), all.size());
        List<Tensor> operands = new ArrayList<>(residuals);
        for (int i = op.constants(); i < primals.size(); i++) {
            if (primals.get(i).dtype().isFloat()) {
                operands.add(TensorOps.orZeros(tangents.get(i), primals.get(i)));
            }
        }
        Control tangent = new Control.CustomTangent(op.name(), op.backward(), residuals.size());
        List<Boolean> real = results.stream().map(y -> y.dtype().isFloat()).toList();
        return new Result(results, spread(TensorOps.applyAll(tangent, operands), real));
    }

    private void refuseMovingConstants(String name, int constants) {
        if (moving.subList(0, constants).contains(true)) {
            throw new NotDifferentiableException(
                    name
                            + ": the function uses a tensor of a derivative that is being taken around it, of which its own"
                            + " rule knows nothing",
                    "pass the tensor as a part of the function's argument, or mark it with stopGradient");
        }
    }

    // ---- lists -----------------------------------------------------------------------------------------------------

    static List<Tensor> replay(Program program, List<Tensor> operands) {
        List<Value> values = operands.stream().map(Tensor::value).toList();
        return Trace.replay(program, values).stream().map(Tensor::of).toList();
    }

    static List<Boolean> none(int count) {
        return Collections.nCopies(count, false);
    }

    static int count(List<Boolean> mask) {
        return Collections.frequency(mask, true);
    }

    /** One element for each of the mask, null where it is false. */
    private static List<Tensor> spread(List<Tensor> present, List<Boolean> mask) {
        List<Tensor> all = new ArrayList<>();
        int next = 0;
        for (boolean there : mask) {
            all.add(there ? present.get(next++) : null);
        }
        return all;
    }

    private static Result split(List<Tensor> joint, List<Boolean> mask) {
        int n = mask.size();
        return new Result(joint.subList(0, n), spread(joint.subList(n, joint.size()), mask));
    }

    private static List<Tensor> present(List<Tensor> tangents) {
        return tangents.stream().filter(t -> t != null).toList();
    }

    @SafeVarargs
    static List<Tensor> joined(List<Tensor>... parts) {
        List<Tensor> all = new ArrayList<>();
        for (List<Tensor> part : parts) {
            all.addAll(part);
        }
        return all;
    }
}
