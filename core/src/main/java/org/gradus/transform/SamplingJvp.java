package org.gradus.transform;

import static org.gradus.transform.TensorOps.add;
import static org.gradus.transform.TensorOps.binary;
import static org.gradus.transform.TensorOps.scale;

import java.util.List;
import java.util.Locale;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.error.NotDifferentiableException;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Sampling;
import org.gradus.program.Sampling.GammaSlope;
import org.gradus.program.Sampling.Law;
import org.gradus.program.Sampling.SlopePart;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Derivatives of random numbers in their parameters along paths of constant distribution function, where there are such;
 * refused where numbers are discrete.
 */
final class SamplingJvp {
    private SamplingJvp() {}

    static Tensor jvp(Sampling op, List<Tensor> primals, Tensor out, List<Tensor> tangents) {
        return switch (op) {
            case Sampling.Sample _, Sampling.Fold _ -> null; // their operands are whole numbers
            case Sampling.SampleOf(var law) -> of(law, primals, out, tangents);
            case Sampling.Choose(var choice) -> throw discrete(choice);
            case GammaSlope(var part) -> slope(part, primals, tangents);
        };
    }

    private static Tensor of(Law law, List<Tensor> primals, Tensor out, List<Tensor> tangents) {
        return switch (law) {
            // z·dy/da, which is 0 where z has underflowed to 0.
            case GAMMA ->
                scale(
                        tangents.get(1),
                        binary(
                                BinaryFunction.ANNIHILATE,
                                out,
                                TensorOps.apply(new GammaSlope(SlopePart.VALUE), primals.get(1), out.log())));
            case LOG_GAMMA ->
                scale(tangents.get(1), TensorOps.apply(new GammaSlope(SlopePart.VALUE), primals.get(1), out));
            case TRUNCATED_NORMAL -> truncated(primals, out, tangents);
            case BERNOULLI, POISSON, BINOMIAL, GEOMETRIC, INTEGER -> throw discrete(law);
        };
    }

    /** dx = (1 − u) φ(a)/φ(x) da + u φ(b)/φ(x) db, with the u that x was made of. */
    private static Tensor truncated(List<Tensor> primals, Tensor x, List<Tensor> tangents) {
        Tensor key = primals.getFirst();
        int batch = key.rank() - 1;
        ArrayType type = new ArrayType(DType.FLOAT64, x.shape().slice(batch, x.rank()));
        Tensor u = TensorOps.apply(new Sampling.Sample(Sampling.Distribution.UNIFORM, type), key)
                .plus(0x1p-54);
        Tensor low = tangents.get(1);
        Tensor high = tangents.get(2);
        return add(
                low == null ? null : scale(low, share(Tensors.minus(1, u), primals.get(1), x)),
                high == null ? null : scale(high, share(u, primals.get(2), x)));
    }

    /** A share times φ(bound)/φ(x), in the type of x; 0 for an infinite bound. */
    private static Tensor share(Tensor part, Tensor bound, Tensor x) {
        Tensor density = x.minus(bound).times(x.plus(bound)).times(0.5).exp();
        return part.to(x.dtype()).times(density);
    }

    private static Tensor slope(SlopePart part, List<Tensor> primals, List<Tensor> tangents) {
        if (part != SlopePart.VALUE) {
            throw new NotDifferentiableException(
                    "random: gamma numbers have derivatives of first and second order in their shape, not of third",
                    "treat the shape as a constant with stopGradient(shape) in one of the derivatives");
        }
        return add(
                term(tangents.get(0), SlopePart.SHAPE_DERIVATIVE, primals),
                term(tangents.get(1), SlopePart.LOG_DERIVATIVE, primals));
    }

    private static Tensor term(Tensor tangent, SlopePart part, List<Tensor> primals) {
        return tangent == null
                ? null
                : scale(tangent, TensorOps.apply(new GammaSlope(part), primals.get(0), primals.get(1)));
    }

    private static NotDifferentiableException discrete(Enum<?> what) {
        String name = what.name().toLowerCase(Locale.ROOT);
        return new NotDifferentiableException(
                "random: a draw of a " + name
                        + " is discrete, so it has no derivative in its parameters along the path of a sample",
                "relax it (Gumbel-softmax: softmax of (logits + Random.gumbel(key)) / temperature), or estimate the"
                        + " derivative of the expectation by the score function (the gradient of the log-probability times"
                        + " the value), or pass stopGradient(parameter) to treat the parameter as a constant");
    }
}
