package org.gradus.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.ShapeException;
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
import org.gradus.program.Types;

/** The rule of evaluation: the numbers that an operation makes of numbers. */
public final class Evaluation {
    private Evaluation() {}

    /**
     * Runs one operation.
     *
     * @param op the operation
     * @param inputs operands whose types the operation takes
     * @return the results
     * @throws org.gradus.error.ShapeException when shapes do not fit the operation
     * @throws org.gradus.error.DTypeException when the operation does not take the element types
     */
    public static List<NdArray> evaluate(Op op, List<NdArray> inputs) {
        List<ArrayType> types = new ArrayList<>(inputs.size());
        for (NdArray input : inputs) {
            types.add(input.type());
        }
        return evaluate(op, Types.infer(op, types), inputs);
    }

    /**
     * Runs one operation whose result types are known.
     *
     * @param op the operation
     * @param types what {@link Types#infer} gives for the operands' types
     * @param inputs the operands
     * @return the results
     */
    public static List<NdArray> evaluate(Op op, List<ArrayType> types, List<NdArray> inputs) {
        return switch (op) {
            case LinearAlgebra l -> LinearAlgebraEvaluation.evaluate(l, types, inputs);
            case Spectral s -> SpectralEvaluation.evaluate(s, types, inputs);
            case Control c -> new ControlEvaluation(c).run(types, inputs);
            case Host h -> host(h, inputs);
            default -> List.of(single(op, types.getFirst(), inputs));
        };
    }

    /**
     * The first elements of an elementwise operation's result, for those who run programs by tiles.
     *
     * @param op the operation
     * @param inputs operands of at least n elements, or splats, not all of them splats
     * @param out receives n elements: a Java array of the result's element type
     * @param n how many
     */
    public static void elementwise(Elementwise op, List<NdArray> inputs, Object out, int n) {
        ElementwiseEvaluation.into(op, inputs, out, n);
    }

    /**
     * The kernel's function of numbers behind an elementwise operation, for those who generate code.
     *
     * @param op an operation on one, two or three operands, with a function of its own: no comparison, choice, conversion,
     *     nor one of the four operations
     * @param real whether the operands are floating-point numbers, not whole ones
     * @return a function of {@link org.gradus.kernel.Loops}, of doubles or of longs
     */
    public static Object function(Elementwise op, boolean real) {
        return ElementwiseFunctions.of(op, real);
    }

    private static List<NdArray> host(Host op, List<NdArray> inputs) {
        List<NdArray> results = HostFunctions.get(op.key()).evaluate(inputs);
        List<ArrayType> types = results == null
                ? null
                : results.stream().map(a -> a == null ? null : a.type()).toList();
        if (!op.outputs().equals(types)) {
            throw new ShapeException(
                    "host: the Java code '" + op.key().name() + "' gave " + types + ", where " + op.outputs()
                            + " was declared",
                    "let it return one array of the declared type for each result");
        }
        return results;
    }

    /** The result of an operation that has one. */
    static NdArray single(Op op, ArrayType type, List<NdArray> inputs) {
        return switch (op) {
            case Elementwise e -> ElementwiseEvaluation.evaluate(e, type, inputs);
            case Reduction r -> ReductionEvaluation.evaluate(r, type, inputs.getFirst());
            case Cumulative c -> CumulativeEvaluation.evaluate(c, type, inputs);
            case Sorting s -> SortingEvaluation.evaluate(s, type, inputs);
            case Contraction c -> ContractionEvaluation.evaluate(c, type, inputs);
            case Structural s -> StructuralEvaluation.evaluate(s, type, inputs);
            case Indexing i -> IndexingEvaluation.evaluate(i, type, inputs);
            case Sampling s -> SamplingEvaluation.evaluate(s, type, inputs);
            case LinearAlgebra _, Spectral _, Control _, Host _ ->
                evaluate(op, List.of(type), inputs).getFirst();
        };
    }
}
