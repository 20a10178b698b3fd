package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Minimizers, linear solvers and minima that cannot do what they are asked. */
final class SolverErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Minimizers and solvers",
            List.of(
                    java("A method without a learning rate", """
                    import org.gradus.optim.*;

                    Minimizer.of((Tensor x) -> x.square().sum()).method(new ScaleByAdam<>());
                    """, """
                    method: ScaleByAdam has no learning rate: its updates would be added to the parameters as they are
                      where: Example.java:3 (Example.main)
                      to do: chain it, as in ScaleByAdam.then(new ScaleByLearningRate<>(1e-3)), or use a complete method such as Sgd, Adam or AdamW
                    """),
                    java("A method that needs the whole data, given mini-batches", """
                    import org.gradus.optim.*;

                    Fn2<Tensor, Tensor, Tensor> loss = (w, d) -> d.matmul(w).square().mean();
                    Minimizer.of(loss).method(new Lbfgs()).data(Batches.of(ones(8, 2)).size(4));
                    """, """
                    data: Lbfgs compares values of different steps, so it needs the whole data, and mini-batches were given
                      where: Example.java:4 (Example.main)
                      to do: use a first-order method such as Sgd, Adam or AdamW, or give the whole data: data(batches.all())
                    """),
                    java("Data that are not given", """
                    import org.gradus.optim.*;

                    Fn2<Tensor, Tensor, Tensor> loss = (w, d) -> d.matmul(w).square().mean();
                    Minimizer.of(loss).run(zeros(2));
                    """, """
                    run: the function takes parameters and data, and no data was given
                      where: Example.java:4 (Example.main)
                      to do: give it by .data(...)
                    """),
                    java("A tolerance that bounds nothing", """
                    import org.gradus.optim.*;

                    Minimizer.of((Tensor x) -> x.square().sum()).tolerance(-1);
                    """, """
                    tolerance: -1.0 is not a bound on a norm
                      where: Example.java:3 (Example.main)
                      to do: give a number of zero or more
                    """),
                    java("No iterations", """
                    import org.gradus.optim.*;

                    Minimizer.of((Tensor x) -> x.square().sum()).maxIterations(0);
                    """, """
                    maxIterations: 0 is not positive
                      where: Example.java:3 (Example.main)
                      to do: allow at least one iteration
                    """),
                    java("A point taken from a search that failed", """
                    import org.gradus.optim.*;

                    Minimizer.of((Tensor x) -> x.log().sum()).run(tensor(-1.0)).orThrow();
                    """, """
                    minimize: Failed by NON_FINITE_START: the value at the start is NaN, though every parameter is finite: likely a logarithm, root or quotient outside its domain, or overflow; start elsewhere; value NaN, gradient norm Infinity after 0 iterations, 1 value, 1 gradient
                      where: Example.java:3 (Example.main)
                      to do: take point() for the best point so far, or look at status() and history()
                    """),
                    java("Bounds for a method that takes none", """
                    import org.gradus.optim.*;

                    Fn<Tensor, Tensor> f = x -> x.square().sum();
                    Minimizer.of(f).method(new Lbfgs()).bounds(ones(2), full(3, 2));
                    """, """
                    bounds: Lbfgs takes no bounds: its steps would leave them
                      where: Example.java:4 (Example.main)
                      to do: use Lbfgsb or TrustRegionNewtonCg, or express the parameters by ones without bounds
                    """),
                    java("Conjugate gradients on an operator that promises nothing", """
                    import org.gradus.linear.*;
                    import org.gradus.linear.LinearOperator.Kind;

                    new ConjugateGradient().solve(LinearOperator.ofMatrix(Kind.GENERAL, eye(2)), ones(2));
                    """, """
                    conjugate gradients: take symmetric positive definite operators, and this one promises nothing
                      where: Example.java:4 (Example.main)
                      to do: declare it with LinearOperator.of(Kind.POSITIVE_DEFINITE, ...) if it is, or use DenseSolve
                    """),
                    java("Conjugate gradients on an indefinite matrix", """
                    import org.gradus.linear.*;
                    import org.gradus.linear.LinearOperator.Kind;

                    Tensor a = tensor(new double[][] {{1, 0}, {0, -1}});
                    LinearSolves.solve(LinearOperator.ofMatrix(Kind.SYMMETRIC, a), tensor(0.0, 1.0), new ConjugateGradient());
                    """, """
                    linear solve: NOT_POSITIVE_DEFINITE after 1 products: residual 1.00e+00 of right-hand side 1.00e+00, condition unknown
                      where: Example.java:5 (Example.main)
                      to do: a direction of zero or negative curvature was met; likely (a) the point is no strict minimum: add a penalty or damping, or (b) the operator is not symmetric
                    """),
                    java("A minimum that does not exist", """
                    import org.gradus.solve.*;

                    Fn2<Tensor, Tensor, Tensor> slope = (w, theta) -> w.times(theta).sum();
                    ImplicitMinimizer.of(slope, zeros(2)).minimizer(m -> m.maxIterations(5)).argmin().apply(ones(2));
                    """, """
                    implicit: the inner minimum was not reached: ‖∇ₓf‖ = 1.41e+00 where 1.00e-06 is accepted; the minimizer said: Stopped by ITERATIONS: 5 iterations were allowed; value -6.76899e+66, gradient norm 1.00 after 5 iterations, 151 values, 151 gradients
                      where: Example.java:4 (Example.main)
                      to do: allow more iterations, add a penalty so that the minimum exists, or accept a larger residual with acceptResidual(...)
                    """)));

    private SolverErrors() {}
}
