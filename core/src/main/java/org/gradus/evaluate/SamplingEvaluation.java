package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.CountVariates;
import org.gradus.kernel.GammaSlope;
import org.gradus.kernel.GammaVariates;
import org.gradus.kernel.Loops;
import org.gradus.kernel.RandomChoices;
import org.gradus.kernel.StandardVariates;
import org.gradus.kernel.Threefry;
import org.gradus.kernel.TruncatedNormal;
import org.gradus.program.Sampling;
import org.gradus.program.Sampling.Choice;
import org.gradus.program.Sampling.Law;

/** Draws from each key of a batch of keys. */
final class SamplingEvaluation {
    private static final long FOLDED = -1;

    private SamplingEvaluation() {}

    static NdArray evaluate(Sampling op, ArrayType type, List<NdArray> inputs) {
        return switch (op) {
            case Sampling.Sample s -> sample(s, type, inputs.getFirst());
            case Sampling.SampleOf(var law) -> sampleOf(law, type, inputs);
            case Sampling.Choose(var choice) -> choose(choice, type, inputs);
            case Sampling.Fold _ -> fold(type, inputs.get(0), inputs.get(1));
            case Sampling.GammaSlope(var part) -> slope(part, type, inputs.get(0), inputs.get(1));
        };
    }

    private interface Draw {
        void accept(long k0, long k1, int batch);
    }

    private static void forEachKey(NdArray keys, Draw draw) {
        int batch = keys.shape().size(0, keys.shape().rank() - 1);
        for (int i = 0; i < batch; i++) {
            draw.accept(keys.getLong(2 * i), keys.getLong(2 * i + 1), i);
        }
    }

    private static NdArray sample(Sampling.Sample op, ArrayType type, NdArray keys) {
        DType dtype = op.type().dtype();
        int n = op.type().shape().size();
        int batch = keys.shape().size(0, keys.shape().rank() - 1);
        Object out = dtype.allocate(type.shape().size());
        forEachKey(keys, (k0, k1, i) -> {
            if (batch == 1) {
                draw(op, k0, k1, out, n);
                return;
            }
            Object part = dtype.allocate(n);
            draw(op, k0, k1, part, n);
            System.arraycopy(part, 0, out, i * n, n);
        });
        return NdArray.of(type, out);
    }

    private static void draw(Sampling.Sample op, long k0, long k1, Object out, int n) {
        switch (op.distribution()) {
            case BITS -> Threefry.bits(k0, k1, (long[]) out, n);
            case UNIFORM -> Threefry.uniform(k0, k1, out, n);
            case NORMAL -> Threefry.normal(k0, k1, out, n);
            case EXPONENTIAL -> StandardVariates.EXPONENTIAL.fill(k0, k1, out, n);
            case LAPLACE -> StandardVariates.LAPLACE.fill(k0, k1, out, n);
            case LOGISTIC -> StandardVariates.LOGISTIC.fill(k0, k1, out, n);
            case CAUCHY -> StandardVariates.CAUCHY.fill(k0, k1, out, n);
            case GUMBEL -> StandardVariates.GUMBEL.fill(k0, k1, out, n);
            case PERMUTATION -> {
                Shape shape = op.type().shape();
                RandomChoices.permutations(k0, k1, shape.dim(shape.rank() - 1), (long[]) out);
            }
        }
    }

    /** The elements that belong to one key, as f64. */
    private static double[] doubles(NdArray array, int batch, int n) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = array.getDouble(batch * n + i);
        }
        return out;
    }

    private static long[] longs(NdArray array, int batch, int n) {
        long[] out = new long[n];
        for (int i = 0; i < n; i++) {
            out[i] = array.getLong(batch * n + i);
        }
        return out;
    }

    private static NdArray sampleOf(Law law, ArrayType type, List<NdArray> inputs) {
        NdArray first = inputs.get(1);
        NdArray last = inputs.getLast();
        SamplingParameters.check(law, inputs);
        int batch = type.shape().size(0, inputs.getFirst().shape().rank() - 1);
        int n = batch == 0 ? 0 : type.shape().size() / batch;
        Object out = type.dtype().allocate(type.shape().size());
        forEachKey(inputs.getFirst(), (k0, k1, i) -> {
            Object drawn = switch (law) {
                case GAMMA, LOG_GAMMA -> {
                    double[] z = new double[n];
                    GammaVariates.fill(k0, k1, law == Law.LOG_GAMMA, doubles(first, i, n), z);
                    yield z;
                }
                case TRUNCATED_NORMAL -> {
                    double[] z = new double[n];
                    TruncatedNormal.fill(k0, k1, doubles(first, i, n), doubles(last, i, n), z);
                    yield z;
                }
                case BERNOULLI -> {
                    boolean[] truths = new boolean[n];
                    CountVariates.bernoulli(k0, k1, doubles(first, i, n), truths);
                    yield truths;
                }
                default -> counts(law, k0, k1, first, last, i, n);
            };
            put(drawn, out, i * n, n);
        });
        return NdArray.of(type, out);
    }

    private static long[] counts(Law law, long k0, long k1, NdArray first, NdArray last, int batch, int n) {
        long[] out = new long[n];
        switch (law) {
            case POISSON -> CountVariates.poisson(k0, k1, doubles(first, batch, n), out);
            case GEOMETRIC -> CountVariates.geometric(k0, k1, doubles(first, batch, n), out);
            case BINOMIAL -> CountVariates.binomial(k0, k1, longs(first, batch, n), doubles(last, batch, n), out);
            case INTEGER -> CountVariates.integers(k0, k1, longs(first, batch, n), longs(last, batch, n), out);
            default -> throw new AssertionError(law);
        }
        return out;
    }

    /** Copies one key's numbers to their place, rounded where the result is narrow. */
    private static void put(Object drawn, Object out, int at, int n) {
        Object converted = drawn;
        if (out instanceof float[]) {
            converted = new float[n];
            Loops.convert(drawn, converted, n);
        }
        System.arraycopy(converted, 0, out, at, n);
    }

    private static NdArray choose(Choice choice, ArrayType type, List<NdArray> inputs) {
        NdArray keys = inputs.getFirst();
        NdArray weights = inputs.getLast();
        SamplingParameters.check(choice, inputs);
        int columns = weights.shape().dim(weights.shape().rank() - 1);
        int batch = keys.shape().size(0, keys.shape().rank() - 1);
        int size = batch == 0 ? 0 : weights.size() / batch;
        int n = batch == 0 ? 0 : type.shape().size() / batch;
        long[] out = new long[type.shape().size()];
        forEachKey(keys, (k0, k1, i) -> {
            long[] part = new long[n];
            double[] w = doubles(weights, i, size);
            switch (choice) {
                case CATEGORY -> RandomChoices.categories(k0, k1, columns, w, part);
                case ORDER -> RandomChoices.weightedOrders(k0, k1, columns, w, part);
                case COUNTS ->
                    CountVariates.multinomial(k0, k1, longs(inputs.get(1), i, n / Math.max(1, columns)), w, part);
            }
            System.arraycopy(part, 0, out, i * n, n);
        });
        return NdArray.of(type, out);
    }

    private static NdArray fold(ArrayType type, NdArray keys, NdArray numbers) {
        long[] out = new long[type.shape().size()];
        long[] block = new long[2];
        forEachKey(keys, (k0, k1, i) -> {
            Threefry.block(k0, k1, numbers.getLong(i), FOLDED, block);
            out[2 * i] = block[0];
            out[2 * i + 1] = block[1];
        });
        return NdArray.of(type, out);
    }

    private static NdArray slope(Sampling.SlopePart part, ArrayType type, NdArray shape, NdArray log) {
        GammaSlope.Part wanted = switch (part) {
            case VALUE -> GammaSlope.Part.VALUE;
            case SHAPE_DERIVATIVE -> GammaSlope.Part.SHAPE_DERIVATIVE;
            case LOG_DERIVATIVE -> GammaSlope.Part.LOG_DERIVATIVE;
        };
        int n = type.shape().size();
        Object out = type.dtype().allocate(n);
        Loops.DoubleBinary slope = (a, y) -> GammaSlope.of(wanted, a, y);
        Loops.zip(slope, shape.stored(), shape.isSplat(), log.stored(), log.isSplat(), out, n);
        return NdArray.of(type, out);
    }
}
