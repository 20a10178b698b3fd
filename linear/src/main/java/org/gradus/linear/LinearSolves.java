package org.gradus.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gradus.error.ConvergenceException;
import org.gradus.error.SourceLine;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Differentiable solutions of A·x = b. The derivative is that of the exact solution, dx = A⁻¹(db − dA·x), by the same
 * solver; nothing is differentiated through its iterations. Everything that the operator's function uses is
 * differentiated, its captured tensors too.
 */
public final class LinearSolves {
    private LinearSolves() {}

    /**
     * Solves, throwing when the solver fails.
     *
     * @param <T> the tree's type
     * @param a the operator; its function is run on shapes alone
     * @param b the right-hand side
     * @param solver how
     * @return x, with derivatives of every order
     * @throws ConvergenceException when the solver fails, with its evidence
     */
    public static <T> T solve(LinearOperator<T> a, T b, LinearSolver solver) {
        return solve(a, b, solver, LinearSolves::demandConvergence);
    }

    /**
     * Solves, handing the evidence of every solve that this one or its derivatives make to an observer, which decides what a
     * failure means.
     *
     * @param <T> the tree's type
     * @param a the operator; its function is run on shapes alone
     * @param b the right-hand side
     * @param solver how
     * @param observer called after each solve
     * @return x, with derivatives of every order
     */
    public static <T> T solve(LinearOperator<T> a, T b, LinearSolver solver, Consumer<LinearEvidence> observer) {
        return counted(a, b, solver, observer).point();
    }

    /**
     * A solution with the work it took, as a tensor, so that compiled programs can count.
     *
     * @param <T> the tree's type
     * @param point x
     * @param products with the operator, an i64 scalar
     */
    public record Counted<T>(T point, Tensor products) {}

    /**
     * As {@link #solve(LinearOperator, Object, LinearSolver, Consumer)}, with the work it took.
     *
     * @param <T> the tree's type
     * @param a the operator; its function is run on shapes alone
     * @param b the right-hand side
     * @param solver how
     * @param observer called after each solve
     * @return x, with derivatives of every order, and the number of products
     */
    public static <T> Counted<T> counted(
            LinearOperator<T> a, T b, LinearSolver solver, Consumer<LinearEvidence> observer) {
        Tree.Flat<T> right = Tree.flatten(b);
        SolveRules.Staged staged = SolveRules.stage(
                leaves -> Tree.flatten(a.apply(right.with(leaves))).leaves(), right.leaves());
        List<Tensor> operands = new ArrayList<>(right.leaves());
        staged.captured().forEach(value -> operands.add(Tensor.of(value)));
        int unknowns = right.leaves().size();
        SolveRules rules = new SolveRules(staged.program(), unknowns, a.kind(), solver, observer);
        List<Tensor> outputs = rules.solve(operands);
        return new Counted<>(right.with(outputs.subList(0, unknowns)), outputs.get(unknowns));
    }

    /**
     * The policy that takes no unreliable answer; an approximation that was asked for is taken.
     *
     * @param evidence of a solve
     * @throws ConvergenceException when the solver failed
     */
    public static void demandConvergence(LinearEvidence evidence) {
        if (!evidence.asAsked()) {
            throw new ConvergenceException(
                    "linear solve: " + evidence, evidence.status().meaning(), SourceLine.ofCaller(), null);
        }
    }
}
