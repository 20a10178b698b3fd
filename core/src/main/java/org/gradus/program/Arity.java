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
            case Elementwise.Special _, Elementwise.Ordered _, Elementwise.RoundTo _ -> given == 1;
            case Elementwise.Binary _, Elementwise.Compare _, Contraction _ -> given == 2;
            case Elementwise.Select _, Elementwise.Ternary _ -> given == 3;
            case Cumulative.Cumulate _, Cumulative.ArgCumulate _, Sorting.ArgSort _ -> given == 1;
            case Cumulative.Recurrence _, Sorting.SearchSorted _, Sorting.SegmentArg _ -> given == 2;
            case Structural.Concatenate _ -> given >= 1;
            case Structural _ -> given == 1;
            case Indexing.Take _, Indexing.TakeAdd _, Indexing.DynamicSlice _ -> given == 2;
            case Indexing.TakeSet _, Indexing.DynamicUpdate _ -> given == 3;
            case Indexing.RavelIndex _ -> given >= 1;
            case Spectral _ -> given == 2;
            case LinearAlgebra l -> given == LinearAlgebraTypes.operands(l);
            case Sampling.Sample _ -> given == 1;
            case Sampling.Fold _, Sampling.GammaSlope _ -> given == 2;
            case Sampling.SampleOf(var law) -> given == 1 + law.parameters();
            case Sampling.Choose(var choice) -> given == 1 + choice.parameters();
            case Control _, Host _ -> true;
        };
        if (!fits) {
            throw new ArgumentException(
                    op.mnemonic() + ": " + given + " operands given", "give as many operands as the operation takes");
        }
    }
}
