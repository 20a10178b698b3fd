package org.gradus.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Shapes;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * A function of few values, q(x) = levels[number of boundaries ≤ x], that stands for the derivative of an activation: of each
 * x only the number of its level need be kept. Novikov, Bershatsky, Gusak, Shonenkov, Dimitrov and Oseledets, "Few-bit
 * backward: quantized gradients of activation functions for memory footprint reduction", 2022.
 *
 * @param boundaries in ascending order, one less than levels
 * @param levels the values between them
 * @param even whether q(x) = q(|x|)
 * @param error ∫ (f′ − q)²·w over the range on which it was fitted, on both sides of 0 if even
 */
public record StepFunction(List<Double> boundaries, List<Double> levels, boolean even, double error) {
    private static final int WORD = Long.SIZE;

    /**
     * Copies the lists.
     *
     * @throws ArgumentException when there is not one boundary less than levels, or they are not in order
     */
    public StepFunction {
        boundaries = List.copyOf(boundaries);
        levels = List.copyOf(levels);
        if (boundaries.size() != levels.size() - 1) {
            throw new ArgumentException(
                    "stepFunction: " + boundaries.size() + " boundaries for " + levels.size() + " levels",
                    "give one boundary less than levels");
        }
        if (!boundaries.equals(boundaries.stream().sorted().toList())) {
            throw new ArgumentException("stepFunction: boundaries " + boundaries + " are not in order", "sort them");
        }
    }

    /**
     * How a derivative is fitted.
     *
     * @param levels how many values, 2 to 256
     * @param from where the range begins; 0 for an even derivative
     * @param to where it ends; beyond the range the outer levels hold
     * @param cells of how many equal cells the boundaries are chosen
     * @param weight w, evaluated at the middles of cells; zero or more
     * @param even whether the derivative is even, so that it is fitted for x ≥ 0 alone and the sign is not kept
     */
    public record Fit(int levels, double from, double to, int cells, DoubleUnaryOperator weight, boolean even) {
        /**
         * Checks the numbers.
         *
         * @throws ArgumentException when a number makes no sense
         */
        public Fit {
            Require.notNull(weight, "stepFunction", "the weight");
            if (levels < 2 || levels > 256 || cells < levels || !(from < to) || (even && from != 0)) {
                throw new ArgumentException(
                        "stepFunction: " + levels + " levels on " + cells + " cells of [" + from + ", " + to + "]",
                        "give 2 to 256 levels, at least as many cells, and a range that begins at 0 if even");
            }
        }

        /**
         * On [−10, 10] with 1000 cells and weight 1, as in the paper.
         *
         * @param bits b, for 2ᵇ levels
         * @return the fit
         */
        public static Fit ofBits(int bits) {
            return new Fit(1 << Math.clamp(bits, 0, 9), -10, 10, 1000, _ -> 1, false);
        }

        /**
         * The same for an even derivative, on [0, 10].
         *
         * @return the fit
         */
        public Fit ofEven() {
            return new Fit(levels, 0, to, cells, weight, true);
        }
    }

    /**
     * The best step function for the derivative of an activation, by dynamic programming: of all choices of boundaries among
     * the edges of cells, with the weighted mean of the derivative as the level between two, the one of least weighted squared
     * error, the derivative counting as constant in each cell. Work is proportional to levels times cells².
     *
     * @param f the activation, elementwise
     * @param fit range, levels and weight
     * @return the approximation of f′
     */
    public static StepFunction ofDerivative(Fn<Tensor, Tensor> f, Fit fit) {
        int n = fit.cells();
        double h = (fit.to() - fit.from()) / n;
        double[] middles = new double[n];
        for (int i = 0; i < n; i++) {
            middles[i] = fit.from() + (i + 0.5) * h;
        }
        Tensor x = Tensors.tensor(middles);
        double[] slopes = Gradus.jvp(f, x, Tensors.onesLike(x)).tangent().toDoubles();
        Sums sums = new Sums(slopes, middles, fit.weight(), h);
        int k = fit.levels();
        double[][] best = new double[k + 1][n + 1];
        int[][] cut = new int[k + 1][n + 1];
        for (int j = 1; j <= n; j++) {
            best[1][j] = sums.error(0, j);
        }
        for (int m = 2; m <= k; m++) {
            for (int j = m; j <= n; j++) {
                best[m][j] = Double.POSITIVE_INFINITY;
                for (int i = m - 1; i < j; i++) {
                    double error = best[m - 1][i] + sums.error(i, j);
                    if (error < best[m][j]) {
                        best[m][j] = error;
                        cut[m][j] = i;
                    }
                }
            }
        }
        List<Double> boundaries = new ArrayList<>();
        List<Double> levels = new ArrayList<>();
        int end = n;
        for (int m = k; m >= 1; m--) {
            int start = m == 1 ? 0 : cut[m][end];
            levels.add(sums.level(start, end));
            if (m > 1) {
                boundaries.add(fit.from() + start * h);
            }
            end = start;
        }
        Collections.reverse(boundaries);
        Collections.reverse(levels);
        return new StepFunction(boundaries, levels, fit.even(), fit.even() ? 2 * best[k][n] : best[k][n]);
    }

    /** Sums over cells from the first on. */
    private static final class Sums {
        private final double[] slopes;
        private final double h;
        private final double[] s0;
        private final double[] s1;
        private final double[] s2;

        Sums(double[] slopes, double[] middles, DoubleUnaryOperator weight, double h) {
            int n = slopes.length;
            this.slopes = slopes;
            this.h = h;
            s0 = new double[n + 1];
            s1 = new double[n + 1];
            s2 = new double[n + 1];
            for (int i = 0; i < n; i++) {
                double w = weight.applyAsDouble(middles[i]);
                s0[i + 1] = s0[i] + w;
                s1[i + 1] = s1[i] + w * slopes[i];
                s2[i + 1] = s2[i] + w * slopes[i] * slopes[i];
            }
        }

        double error(int from, int to) {
            double weight = s0[to] - s0[from];
            if (weight <= 1e-300) {
                return 0;
            }
            double first = s1[to] - s1[from];
            return h * Math.max(0, s2[to] - s2[from] - first * first / weight);
        }

        double level(int from, int to) {
            double weight = s0[to] - s0[from];
            return weight <= 1e-300 ? slopes[(from + to) / 2] : (s1[to] - s1[from]) / weight;
        }
    }

    /**
     * How many bits tell the levels apart.
     *
     * @return b, for at most 2ᵇ levels
     */
    public int bits() {
        return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(levels.size() - 1));
    }

    /**
     * The number of the level of each element.
     *
     * @param x floating-point numbers of any shape
     * @return i64 of the same shape: how many boundaries are ≤ x, or ≤ |x| if even
     */
    public Tensor codes(Tensor x) {
        Tensor at = even ? x.abs() : x;
        Tensor code = Tensors.full(0, x.type().with(DType.INT64));
        for (double boundary : boundaries) {
            code = code.plus(at.ge(boundary).to(DType.INT64));
        }
        return code;
    }

    /**
     * The codes in as few bits as they need: word i of plane j holds bit j of the codes of 64 elements.
     *
     * @param x floating-point numbers of any shape
     * @return i64 {@code [bits, ⌈size/64⌉]}, {@code bits/8} bytes an element
     */
    public Tensor encode(Tensor x) {
        int n = x.size();
        int words = (n + WORD - 1) / WORD;
        Tensor codes = codes(x).reshape(n);
        if (words * WORD != n) {
            codes = Shapes.pad(codes, new int[] {0, words * WORD - n});
        }
        List<Tensor> planes = new ArrayList<>();
        for (int j = 0; j < bits(); j++) {
            planes.add(joined(bit(codes, j).reshape(words, WORD)).reshape(words));
        }
        return Tensors.stack(0, planes);
    }

    /** Bits to words: neighbors are joined, then pairs, then fours. */
    private static Tensor joined(Tensor bits) {
        Tensor x = bits;
        for (int width = 1; width < WORD; width *= 2) {
            Tensor low = x.slice(1, 0, x.dim(1), 2);
            Tensor high = x.slice(1, 1, x.dim(1), 2);
            x = low.or(Tensors.shiftLeft(high, width));
        }
        return x;
    }

    /** Words to bits in their lowest places. */
    private static Tensor parted(Tensor words) {
        int n = words.dim(0);
        Tensor x = words.reshape(n, 1);
        for (int width = WORD / 2; width >= 1; width /= 2) {
            x = Tensors.stack(2, List.of(x, Tensors.shiftRight(x, width))).reshape(n, 2 * x.dim(1));
        }
        return bit(x, 0);
    }

    private static Tensor bit(Tensor codes, int j) {
        return Tensors.shiftRight(codes, j).and(Tensors.full(1, codes.type()));
    }

    /**
     * The levels of the elements of which {@link #encode} kept the codes.
     *
     * @param packed what it returned
     * @param like a tensor of the shape and element type of its argument, of which nothing else is read
     * @return q(x)
     */
    public Tensor decode(Tensor packed, Tensor like) {
        int words = packed.dim(1);
        Tensor code = Tensors.full(0, packed.type().with(Shape.of(words, WORD)));
        for (int j = 0; j < bits(); j++) {
            code = code.or(Tensors.shiftLeft(parted(packed.get(j)), j));
        }
        double[] table = levels.stream().mapToDouble(d -> d).toArray();
        Tensor each = Indexing.take(
                Tensors.tensor(table).to(like.dtype()),
                code.reshape(words * WORD).slice(0, 0, like.size()),
                0);
        return each.reshape(like.shape());
    }
}
