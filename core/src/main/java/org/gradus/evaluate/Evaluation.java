package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.NdArray;
import org.gradus.program.Contraction;
import org.gradus.program.Elementwise;
import org.gradus.program.Host;
import org.gradus.program.Indexing;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Op;
import org.gradus.program.Reduction;
import org.gradus.program.Sampling;
import org.gradus.program.Structural;

/** The rule of evaluation: the numbers that an operation makes of numbers. */
public final class Evaluation {
    private Evaluation() {}

    /**
     * Runs one operation.
     *
     * @param op the operation
     * @param inputs operands whose types the operation takes
     * @return the results
     */
    public static List<NdArray> evaluate(Op op, List<NdArray> inputs) {
        return switch (op) {
            case Elementwise e -> List.of(ElementwiseEvaluation.evaluate(e, inputs));
            case Reduction r -> List.of(ReductionEvaluation.evaluate(r, inputs.getFirst()));
            case Contraction.MatMul m -> List.of(MatrixEvaluation.matmul(m, inputs.get(0), inputs.get(1)));
            case Structural s -> List.of(StructuralEvaluation.evaluate(s, inputs));
            case Indexing i -> List.of(IndexingEvaluation.evaluate(i, inputs.get(0), inputs.get(1)));
            case LinearAlgebra l -> List.of(MatrixEvaluation.linearAlgebra(l, inputs));
            case Sampling.Sample s -> List.of(SamplingEvaluation.sample(s, inputs.getFirst()));
            case Host h -> HostFunctions.get(h.key()).evaluate(inputs);
        };
    }
}
