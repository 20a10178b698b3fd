package org.gradus.transform;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.error.GradusException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.evaluate.NonFiniteCheck;
import org.gradus.evaluate.NonFiniteSearch;
import org.gradus.program.Constant;
import org.gradus.program.Control;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Concrete;
import org.gradus.trace.Recorder;
import org.gradus.trace.Trace;
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
        return vmap(f, x, List.of(x == null ? List.of() : x), Axes.FIRST);
    }

    /**
     * Applies a function of one example to a batch of examples.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f a function of one example
     * @param x the arguments, as one tree
     * @param arguments the arguments that the tree holds, in its order
     * @param axes where the batch lies; one axis an argument, or none
     * @return a batch of results
     * @throws ShapeException when a leaf has no such axis or the batches differ in size
     * @throws ArgumentException when there are more or fewer axes than arguments, or parts of the result
     */
    public static <A, B> B vmap(Fn<A, B> f, A x, List<?> arguments, Axes axes) {
        Require.notNull(f, "vmap", "the function");
        Require.notNull(axes, "vmap", "the axes");
        Tree.Flat<A> argument = Tree.flatten(Require.notNull(x, "vmap", "the argument"));
        Tree.refuseArrays("vmap", argument, "is a Java array, and has no numbers while the function is recorded");
        BatchAxes given = BatchAxes.of(argument, arguments, axes);
        try (Recorder recorder = Recorder.ofFunction()) {
            List<Tensor> inputs = new ArrayList<>();
            for (int i = 0; i < argument.leaves().size(); i++) {
                inputs.add(Tensor.of(recorder.input(given.example(i), "")));
            }
            Tree.Flat<B> result = Tree.flatten(f.apply(argument.with(inputs)));
            Recorder.Recording recording =
                    recorder.finish(result.leaves().stream().map(Tensor::value).toList());
            return result.with(
                    BatchAxes.placed(result, run(recording, given.batched(), given.size()), given.size(), axes));
        }
    }

    private static List<Batched> run(Recorder.Recording recording, List<Batched> arguments, int size) {
        List<Batched> inputs = new ArrayList<>(arguments);
        recording.captured().forEach(v -> inputs.add(new Batched(Tensor.of(v), false)));
        return run(recording.program(), inputs, size);
    }

    /** Runs a program of one example on operands some of which are batches. */
    static List<Batched> run(Program program, List<Batched> arguments, int size) {
        Map<Variable, Batched> environment = new IdentityHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            environment.put(program.inputs().get(i), arguments.get(i));
        }
        for (Equation equation : program.equations()) {
            List<Batched> operands =
                    equation.inputs().stream().map(o -> read(o, environment)).toList();
            List<Batched> outputs = NonFiniteCheck.run(equation, () -> step(equation, operands, size));
            for (int i = 0; i < outputs.size(); i++) {
                environment.put(equation.outputs().get(i), outputs.get(i));
            }
        }
        if (NonFiniteCheck.isOn()) {
            NonFiniteSearch.check(
                    program, o -> Trace.known(read(o, environment).tensor().value()));
        }
        return program.outputs().stream().map(o -> read(o, environment)).toList();
    }

    /** A program of one example made one of a batch; outputs that do not differ between examples have no batch axis. */
    static BatchedProgram program(Program program, List<Boolean> batched, List<Boolean> wanted, int size) {
        try (Recorder recorder = Recorder.ofRules()) {
            List<Batched> inputs = new ArrayList<>();
            for (int i = 0; i < batched.size(); i++) {
                ArrayType type = program.inputs().get(i).type();
                ArrayType whole = batched.get(i) ? type.with(type.shape().insert(0, size)) : type;
                inputs.add(new Batched(Tensor.of(recorder.input(whole, "")), batched.get(i)));
            }
            List<Batched> outputs = run(program, inputs, size);
            List<Value> results = new ArrayList<>();
            List<Boolean> mask = new ArrayList<>();
            for (int i = 0; i < outputs.size(); i++) {
                boolean whole = wanted.get(i) || outputs.get(i).batched();
                Tensor result = whole
                        ? BatchRules.withBatch(outputs.get(i), size)
                        : outputs.get(i).tensor();
                mask.add(whole);
                results.add(result.value());
            }
            return new BatchedProgram(recorder.finish(results).program(), mask);
        }
    }

    /**
     * A program of a batch.
     *
     * @param program the program
     * @param outputs which results have the batch axis
     */
    record BatchedProgram(Program program, List<Boolean> outputs) {}

    private static List<Batched> step(Equation equation, List<Batched> operands, int size) {
        boolean any = operands.stream().anyMatch(Batched::batched);
        try {
            if (any && equation.op() instanceof Control control) {
                return ControlBatch.batch(control, operands, size);
            }
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
