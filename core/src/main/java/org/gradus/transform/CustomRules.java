package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.error.Require;
import org.gradus.program.Control;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Value;
import org.gradus.tree.Tree;

/** Functions with derivative rules of their own; {@code org.gradus.Gradus} offers them. */
public final class CustomRules {
    private CustomRules() {}

    /**
     * Applies a function with a forward derivative of its own.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param rule from x and its tangent to the tangent of f(x), linear in the tangent
     * @param x the argument
     * @return f(x)
     */
    public static <A, B> B jvp(Fn<A, B> f, Fn2<A, A, B> rule, A x) {
        String name = "customJvp";
        Tree.Flat<A> argument = Traced.flatten(name, Require.notNull(x, name, "the argument"));
        List<ArrayType> types = Traced.types(argument);
        int n = types.size();
        Traced<B> forward = Traced.of(name, types, in -> f.apply(argument.with(in)));
        List<ArrayType> both = new ArrayList<>(types);
        both.addAll(types);
        Traced<B> tangent = Traced.of(
                name, both, in -> rule.apply(argument.with(in.subList(0, n)), argument.with(in.subList(n, 2 * n))));
        Traced.checkAlike(
                name + ": the rule's result",
                "the function's",
                forward.result(),
                Traced.types(forward.result()),
                tangent.result());
        List<Value> captured = Traced.captured(List.of(forward, tangent));
        Control op = new Control.CustomJvp(name, forward.program(captured), tangent.program(captured), captured.size());
        return forward.result().with(TensorOps.applyAll(op, Traced.operands(captured, argument.leaves())));
    }

    /**
     * Applies a function with a reverse derivative of its own.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param <R> the residuals' type
     * @param forward from x to f(x) and residuals
     * @param backward from residuals and the cotangent of f(x) to the cotangent of x
     * @param x the argument
     * @return f(x)
     */
    public static <A, B, R> B vjp(Fn<A, WithResiduals<B, R>> forward, Fn2<R, B, A> backward, A x) {
        String name = "customVjp";
        Tree.Flat<A> argument = Traced.flatten(name, Require.notNull(x, name, "the argument"));
        List<ArrayType> types = Traced.types(argument);
        Traced<WithResiduals<B, R>> traced = Traced.of(name, types, in -> forward.apply(argument.with(in)));
        WithResiduals<B, R> shapes = traced.result().with(traced.result().leaves());
        Tree.Flat<B> value = Tree.flatten(Require.notNull(shapes.value(), name, "the value"));
        Tree.Flat<R> residuals = Tree.flatten(shapes.residuals());
        int results = value.leaves().size();

        // The rule's inputs are the residuals, what the rule captures, and the cotangents of real results.
        List<ArrayType> given = new ArrayList<>(Traced.types(residuals));
        int kept = given.size();
        Traced.types(value).stream().filter(t -> t.dtype().isFloat()).forEach(given::add);
        Traced<A> rule = Traced.of(
                name,
                given,
                in -> backward.apply(
                        residuals.with(in.subList(0, kept)),
                        value.with(withZeros(value.leaves(), in.subList(kept, in.size())))));
        Traced.checkAlike(name + ": the rule's result", "the argument", argument, types, rule.result());
        List<Value> captured = Traced.captured(List.of(traced, rule));
        Program first = traced.program(captured);
        List<Value> own = rule.recording().captured();
        List<Operand> outputs = new ArrayList<>(first.outputs());
        own.forEach(v -> outputs.add(first.inputs().get(captured.indexOf(v))));
        Control op = new Control.CustomVjp(
                name,
                new Program(first.inputs(), first.equations(), outputs),
                ordered(
                        rule.recording().program(),
                        kept,
                        own.size(),
                        rule.result().leaves()),
                captured.size(),
                results);
        return value.with(TensorOps.applyAll(op, Traced.operands(captured, argument.leaves())));
    }

    /** Cotangents of real results, zeros for the others. */
    private static List<Tensor> withZeros(List<Tensor> results, List<Tensor> cotangents) {
        List<Tensor> all = new ArrayList<>();
        int next = 0;
        for (Tensor result : results) {
            boolean real = result.dtype().isFloat();
            all.add(real ? cotangents.get(next++) : Tensors.full(0, result.type()));
        }
        return all;
    }

    /** The rule with what it captures after the residuals, giving the cotangents of real arguments alone. */
    private static Program ordered(Program rule, int residuals, int captured, List<Tensor> results) {
        int cotangents = rule.inputs().size() - captured;
        List<Variable> inputs = new ArrayList<>(rule.inputs().subList(0, residuals));
        inputs.addAll(rule.inputs().subList(cotangents, rule.inputs().size()));
        inputs.addAll(rule.inputs().subList(residuals, cotangents));
        List<Operand> outputs = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).dtype().isFloat()) {
                outputs.add(rule.outputs().get(i));
            }
        }
        return new Program(inputs, rule.equations(), outputs);
    }
}
