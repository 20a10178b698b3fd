package org.gradus.linear;

/** A way to solve A·x = b for numbers. {@link LinearSolves} makes it differentiable. */
public sealed interface LinearSolver permits ConjugateGradient, DenseSolve, NeumannSeries, NystromSketch {

    /**
     * Solves.
     *
     * @param <T> the tree's type
     * @param a the operator
     * @param b the right-hand side, with numbers
     * @return answer and evidence; the caller decides what a failure means
     * @throws org.gradus.error.ArgumentException when the operator is not of a kind that this solver takes
     */
    <T> LinearSolution<T> solve(LinearOperator<T> a, T b);
}
