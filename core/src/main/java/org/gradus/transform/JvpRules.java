package org.gradus.transform;

import java.util.Collections;
import java.util.List;
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
 * The rule of forward derivatives: the tangents of an operation's results, linear in the tangents of its operands. A null
 * tangent is zero; at least one is not null.
 */
final class JvpRules {
    private JvpRules() {}

    /**
     * Applies the rule.
     *
     * @param op the operation
     * @param primals its operands
     * @param outputs its results
     * @param tangents the operands' tangents, null for zero
     * @return the results' tangents, null for zero
     */
    static List<Tensor> jvp(Op op, List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents) {
        return switch (op) {
            case Elementwise e -> one(ElementwiseJvp.jvp(e, primals, outputs.getFirst(), tangents));
            case Reduction r -> one(ReductionJvp.jvp(r, primals.getFirst(), outputs.getFirst(), tangents.getFirst()));
            case Cumulative c -> one(CumulativeJvp.jvp(c, primals, outputs.getFirst(), tangents));
            case Contraction c -> one(ContractionJvp.jvp(c, primals, tangents));
            case Structural s -> one(StructuralJvp.jvp(s, primals, tangents));
            case Indexing i -> one(IndexingJvp.jvp(i, primals, tangents));
            case LinearAlgebra l -> LinearAlgebraJvp.jvp(l, primals, outputs, tangents);
            case Sorting _ -> one(null);
            case Spectral s -> SpectralJvp.jvp(s, primals, tangents);
            // The primal is done otherwise when its derivative is wanted, so the level does both at once.
            case Control c -> ControlJvp.jvp(c, primals, tangents, null, true).tangents();
            case Sampling s -> one(SamplingJvp.jvp(s, primals, outputs.getFirst(), tangents));
            case Host h -> HostRules.of(h).jvp(primals, outputs, tangents);
        };
    }

    private static List<Tensor> one(Tensor tangent) {
        return Collections.singletonList(tangent);
    }
}
