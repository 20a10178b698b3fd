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
            case Elementwise.Unary _, Elementwise.Convert _, Reduction _, Sampling _ -> given == 1;
            case Elementwise.Binary _, Elementwise.Compare _, Contraction _ -> given == 2;
            case Indexing.Take _, Indexing.TakeAdd _, Indexing.DynamicSlice _ -> given == 2;
            case Elementwise.Select _, Indexing.TakeSet _, Indexing.DynamicUpdate _ -> given == 3;
            case Structural.Concatenate _, Indexing.RavelIndex _ -> given >= 1;
            case Spectral _ -> given == 2;
            case Structural _, LinearAlgebra.Cholesky _ -> given == 1;
            case LinearAlgebra.TriangularSolve _, LinearAlgebra.Solve _ -> given == 2;
            case Host _ -> true;
        };
        if (!fits) {
            throw new ArgumentException(
                    op.mnemonic() + ": " + given + " operands given", "give as many operands as the operation takes");
        }
    }
}
