package org.gradus.reproductions.autodiff;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gradus.Gradus;
import org.gradus.array.Shape;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Kinks;

/**
 * Every vector of parameters of two small networks on a grid of machine numbers: where the network has a derivative, and what
 * differentiation says there. All numbers are small multiples of powers of two, so arithmetic is exact.
 */
final class MachineParametersPaper implements Reproduction {
    private static final double[] GRID = {-1, -.5, 0, .5, 1};

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "ad-correctness-machine-representable",
                "On the Correctness of Automatic Differentiation for Neural Networks with Machine-Representable Parameters",
                2023);
    }

    @Override
    public String claim() {
        return "In networks with biases differentiation is never wrong where there is a derivative; where there is none, at most"
                + " a fraction (kinks)/|M| of the parameters, it gives a Clarke subderivative.";
    }

    /** A network of one input, 1, with two hidden neurons, that plain loops and tensors compute alike. */
    private interface Net {
        int parameters();

        /** By tensors; the outputs of both neurons are moved by offsets. */
        Tensor value(Tensor p, Tensor offsets, Fn<Tensor, Tensor> relu);

        /** The inputs of both neurons. */
        double[] inside(double[] p);

        /** The derivative along v from one side; at a kink a neuron goes by the direction of its input. */
        double along(double[] p, double[] v);

        /** The gradient with neurons on and off by given slopes. */
        double[] gradient(double[] p, double first, double second);
    }

    /** v₁·relu(w₁ + b₁) + v₂·relu(w₂ + b₂) + b₃ of (w₁, b₁, v₁, w₂, b₂, v₂, b₃). */
    private static final Net WIDE = new Net() {
        @Override
        public int parameters() {
            return 7;
        }

        @Override
        public Tensor value(Tensor p, Tensor offsets, Fn<Tensor, Tensor> relu) {
            Tensor h1 = relu.apply(p.get(0).plus(p.get(1))).plus(offsets.get(0));
            Tensor h2 = relu.apply(p.get(3).plus(p.get(4))).plus(offsets.get(1));
            return p.get(2).times(h1).plus(p.get(5).times(h2)).plus(p.get(6));
        }

        @Override
        public double[] inside(double[] p) {
            return new double[] {p[0] + p[1], p[3] + p[4]};
        }

        @Override
        public double along(double[] p, double[] v) {
            double[] z = inside(p);
            double d1 = oneSided(z[0], v[0] + v[1]);
            double d2 = oneSided(z[1], v[3] + v[4]);
            return v[2] * Math.max(z[0], 0) + p[2] * d1 + v[5] * Math.max(z[1], 0) + p[5] * d2 + v[6];
        }

        @Override
        public double[] gradient(double[] p, double first, double second) {
            double[] z = inside(p);
            return new double[] {
                p[2] * first, p[2] * first, Math.max(z[0], 0), p[5] * second, p[5] * second, Math.max(z[1], 0), 1
            };
        }
    };

    /** v·relu(u·relu(w + b) + d) + e of (w, b, u, d, v, e). */
    private static final Net DEEP = new Net() {
        @Override
        public int parameters() {
            return 6;
        }

        @Override
        public Tensor value(Tensor p, Tensor offsets, Fn<Tensor, Tensor> relu) {
            Tensor h1 = relu.apply(p.get(0).plus(p.get(1))).plus(offsets.get(0));
            Tensor h2 = relu.apply(p.get(2).times(h1).plus(p.get(3))).plus(offsets.get(1));
            return p.get(4).times(h2).plus(p.get(5));
        }

        @Override
        public double[] inside(double[] p) {
            double z = p[0] + p[1];
            return new double[] {z, p[2] * Math.max(z, 0) + p[3]};
        }

        @Override
        public double along(double[] p, double[] v) {
            double[] z = inside(p);
            double d1 = oneSided(z[0], v[0] + v[1]);
            double d2 = oneSided(z[1], v[2] * Math.max(z[0], 0) + p[2] * d1 + v[3]);
            return v[4] * Math.max(z[1], 0) + p[4] * d2 + v[5];
        }

        @Override
        public double[] gradient(double[] p, double first, double second) {
            double[] z = inside(p);
            double inner = p[4] * second;
            return new double[] {
                inner * p[2] * first, inner * p[2] * first, inner * Math.max(z[0], 0), inner, Math.max(z[1], 0), 1
            };
        }
    };

    private static double oneSided(double z, double d) {
        return z > 0 ? d : z < 0 ? 0 : Math.max(d, 0);
    }

    private static double[][] all(int parameters) {
        int count = (int) Math.pow(GRID.length, parameters);
        double[][] all = new double[count][parameters];
        for (int i = 0; i < count; i++) {
            int left = i;
            for (int j = 0; j < parameters; j++) {
                all[i][j] = GRID[left % GRID.length];
                left /= GRID.length;
            }
        }
        return all;
    }

    /** Whether the one-sided derivative is linear, tried in the axes and 20 directions. */
    private static boolean differentiable(Net net, double[] p, double[][] directions, double[] gradient) {
        int n = p.length;
        double[] e = new double[n];
        for (int i = 0; i < n; i++) {
            e[i] = 1;
            gradient[i] = net.along(p, e);
            e[i] = -1;
            boolean linear = net.along(p, e) == -gradient[i];
            e[i] = 0;
            if (!linear) {
                return false;
            }
        }
        for (double[] v : directions) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += v[i] * gradient[i];
            }
            if (net.along(p, v) != sum) {
                return false;
            }
        }
        return true;
    }

    /** What was found for one convention. */
    private record Found(int incorrect, int without, int disagreements, int outside) {}

    private static Found found(Net net, double[][] all, double[][] directions, Fn<Tensor, Tensor> relu, double at) {
        int n = net.parameters();
        double[] flat = new double[all.length * n];
        for (int i = 0; i < all.length; i++) {
            System.arraycopy(all[i], 0, flat, i * n, n);
        }
        Tensor grid = Tensors.tensor(Shape.of(all.length, n), flat);
        Tensor none = Tensors.zeros(2);
        double[] gradients = Gradus.vmap(Gradus.grad((Tensor p) -> net.value(p, none, relu)))
                .apply(grid)
                .reshape(flat.length)
                .toDoubles();
        double[] neurons = Gradus.vmap((Tensor p) -> Gradus.grad((Tensor offsets) -> net.value(p, offsets, relu))
                        .apply(none))
                .apply(grid)
                .reshape(2 * all.length)
                .toDoubles();
        int incorrect = 0;
        int without = 0;
        int disagreements = 0;
        int outside = 0;
        double[] own = new double[n];
        double[] truth = new double[n];
        for (int i = 0; i < all.length; i++) {
            System.arraycopy(gradients, i * n, own, 0, n);
            boolean smooth = differentiable(net, all[i], directions, truth);
            double[] z = net.inside(all[i]);
            boolean kink = (z[0] == 0 && neurons[2 * i] != 0) || (z[1] == 0 && neurons[2 * i + 1] != 0);
            disagreements += smooth == kink ? 1 : 0;
            if (smooth) {
                incorrect += same(own, truth) ? 0 : 1;
            } else {
                without++;
                outside += inHull(net, all[i], z, own, at) ? 0 : 1;
            }
        }
        return new Found(incorrect, without, disagreements, outside);
    }

    private static boolean same(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a gradient is the mean, with weights c and 1 − c for each neuron at its kink, of the gradients with these neurons
     * on and off. Biases realize every such pattern nearby, so this is a certificate that it lies in the Clarke hull; the
     * gradients have no products of one neuron's slope with itself, so that it exists whenever c is in [0, 1].
     */
    private static boolean inHull(Net net, double[] p, double[] z, double[] own, double c) {
        double[] mean = new double[p.length];
        double[] low = new double[p.length];
        double[] high = new double[p.length];
        java.util.Arrays.fill(low, Double.POSITIVE_INFINITY);
        java.util.Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (int pattern = 0; pattern < 4; pattern++) {
            double weight = 1;
            double[] slope = new double[2];
            for (int k = 0; k < 2; k++) {
                boolean on = (pattern >> k & 1) == 1;
                slope[k] = on ? 1 : 0;
                if (z[k] == 0) {
                    weight *= on ? c : 1 - c;
                } else {
                    weight *= on == z[k] > 0 ? 1 : 0;
                }
            }
            double[] gradient = net.gradient(p, slope[0], slope[1]);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += weight * gradient[i];
                if (weight != 0) {
                    low[i] = Math.min(low[i], gradient[i]);
                    high[i] = Math.max(high[i], gradient[i]);
                }
            }
        }
        // With c outside [0, 1] there is no certificate; only what the bounds allow counts as inside.
        boolean inside = true;
        for (int i = 0; i < own.length; i++) {
            inside &= low[i] <= own[i] && own[i] <= high[i];
        }
        return inside && (c < 0 || c > 1 || same(mean, own));
    }

    /** A kink treated as no derivative of either side would. */
    private static Fn<Tensor, Tensor> both(double atZero) {
        return x -> Gradus.customJvp(
                        Tensors::relu,
                        (Tensor at, Tensor t) -> t.times(Tensors.where(
                                at.gt(0),
                                Tensors.onesLike(at),
                                Tensors.where(
                                        at.lt(0),
                                        Tensors.zerosLike(at),
                                        Tensors.onesLike(at).times(atZero)))))
                .apply(x);
    }

    private static double check(Outcome.Builder outcome, String name, Net net, int expected, long seed) {
        double[][] all = all(net.parameters());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[][] directions = new double[20][net.parameters()];
        for (double[] v : directions) {
            for (int i = 0; i < v.length; i++) {
                v[i] = random.nextInt(-8, 9);
            }
        }
        double share = 0;
        for (double c : new double[] {0, 0.5, 1}) {
            Found found = found(net, all, directions, Kinks.relu(c), c);
            String here = String.format(Locale.ROOT, "%s, relu′(0) = %s: ", name, c);
            share = Math.max(share, (double) found.without() / all.length);
            outcome.close(here + "incorrect", 0, found.incorrect(), 0)
                    .close(here + "without a derivative, by one-sided derivatives", expected, found.without(), 0)
                    .close(here + "vectors on which the criterion says otherwise", 0, found.disagreements(), 0)
                    .close(here + "gradients outside the Clarke hull", 0, found.outside(), 0);
        }
        outcome.close(
                        name + ", Tensors.relu: incorrect",
                        0,
                        found(net, all, directions, Tensors::relu, 0).incorrect(),
                        0)
                .close(
                        name + ", maximum(x, 0): incorrect, or outside the hull",
                        0,
                        bad(found(net, all, directions, x -> Tensors.maximum(x, Tensors.zerosLike(x)), 0.5)),
                        0)
                .close(
                        name + ", where(x > 0, x, 0): incorrect, or outside the hull",
                        0,
                        bad(found(net, all, directions, x -> Tensors.where(x.gt(0), x, 0.0), 0)),
                        0)
                .atLeast(
                        name + ", relu′(0) = 2, which is no such value: outside the hull",
                        1,
                        found(net, all, directions, both(2), 2).outside());
        return share;
    }

    private static int bad(Found found) {
        return found.incorrect() + found.outside();
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        double share = check(outcome, "1-2-1", WIDE, 23_000, context.seed() + 1);
        check(outcome, "1-1-1-1", DEEP, 2940, context.seed() + 2);
        double[][] all = all(7);
        int wrong = 0;
        for (int i = 0; i < all.length; i += 97) {
            double[] z = WIDE.inside(all[i]);
            Kinks.Report report =
                    Kinks.report((Tensor p) -> WIDE.value(p, Tensors.zeros(2), Tensors::relu), Tensors.tensor(all[i]));
            boolean touches = z[0] == 0 || z[1] == 0;
            wrong += report.complete() && report.any() == touches ? 0 : 1;
        }
        return outcome.atMost("1-2-1: share without a derivative, bounded by 2/5", 0.4, share)
                .close("every 97th vector: reports of touched kinks that are wrong", 0, wrong, 0)
                .done();
    }
}
