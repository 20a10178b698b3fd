package org.gradus.workbench.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.NonFiniteException;
import org.gradus.linear.DenseSolve;
import org.gradus.linear.Lanczos;
import org.gradus.linear.LinearEvidence;
import org.gradus.linear.LinearOperator;
import org.gradus.linear.LinearSolution;
import org.gradus.linear.SpectralDensity;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Derivatives;
import org.gradus.tree.Tree;
import org.gradus.workbench.inspect.Inspection.Curvature;
import org.gradus.workbench.inspect.Inspection.Influence;
import org.gradus.workbench.inspect.Inspection.Row;
import org.gradus.workbench.inspect.Inspection.Sensitivity;
import org.gradus.workbench.tune.FittedRun;

/**
 * Looks into a run by derivatives at its solution w*, with H = ∇²f(w*) of the inner problem:
 *
 * <pre>
 * row i without weight    ΔL ≈ s·aᵢ·∇ℓᵢᵀ·H⁻¹·∇L                 one linear system for all rows
 * hyperparameter j        dw/dθⱼ = −H⁻¹·∂∇f/∂θⱼ                 one linear system each
 * </pre>
 *
 * <p>where aᵢ is the row's weight, 1 unless weights are tuned, and s = 1/n, or 1 where the objective is a sum. A row is taken out
 * as if its weight were 0; the mean stays one over all n rows, so that the penalty keeps its weight against the others. A fit
 * that is a number of steps has the derivatives of the steps instead, and a Gaussian process on numbers the exact difference.
 */
public final class Inspector {
    /** Up to so many unknowns the whole spectrum is found. */
    private static final int ALL = 200;

    /** A product with a kernel's matrix takes little. */
    private static final int ALL_OF_PROCESS = 1000;

    private static final int STEPS = 100;
    private static final int PROBES = 10;
    private static final int PROBE_STEPS = 60;
    /** Up to so many hyperparameters each gets a linear system of its own. */
    private static final int EACH = 200;
    /** Random combinations of predictions by which the others are ranked: to about a quarter of their size. */
    private static final int SKETCHES = 24;
    /** At the end of its range a hyperparameter's logarithm does not move, and nothing with it. */
    private static final double STUCK = 1e-9;

    private final FittedRun run;
    private final Tensor w;
    private final Tensor theta;
    private final LinearOperator<Tensor> hessian;
    private double linearResidual;

    private Inspector(FittedRun run) {
        this.run = run;
        this.w = run.point();
        this.theta = run.theta();
        this.hessian = run.hessian();
    }

    /**
     * Looks into a run.
     *
     * @param run the run
     * @param top how many eigenvalues and hyperparameters to look for
     * @return what was seen
     * @throws NonFiniteException when a derivative at the solution is not finite
     */
    public static Inspection inspect(FittedRun run, int top) {
        Inspector inspector = new Inspector(run);
        Curvature curvature = inspector.curvature(top);
        Influence influence = inspector.influence();
        List<Sensitivity> sensitivities = inspector.sensitivities(top);
        return new Inspection(
                run,
                run.residual(),
                run.damping(),
                inspector.linearResidual,
                curvature,
                influence,
                sensitivities,
                run.theta().size());
    }

    private Curvature curvature(int top) {
        int n = run.unknowns();
        LinearOperator<Tensor> operator = run.curvature();
        Tensor like = Tensors.zeros(n);
        if (n <= (run.problem().model().process() ? ALL_OF_PROCESS : ALL)) {
            return whole(DenseSolve.matrix(operator, like), top);
        }
        Lanczos.Ritz ritz = new Lanczos(STEPS).of(operator, like);
        SpectralDensity.Estimate density = new SpectralDensity(PROBES, PROBE_STEPS).of(operator, like);
        return curvature(ritz.values().toDoubles(), ritz.errors().get(0).item(), ritz.invariant(), density, top);
    }

    private static Curvature whole(Tensor matrix, int top) {
        double[] values = Linalg.eigh(matrix).values().toDoubles();
        double[] shares = new double[values.length];
        Arrays.fill(shares, 1.0 / values.length);
        return curvature(
                values, 0, true, new SpectralDensity.Estimate(values, shares, values.length, values.length), top);
    }

    private static Curvature curvature(
            double[] values, double smallestError, boolean exact, SpectralDensity.Estimate density, int top) {
        double largest = values[values.length - 1];
        double floor = Curvature.FLAT * Math.max(Math.abs(largest), Math.abs(values[0]));
        double least = Arrays.stream(values).filter(v -> v > floor).min().orElse(Double.NaN);
        double flat = density.below(floor) - density.below(-floor);
        List<Double> descending = IntStream.range(0, values.length)
                .mapToObj(i -> values[values.length - 1 - i])
                .limit(Math.max(1, top))
                .toList();
        return new Curvature(
                density.unknowns(),
                descending,
                values[0],
                smallestError,
                exact,
                Math.max(0, flat),
                largest / least,
                density);
    }

    private Tensor solve(Tensor b) {
        LinearSolution<Tensor> solution = run.solve(hessian, b);
        LinearEvidence evidence = solution.evidence();
        if (evidence.status() == LinearEvidence.Status.NON_FINITE) {
            throw new NonFiniteException(
                    "inspect: a derivative at the solution is not finite",
                    "look for features or targets of extreme size, or use larger penalties");
        }
        linearResidual = Math.max(linearResidual, evidence.relativeResidual());
        return solution.point();
    }

    private Tensor validationGradient() {
        return Derivatives.valueAndGrad((Tensor v) -> run.validationLoss(v, theta), w)
                .gradient();
    }

    private Influence influence() {
        double[] effects = run.leftOut().orElseGet(this::effects).toDoubles();
        double[] losses = run.trainLosses(w, theta).toDoubles();
        int[] numbers = run.problem().train().numbers();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            rows.add(new Row(numbers[i], run.target(i), losses[i], effects[i]));
        }
        return new Influence(rows, run.validationLoss(w, theta).item());
    }

    /** Of all rows by one linear system. */
    private Tensor effects() {
        Tensor direction = solve(validationGradient());
        return Derivatives.jvp((Tensor v) -> run.trainLosses(v, theta), w, direction)
                .tangent()
                .times(Tensors.tensor(run.rowWeights()))
                .times(run.share());
    }

    private List<Sensitivity> sensitivities(int top) {
        int[] places = run.places();
        int[] chosen = places.length <= EACH ? places : strongest(Math.max(1, top));
        Tensor gradient = validationGradient();
        Tensor direct = Derivatives.valueAndGrad((Tensor t) -> run.validationLoss(w, t), theta)
                .gradient();
        double[] rates = run.logRates();
        double[] values = run.values();
        List<String> names = run.names();
        List<Sensitivity> all = new ArrayList<>();
        for (int j : chosen) {
            Tensor moved = derivative(j);
            double[] predictions = predictions(moved, j).toDoubles();
            double rows = run.problem().test().rows();
            double size = Math.sqrt(Arrays.stream(predictions).map(p -> p * p).sum() / rows);
            double loss = Tree.dot(gradient, moved).item() + direct.get(j).item();
            double rate = rates[j] < STUCK ? Double.POSITIVE_INFINITY : rates[j];
            all.add(new Sensitivity(names.get(j), values[j], size / rate, loss / rate));
        }
        return all.stream()
                .sorted(Comparator.comparingDouble(Sensitivity::predictions).reversed())
                .toList();
    }

    /** dw/dθⱼ of the solution. */
    private Tensor derivative(int j) {
        if (run.stepped()) {
            return Derivatives.jvp(run.steps(), theta, axis(j, theta.size())).tangent();
        }
        Tensor mixed = Derivatives.jvp(
                        (Tensor t) -> Derivatives.valueAndGrad((Tensor v) -> run.objective(v, t), w)
                                .gradient(),
                        theta,
                        axis(j, theta.size()))
                .tangent();
        return solve(mixed).unaryMinus();
    }

    /** How the predictions move with θⱼ, when the solution moves so. */
    private Tensor predictions(Tensor moved, int j) {
        Tensor through = Derivatives.jvp((Tensor v) -> run.predictions(v, theta), w, moved)
                .tangent();
        Tensor direct = Derivatives.jvp((Tensor t) -> run.predictions(w, t), theta, axis(j, theta.size()))
                .tangent();
        return through.plus(direct);
    }

    /**
     * The hyperparameters that move predictions most, found backward: for random signs r, the mean square of d(rᵀp)/dθⱼ is the
     * sum of squares of dp/dθⱼ.
     */
    private int[] strongest(int count) {
        double[] squares = new double[theta.size()];
        double[] rates = run.logRates();
        List<Key> keys = Key.of(0).split(SKETCHES);
        for (Key key : keys) {
            Tensor p = run.predictions(w, theta);
            Tensor signs = Tensors.where(
                    Random.normal(
                                    key,
                                    p.shape().asList().stream()
                                            .mapToInt(Integer::intValue)
                                            .toArray())
                            .gt(0),
                    Tensors.scalar(1),
                    Tensors.scalar(-1));
            Tensor back = Derivatives.valueAndGrad(
                            (Tensor v) -> run.predictions(v, theta).times(signs).sum(), w)
                    .gradient();
            Tensor direct = Derivatives.valueAndGrad(
                            (Tensor t) -> run.predictions(w, t).times(signs).sum(), theta)
                    .gradient();
            Tensor adjoint = solve(back);
            Tensor through = Derivatives.valueAndGrad(
                            (Tensor t) -> Derivatives.jvp((Tensor v) -> run.objective(v, t), w, adjoint)
                                    .tangent(),
                            theta)
                    .gradient();
            double[] total = direct.minus(through).toDoubles();
            for (int j = 0; j < total.length; j++) {
                double perLog = rates[j] < STUCK ? 0 : total[j] / rates[j];
                squares[j] += perLog * perLog;
            }
        }
        return IntStream.range(0, squares.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -squares[j]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Tensor axis(int j, int n) {
        double[] vector = new double[n];
        vector[j] = 1;
        return Tensors.tensor(NdArray.wrap(Shape.of(n), vector));
    }
}
