package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.gradus.program.Contraction;
import org.gradus.program.Elementwise;
import org.gradus.program.Host;
import org.gradus.program.Indexing;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Op;
import org.gradus.program.Reduction;
import org.gradus.program.Sampling;
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
            case Contraction.MatMul m -> one(product(m, primals, tangents));
            case Structural s -> one(structural(s, primals, tangents));
            case Indexing i ->
                one(tangents.getFirst() == null ? null : TensorOps.apply(i, tangents.getFirst(), primals.get(1)));
            case LinearAlgebra l -> one(LinearAlgebraJvp.jvp(l, primals, outputs.getFirst(), tangents));
            case Sampling _ -> one(null);
            case Host h -> HostRules.of(h).jvp(primals, outputs, tangents);
        };
    }

    private static List<Tensor> one(Tensor tangent) {
        return Collections.singletonList(tangent);
    }

    private static Tensor product(Op op, List<Tensor> primals, List<Tensor> tangents) {
        Tensor left = tangents.get(0) == null ? null : TensorOps.apply(op, tangents.get(0), primals.get(1));
        Tensor right = tangents.get(1) == null ? null : TensorOps.apply(op, primals.get(0), tangents.get(1));
        return TensorOps.add(left, right);
    }

    private static Tensor structural(Structural op, List<Tensor> primals, List<Tensor> tangents) {
        Tensor[] full = new Tensor[primals.size()];
        Arrays.setAll(full, i -> TensorOps.orZeros(tangents.get(i), primals.get(i)));
        return TensorOps.applyAll(op, new ArrayList<>(Arrays.asList(full))).getFirst();
    }
}
