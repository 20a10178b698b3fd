package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;

/** Result types of pseudo-random numbers. */
final class SamplingTypes {
    private SamplingTypes() {}

    static ArrayType infer(Sampling op, List<ArrayType> inputs) {
        return switch (op) {
            case Sampling.Sample s -> sample(s, inputs.getFirst());
            case Sampling.SampleOf s -> sampleOf(s, inputs);
            case Sampling.Choose c -> choose(c, inputs);
            case Sampling.Fold f -> {
                Shape batch = batch(f, inputs.getFirst());
                ArrayType number = inputs.get(1);
                Types.demand(number.dtype() == DType.INT64, f, "whole numbers (i64)", number);
                if (!number.shape().equals(batch)) {
                    throw apart(f, inputs, "one number a key");
                }
                yield inputs.getFirst();
            }
            case Sampling.GammaSlope g -> {
                Types.sameDType(g, inputs.get(0), inputs.get(1));
                Types.demand(inputs.getFirst().dtype().isFloat(), g, "real numbers", inputs.getFirst());
                if (!inputs.get(0).shape().equals(inputs.get(1).shape())) {
                    throw apart(g, inputs, "equal shapes");
                }
                yield inputs.getFirst();
            }
        };
    }

    private static Shape batch(Sampling op, ArrayType key) {
        int rank = key.shape().rank();
        if (key.dtype() != DType.INT64 || rank < 1 || key.shape().dim(rank - 1) != 2) {
            throw new ShapeException(
                    op.mnemonic() + ": " + key + " is not a key", "make keys with Key.of(seed) and key.split(n)");
        }
        return key.shape().slice(0, rank - 1);
    }

    private static ArrayType sample(Sampling.Sample op, ArrayType key) {
        Shape batch = batch(op, key);
        boolean whole = op.distribution() == Sampling.Distribution.BITS
                || op.distribution() == Sampling.Distribution.PERMUTATION;
        if (whole ? op.type().dtype() != DType.INT64 : !op.type().dtype().isFloat()) {
            throw new DTypeException(
                    "sample: " + op.attributes() + " cannot be drawn",
                    "draw bits and permutations as i64, other numbers as f64 or f32");
        }
        if (op.distribution() == Sampling.Distribution.PERMUTATION
                && op.type().shape().rank() == 0) {
            throw new ShapeException(
                    "sample: " + op.attributes() + " has no axis to permute", "draw permutations of one axis or more");
        }
        return op.type().with(batch.concat(op.type().shape()));
    }

    private static ArrayType sampleOf(Sampling.SampleOf op, List<ArrayType> inputs) {
        Shape batch = batch(op, inputs.getFirst());
        Sampling.Law law = op.law();
        ArrayType first = inputs.get(1);
        for (int i = 1; i < inputs.size(); i++) {
            boolean whole = law == Sampling.Law.INTEGER || (law == Sampling.Law.BINOMIAL && i == 1);
            parameter(op, inputs.get(i), whole);
            if (!inputs.get(i).shape().equals(first.shape())) {
                throw apart(op, inputs, "parameters of equal shapes");
            }
        }
        demandBatch(op, batch, first, 0, inputs);
        if (law == Sampling.Law.TRUNCATED_NORMAL) {
            Types.sameDType(op, first, inputs.get(2));
        }
        DType dtype = law == Sampling.Law.BERNOULLI ? DType.BOOL : law.isContinuous() ? first.dtype() : DType.INT64;
        return new ArrayType(dtype, first.shape());
    }

    private static ArrayType choose(Sampling.Choose op, List<ArrayType> inputs) {
        Shape batch = batch(op, inputs.getFirst());
        ArrayType weights = inputs.getLast();
        parameter(op, weights, false);
        demandBatch(op, batch, weights, 1, inputs);
        Shape rows = weights.shape().slice(0, weights.shape().rank() - 1);
        int columns = weights.shape().dim(weights.shape().rank() - 1);
        if (columns == 0 && op.choice() != Sampling.Choice.ORDER) {
            throw new ShapeException(
                    op.mnemonic() + ": " + weights + " has no categories along its last axis",
                    "give one weight or more");
        }
        if (op.choice() == Sampling.Choice.COUNTS) {
            parameter(op, inputs.get(1), true);
            if (!inputs.get(1).shape().equals(rows)) {
                throw apart(op, inputs, "one number of trials for each row of weights");
            }
        }
        return new ArrayType(DType.INT64, op.choice() == Sampling.Choice.CATEGORY ? rows : weights.shape());
    }

    private static void parameter(Sampling op, ArrayType given, boolean whole) {
        boolean fits = whole ? given.dtype() == DType.INT64 : given.dtype().isFloat();
        Types.demand(fits, op, whole ? "whole numbers (i64)" : "real numbers", given);
    }

    private static void demandBatch(Sampling op, Shape batch, ArrayType given, int more, List<ArrayType> inputs) {
        int rank = given.shape().rank();
        boolean fits = rank >= batch.rank() + more
                && given.shape().slice(0, batch.rank()).equals(batch);
        if (!fits) {
            throw apart(op, inputs, "parameters that begin with the axes of the keys");
        }
    }

    private static ShapeException apart(Sampling op, List<ArrayType> inputs, String wanted) {
        return new ShapeException(
                op.mnemonic() + ": " + op.attributes() + (op.attributes().isEmpty() ? "" : " ")
                        + "cannot be drawn from " + inputs + ": takes " + wanted,
                "use the functions of Random, which bring parameters to one shape");
    }
}
