package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.Require;
import org.gradus.program.Control;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Value;
import org.gradus.tree.Tree;

/** Choices between functions; {@code org.gradus.Gradus} offers them. */
public final class Choices {
    private Choices() {}

    /**
     * One of two functions.
     *
     * @param <A> the argument's type
     * @param <B> the results' type
     * @param condition one truth value
     * @param then done if it holds
     * @param otherwise done if not
     * @param x the argument of both
     * @return the result of the one that is done
     */
    public static <A, B> B cond(Tensor condition, Fn<A, B> then, Fn<A, B> otherwise, A x) {
        Require.notNull(condition, "cond", "the condition");
        if (condition.dtype() != DType.BOOL || condition.rank() != 0) {
            throw new DTypeException(
                    "cond: the condition is " + condition.type() + ", not one truth value",
                    condition.rank() == 0
                            ? "compare it with something, as in x.gt(0)"
                            : "reduce it with all() or any(), or choose element by element with where");
        }
        return branch("cond", condition.to(DType.INT32), List.of(of(otherwise), of(then)), x);
    }

    private static <A, B> Fn<A, B> of(Fn<A, B> f) {
        return Require.notNull(f, "cond", "a function");
    }

    /**
     * One of several functions.
     *
     * @param <A> the argument's type
     * @param <B> the results' type
     * @param index which one, a whole number from 0 to their number − 1
     * @param branches the functions
     * @param x the argument of all
     * @return the result of the one that is done
     */
    public static <A, B> B branch(Tensor index, List<Fn<A, B>> branches, A x) {
        Require.notNull(index, "branch", "the index");
        if (index.rank() != 0 || index.dtype().isFloat() || index.dtype() == DType.BOOL) {
            throw new DTypeException(
                    "branch: the index is " + index.type() + ", not one whole number",
                    "give a scalar of type i32 or i64, or choose by a truth value with cond");
        }
        if (Require.notNull(branches, "branch", "the list of functions").isEmpty()) {
            throw new ArgumentException("branch: no functions given", "give at least one");
        }
        branches.forEach(b -> Require.notNull(b, "branch", "a function"));
        return branch("branch", index, branches, x);
    }

    private static <A, B> B branch(String operation, Tensor index, List<Fn<A, B>> branches, A x) {
        Tree.Flat<A> argument = Traced.flatten(operation, Require.notNull(x, operation, "the argument"));
        List<Traced<B>> bodies = new ArrayList<>();
        for (Fn<A, B> f : branches) {
            bodies.add(Traced.of(operation, Traced.types(argument), in -> f.apply(argument.with(in))));
        }
        Tree.Flat<B> result = bodies.getFirst().result();
        for (int i = 1; i < bodies.size(); i++) {
            boolean two = operation.equals("cond");
            Traced.checkAlike(
                    two ? "cond: the first function's result" : "branch: result of function " + i,
                    two ? "the second's" : "that of function 0",
                    result,
                    Traced.types(result),
                    bodies.get(i).result());
        }
        List<Value> captured = Traced.captured(bodies);
        List<Program> programs = bodies.stream().map(b -> b.program(captured)).toList();
        List<Tensor> operands = new ArrayList<>(List.of(index));
        operands.addAll(Traced.operands(captured, argument.leaves()));
        return result.with(TensorOps.applyAll(new Control.Branch(programs), operands));
    }
}
