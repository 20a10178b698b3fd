package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.error.SourceLine;
import org.gradus.program.Control;
import org.gradus.program.Equation;
import org.gradus.program.Program;
import org.gradus.program.Types;
import org.gradus.program.Variable;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Value;
import org.gradus.tree.Tree;

/** Loops as operations of programs; {@code org.gradus.Gradus} offers them. */
public final class Loops {
    private Loops() {}

    /**
     * Steps as long as a condition holds.
     *
     * @param <S> the state's type
     * @param operation what errors call it
     * @param condition gives one truth value
     * @param body a step
     * @param start the first state
     * @param bound the most steps done, negative for any number
     * @return the last state
     */
    public static <S> S whileLoop(String operation, Fn<S, Tensor> condition, Fn<S, S> body, S start, int bound) {
        Require.notNull(condition, operation, "the condition");
        Require.notNull(body, operation, "the body");
        Tree.Flat<S> state = Traced.flatten(operation, Require.notNull(start, operation, "the first state"));
        List<ArrayType> types = Traced.types(state);
        Traced<Tensor> asked = Traced.of(operation, types, in -> condition.apply(state.with(in)));
        ArrayType answer = asked.result().leaves().getFirst().type();
        if (answer.dtype() != DType.BOOL || answer.shape().rank() != 0) {
            throw new DTypeException(
                    operation + ": the condition gives " + answer + ", not one truth value",
                    "compare something, as in s.lt(10), and reduce with all() or any()");
        }
        Traced<S> next = Traced.of(operation, types, in -> body.apply(state.with(in)));
        Traced.checkAlike(operation + ": the body's result", "the first state", state, types, next.result());
        List<Value> captured = Traced.captured(List.of(asked, next));
        Control op = new Control.While(asked.program(captured), next.program(captured), captured.size(), bound, false);
        List<Tensor> out = TensorOps.applyAll(op, Traced.operands(captured, state.leaves()));
        return state.with(out.subList(0, types.size()));
    }

    /**
     * One step for each entry of the first axis of every leaf.
     *
     * @param <C> the carry's type
     * @param <X> the entries' type
     * @param <Y> the outputs' type
     * @param step from carry and entry to the next carry and an output
     * @param carry the first carry
     * @param xs the entries
     * @param options direction and segments
     * @return the last carry and all outputs
     */
    public static <C, X, Y> Scanned<C, Y> scan(Fn2<C, X, Scanned<C, Y>> step, C carry, X xs, ScanOptions options) {
        Require.notNull(step, "scan", "the step");
        Tree.Flat<X> entries = Traced.flatten("scan", Require.notNull(xs, "scan", "the entries"));
        int length = length(entries);
        return run(step::apply, carry, entries, length, options);
    }

    /**
     * A number of steps.
     *
     * @param <C> the carry's type
     * @param <Y> the outputs' type
     * @param step from carry to the next carry and an output
     * @param carry the first carry
     * @param length the number of steps
     * @param options segments; the direction does not matter but for the order of the outputs
     * @return the last carry and all outputs
     */
    public static <C, Y> Scanned<C, Y> scan(Fn<C, Scanned<C, Y>> step, C carry, int length, ScanOptions options) {
        Require.notNull(step, "scan", "the step");
        if (length < 0) {
            throw new ArgumentException("scan: " + length + " steps asked for", "ask for zero or more");
        }
        return run((c, _) -> step.apply(c), carry, Tree.flatten(List.<Tensor>of()), length, options);
    }

    private static int length(Tree.Flat<?> entries) {
        int length = -1;
        for (int i = 0; i < entries.leaves().size(); i++) {
            Tensor leaf = entries.leaves().get(i);
            String name = Tree.leafName(entries.paths().get(i)).replace("the argument", "the tensor of entries");
            if (leaf.rank() == 0) {
                throw new ShapeException(
                        "scan: " + name + " is " + leaf.type() + " and has no axis to go along",
                        "let the step capture what is the same for all entries, instead of passing it");
            }
            if (length >= 0 && leaf.dim(0) != length) {
                throw new ShapeException(
                        "scan: " + name + " is " + leaf.type() + " with " + leaf.dim(0) + " entries, but "
                                + Tree.leafName(entries.paths().getFirst()) + " has " + length,
                        "give every leaf the same first axis");
            }
            length = leaf.dim(0);
        }
        if (length < 0) {
            throw new ShapeException(
                    "scan: the entries hold no tensors, so their number is not known",
                    "give the number of steps instead, as in scan(c -> ..., carry, 10)");
        }
        return length;
    }

    private interface Body<C, X, Y> {
        Scanned<C, Y> apply(C carry, X entry);
    }

    private static <C, X, Y> Scanned<C, Y> run(
            Body<C, X, Y> step, C carry, Tree.Flat<X> entries, int length, ScanOptions options) {
        Require.notNull(options, "scan", "the options");
        Tree.Flat<C> first = Traced.flatten("scan", Require.notNull(carry, "scan", "the first carry"));
        List<ArrayType> carries = Traced.types(first);
        int count = carries.size();
        List<ArrayType> types = new ArrayList<>(carries);
        for (Tensor x : entries.leaves()) {
            types.add(x.type().with(x.shape().slice(1, x.rank())));
        }
        Traced<Scanned<C, Y>> body = Traced.of("scan", types, in -> {
            Scanned<C, Y> out =
                    step.apply(first.with(in.subList(0, count)), entries.with(in.subList(count, in.size())));
            if (out != null) {
                Traced.checkAlike(
                        "scan: the step's carry", "the first carry", first, carries, Tree.flatten(out.carry()));
            }
            return out;
        });
        List<Value> captured = Traced.captured(List.of(body));
        Control.Scan op =
                new Control.Scan(body.program(captured), captured.size(), count, length, options.reverse(), false);
        List<Tensor> constants = captured.stream().map(Tensor::of).toList();
        List<Tensor> out = segmented(op, constants, first.leaves(), entries.leaves(), options.segments());
        return body.result().with(out);
    }

    /** Equal segments, and what is left over at the end. */
    private static List<Tensor> segmented(
            Control.Scan op, List<Tensor> constants, List<Tensor> carry, List<Tensor> xs, int segments) {
        int each = op.length() / Math.min(segments, Math.max(1, op.length()));
        if (each == op.length()) {
            return TensorOps.applyAll(op, ControlJvp.joined(constants, carry, xs));
        }
        int whole = op.length() / each;
        int cut = whole * each;
        List<Tensor> begin = xs.stream().map(x -> folded(x, cut, whole, each)).toList();
        List<Tensor> rest = xs.stream().map(x -> x.slice(0, cut, x.dim(0))).toList();
        Control.Scan outer = ofSegments(of(op, each), whole);
        Control.Scan last = of(op, op.length() - cut);
        int carries = carry.size();
        List<Tensor> head;
        List<Tensor> tail;
        List<Tensor> end;
        if (op.reverse()) {
            tail = TensorOps.applyAll(last, ControlJvp.joined(constants, carry, rest));
            head = TensorOps.applyAll(outer, ControlJvp.joined(constants, tail.subList(0, carries), begin));
            end = head;
        } else {
            head = TensorOps.applyAll(outer, ControlJvp.joined(constants, carry, begin));
            tail = TensorOps.applyAll(last, ControlJvp.joined(constants, head.subList(0, carries), rest));
            end = tail;
        }
        List<Tensor> all = new ArrayList<>(end.subList(0, carries));
        for (int i = carries; i < head.size(); i++) {
            Tensor y = head.get(i);
            Shape flat = y.shape().slice(2, y.rank()).insert(0, cut);
            all.add(Tensors.concatenate(0, y.reshape(flat), tail.get(i)));
        }
        return all;
    }

    private static Tensor folded(Tensor x, int cut, int whole, int each) {
        return x.slice(0, 0, cut)
                .reshape(x.shape().slice(1, x.rank()).insert(0, each).insert(0, whole));
    }

    private static Control.Scan of(Control.Scan op, int length) {
        return new Control.Scan(op.body(), op.constants(), op.carries(), length, op.reverse(), false);
    }

    /** A scan over segments, a step of which is a scan over the entries of one. */
    private static Control.Scan ofSegments(Control.Scan inner, int count) {
        List<Variable> inputs = new ArrayList<>();
        List<ArrayType> types = inner.body().inputTypes();
        for (int i = 0; i < types.size(); i++) {
            ArrayType type = types.get(i);
            boolean entry = i >= inner.constants() + inner.carries();
            inputs.add(new Variable(entry ? type.with(type.shape().insert(0, inner.length())) : type));
        }
        List<Variable> outputs = Types.infer(
                        inner, inputs.stream().map(Variable::type).toList())
                .stream()
                .map(Variable::new)
                .toList();
        Equation equation = new Equation(outputs, inner, List.copyOf(inputs), SourceLine.UNKNOWN);
        Program body = new Program(inputs, List.of(equation), List.copyOf(outputs));
        return new Control.Scan(body, inner.constants(), inner.carries(), count, inner.reverse(), false);
    }
}
