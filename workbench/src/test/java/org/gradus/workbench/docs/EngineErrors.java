package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Contractions, choices and loops, decompositions, draws. */
final class EngineErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Contractions, choices, loops, decompositions",
            List.of(
                    java("Axes of one letter that differ", """
                    Contractions.einsum("ij,jk->ik", ones(2, 3), ones(4, 5));
                    """, """
                    einsum: 'j' in "ij,jk->ik" is 3 in operand 0, f64[2,3], but 4 in operand 1, f64[4,5]
                      where: Example.java:1 (Example.main)
                      to do: axes of one letter have equal lengths, or 1 in another operand
                    """),
                    java("A result that no operand has", """
                    Contractions.einsum("ij->k", ones(2, 3));
                    """, """
                    einsum: 'k' of the result in "ij->k" is in no operand
                      where: Example.java:1 (Example.main)
                      to do: name each axis of the result once, by a letter of an operand
                    """),
                    java("A kernel for another number of channels", """
                    Convolutions.convolve(ones(1, 3, 8, 8), ones(4, 2, 3, 3), Window.of(3, 3));
                    """, """
                    convolve: f64[1,3,8,8] with 3 channels and kernel f64[4,2,3,3] do not fit in 1 group
                      where: Example.java:1 (Example.main)
                      to do: give a kernel [outputs, channels / groups, window...] with outputs divisible by groups
                    """),
                    java("More slices than axes", """
                    ones(3, 4).slice("1:2, :, 0");
                    """, """
                    slice: [1:2, :, 0] does not fit f64[3,4] of 2 axes
                      where: Example.java:1 (Example.main)
                      to do: give at most one slice for each axis and at most one rest
                    """),
                    java("A start from which a part reaches outside", """
                    Indexing.dynamicSlice(ones(5), tensor(new long[] {4}), 3);
                    """, """
                    dynamicSlice: start 4 of axis 0 with size 3 is not inside shape [5]
                      where: Example.java:1 (Example.main)
                      to do: give a start from 0 to 2, or clamp it with minimum and maximum
                    """),
                    java("Parts of complex numbers that differ", """
                    Fourier.fft(new Complex(ones(3), ones(4)));
                    """, """
                    complex: real part f64[3] and imaginary part f64[4] differ
                      where: Example.java:1 (Example.main)
                      to do: give parts of one shape and element type
                    """),
                    java("A share above one", """
                    Order.quantile(tensor(1.0, 2.0), 1.5, 0);
                    """, """
                    quantile: q = 1.5 is not from 0 to 1
                      where: Example.java:1 (Example.main)
                      to do: give a share of elements, 0.5 for the median
                    """),
                    java("Branches of different shapes", """
                    cond(scalar(1).gt(0), x -> x, x -> stack(x, x), scalar(1));
                    """, """
                    cond: the first function's result is f64[], where the second's is f64[2]
                      where: Example.java:1 (Example.main)
                      to do: return the same shapes and element types, as with to(DType.FLOAT64) or reshape
                    """),
                    java("A number for a condition", """
                    cond(scalar(1), x -> x, x -> x.times(2), scalar(1));
                    """, """
                    cond: the condition is f64[], not one truth value
                      where: Example.java:1 (Example.main)
                      to do: compare it with something, as in x.gt(0)
                    """),
                    java("A branch that does not exist", """
                    branch(tensor(new long[] {5}).get(0), List.<Fn<Tensor, Tensor>>of(x -> x, x -> x.times(2)), scalar(1));
                    """, """
                    branch: index 5 names none of 2 branches
                      where: Example.java:1 (Example.main)
                      to do: give an index from 0 to 1
                    """),
                    java("A carry that changes its shape", """
                    scan((Tensor c, Tensor x) -> new Scanned<>(stack(c, x), x), scalar(0), tensor(1.0, 2.0));
                    """, """
                    scan: the step's carry is f64[2], where the first carry is f64[]
                      where: Example.java:1 (Example.main)
                      to do: return the same shapes and element types, as with to(DType.FLOAT64) or reshape
                    """),
                    java("The gradient of a loop without a bound", """
                    grad((Tensor x) -> whileLoop(b -> b.lt(10), b -> b.times(2), x)).apply(scalar(1));
                    """, """
                    whileLoop: has no reverse derivative, for which the values of every step would be needed, and their number is not known
                      where: Example.java:1 (Example.main)
                      to do: bound the number of steps with boundedWhile or scan, differentiate the solution of an iteration by the equation that it satisfies (org.gradus.solve), use forward mode (jvp), or mark the result with stopGradient
                    """),
                    java("Forward mode of a reverse rule", """
                    jvp(customVjp((Tensor x) -> new WithResiduals<>(x, x), (x, ct) -> ct), scalar(1), scalar(1));
                    """, """
                    customVjp: has a reverse derivative of its own and no forward derivative
                      where: Example.java:1 (Example.main)
                      to do: take its gradient with grad or vjp, or give the function a rule with customJvp
                    """),
                    java("A batch along an axis that does not exist", """
                    vmap((Tensor x) -> x.sum(), Axes.in(3)).apply(ones(2, 3));
                    """, """
                    vmap: the argument is f64[2,3] and has no axis 3 to batch over
                      where: Example.java:1 (Example.main)
                      to do: use an axis from -2 to 1, or SHARED
                    """),
                    java("The gradient of a count", """
                    grad((Tensor rate) -> Random.poisson(Key.of(1), rate).to(DType.FLOAT64).sum()).apply(tensor(1.0, 2.0));
                    """, """
                    random: a draw of a poisson is discrete, so it has no derivative in its parameters along the path of a sample
                      where: Example.java:1 (Example.main)
                      to do: relax it (Gumbel-softmax: softmax of (logits + Random.gumbel(key)) / temperature), or estimate the derivative of the expectation by the score function (the gradient of the log-probability times the value), or pass stopGradient(parameter) to treat the parameter as a constant
                    """),
                    java("The gradient in a shape parameter", """
                    grad((Tensor s) -> gammainc(s, scalar(1))).apply(scalar(2));
                    """, """
                    gammainc: has no derivative with respect to its shape, the first operand
                      where: Example.java:1 (Example.main)
                      to do: pass the shape as data instead of a differentiated argument, or stop its derivative with stopGradient(shape)
                    """),
                    java("A decomposition of NaN", """
                    Linalg.svd(tensor(new double[][] {{1, Double.NaN}, {0, 1}}));
                    """, """
                    svd: matrix has NaN in row 0, column 1
                      where: Example.java:1 (Example.main)
                      to do: find where the NaN or infinity in the matrix comes from
                    """),
                    java("The gradient of an eigenvector of equal eigenvalues", """
                    grad((Tensor m) -> Linalg.eigh(m).vectors().get(0, 0)).apply(eye(2));
                    """, """
                    eigh: the vectors of matrix have no derivative, because eigenvalues 0 and 1 (1.0 and 1.0) are equal to rounding
                      where: Example.java:1 (Example.main)
                      to do: use eigvalsh where only the values matter, or sqrtm, expm, solve, which need no vectors
                    """),
                    java("Where an infinity was made", """
                    debugNonFinite(() -> tensor(1.0, 0.0).log());
                    """, """
                    log: an infinity in the result, f64[2] between 0.0 and 0.0 with 1 infinite, the first at [1], was made here: all operands are finite
                      operands: f64[2] between 0.0 and 1.0
                      where: Example.java:1 (Example.main)
                      to do: keep the operand away from where the operation is not finite, as in where(x.gt(0), x, 1) before a logarithm
                    """)));

    private EngineErrors() {}
}
