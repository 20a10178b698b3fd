package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.program.Contraction;
import org.gradus.program.Control;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Op;
import org.gradus.program.Sampling;
import org.gradus.program.Sampling.Law;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Trace;

/**
 * One row of the table of operations.
 *
 * @param op the operation
 * @param draws how its operands are drawn
 * @param constant whether the rule says that the derivative is zero everywhere, whatever differences say
 */
public record OpCase(Op op, List<Draw> draws, boolean constant) {

    /** Operands and what they are for. */
    public record Operands(List<Tensor> reals, List<Tensor> others) {}

    /** The operation on raw operands; several results are joined into one vector, of the type of the first real one. */
    public static Tensor apply(Op op, List<Tensor> operands) {
        List<Tensor> results = applyAll(op, operands);
        if (results.size() == 1) {
            return results.getFirst();
        }
        DType dtype = results.stream()
                .map(Tensor::dtype)
                .filter(DType::isFloat)
                .findFirst()
                .orElse(DType.FLOAT64);
        return Tensors.concatenate(
                0, results.stream().map(t -> t.reshape(t.size()).to(dtype)).toList());
    }

    /** The results of the operation on raw operands. */
    public static List<Tensor> applyAll(Op op, List<Tensor> operands) {
        Op typed = ControlTable.typed(op, operands.stream().map(Tensor::type).toList());
        return Trace.apply(typed, operands.stream().map(Tensor::value).toList()).stream()
                .map(Tensor::of)
                .toList();
    }

    /** All operands, the same for the same seed. */
    public List<NdArray> draw(DType real, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<NdArray> operands = new ArrayList<>();
        draws.forEach(d -> operands.add(d.draw(real, random)));
        return operands;
    }

    /** All operands as tensors, differentiable ones apart from the others. */
    public Operands operands(DType real, long seed) {
        return apart(draw(real, seed).stream().map(Tensors::tensor).toList());
    }

    /** Differentiable operands apart from the others. */
    public Operands apart(List<Tensor> all) {
        List<Tensor> reals = new ArrayList<>();
        List<Tensor> others = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            (draws.get(i).isReal() ? reals : others).add(all.get(i));
        }
        return new Operands(reals, others);
    }

    /** The operation as a function of its differentiable operands and the others. */
    public Fn2<List<Tensor>, List<Tensor>, Tensor> function() {
        return (reals, others) -> {
            List<Tensor> all = new ArrayList<>();
            int real = 0;
            int other = 0;
            for (Draw draw : draws) {
                all.add(draw.isReal() ? reals.get(real++) : others.get(other++));
            }
            return apply(op, all);
        };
    }

    /** A scalar of the result in which every element counts differently, and not linearly. */
    public Fn2<List<Tensor>, List<Tensor>, Tensor> loss() {
        return (reals, others) -> {
            Tensor y = function().apply(reals, others);
            return y.times(weights(y)).times(y.times(0.5).plus(1)).sum();
        };
    }

    /** A scalar that is linear in the result. */
    public Fn2<List<Tensor>, List<Tensor>, Tensor> weighted() {
        return (reals, others) -> {
            Tensor y = function().apply(reals, others);
            return y.times(weights(y)).sum();
        };
    }

    /** Numbers between −1 and 1 of a tensor's type, none zero. */
    static Tensor weights(Tensor like) {
        double[] weights = new double[like.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (Math.cos(1.7 * i + 0.3) + 0.01);
        }
        return Tensors.tensor(like.shape(), weights).to(like.dtype());
    }

    /** Whether derivatives flow from some operand to the result. */
    public boolean differentiable() {
        return draws.stream().anyMatch(Draw::isReal) && resultIsReal() && hasBothModes();
    }

    /** Loops without a bound have no reverse mode, and functions with a reverse derivative of their own no forward mode. */
    private boolean hasBothModes() {
        return !(op instanceof Control.CustomVjp) && !(op instanceof Control.While w && w.bound() < 0);
    }

    /** The operation for operands of the type under test. */
    public Op op(DType real) {
        return ControlTable.typed(op, List.of(new ArrayType(real, Shape.SCALAR)));
    }

    private boolean resultIsReal() {
        Operands operands = operands(DType.FLOAT64, 0);
        return function().apply(operands.reals(), operands.others()).dtype().isFloat();
    }

    /** Whether sums may be taken in another order in another layout, in the result or in the derivative. */
    public boolean reorders() {
        return reorders(op);
    }

    static boolean reorders(Op op) {
        return op instanceof Contraction
                || op instanceof LinearAlgebra
                || (op instanceof Control c
                        && c.programs().stream().anyMatch(p -> p.mnemonics().contains("matmul")));
    }

    /** Whether examples of a batch do different numbers of steps: then the batch's derivative adds zeros of steps not done. */
    public boolean endsByOperand() {
        return op instanceof Control.While || (op instanceof Control.Scan s && s.counted());
    }

    /**
     * Whether derivatives are along paths of constant distribution function, which rejection does not follow; differences of
     * the quantile stand in the tests of gamma numbers.
     */
    public boolean pathwise() {
        return op instanceof Sampling.SampleOf(var law) && (law == Law.GAMMA || law == Law.LOG_GAMMA);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(op.mnemonic());
        if (!op.attributes().isEmpty()) {
            out.append('{').append(op.attributes()).append('}');
        }
        for (Draw draw : draws) {
            out.append(' ').append(draw.dtype() == null ? "real" : draw.dtype()).append(draw.shape());
        }
        return out.toString();
    }
}
