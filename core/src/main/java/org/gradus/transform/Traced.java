package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradus.array.ArrayType;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Recorder;
import org.gradus.trace.Value;
import org.gradus.tree.Tree;

/**
 * A body recorded on shapes alone, to become a sub-program.
 *
 * @param <B> the result's type
 * @param recording the program, and the values of outer levels that it captured
 * @param result the result taken apart, its leaves without numbers
 */
record Traced<B>(Recorder.Recording recording, Tree.Flat<B> result) {

    static <B> Traced<B> of(String operation, List<ArrayType> types, Function<List<Tensor>, B> body) {
        try (Recorder recorder = Recorder.ofFunction()) {
            List<Tensor> inputs = new ArrayList<>();
            types.forEach(t -> inputs.add(Tensor.of(recorder.input(t, ""))));
            B out = body.apply(inputs);
            if (out == null) {
                throw new ArgumentException(operation + ": the function returned null", "return a tensor or a tree");
            }
            Tree.Flat<B> result = Tree.flatten(out);
            return new Traced<>(
                    recorder.finish(result.leaves().stream().map(Tensor::value).toList()), result);
        }
    }

    /** An argument taken apart, of which no leaf may be a Java array. */
    static <A> Tree.Flat<A> flatten(String operation, A argument) {
        Tree.Flat<A> flat = Tree.flatten(argument);
        Tree.refuseArrays(operation, flat, "is a Java array, and has no numbers while the function is recorded");
        return flat;
    }

    static List<ArrayType> types(Tree.Flat<?> flat) {
        return types(flat.leaves());
    }

    static List<ArrayType> types(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::type).toList();
    }

    /** What several bodies captured, each value once. */
    static List<Value> captured(List<? extends Traced<?>> bodies) {
        List<Value> all = new ArrayList<>();
        for (Traced<?> body : bodies) {
            for (Value value : body.recording().captured()) {
                if (!all.contains(value)) {
                    all.add(value);
                }
            }
        }
        return all;
    }

    /** The sub-program, whose first inputs are captured values, among them its own. */
    Program program(List<Value> captured) {
        Program program = recording.program();
        List<Value> own = recording.captured();
        int declared = program.inputs().size() - own.size();
        List<Variable> inputs = new ArrayList<>();
        for (Value value : captured) {
            int at = own.indexOf(value);
            inputs.add(at < 0 ? new Variable(value.type()) : program.inputs().get(declared + at));
        }
        inputs.addAll(program.inputs().subList(0, declared));
        return new Program(inputs, program.equations(), program.outputs());
    }

    /** The operands: captured values, then tensors. */
    static List<Tensor> operands(List<Value> captured, List<Tensor> tensors) {
        List<Tensor> all = new ArrayList<>();
        captured.forEach(v -> all.add(Tensor.of(v)));
        all.addAll(tensors);
        return all;
    }

    /**
     * Refuses a tree that is not like another; the path is named.
     *
     * @param what who gave the tree, as the error shall begin
     * @param wanted whose tree it should be like
     */
    static void checkAlike(
            String what, String wanted, Tree.Flat<?> expected, List<ArrayType> types, Tree.Flat<?> given) {
        Tree.checkSame(what, expected.structure(), given.structure());
        for (int i = 0; i < types.size(); i++) {
            ArrayType type = given.leaves().get(i).type();
            if (!type.equals(types.get(i))) {
                throw new ShapeException(
                        what + given.paths().get(i) + " is " + type + ", where " + wanted + " is " + types.get(i),
                        "return the same shapes and element types, as with to(DType.FLOAT64) or reshape");
            }
        }
    }
}
