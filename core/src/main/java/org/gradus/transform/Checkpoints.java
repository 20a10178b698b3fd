package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.program.Contraction;
import org.gradus.program.Control;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Recorder;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;
import org.gradus.tree.Tree;

/** Recomputation in the reverse derivative; {@code org.gradus.Gradus} offers it. */
public final class Checkpoints {
    private Checkpoints() {}

    /**
     * Runs a function so that its reverse derivative computes it again instead of keeping intermediate values.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function; it runs on actual values where there are any
     * @param policy what is kept nevertheless
     * @param x the argument
     * @return f(x)
     */
    public static <A, B> B checkpoint(Fn<A, B> f, CheckpointPolicy policy, A x) {
        Require.notNull(f, "checkpoint", "the function");
        Require.notNull(policy, "checkpoint", "the policy");
        if (policy == CheckpointPolicy.EVERYTHING) {
            return f.apply(x);
        }
        Tree.Flat<A> argument = Tree.flatten(Require.notNull(x, "checkpoint", "the argument"));
        List<Value> outside = argument.leaves().stream().map(Tensor::value).toList();
        try (Recorder recorder = Recorder.ofFunction();
                Tape tape = new Tape(recorder)) {
            List<Tensor> inside =
                    outside.stream().map(v -> Tensor.of(tape.input(v))).toList();
            B value = f.apply(argument.with(inside));
            if (value == null) {
                throw new ArgumentException("checkpoint: the function returned null", "return a tensor or a tree");
            }
            Tree.Flat<B> result = Tree.flatten(value);
            List<Value> outputs = new ArrayList<>();
            List<NdArray> known = new ArrayList<>();
            for (Tensor leaf : result.leaves()) {
                outputs.add(tape.recorded(leaf.value()));
                known.add(Trace.known(leaf.value()));
            }
            Recorder.Recording recording = recorder.finish(outputs);
            List<Variable> saved = policy == CheckpointPolicy.PRODUCTS ? products(recording.program()) : List.of();
            saved.forEach(v -> known.add(tape.numbers(v)));
            List<Value> operands = new ArrayList<>(outside);
            operands.addAll(recording.captured());
            return result.with(apply(saving(recording.program(), saved), saved.size(), operands, known)
                    .subList(0, outputs.size()));
        }
    }

    private static List<Tensor> apply(Program body, int saved, List<Value> operands, List<NdArray> known) {
        Control op = new Control.Checkpoint(body, saved);
        List<Value> results = known.contains(null) ? Trace.apply(op, operands) : Trace.applyKnown(op, operands, known);
        return results.stream().map(Tensor::of).toList();
    }

    /** The products whose results the function needs. */
    private static List<Variable> products(Program program) {
        List<Variable> needed = new ArrayList<>();
        for (Equation equation : program.pruned(_ -> false).equations()) {
            if (equation.op() instanceof Contraction) {
                needed.addAll(equation.outputs());
            }
        }
        return needed;
    }

    private static Program saving(Program program, List<Variable> saved) {
        List<Operand> outputs = new ArrayList<>(program.outputs());
        outputs.addAll(saved);
        return new Program(program.inputs(), program.equations(), outputs);
    }
}
