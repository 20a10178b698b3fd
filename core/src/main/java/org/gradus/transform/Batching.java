package org.gradus.transform;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.GradusException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Constant;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Concrete;
import org.gradus.trace.Recorder;
import org.gradus.trace.Value;
import org.gradus.tree.Tree;

/** Vectorization: a function is recorded for one example, then its program is run on a whole batch. */
public final class Batching {
    private Batching() {}

    /**
     * A tensor of the batched program.
     *
     * @param tensor the numbers; with the batch as first axis if batched
     * @param batched whether it has that axis
     */
    record Batched(Tensor tensor, boolean batched) {}

    /**
     * Applies a function of one example to a batch of examples along the first axis of every leaf.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f a function of one example
     * @param x a batch
     * @return a batch of results
     * @throws ShapeException when a leaf has no axes or the leaves' first axes differ
     */
    public static <A, B> B vmap(Fn<A, B> f, A x) {
        Require.notNull(f, "vmap", "the function");
        Tree.Flat<A> argument = Tree.flatten(Require.notNull(x, "vmap", "the argument"));
        Tree.refuseArrays("vmap", argument, "is a Java array, and has no numbers while the function is recorded");
        int size = batchSize(argument);
        try (Recorder recorder = Recorder.ofFunction()) {
            List<Tensor> inputs = new ArrayList<>();
            for (int i = 0; i < argument.leaves().size(); i++) {
                ArrayType type = argument.leaves().get(i).type();
                ArrayType example = type.with(type.shape().slice(1, type.shape().rank()));
                inputs.add(Tensor.of(recorder.input(example, "")));
            }
            Tree.Flat<B> result = Tree.flatten(f.apply(argument.with(inputs)));
            Recorder.Recording recording =
                    recorder.finish(result.leaves().stream().map(Tensor::value).toList());
            return result.with(run(recording, argument.leaves(), size));
        }
    }

    private static <A> int batchSize(Tree.Flat<A> argument) {
        int size = -1;
        for (int i = 0; i < argument.leaves().size(); i++) {
            Tensor leaf = argument.leaves().get(i);
            String name = Tree.leafName(argument.paths().get(i));
            if (leaf.rank() == 0) {
                throw new ShapeException(
                        "vmap: " + name + " is " + leaf.type() + " and has no axis to batch over",
                        "capture values that all examples share, instead of passing them");
            }
            if (size >= 0 && leaf.dim(0) != size) {
                throw new ShapeException(
                        "vmap: " + name + " is " + leaf.type() + ", a batch of " + leaf.dim(0) + ", but "
                                + Tree.leafName(argument.paths().getFirst()) + " is a batch of " + size,
                        "give every leaf the same first axis");
            }
            size = leaf.dim(0);
        }
        if (size < 0) {
            throw new ShapeException("vmap: the argument holds no tensors", "pass tensors with a batch axis");
        }
        return size;
    }

    private static List<Tensor> run(Recorder.Recording recording, List<Tensor> arguments, int size) {
        Program program = recording.program();
        Map<Variable, Batched> environment = new IdentityHashMap<>();
        List<Variable> inputs = program.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            boolean batched = i < arguments.size();
            Value captured = batched ? null : recording.captured().get(i - arguments.size());
            environment.put(inputs.get(i), new Batched(batched ? arguments.get(i) : Tensor.of(captured), batched));
        }
        for (Equation equation : program.equations()) {
            List<Batched> operands =
                    equation.inputs().stream().map(o -> read(o, environment)).toList();
            List<Batched> outputs = step(equation, operands, size);
            for (int i = 0; i < outputs.size(); i++) {
                environment.put(equation.outputs().get(i), outputs.get(i));
            }
        }
        List<Tensor> results = new ArrayList<>();
        for (Operand output : program.outputs()) {
            results.add(BatchRules.withBatch(read(output, environment), size));
        }
        return results;
    }

    private static List<Batched> step(Equation equation, List<Batched> operands, int size) {
        boolean any = operands.stream().anyMatch(Batched::batched);
        try {
            List<Tensor> outputs = any
                    ? BatchRules.batch(equation.op(), operands, size)
                    : TensorOps.applyAll(
                            equation.op(),
                            operands.stream().map(Batched::tensor).toList());
            return outputs.stream().map(t -> new Batched(t, any)).toList();
        } catch (GradusException e) {
            throw equation.located(e);
        }
    }

    private static Batched read(Operand operand, Map<Variable, Batched> environment) {
        return switch (operand) {
            case Variable v -> environment.get(v);
            case Constant(NdArray array) -> new Batched(Tensor.of(new Concrete(array)), false);
        };
    }
}
