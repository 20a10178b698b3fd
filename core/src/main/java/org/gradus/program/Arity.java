package org.gradus.program;

import org.gradus.error.ArgumentException;

/** How many operands an operation takes. */
final class Arity {
    private Arity() {}

    /**
     * Refuses another number of operands.
     *
     * @throws ArgumentException when the operation takes more or fewer
     */
    static void check(Op op, int given) {
        boolean fits = switch (op) {
            case Elementwise.Unary _, Elementwise.Convert _, Reduction _ -> given == 1;
            case Elementwise.Binary _, Elementwise.Compare _, Contraction _, Indexing _ -> given == 2;
            case Elementwise.Select _ -> given == 3;
            case Structural.Concatenate _ -> given >= 1;
            case Structural _, LinearAlgebra.Cholesky _ -> given == 1;
            case LinearAlgebra.TriangularSolve _, LinearAlgebra.Solve _ -> given == 2;
            case Sampling.Sample _ -> given == 1;
            case Sampling.Fold _, Sampling.GammaSlope _ -> given == 2;
            case Sampling.SampleOf(var law) -> given == 1 + law.parameters();
            case Sampling.Choose(var choice) -> given == 1 + choice.parameters();
            case Host _ -> true;
        };
        if (!fits) {
            throw new ArgumentException(
                    op.mnemonic() + ": " + given + " operands given", "give as many operands as the operation takes");
        }
    }
}
