package org.gradus.optim.coordinate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.gradus.error.ArgumentException;
import org.gradus.optim.ArraySolver;
import org.gradus.optim.Counts;
import org.gradus.optim.Standing;
import org.gradus.optim.Status;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;

/**
 * Block coordinate descent for f(x) + Σ r(xᵢ), with blocks, a rule that selects one and an update of it to choose (Nutini, Laradji and
 * Schmidt, Let's Make Block Coordinate Descent Converge Faster, 2017). It runs by {@link org.gradus.optim.ArrayLoop}.
 *
 * <p>H_b is the problem's bound in the block, L_b its largest eigenvalue, D = |b|·diag(H_b). With a term, {@code g} of the greedy rules
 * is the subgradient nearest to 0 (GS is then the paper's GS-s). Every step takes the whole gradient, also where a rule could do
 * without, for convergence is tested on it.
 *
 * <p>State: the iterate with value and gradient there, the block that was updated, and since when the set of active coordinates, those
 * on a kink or bound with a {@linkplain Separable#margin margin}, is what it is.
 *
 * @param partition which blocks there are
 * @param rule which is taken
 * @param update what is done to it
 * @param term r
 * @param key of random blocks
 */
public record BlockCoordinateDescent(Partition partition, Rule rule, Update update, Separable term, Key key)
        implements ArraySolver<BlockProblem, BlockCoordinateDescent.State> {
    private static final double ARMIJO = 1e-4;
    private static final int HALVINGS = 60;

    /** Rules that select a block. */
    public enum Rule {
        /** Any, with equal chances. */
        RANDOM,
        /** One after another. */
        CYCLIC,
        /** Largest ‖g_b‖². */
        GS,
        /** Largest ‖g_b‖²/L_b. */
        GSL,
        /** Largest Σ gᵢ²/Dᵢ. */
        GSD,
        /** Largest g_bᵀ·H_b⁻¹·g_b, what the matrix update gains at least; with variable blocks, which are too many, as GSD. */
        GSQ,
        /** The proximal gradient step of least model value, min g_bᵀd + L_b/2·‖d‖² + r(x_b + d) − r(x_b). */
        PROXIMAL_Q,
        /** The longest proximal gradient step. */
        PROXIMAL_R
    }

    /** Updates of a block. */
    public enum Update {
        /** x_b − g_b/L_b, proximal with a term. */
        GRADIENT,
        /** x_b − g_b/D, proximal with a term. */
        DIAGONAL,
        /** x_b − H_b⁻¹·g_b; without a term. */
        MATRIX,
        /** Newton's step with the Hessian, halved until Armijo's condition with 1e-4 holds; without a term. */
        NEWTON,
        /** The same by messages along the forest of the block's Hessian; without a term. */
        TREE,
        /**
         * Newton's step in the coordinates off kinks and bounds, a diagonal step in those that leave a kink, projected on the orthant or
         * bounds, halved until Armijo's condition holds; for quadratics it ends once the active set is found.
         */
        TWO_METRIC
    }

    /**
     * Checks that the parts fit.
     *
     * @throws ArgumentException when they do not
     */
    public BlockCoordinateDescent {
        boolean smooth = update == Update.MATRIX || update == Update.NEWTON || update == Update.TREE;
        if (smooth && !(term instanceof Separable.None)) {
            throw new ArgumentException(
                    "BlockCoordinateDescent: the update " + update + " takes no term, got " + term,
                    "use GRADIENT, DIAGONAL or TWO_METRIC");
        }
        if (partition instanceof Partition.Variable
                && rule != Rule.GS
                && rule != Rule.GSL
                && rule != Rule.GSD
                && rule != Rule.GSQ) {
            throw new ArgumentException(
                    "BlockCoordinateDescent: variable blocks are not made by " + rule, "use GS, GSL, GSD or GSQ");
        }
    }

    /**
     * Descent without a term.
     *
     * @param partition which blocks there are
     * @param rule which is taken
     * @param update what is done to it
     */
    public BlockCoordinateDescent(Partition partition, Rule rule, Update update) {
        this(partition, rule, update, Separable.NONE, Key.of(0));
    }

    /** What is known of the blocks from the beginning: H_b, its inverse and largest eigenvalue. */
    private record Known(int[][] blocks, double[][][] inverses, double[] largest, double[] diagonal) {}

    /** A state. */
    public static final class State {
        private final Known known;
        private final long iteration;
        private final double[] x;
        private final double value;
        private final double[] gradient;
        private final int[] block;
        private final long since;
        private final double criterion;
        private final double step;
        private final long values;

        private State(
                Known known,
                long iteration,
                double[] x,
                double value,
                double[] gradient,
                int[] block,
                long since,
                double criterion,
                double step,
                long values) {
            this.known = known;
            this.iteration = iteration;
            this.x = x;
            this.value = value;
            this.gradient = gradient;
            this.block = block;
            this.since = since;
            this.criterion = criterion;
            this.step = step;
            this.values = values;
        }

        /**
         * The iterate.
         *
         * @return a copy
         */
        public double[] point() {
            return x.clone();
        }

        /**
         * The objective with its term.
         *
         * @return f(x) + Σ r(xᵢ)
         */
        public double value() {
            return value;
        }

        /**
         * The block that the last step updated.
         *
         * @return its coordinates; empty at the start
         */
        public int[] block() {
            return block.clone();
        }

        /**
         * The gradient of the smooth part.
         *
         * @return a copy
         */
        public double[] gradient() {
            return gradient.clone();
        }

        /**
         * Since when the active set is what it is.
         *
         * @return the iteration
         */
        public long since() {
            return since;
        }
    }

    /**
     * What shows that a run has found the active set of its solution.
     *
     * @param active coordinates on a kink or bound
     * @param margin the least margin δ among them: 0 or less where a coordinate is degenerate
     * @param radius δ/(2·L): proximal steps from points within it of the solution have its active set
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Certificate(int[] active, double margin, double radius) {}

    /**
     * The certificate of a point, which should be a solution or near one.
     *
     * @param state the state of a run
     * @param smoothness L, a bound on the curvature of f
     * @return active set, margin and radius
     */
    public Certificate certificate(State state, double smoothness) {
        int[] active = active(state.x, state.gradient);
        double margin = Arrays.stream(active)
                .mapToDouble(i -> term.margin(state.x[i], state.gradient[i]))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        return new Certificate(active, margin, margin / (2 * smoothness));
    }

    private int[] active(double[] x, double[] g) {
        return IntStream.range(0, x.length)
                .filter(i -> term.margin(x[i], g[i]) > 0)
                .toArray();
    }

    private double objective(BlockProblem problem, double[] x) {
        double sum = problem.value(x);
        for (double one : x) {
            sum += term.value(one);
        }
        return sum;
    }

    private double criterion(double[] x, double[] g) {
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            largest = Math.max(largest, Math.abs(term.steepest(x[i], g[i])));
        }
        return largest;
    }

    @Override
    public State init(BlockProblem problem, double[] start) {
        int n = problem.size();
        if (start.length != n) {
            throw new ArgumentException(
                    "BlockCoordinateDescent: the start has " + start.length + " coordinates, the problem " + n,
                    "give a start of the problem's size");
        }
        int[][] blocks = partition instanceof Partition.Fixed(int[][] given) ? given : new int[0][];
        boolean inverses = rule == Rule.GSQ || update == Update.MATRIX;
        double[] diagonal = new double[n];
        Arrays.setAll(diagonal, i -> problem.bound(new int[] {i})[0][0]);
        Known known = new Known(blocks, new double[blocks.length][][], new double[blocks.length], diagonal);
        for (int b = 0; b < blocks.length; b++) {
            double[][] bound = problem.bound(blocks[b]);
            known.largest[b] = Matrices.largest(bound);
            known.inverses[b] = inverses ? Matrices.inverse(bound) : null;
        }
        double[] x = start.clone();
        Arrays.setAll(x, i -> term.prox(x[i], Double.MIN_NORMAL));
        double[] g = problem.gradient(x);
        return new State(known, 0, x, objective(problem, x), g, new int[0], 0, criterion(x, g), 0, 1);
    }

    @Override
    public Status terminate(State state, double tolerance) {
        if (!(Double.isFinite(state.value) && Double.isFinite(state.criterion))) {
            return state.iteration == 0 ? Status.NON_FINITE_START : Status.NON_FINITE;
        }
        return state.criterion <= tolerance ? Status.GRADIENT : Status.RUNNING;
    }

    @Override
    public Standing standing(State state) {
        Counts counts = new Counts(state.iteration, state.values, state.iteration + 1, 0);
        return new Standing(state.iteration, state.x.clone(), state.value, state.criterion, state.step, counts);
    }

    @Override
    public State step(BlockProblem problem, State state) {
        int chosen = -1;
        int[] block;
        if (partition instanceof Partition.Variable(int size)) {
            block = best(state, Math.min(size, problem.size()));
        } else {
            chosen = chosen(state);
            block = state.known.blocks[chosen];
        }
        Moved moved = moved(problem, state, block, chosen);
        double[] g = problem.gradient(moved.x);
        boolean same = Arrays.equals(active(state.x, state.gradient), active(moved.x, g));
        return new State(
                state.known,
                state.iteration + 1,
                moved.x,
                moved.value,
                g,
                block,
                same ? state.since : state.iteration + 1,
                criterion(moved.x, g),
                Vectors.norm(Vectors.minus(moved.x, state.x)),
                state.values + moved.values);
    }

    // ---- rules
    // ----------------------------------------------------------------------------------------------------------

    private double[] steepest(State state, int[] block) {
        double[] g = new double[block.length];
        Arrays.setAll(g, i -> term.steepest(state.x[block[i]], state.gradient[block[i]]));
        return g;
    }

    private int chosen(State state) {
        int count = state.known.blocks.length;
        if (rule == Rule.RANDOM) {
            return (int) Random.integers(key.fold(state.iteration), 0, count).item();
        }
        if (rule == Rule.CYCLIC) {
            return (int) (state.iteration % count);
        }
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int b = 0; b < count; b++) {
            double score = score(state, b);
            if (score > most) {
                most = score;
                best = b;
            }
        }
        return best;
    }

    private double score(State state, int b) {
        Known known = state.known;
        int[] block = known.blocks[b];
        double[] g = steepest(state, block);
        return switch (rule) {
            case GS -> Vectors.dot(g, g);
            case GSL -> Vectors.dot(g, g) / known.largest[b];
            case GSD ->
                IntStream.range(0, g.length)
                        .mapToDouble(i -> g[i] * g[i] / (g.length * known.diagonal[block[i]]))
                        .sum();
            case GSQ -> Vectors.dot(g, Vectors.times(known.inverses[b], g));
            case PROXIMAL_Q, PROXIMAL_R -> proximal(state, block, known.largest[b]);
            case RANDOM, CYCLIC -> 0;
        };
    }

    private double proximal(State state, int[] block, double largest) {
        double length = 0;
        double model = 0;
        for (int i : block) {
            double from = state.x[i];
            double to = term.prox(from - state.gradient[i] / largest, 1 / largest);
            double d = to - from;
            length += d * d;
            model += state.gradient[i] * d + 0.5 * largest * d * d + term.value(to) - term.value(from);
        }
        return rule == Rule.PROXIMAL_R ? length : -model;
    }

    private int[] best(State state, int size) {
        double[] score = new double[state.x.length];
        for (int i = 0; i < score.length; i++) {
            double g = term.steepest(state.x[i], state.gradient[i]);
            score[i] = g * g / (rule == Rule.GS ? 1 : state.known.diagonal[i]);
        }
        return IntStream.range(0, score.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -score[i]))
                .limit(size)
                .mapToInt(i -> i)
                .toArray();
    }

    // ---- updates
    // --------------------------------------------------------------------------------------------------------

    private record Moved(double[] x, double value, int values) {}

    private Moved moved(BlockProblem problem, State state, int[] block, int chosen) {
        double[] g = new double[block.length];
        Arrays.setAll(g, i -> state.gradient[block[i]]);
        return switch (update) {
            case GRADIENT -> {
                double largest = chosen >= 0 ? state.known.largest[chosen] : Matrices.largest(problem.bound(block));
                double[] curvature = new double[block.length];
                Arrays.fill(curvature, largest);
                yield proximalStep(problem, state, block, g, curvature);
            }
            case DIAGONAL -> {
                double[] curvature = new double[block.length];
                Arrays.setAll(curvature, i -> block.length * state.known.diagonal[block[i]]);
                yield proximalStep(problem, state, block, g, curvature);
            }
            case MATRIX -> {
                double[] d = chosen >= 0
                        ? Vectors.times(state.known.inverses[chosen], g)
                        : Matrices.solve(problem.bound(block), g);
                double[] x = state.x.clone();
                for (int i = 0; i < block.length; i++) {
                    x[block[i]] -= d[i];
                }
                yield new Moved(x, objective(problem, x), 1);
            }
            case NEWTON -> searched(problem, state, block, g, Matrices.solve(problem.hessian(state.x, block), g));
            case TREE -> searched(problem, state, block, g, Forest.solve(problem.hessian(state.x, block), g));
            case TWO_METRIC -> twoMetric(problem, state, block, g);
        };
    }

    private Moved proximalStep(BlockProblem problem, State state, int[] block, double[] g, double[] curvature) {
        double[] x = state.x.clone();
        for (int i = 0; i < block.length; i++) {
            double step = 1 / curvature[i];
            x[block[i]] = term.prox(x[block[i]] - step * g[i], step);
        }
        return new Moved(x, objective(problem, x), 1);
    }

    private Moved searched(BlockProblem problem, State state, int[] block, double[] g, double[] d) {
        double slope = -Vectors.dot(g, d);
        double t = 1;
        for (int k = 1; k <= HALVINGS; k++) {
            double[] x = state.x.clone();
            for (int i = 0; i < block.length; i++) {
                x[block[i]] -= t * d[i];
            }
            double value = objective(problem, x);
            if (value <= state.value + ARMIJO * t * slope + rounding(state.value)) {
                return new Moved(x, value, k);
            }
            t /= 2;
        }
        return new Moved(state.x, state.value, HALVINGS);
    }

    /** Near a minimum a decrease drowns in the rounding of the value. */
    private static double rounding(double value) {
        return 8 * Math.ulp(value);
    }

    private Moved twoMetric(BlockProblem problem, State state, int[] block, double[] g) {
        int[] free = IntStream.range(0, block.length)
                .filter(i -> term.steepest(state.x[block[i]], g[i]) != 0)
                .toArray();
        // Coordinates at a kink that they leave: Newton's direction need not lead to their side of it.
        int[] inner = Arrays.stream(free)
                .filter(i -> !(term instanceof Separable.L1) || state.x[block[i]] != 0)
                .toArray();
        double[] d = new double[block.length];
        double[][] hessian = problem.hessian(state.x, block);
        double[] right = new double[inner.length];
        Arrays.setAll(right, k -> term.steepest(state.x[block[inner[k]]], g[inner[k]]));
        for (int i : free) {
            d[i] = term.steepest(state.x[block[i]], g[i]) / hessian[i][i];
        }
        double[] newton = Matrices.solve(BlockProblem.block(hessian, inner), right);
        for (int k = 0; k < inner.length; k++) {
            d[inner[k]] = newton[k];
        }
        double t = 1;
        for (int k = 1; k <= HALVINGS; k++) {
            double[] x = state.x.clone();
            double slope = 0;
            for (int i : free) {
                double from = x[block[i]];
                double steepest = term.steepest(from, g[i]);
                double to = projected(from, from - t * d[i], steepest);
                slope += steepest * (to - from);
                x[block[i]] = to;
            }
            double value = objective(problem, x);
            if (value <= state.value + ARMIJO * slope + rounding(state.value)) {
                return new Moved(x, value, k);
            }
            t /= 2;
        }
        return new Moved(state.x, state.value, HALVINGS);
    }

    /** A coordinate of a trial, not beyond the kink or bounds. */
    private double projected(double from, double to, double steepest) {
        if (term instanceof Separable.L1) {
            double side = from != 0 ? Math.signum(from) : -Math.signum(steepest);
            return to * side > 0 ? to : 0;
        }
        return term.prox(to, 1);
    }
}
