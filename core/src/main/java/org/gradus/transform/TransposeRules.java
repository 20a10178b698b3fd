package org.gradus.transform;

import java.util.Collections;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.error.NotDifferentiableException;
import org.gradus.program.Contraction;
import org.gradus.program.Control;
import org.gradus.program.Cumulative;
import org.gradus.program.Elementwise;
import org.gradus.program.Host;
import org.gradus.program.Indexing;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Op;
import org.gradus.program.Reduction;
import org.gradus.program.Sampling;
import org.gradus.program.Sorting;
import org.gradus.program.Spectral;
import org.gradus.program.Structural;
import org.gradus.tensor.Tensor;

/**
 * The rule of transposition: for an operation that is linear in some operands, their cotangents from the cotangent of its
 * result. Only operations that derivative rules make need one.
 */
final class TransposeRules {
    private TransposeRules() {}

    /**
     * Applies the rule.
     *
     * @param op the operation
     * @param inputs the operands, null for those it is linear in
     * @param types all operands' types
     * @param cotangents the results' cotangents, null for zero, at least one not null
     * @return one cotangent an operand, null where it is not linear or zero
     */
    static List<Tensor> transpose(Op op, List<Tensor> inputs, List<ArrayType> types, List<Tensor> cotangents) {
        Tensor ct = cotangents.getFirst();
        return switch (op) {
            case Elementwise e -> ElementwiseTranspose.transpose(e, inputs, types, ct);
            case Reduction.Reduce(var f, var axes)
            when f == Reduction.ReduceFunction.SUM ->
                one(TensorOps.unreduce(ct, types.getFirst().shape(), axes));
            case Cumulative c -> CumulativeTranspose.transpose(c, inputs, ct);
            case Reduction _, Sorting _, Sampling _ -> throw notLinear(op);
            case Contraction c -> ContractionTranspose.transpose(c, inputs, types, ct);
            case Structural s -> StructuralTranspose.transpose(s, types, ct);
            case Indexing i -> IndexingTranspose.transpose(i, inputs, types, ct);
            case Spectral s -> SpectralTranspose.transpose(s, cotangents);
            case LinearAlgebra l -> LinearAlgebraTranspose.transpose(l, inputs, cotangents);
            case Control c -> ControlTranspose.transpose(c, inputs, types, cotangents);
            case Host h -> HostRules.of(h).transpose(inputs, cotangents);
        };
    }

    static List<Tensor> one(Tensor cotangent) {
        return Collections.singletonList(cotangent);
    }

    static NotDifferentiableException notLinear(Op op) {
        return new NotDifferentiableException(
                op.mnemonic() + ": is not linear, so it has no transpose",
                "differentiate the function first: reverse mode transposes its linearization");
    }
}
