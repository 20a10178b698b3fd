package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.Require;
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
    private final Recorder.Recording linear;

    private Linearized(
            String operation,
            Tree.Flat<A> argument,
            Tree.Flat<B> result,
            List<Tensor> primals,
            boolean[] dependent,
            Recorder.Recording linear) {
        this.operation = operation;
        this.argument = argument;
        this.result = result;
        this.primals = primals;
        this.dependent = dependent;
        this.linear = linear;
    }

    static <A, B> Linearized<A, B> of(String operation, Fn<A, B> f, A x) {
        Require.notNull(f, operation, "the function");
        return withAux(operation, (A a) -> new WithAux<>(f.apply(a), null), x).value();
    }

    /** As {@link #of}; what comes beside the value is freed of its tangents. */
    static <A, B, X> WithAux<Linearized<A, B>, X> withAux(String operation, Fn<A, WithAux<B, X>> f, A x) {
        Require.notNull(f, operation, "the function");
        Tree.Flat<A> argument = Differentiated.flatten(operation, x);
        try (JvpLevel level = new JvpLevel(true);
                Recorder recorder = Recorder.ofRules()) {
            List<Tensor> duals = new ArrayList<>();
            for (Tensor leaf : argument.leaves()) {
                duals.add(level.dual(leaf, Tensor.of(recorder.input(leaf.type(), ""))));
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
                    new Linearized<>(operation, argument, result, primals, dependent, recorder.finish(tangents)), aux);
        }
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
        Differentiated.tangents(operation, argument, tangent).forEach(t -> inputs.add(t.value()));
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
        int inputs = argument.leaves().size();
        List<Tensor> back = Transposition.transpose(linear.program(), inputs, linear.captured(), used);
        List<Tensor> leaves = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            leaves.add(TensorOps.orZeros(back.get(i), argument.leaves().get(i)));
        }
        return argument.with(leaves);
    }
}
