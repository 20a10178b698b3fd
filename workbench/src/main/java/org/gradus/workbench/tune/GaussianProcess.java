package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.eye;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.sigmoid;
import static org.gradus.tensor.Tensors.softmax;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.List;
import java.util.Optional;
import org.gradus.linear.LinearOperator;
import org.gradus.tensor.Kernels;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Shapes;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.GaussianProcess.Latent;

/**
 * A Gaussian process with the squared exponential kernel K of one length scale a feature (Rasmussen and Williams, Gaussian
 * Processes for Machine Learning, 2006, chapters 2 and 3). Latent values of the training rows are f = m + L·w with
 * LLᵀ = K + δI, and the whitened w has a standard normal prior. Numbers have δ = σ², the noise, and
 *
 * <pre>
 * inner problem   ½‖w − L⁻¹(y − m)‖²        its minimum is the exact posterior: α = L⁻ᵀw = (K + σ²I)⁻¹(y − m)
 * prediction      mean m + k*ᵀα,  variance s² + σ² − ‖L⁻¹k*‖²
 * loss            the negative log-likelihood ½ log 2πv + (y − μ)²/2v of a row
 * </pre>
 *
 * Classes have δ = 10⁻⁶s² and
 *
 * <pre>
 * inner problem   −log p(y | m + L·w) + ½‖w‖²     its minimum is the mode of the posterior; one w a class for a softmax
 * prediction      m + k*ᵀα, α = L⁻ᵀw: log odds, or what a softmax takes; probabilities are those at the mode, not averaged
 *                 over the posterior (validation loss tunes the signal variance, and so how sure they are)
 * loss            the log loss
 * </pre>
 *
 * <p>The prior mean m is that of the standardized target, 0, or the log odds (log shares) of the classes in the training
 * rows. The kernel's θ is a parameter beside w: it is held at the value that is tuned by ½‖κ − θ‖² in the inner problem.
 *
 * @param output what the outputs stand for
 * @param kernel from θ to the kernel
 * @param x training rows {@code [n, d]}
 * @param y their targets
 * @param mean m, a scalar or {@code [K]}
 */
record GaussianProcess(Output output, KernelParameters kernel, Tensor x, Tensor y, Tensor mean)
        implements TunedModel<Latent> {
    /** Ratios of the variances from e⁻¹⁰ to e¹⁰. */
    private static final int RATIOS = 40;

    private static final double RATIO_STEP = 0.25;
    /** The mode shrinks log odds far below their prior deviation; with one of 5 it can be as sure as a linear model. */
    private static final double SURE = 30;

    /**
     * Parameters.
     *
     * @param w whitened latent values {@code [n]}, or {@code [n, K]} for a softmax
     * @param kernel κ, as θ of {@link KernelParameters}
     */
    record Latent(Tensor w, Tensor kernel) {}

    static GaussianProcess of(Problem problem) {
        Output output = Output.of(problem);
        Examples train = Examples.of(problem.train(), output);
        KernelParameters kernel = new KernelParameters(problem.train().columns(), output == Output.NUMBER);
        return new GaussianProcess(output, kernel, train.x(), train.y(), priorMean(problem, output));
    }

    private static Tensor priorMean(Problem problem, Output output) {
        if (!(problem.train().target() instanceof Target.Classes(int[] labels, int classes))) {
            return scalar(0);
        }
        double[] logs = new double[classes];
        for (int label : labels) {
            logs[label]++;
        }
        for (int k = 0; k < classes; k++) {
            // Half a row more of each: a class that the training rows lack has a chance too.
            logs[k] = Math.log((logs[k] + 0.5) / (labels.length + 0.5 * classes));
        }
        return output == Output.CLASSES ? tensor(logs) : scalar(logs[1] - logs[0]);
    }

    private int rows() {
        return x.dim(0);
    }

    @Override
    public int features() {
        return kernel.features();
    }

    @Override
    public boolean convex() {
        return true;
    }

    @Override
    public Latent start() {
        Tensor w = output == Output.CLASSES ? zeros(rows(), mean.size()) : zeros(rows());
        return new Latent(w, zeros(kernel.count()));
    }

    @Override
    public List<Tensor> layers(Latent p) {
        return List.of();
    }

    @Override
    public List<String> layerNames() {
        return List.of();
    }

    @Override
    public Latent absorb(Latent p, Tensor scales) {
        throw new IllegalStateException("the length scales are the feature scales");
    }

    @Override
    public Optional<GaussianProcess> process() {
        return Optional.of(this);
    }

    @Override
    public Latent with(Latent p, Tensor theta) {
        return new Latent(p.w(), theta);
    }

    /**
     * θ of a single length scale for all features. Numbers get the variances of the largest marginal likelihood: with the
     * eigenvalues λ of the correlations and ρ = σ²/s² it is
     *
     * <pre>
     * s² = 1/n Σ uᵢ²/(λᵢ + ρ),   log p = −n/2 log s² − ½ Σ log(λᵢ + ρ) + constant,   u = Uᵀ(y − m)
     * </pre>
     *
     * and ρ is the best of a fine grid. Classes have a signal variance of 30.
     */
    double[] single(double lengthScale) {
        if (output != Output.NUMBER) {
            return kernel.at(lengthScale, SURE, 0);
        }
        Linalg.Eigh eigen = Linalg.eigh(Kernels.squaredExponential(x, x, scalar(lengthScale)));
        double[] values = eigen.values().toDoubles();
        double[] u = eigen.vectors().t().matmul(y.minus(mean)).toDoubles();
        double best = Double.POSITIVE_INFINITY;
        double signal = 1;
        double ratio = 1;
        for (int i = -RATIOS; i <= RATIOS; i++) {
            double rho = Math.exp(i * RATIO_STEP);
            double squares = 0;
            double logs = 0;
            for (int k = 0; k < u.length; k++) {
                double value = Math.max(values[k], 0) + rho;
                squares += u[k] * u[k] / value / u.length;
                logs += Math.log(value);
            }
            double negative = u.length * Math.log(squares) + logs;
            if (negative < best) {
                best = negative;
                signal = squares;
                ratio = rho;
            }
        }
        return kernel.at(lengthScale, signal, ratio * signal);
    }

    /** What of the inner problem depends on θ alone: L, or L⁻¹(y − m) for numbers. */
    Tensor prepared(Tensor theta) {
        Tensor factor = kernel.factor(theta, x);
        return output == Output.NUMBER ? whitened(factor, y.minus(mean)) : factor;
    }

    private static Tensor whitened(Tensor factor, Tensor right) {
        Tensor columns = right.rank() == 1 ? right.expandDims(1) : right;
        return Linalg.triangularSolve(factor, columns, true).reshape(right.shape());
    }

    @Override
    public Tensor heldInner(Latent p, Tensor theta, Tensor prepared) {
        Tensor held = p.kernel().minus(theta).square().sum().times(0.5);
        if (output == Output.NUMBER) {
            return p.w().minus(prepared).square().sum().times(0.5).plus(held);
        }
        return output.losses(latent(p.w(), prepared), y)
                .sum()
                .plus(p.w().square().sum().times(0.5))
                .plus(held);
    }

    /** f of the training rows, for classes. */
    private Tensor latent(Tensor w, Tensor factor) {
        return factor.matmul(w).plus(mean);
    }

    /**
     * An upper bound of the curvature of the inner problem: 1, plus that of the log loss (at most ¼ for two classes, ½ for
     * more) times the largest row sum of LLᵀ, whose entries are positive.
     */
    Tensor curvatureBound(Tensor prepared) {
        return switch (output) {
            case NUMBER -> scalar(1);
            case TWO_CLASSES -> rowSum(prepared).times(0.25).plus(1);
            case CLASSES -> rowSum(prepared).times(0.5).plus(1);
        };
    }

    private static Tensor rowSum(Tensor factor) {
        return factor.matmul(factor.sum(0)).max(0);
    }

    /** α of all latent values: predictions are m + k*ᵀα. */
    private Tensor dual(Tensor factor, Tensor w) {
        Tensor columns = w.rank() == 1 ? w.expandDims(1) : w;
        return Linalg.triangularSolve(factor, columns, true, true).reshape(w.shape());
    }

    @Override
    public Tensor predictions(Latent p, Tensor rows) {
        Tensor factor = kernel.factor(p.kernel(), x);
        return kernel.matrix(p.kernel(), rows, x).matmul(dual(factor, p.w())).plus(mean);
    }

    @Override
    public Tensor loss(Latent p, Examples examples) {
        if (output != Output.NUMBER) {
            return TunedModel.super.loss(p, examples);
        }
        return numberLosses(p, examples).mean();
    }

    private Tensor numberLosses(Latent p, Examples examples) {
        Tensor factor = kernel.factor(p.kernel(), x);
        Tensor across = kernel.matrix(p.kernel(), examples.x(), x);
        Tensor error = examples.y().minus(across.matmul(dual(factor, p.w())).plus(mean));
        Tensor variance = variance(kernel.signal(p.kernel()), kernel.diagonal(p.kernel()), factor, across);
        return negativeLogLikelihood(error, variance);
    }

    /** The loss of each training row. */
    Tensor trainLosses(Latent p, Tensor theta) {
        return output == Output.NUMBER
                ? numberLosses(with(p, theta), Examples.of(x, y))
                : output.losses(latent(p.w(), kernel.factor(theta, x)), y);
    }

    /**
     * The precision of whitened latent values given the targets, I + KW with the curvature W of the loss, as a symmetric
     * operator: of numbers I + K/σ², of classes the Hessian of the inner problem in w.
     */
    LinearOperator<Tensor> precision(Latent p, Tensor theta) {
        if (output == Output.NUMBER) {
            Tensor scaled = kernel.matrix(theta, x, x).div(kernel.diagonal(theta));
            return LinearOperator.of(LinearOperator.Kind.POSITIVE_DEFINITE, v -> v.plus(scaled.matmul(v)));
        }
        Tensor factor = kernel.factor(theta, x);
        return LinearOperator.hessian(
                (Tensor v) -> {
                    Tensor w = v.reshape(p.w().shape());
                    return output.losses(latent(w, factor), y)
                            .sum()
                            .plus(w.square().sum().times(0.5));
                },
                p.w().reshape(p.w().size()));
    }

    /**
     * What the mean loss of examples would change by without each training row, for numbers exactly: with A = K + σ²I and
     * C = A⁻¹·k*, means move by −Cᵢ·αᵢ/[A⁻¹]ᵢᵢ and variances by Cᵢ²/[A⁻¹]ᵢᵢ (the inverse of a matrix without a row and column).
     *
     * @return one number a training row
     */
    Tensor leftOut(Tensor theta, Examples examples) {
        Tensor factor = kernel.factor(theta, x);
        Tensor across = kernel.matrix(theta, examples.x(), x);
        Tensor alpha = dual(factor, whitened(factor, y.minus(mean)));
        Tensor c = dual(factor, whitened(factor, across.t()));
        Tensor half = whitened(factor, eye(rows()));
        Tensor precisions = half.square().sum(0).expandDims(1);
        Tensor error = examples.y().minus(across.matmul(alpha).plus(mean));
        Tensor variance = variance(kernel.signal(theta), kernel.diagonal(theta), factor, across);
        Tensor moved = negativeLogLikelihood(
                error.plus(c.times(alpha.expandDims(1)).div(precisions)),
                variance.plus(c.square().div(precisions)));
        return moved.mean(1).minus(negativeLogLikelihood(error, variance).mean());
    }

    /** Of predictions with noise, {@code [m]}. */
    static Tensor variance(Tensor signal, Tensor noise, Tensor factor, Tensor across) {
        Tensor explained =
                Linalg.triangularSolve(factor, across.t(), true).square().sum(0);
        return signal.minus(explained).plus(noise);
    }

    private static Tensor negativeLogLikelihood(Tensor error, Tensor variance) {
        return error.square()
                .div(variance)
                .plus(variance.times(2 * Math.PI).log())
                .times(0.5);
    }

    /**
     * The log marginal likelihood of the training rows: exact for numbers,
     *
     * <pre>
     * −½ (y − m)ᵀα − Σ log Lᵢᵢ − n/2 · log 2π
     * </pre>
     *
     * and Laplace's approximation at the mode for classes, log p(y|f) − ½‖w‖² − ½ log |I + KW| with the curvature W of the
     * log loss. For a softmax, W = D − ΠΠᵀ, so with Bₖ = I + Dₖ^½ K Dₖ^½
     *
     * <pre>
     * log |I + KW| = Σₖ log |Bₖ| + log |Σₖ Eₖ|,   Eₖ = Dₖ^½ Bₖ⁻¹ Dₖ^½
     * </pre>
     *
     * (Rasmussen and Williams, sections 2.2, 3.4.4 and 3.5).
     */
    @Override
    public Optional<Double> logMarginalLikelihood(Latent p) {
        return Optional.of(evidence(p));
    }

    private double evidence(Latent p) {
        Tensor factor = kernel.factor(p.kernel(), x);
        double squares = p.w().square().sum().item();
        if (output == Output.NUMBER) {
            return -0.5 * squares - halfLogDeterminant(factor) - 0.5 * rows() * Math.log(2 * Math.PI);
        }
        Tensor latent = latent(p.w(), factor);
        double fit = output.losses(latent, y).sum().item() + 0.5 * squares;
        Tensor matrix = factor.matmul(factor.t());
        if (output == Output.TWO_CLASSES) {
            Tensor s = sigmoid(latent);
            return -fit
                    - halfLogDeterminant(
                            lengthened(matrix, s.times(s.unaryMinus().plus(1)).sqrt()));
        }
        Tensor roots = softmax(latent, 1).sqrt();
        double determinants = 0;
        Tensor sum = zeros(rows(), rows());
        for (int k = 0; k < mean.size(); k++) {
            Tensor root = roots.slice(1, k, k + 1).reshape(rows());
            Tensor b = lengthened(matrix, root);
            determinants += halfLogDeterminant(b);
            Tensor half = Linalg.triangularSolve(b, eye(rows()).times(root), true);
            sum = sum.plus(half.t().matmul(half));
        }
        return -fit - determinants - halfLogDeterminant(Linalg.cholesky(sum));
    }

    /** The factor of I + D^½ K D^½. */
    private static Tensor lengthened(Tensor matrix, Tensor root) {
        return Linalg.cholesky(matrix.times(root).times(root.expandDims(1)).plus(eye(root.size())));
    }

    private static double halfLogDeterminant(Tensor factor) {
        return Shapes.diagonal(factor).log().sum().item();
    }

    @Override
    public List<NamedArray> arrays(Latent p) {
        Tensor factor = kernel.factor(p.kernel(), x);
        return List.of(
                NamedArray.of("rows", x),
                NamedArray.of("dual", dual(factor, p.w())),
                NamedArray.of("length_scale", kernel.lengthScales(p.kernel())),
                NamedArray.of("signal_variance", kernel.signal(p.kernel())),
                NamedArray.of("diagonal", kernel.diagonal(p.kernel())),
                NamedArray.of("prior_mean", mean));
    }
}
