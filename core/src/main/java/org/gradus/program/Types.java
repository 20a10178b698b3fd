package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;

/** The rule of types: what an operation gives for operands of given types, or why it takes none such. */
public final class Types {
    private Types() {}

    /**
     * The result types of an operation.
     *
     * @param op the operation
     * @param inputs the operands' types
     * @return one type a result
     * @throws org.gradus.error.ArgumentException when the operation takes another number of operands
     * @throws ShapeException when the shapes do not fit the operation
     * @throws DTypeException when the operation does not take the element types
     */
    public static List<ArrayType> infer(Op op, List<ArrayType> inputs) {
        Arity.check(op, inputs.size());
        return switch (op) {
            case Elementwise e -> List.of(ElementwiseTypes.infer(e, inputs));
            case Reduction r -> List.of(ReductionTypes.infer(r, inputs.getFirst()));
            case Cumulative c -> List.of(CumulativeTypes.infer(c, inputs));
            case Sorting s -> List.of(SortingTypes.infer(s, inputs));
            case Contraction c -> List.of(ContractionTypes.infer(c, inputs));
            case Structural s -> List.of(StructuralTypes.infer(s, inputs));
            case Indexing i -> List.of(IndexingTypes.infer(i, inputs));
            case LinearAlgebra l -> LinearAlgebraTypes.infer(l, inputs);
            case Sampling s -> List.of(SamplingTypes.infer(s, inputs));
            case Spectral s -> SpectralTypes.infer(s, inputs);
            case Control c -> ControlTypes.infer(c, inputs);
            case Host h -> h.outputs();
        };
    }

    static void sameDType(Op op, ArrayType x, ArrayType y) {
        if (x.dtype() != y.dtype()) {
            throw new DTypeException(
                    op.mnemonic() + ": operands " + x + " and " + y + " have different element types",
                    "convert one of them, as in x.to(DType.FLOAT64)");
        }
    }

    /** Refuses an axis that does not exist or stands before another one; operations count axes from 0. */
    static void demandAxis(Op op, ArrayType x, int axis, int from) {
        if (axis < from || axis >= x.shape().rank()) {
            throw new ShapeException(
                    op.mnemonic() + ": " + op.attributes() + " does not name axes of " + x,
                    "name existing axes from 0 on, each once, in increasing order");
        }
    }

    static void demandTruth(Op op, ArrayType given) {
        if (given.dtype() != DType.BOOL) {
            throw new DTypeException(
                    op.mnemonic() + ": takes truth values, but received " + given,
                    "compare the operand with something, as in x.gt(0)");
        }
    }

    static void demand(boolean holds, Op op, String wanted, ArrayType given) {
        if (!holds) {
            throw new DTypeException(
                    op.mnemonic() + ": takes " + wanted + ", but received " + given,
                    "convert the operand, as in x.to(DType.FLOAT64)");
        }
    }

    static void notEmpty(Op op, ArrayType x, int axis) {
        if (x.shape().dim(axis) == 0) {
            throw new ShapeException(
                    op.mnemonic() + ": axis " + axis + " of " + x + " is empty, and nothing has no extreme",
                    "give at least one element along the axis");
        }
    }
}
