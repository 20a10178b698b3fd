package org.gradus.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.gradus.error.Require;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Recorder;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;
import org.gradus.tree.Tree;

/**
 * A function at a point with its derivative there as a linear program: the function has run once, and the derivative can be
 * applied forward to any tangents, or backward to any cotangents.
 *
 * @param <A> the argument's type
 * @param <B> the result's type
 */
public final class Linearized<A, B> {
    private final String operation;
    private final Tree.Flat<A> argument;
    private final Tree.Flat<B> result;
    private final List<Tensor> primals;
    private final boolean[] dependent;
    private final boolean[] selected;
    private final Recorder.Recording linear;

    private Linearized(
            String operation,
            Tree.Flat<A> argument,
            Tree.Flat<B> result,
            List<Tensor> primals,
            boolean[] dependent,
            boolean[] selected,
            Recorder.Recording linear) {
        this.operation = operation;
        this.argument = argument;
        this.result = result;
        this.primals = primals;
        this.dependent = dependent;
        this.selected = selected;
        this.linear = linear;
    }

    static <A, B> Linearized<A, B> of(String operation, Fn<A, B> f, A x) {
        return of(operation, f, x, _ -> true);
    }

    /** As {@link #of}, by the leaves alone whose paths are accepted; the others are constants. */
    static <A, B> Linearized<A, B> of(String operation, Fn<A, B> f, A x, Predicate<String> paths) {
        Require.notNull(f, operation, "the function");
        return withAux(operation, (A a) -> new WithAux<>(f.apply(a), null), x, paths)
                .value();
    }

    /** As {@link #of}; what comes beside the value is freed of its tangents. */
    static <A, B, X> WithAux<Linearized<A, B>, X> withAux(String operation, Fn<A, WithAux<B, X>> f, A x) {
        return withAux(operation, f, x, _ -> true);
    }

    private static <A, B, X> WithAux<Linearized<A, B>, X> withAux(
            String operation, Fn<A, WithAux<B, X>> f, A x, Predicate<String> paths) {
        Require.notNull(f, operation, "the function");
        Require.notNull(paths, operation, "the choice of leaves");
        Tree.Flat<A> argument = Differentiated.flatten(operation, x);
        try (JvpLevel level = new JvpLevel(true);
                Recorder recorder = Recorder.ofRules()) {
            List<Tensor> duals = new ArrayList<>();
            boolean[] selected = new boolean[argument.leaves().size()];
            for (int i = 0; i < selected.length; i++) {
                Tensor leaf = argument.leaves().get(i);
                selected[i] = paths.test(argument.paths().get(i));
                duals.add(selected[i] ? level.dual(leaf, Tensor.of(recorder.input(leaf.type(), ""))) : leaf);
            }
            WithAux<B, X> returned = Differentiated.withAux(operation, f.apply(argument.with(duals)));
            Tree.Flat<B> result = Tree.flatten(returned.value());
            List<Tensor> primals = new ArrayList<>();
            List<Value> tangents = new ArrayList<>();
            boolean[] dependent = new boolean[result.leaves().size()];
            for (int i = 0; i < dependent.length; i++) {
                Tensor leaf = result.leaves().get(i);
                Tensor tangent = level.tangent(leaf);
                primals.add(level.primal(leaf));
                dependent[i] = tangent != null;
                if (tangent != null) {
                    tangents.add(tangent.value());
                }
            }
            X aux = Tree.map(level::primal, returned.aux());
            return new WithAux<>(
                    new Linearized<>(
                            operation,
                            argument,
                            result,
                            primals,
                            dependent,
                            selected,
                            pruned(recorder.finish(tangents))),
                    aux);
        }
    }

    /** Without what no result reads, so that it is not kept. */
    private static Recorder.Recording pruned(Recorder.Recording all) {
        Program program = all.program().pruned(Op::callsJava);
        Set<Operand> read = Collections.newSetFromMap(new IdentityHashMap<>());
        read.addAll(program.outputs());
        program.equations().forEach(e -> read.addAll(e.inputs()));
        List<Variable> inputs = new ArrayList<>(program.inputs());
        List<Value> captured = new ArrayList<>(all.captured());
        int own = inputs.size() - captured.size();
        for (int i = captured.size() - 1; i >= 0; i--) {
            if (!read.contains(inputs.get(own + i))) {
                inputs.remove(own + i);
                captured.remove(i);
            }
        }
        return new Recorder.Recording(new Program(inputs, program.equations(), program.outputs()), captured);
    }

    /**
     * The function's value.
     *
     * @return what the function returned
     */
    public B value() {
        return result.with(primals);
    }

    /**
     * The derivative applied to a tangent.
     *
     * @param tangent a tree like the argument
     * @return a tree like the result; zeros where it does not depend on the argument
     * @throws org.gradus.error.StructureException when the tangent is not like the argument
     */
    public B pushforward(A tangent) {
        List<Value> inputs = new ArrayList<>();
        List<Tensor> given = Differentiated.tangents(operation, argument, tangent);
        for (int i = 0; i < selected.length; i++) {
            if (selected[i]) {
                inputs.add(given.get(i).value());
            }
        }
        inputs.addAll(linear.captured());
        List<Value> outputs = Trace.replay(linear.program(), inputs);
        List<Tensor> tangents = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < dependent.length; i++) {
            tangents.add(dependent[i] ? Tensor.of(outputs.get(next++)) : Tensors.zerosLike(primals.get(i)));
        }
        return result.with(tangents);
    }

    /**
     * The transposed derivative applied to a cotangent.
     *
     * @param cotangent a tree like the result
     * @return a tree like the argument; zeros for leaves that the result does not depend on
     * @throws org.gradus.error.StructureException when the cotangent is not like the result
     */
    public A pullback(B cotangent) {
        List<Tensor> given = Differentiated.cotangents(operation, result.structure(), primals, cotangent);
        List<Tensor> used = new ArrayList<>();
        for (int i = 0; i < dependent.length; i++) {
            if (dependent[i]) {
                used.add(given.get(i));
            }
        }
        List<Tensor> back = Transposition.transpose(linear.program(), inputs(), linear.captured(), used);
        List<Tensor> leaves = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < selected.length; i++) {
            leaves.add(TensorOps.orZeros(
                    selected[i] ? back.get(next++) : null, argument.leaves().get(i)));
        }
        return argument.with(leaves);
    }

    private int inputs() {
        return linear.program().inputs().size() - linear.captured().size();
    }

    /**
     * What this linearization keeps in memory beside the argument and the value.
     *
     * @return the arrays and their bytes
     */
    public Residuals residuals() {
        return Residuals.of(linear, inputs(), argument.leaves());
    }
}
