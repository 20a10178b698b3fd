package org.gradus.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.program.Control;
import org.gradus.program.Elementwise;
import org.gradus.program.Program;
import org.gradus.program.Reduction;
import org.gradus.program.Structural;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Recorder;
import org.gradus.trace.Value;
import org.gradus.transform.Batching.Batched;
import org.gradus.transform.Batching.BatchedProgram;

/**
 * Operations with sub-programs done for a batch: the sub-programs are batched. Where the examples go different ways, all
 * branches are done and results chosen, and a loop runs until the last example ends, the others keeping their values.
 */
final class ControlBatch {
    private ControlBatch() {}

    static List<Batched> batch(Control op, List<Batched> inputs, int size) {
        return switch (op) {
            case Control.Branch b -> inputs.getFirst().batched() ? chosen(b, inputs, size) : branch(b, inputs, size);
            case Control.While w -> loop(w, inputs, size);
            case Control.Scan s -> scan(s, inputs, size);
            case Control.Checkpoint(Program body, int saved) -> {
                List<Boolean> none = ControlJvp.none(body.outputs().size());
                BatchedProgram p = Batching.program(body, flags(inputs), none, size);
                yield marked(new Control.Checkpoint(p.program(), saved), tensors(inputs), p.outputs());
            }
            case Control.CustomJvp _, Control.CustomVjp _, Control.CustomTangent _ -> {
                List<Program> programs = op.programs().stream()
                        .map(p -> Batching.program(
                                        p,
                                        all(p.inputs().size()),
                                        all(p.outputs().size()),
                                        size)
                                .program())
                        .toList();
                List<Tensor> out = TensorOps.applyAll(op.with(programs), BatchRules.all(inputs, size));
                yield out.stream().map(t -> new Batched(t, true)).toList();
            }
        };
    }

    private static List<Boolean> all(int count) {
        return Collections.nCopies(count, true);
    }

    private static List<Boolean> flags(List<Batched> inputs) {
        return inputs.stream().map(Batched::batched).toList();
    }

    private static List<Tensor> tensors(List<Batched> inputs) {
        return inputs.stream().map(Batched::tensor).toList();
    }

    private static List<Batched> marked(Control op, List<Tensor> operands, List<Boolean> batched) {
        List<Tensor> out = TensorOps.applyAll(op, operands);
        List<Batched> results = new ArrayList<>();
        for (int i = 0; i < batched.size(); i++) {
            results.add(new Batched(out.get(i), batched.get(i)));
        }
        return results;
    }

    // ---- choices ---------------------------------------------------------------------------------------------------

    private static List<Batched> branch(Control.Branch op, List<Batched> inputs, int size) {
        List<Boolean> flags = flags(inputs.subList(1, inputs.size()));
        List<Boolean> outputs =
                ControlJvp.none(op.branches().getFirst().outputs().size());
        for (Program p : op.branches()) {
            outputs = Batching.program(p, flags, outputs, size).outputs();
        }
        List<Boolean> wanted = outputs;
        List<Program> programs = op.branches().stream()
                .map(p -> Batching.program(p, flags, wanted, size).program())
                .toList();
        return marked(new Control.Branch(programs), tensors(inputs), wanted);
    }

    private static List<Batched> chosen(Control.Branch op, List<Batched> inputs, int size) {
        Tensor given = inputs.getFirst().tensor();
        int n = op.branches().size();
        // An index that names no branch is refused, as it is without a batch.
        Tensor index = Indexing.take(Tensors.arange(n), given, 0);
        List<Batched> result = null;
        for (int k = n - 1; k >= 0; k--) {
            List<Batched> own = Batching.run(op.branches().get(k), inputs.subList(1, inputs.size()), size);
            if (result == null) {
                result = own;
                continue;
            }
            Tensor here = TensorOps.apply(
                    new Elementwise.Compare(Elementwise.Comparison.EQ), index, Tensors.full(k, index.type()));
            List<Batched> both = new ArrayList<>();
            for (int i = 0; i < own.size(); i++) {
                both.add(select(here, own.get(i), result.get(i), size));
            }
            result = both;
        }
        return n == 1
                ? result.stream()
                        .map(r -> new Batched(BatchRules.withBatch(r, size), true))
                        .toList()
                : result;
    }

    /** Example by example one value or another. */
    private static Batched select(Tensor condition, Batched x, Batched y, int size) {
        Tensor left = BatchRules.withBatch(x, size);
        Tensor right = BatchRules.withBatch(y, size);
        return new Batched(TensorOps.select(spread(condition, left.shape(), 0), left, right), true);
    }

    /** One entry for each example, along the batch axis of a shape. */
    private static Tensor spread(Tensor entries, Shape shape, int axis) {
        return shape.rank() == 1 ? entries : TensorOps.apply(new Structural.Broadcast(shape, List.of(axis)), entries);
    }

    // ---- scans -----------------------------------------------------------------------------------------------------

    private static List<Batched> scan(Control.Scan op, List<Batched> inputs, int size) {
        if (op.counted() && inputs.getFirst().batched()) {
            return scan(masked(op), maskedOperands(op, inputs), size);
        }
        int first = op.counted() ? 1 : 0;
        int carry = first + op.constants();
        int xs = carry + op.carries();
        List<Boolean> flags = new ArrayList<>(flags(inputs.subList(first, inputs.size())));
        BatchedProgram p = fixed(op.body(), flags, op.constants(), op.carries(), size);
        List<Tensor> operands = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            boolean wanted = i >= first && flags.get(i - first);
            Batched input = inputs.get(i);
            Tensor whole = wanted ? BatchRules.withBatch(input, size) : input.tensor();
            operands.add(i >= xs && wanted ? exchanged(whole) : whole);
        }
        List<Batched> results = marked(op.with(List.of(p.program())), operands, p.outputs());
        for (int i = op.carries(); i < results.size(); i++) {
            Batched y = results.get(i);
            results.set(i, y.batched() ? new Batched(exchanged(y.tensor()), true) : y);
        }
        return results;
    }

    /** The body batched, and the flags of its carry made a fixed point. */
    private static BatchedProgram fixed(Program body, List<Boolean> flags, int constants, int carries, int size) {
        List<Boolean> carry = flags.subList(constants, constants + carries);
        while (true) {
            List<Boolean> wanted = new ArrayList<>(carry);
            wanted.addAll(ControlJvp.none(body.outputs().size() - carries));
            BatchedProgram p = Batching.program(body, flags, wanted, size);
            if (p.outputs().subList(0, carries).equals(carry)) {
                return p;
            }
            for (int i = 0; i < carries; i++) {
                carry.set(i, p.outputs().get(i));
            }
        }
    }

    /** The first two axes exchanged. */
    private static Tensor exchanged(Tensor x) {
        List<Integer> order = new ArrayList<>(x.shape().axes("vmap"));
        Collections.swap(order, 0, 1);
        return TensorOps.apply(new Structural.Transpose(order), x);
    }

    /**
     * The scan for examples with numbers of steps of their own: it counts to the largest, the number of steps is one more
     * constant, the first, and the index one more entry, the last; an example that is done keeps its carry.
     */
    private static Control.Scan masked(Control.Scan op) {
        try (Recorder recorder = Recorder.ofRules()) {
            ArrayType count = new ArrayType(DType.INT64, Shape.SCALAR);
            Tensor steps = Tensor.of(recorder.input(count, ""));
            List<Tensor> own = new ArrayList<>();
            op.body().inputTypes().forEach(t -> own.add(Tensor.of(recorder.input(t, ""))));
            Tensor index = Tensor.of(recorder.input(count, ""));
            Tensor active = index.lt(steps);
            List<Tensor> out = ControlJvp.replay(op.body(), own);
            List<Value> results = new ArrayList<>();
            for (int i = 0; i < out.size(); i++) {
                Tensor y = out.get(i);
                Tensor otherwise = i < op.carries() ? own.get(op.constants() + i) : Tensors.zerosLike(y);
                Tensor condition = TensorOps.apply(new Structural.Broadcast(y.shape(), List.of()), active);
                results.add(TensorOps.select(condition, y, otherwise).value());
            }
            Program body = recorder.finish(results).program();
            return new Control.Scan(body, op.constants() + 1, op.carries(), op.length(), op.reverse(), true);
        }
    }

    private static List<Batched> maskedOperands(Control.Scan op, List<Batched> inputs) {
        Tensor steps = inputs.getFirst().tensor();
        Tensor most = steps.size() == 0 ? Tensors.full(0, steps.type().with(Shape.SCALAR)) : steps.max();
        List<Batched> all = new ArrayList<>();
        all.add(new Batched(most, false));
        all.addAll(inputs);
        all.add(new Batched(Tensors.arange(op.length()), false));
        return all;
    }

    // ---- loops that end by a condition -----------------------------------------------------------------------------

    private static List<Batched> loop(Control.While op, List<Batched> inputs, int size) {
        List<Boolean> flags = new ArrayList<>(flags(inputs));
        int constants = op.constants();
        int carries = op.carry().size();
        BatchedProgram body = fixed(op.body(), flags, constants, carries, size);
        BatchedProgram condition = Batching.program(op.condition(), flags, List.of(false), size);
        if (condition.outputs().getFirst()) {
            return ownEnds(op, inputs, size);
        }
        List<Tensor> operands = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Batched input = inputs.get(i);
            operands.add(flags.get(i) ? BatchRules.withBatch(input, size) : input.tensor());
        }
        Control.While batched =
                new Control.While(condition.program(), body.program(), constants, op.bound(), op.recorded());
        List<Boolean> carry = flags.subList(constants, flags.size());
        List<Boolean> outputs = new ArrayList<>(carry);
        outputs.add(false);
        outputs.addAll(op.recorded() ? carry : List.of());
        List<Batched> results = marked(batched, operands, outputs);
        for (int i = carries + 1; i < results.size(); i++) {
            Batched y = results.get(i);
            results.set(i, y.batched() ? new Batched(exchanged(y.tensor()), true) : y);
        }
        return results;
    }

    /** Each example ends by its own condition; the loop carries how many steps each has done. */
    private static List<Batched> ownEnds(Control.While op, List<Batched> inputs, int size) {
        int constants = op.constants();
        int carries = op.carry().size();
        List<Boolean> flags = new ArrayList<>(flags(inputs.subList(0, constants)));
        flags.addAll(all(carries));
        Program ask = Batching.program(op.condition(), flags, all(1), size).program();
        Program step = Batching.program(op.body(), flags, all(carries), size).program();
        ArrayType counts = new ArrayType(DType.INT64, Shape.of(size));
        Program condition = condition(ask, counts);
        Program body = body(ask, step, counts, constants, carries);
        List<Tensor> operands = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Batched input = inputs.get(i);
            operands.add(i < constants ? input.tensor() : BatchRules.withBatch(input, size));
        }
        operands.add(Tensors.full(0, counts));
        List<Tensor> out =
                TensorOps.applyAll(new Control.While(condition, body, constants, op.bound(), op.recorded()), operands);
        List<Batched> results = new ArrayList<>();
        for (int i = 0; i <= carries; i++) {
            results.add(new Batched(out.get(i), true));
        }
        int record = carries + 2;
        for (int i = 0; op.recorded() && i < carries; i++) {
            results.add(new Batched(exchanged(out.get(record + i)), true));
        }
        return results;
    }

    /** Whether any example goes on. */
    private static Program condition(Program ask, ArrayType counts) {
        try (Recorder recorder = Recorder.ofRules()) {
            List<Tensor> in = new ArrayList<>();
            ask.inputTypes().forEach(t -> in.add(Tensor.of(recorder.input(t, ""))));
            recorder.input(counts, "");
            Tensor active = ControlJvp.replay(ask, in).getFirst();
            Tensor any = TensorOps.apply(new Reduction.Reduce(Reduction.ReduceFunction.ANY, List.of(0)), active);
            return recorder.finish(List.of(any.value())).program();
        }
    }

    private static Program body(Program ask, Program step, ArrayType counts, int constants, int carries) {
        try (Recorder recorder = Recorder.ofRules()) {
            List<Tensor> in = new ArrayList<>();
            step.inputTypes().forEach(t -> in.add(Tensor.of(recorder.input(t, ""))));
            Tensor count = Tensor.of(recorder.input(counts, ""));
            Tensor active = ControlJvp.replay(ask, in).getFirst();
            List<Tensor> next = ControlJvp.replay(step, in);
            List<Value> results = new ArrayList<>();
            for (int i = 0; i < carries; i++) {
                Tensor y = next.get(i);
                results.add(TensorOps.select(spread(active, y.shape(), 0), y, in.get(constants + i))
                        .value());
            }
            results.add(TensorOps.select(active, count.plus(Tensors.full(1, counts)), count)
                    .value());
            return recorder.finish(results).program();
        }
    }
}
