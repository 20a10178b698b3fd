package org.gradus.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.error.SourceLine;
import org.gradus.linear.ConjugateGradient;
import org.gradus.linear.LinearEvidence;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.linear.LinearSolver;
import org.gradus.linear.LinearSolves;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Solution;
import org.gradus.program.Op;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Recorder;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;
import org.gradus.transform.Derivatives;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Structure;
import org.gradus.tree.Tree;

/**
 * x*(θ) = argminₓ f(x, θ) as a differentiable function of θ: whatever minimizer finds x*, the derivative is that of the
 * optimality condition ∇ₓf(x*, θ) = 0,
 *
 * <pre>
 * dx* = −(∇²ₓₓf)⁻¹ · ∇²ₓ_θ f · dθ
 * </pre>
 *
 * in forward and reverse mode, of every order, with memory independent of the minimizer's iterations (Blondel et al.,
 * Efficient and modular implicit differentiation, 2022). The objective is recorded on shapes alone; tensors that it
 * captures are differentiated too.
 *
 * @param <P> the parameters' type
 * @param <H> the hyperparameters' type
 */
public final class ImplicitMinimizer<P, H> {
    /**
     * What is accepted of ‖∇ₓf‖: six digits of a derivative where the curvature is about one. Absolute, as the minimizer's
     * tolerance: relative to the value it would hold anywhere on a slope without end.
     */
    private static final double ACCEPTED_RESIDUAL = 1e-6;

    private final Fn2<P, H, Tensor> objective;
    private final P start;
    private final UnaryOperator<Minimizer<P, List<Tensor>>> settings;
    private final LinearSolver linearSolver;
    private final double damping;
    private final double acceptedResidual;
    private final Consumer<ImplicitSolution<P>> onSolution;
    private final Consumer<LinearEvidence> onLinearSolve;
    private final Map<Signature, Problem<P>> cache;

    /** The types that a recorded problem is for. */
    private record Signature(Structure x, Structure theta, List<ArrayType> types) {}

    /**
     * The inner problem, recorded.
     *
     * @param value f as a program of x's leaves, θ's leaves, and what it captured
     * @param gradient ∇ₓf as a program of the same inputs
     * @param captured values of derivatives being taken around it
     * @param minimizer of f over x; its data are θ's leaves and what was captured
     */
    private record Problem<P>(
            Program value, Program gradient, List<Value> captured, Minimizer<P, List<Tensor>> minimizer) {}

    private ImplicitMinimizer(
            Fn2<P, H, Tensor> objective,
            P start,
            UnaryOperator<Minimizer<P, List<Tensor>>> settings,
            LinearSolver linearSolver,
            double damping,
            double acceptedResidual,
            Consumer<ImplicitSolution<P>> onSolution,
            Consumer<LinearEvidence> onLinearSolve,
            Map<Signature, Problem<P>> cache) {
        this.objective = objective;
        this.start = start;
        this.settings = settings;
        this.linearSolver = linearSolver;
        this.damping = damping;
        this.acceptedResidual = acceptedResidual;
        this.onSolution = onSolution;
        this.onLinearSolve = onLinearSolve;
        this.cache = cache;
    }

    /**
     * A differentiable minimum, found by L-BFGS; linear systems are solved by conjugate gradients, which fits because the
     * Hessian at a strict minimum is positive definite.
     *
     * @param <P> the parameters' type
     * @param <H> the hyperparameters' type
     * @param objective f(x, θ), a scalar with a strict minimum in x
     * @param start where the minimizer starts
     * @return the minimizer
     */
    public static <P, H> ImplicitMinimizer<P, H> of(Fn2<P, H, Tensor> objective, P start) {
        return new ImplicitMinimizer<>(
                objective,
                start,
                m -> m,
                new ConjugateGradient(),
                0,
                ACCEPTED_RESIDUAL,
                _ -> {},
                LinearSolves::demandConvergence,
                new ConcurrentHashMap<>());
    }

    /**
     * Settings of the minimizer: method, tolerance, limits, listener.
     *
     * @param change from the default to the wanted minimizer
     * @return a changed copy
     */
    public ImplicitMinimizer<P, H> minimizer(UnaryOperator<Minimizer<P, List<Tensor>>> change) {
        return new ImplicitMinimizer<>(
                objective,
                start,
                change,
                linearSolver,
                damping,
                acceptedResidual,
                onSolution,
                onLinearSolve,
                new ConcurrentHashMap<>());
    }

    /**
     * Another way to solve linear systems with the Hessian.
     *
     * @param solver for symmetric operators
     * @return a changed copy
     */
    public ImplicitMinimizer<P, H> linearSolver(LinearSolver solver) {
        return copy(start, solver, damping, acceptedResidual);
    }

    /**
     * Another start, for example the last minimum.
     *
     * @param point where the minimizer starts
     * @return a changed copy
     */
    public ImplicitMinimizer<P, H> start(P point) {
        return copy(point, linearSolver, damping, acceptedResidual);
    }

    /**
     * Solves linear systems with ∇²ₓₓf + ρI in place of the Hessian, for minima that are flat in some directions. Derivatives
     * are then those of the minimum of f plus ½ρ‖x − x*‖², which holds x* back: along a direction of curvature λ they are
     * smaller by λ/(λ + ρ). No damping unless set.
     *
     * @param rho zero or more
     * @return a changed copy
     * @throws ArgumentException when it is negative
     */
    public ImplicitMinimizer<P, H> damping(double rho) {
        if (!(rho >= 0 && rho < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException("implicit: a damping of " + rho, "give a number of zero or more");
        }
        return copy(start, linearSolver, rho, acceptedResidual);
    }

    /**
     * Decides what a failed linear solve means. Unless set, {@link LinearSolves#demandConvergence} throws.
     *
     * @param observer called after each solve
     * @return a changed copy
     */
    public ImplicitMinimizer<P, H> onLinearSolve(Consumer<LinearEvidence> observer) {
        return observed(onSolution, observer);
    }

    /**
     * How far from optimal a point may be to be differentiated.
     *
     * @param norm largest ‖∇ₓf‖₂, default 1e-6; a positive number
     * @return a changed copy
     * @throws ArgumentException when it is not positive
     */
    public ImplicitMinimizer<P, H> acceptResidual(double norm) {
        if (!(norm > 0)) {
            throw new ArgumentException(
                    "implicit: an accepted residual of " + norm + " accepts nothing", "give a positive number");
        }
        return copy(start, linearSolver, damping, norm);
    }

    private ImplicitMinimizer<P, H> copy(P from, LinearSolver solver, double rho, double residual) {
        return new ImplicitMinimizer<>(
                objective, from, settings, solver, rho, residual, onSolution, onLinearSolve, cache);
    }

    private ImplicitMinimizer<P, H> observed(
            Consumer<ImplicitSolution<P>> solutions, Consumer<LinearEvidence> linearSolves) {
        return new ImplicitMinimizer<>(
                objective, start, settings, linearSolver, damping, acceptedResidual, solutions, linearSolves, cache);
    }

    /**
     * The minimum as a function of the hyperparameters, to be used inside any other function.
     *
     * @return θ ↦ x*(θ), which throws {@link ConvergenceException} when the minimum is not found to the accepted residual
     *     or a linear solve fails
     */
    public Fn<H, P> argmin() {
        return this::differentiableMinimum;
    }

    /**
     * The minimum for given hyperparameters.
     *
     * @param hyperparameters θ, with numbers
     * @return the minimum with its evidence
     * @throws ConvergenceException when the minimum is not found to the accepted residual
     */
    public ImplicitSolution<P> solve(H hyperparameters) {
        List<ImplicitSolution<P>> found = new ArrayList<>();
        observed(found::add, onLinearSolve).differentiableMinimum(hyperparameters);
        return found.getLast();
    }

    /**
     * The total derivative d/dθ g(x*(θ), θ) of an outer loss, with all evidence.
     *
     * @param outer g(x, θ), a scalar
     * @param hyperparameters θ
     * @return value, hypergradient and evidence
     * @throws ConvergenceException when the minimum is not found to the accepted residual or a linear solve fails
     */
    public Hypergradient<P, H> hypergradient(Fn2<P, H, Tensor> outer, H hyperparameters) {
        List<ImplicitSolution<P>> found = new ArrayList<>();
        List<LinearEvidence> solves = new ArrayList<>();
        ImplicitMinimizer<P, H> inner = observed(found::add, evidence -> {
            solves.add(evidence);
            onLinearSolve.accept(evidence);
        });
        ValueAndGrad<H> result =
                Derivatives.valueAndGrad((H h) -> outer.apply(inner.differentiableMinimum(h), h), hyperparameters);
        return new Hypergradient<>(result.value(), result.gradient(), found.getLast(), solves);
    }

    private P differentiableMinimum(H hyperparameters) {
        Tree.Flat<P> x = Tree.flatten(start);
        Tree.Flat<H> theta = Tree.flatten(hyperparameters);
        Problem<P> problem = problem(x, theta);
        List<Value> parameters = new ArrayList<>();
        theta.leaves().forEach(leaf -> parameters.add(leaf.value()));
        parameters.addAll(problem.captured());
        ImplicitRules rules = new ImplicitRules(
                problem.gradient(),
                x.leaves().size(),
                Kind.SYMMETRIC,
                linearSolver,
                damping,
                onLinearSolve,
                arrays -> find(problem, arrays));
        return x.with(rules.apply(parameters));
    }

    /** Recorded once for each combination of types; anew when the objective captures what is being differentiated. */
    private Problem<P> problem(Tree.Flat<P> x, Tree.Flat<H> theta) {
        List<ArrayType> types = new ArrayList<>();
        x.leaves().forEach(leaf -> types.add(leaf.type()));
        theta.leaves().forEach(leaf -> types.add(leaf.type()));
        Signature signature = new Signature(x.structure(), theta.structure(), types);
        Problem<P> known = cache.get(signature);
        if (known != null) {
            return known;
        }
        Recorder.Recording recorded = record(x, theta);
        Program value = recorded.program();
        Fn2<P, List<Tensor>, Tensor> f = (p, data) -> run(value, Tree.flatten(p).leaves(), data);
        Problem<P> made = new Problem<>(
                value, gradient(value, x.leaves().size()), recorded.captured(), settings.apply(Minimizer.of(f)));
        if (recorded.captured().isEmpty()) {
            cache.put(signature, made);
        }
        return made;
    }

    private Recorder.Recording record(Tree.Flat<P> x, Tree.Flat<H> theta) {
        try (Recorder recorder = Recorder.ofFunction()) {
            List<Tensor> unknowns = new ArrayList<>();
            x.leaves().forEach(leaf -> unknowns.add(Tensor.of(recorder.input(leaf.type(), ""))));
            List<Tensor> given = new ArrayList<>();
            theta.leaves().forEach(leaf -> given.add(Tensor.of(recorder.input(leaf.type(), ""))));
            Tensor value = objective.apply(x.with(unknowns), theta.with(given));
            return recorder.finish(List.of(value.value()));
        }
    }

    private static Program gradient(Program value, int unknowns) {
        try (Recorder recorder = Recorder.ofRules()) {
            List<Tensor> inputs = new ArrayList<>();
            value.inputTypes().forEach(type -> inputs.add(Tensor.of(recorder.input(type, ""))));
            List<Tensor> rest = inputs.subList(unknowns, inputs.size());
            List<Tensor> gradient = Derivatives.valueAndGrad(
                            (List<Tensor> x) -> run(value, x, rest), List.copyOf(inputs.subList(0, unknowns)))
                    .gradient();
            return recorder.finish(gradient.stream().map(Tensor::value).toList())
                    .program()
                    .pruned(Op::callsJava);
        }
    }

    private static Tensor run(Program program, List<Tensor> x, List<Tensor> rest) {
        return runAll(program, x, rest).getFirst();
    }

    private static List<Tensor> runAll(Program program, List<Tensor> x, List<Tensor> rest) {
        List<Value> all = new ArrayList<>();
        x.forEach(t -> all.add(t.value()));
        rest.forEach(t -> all.add(t.value()));
        return Trace.replay(program, all).stream().map(Tensor::of).toList();
    }

    private List<NdArray> find(Problem<P> problem, List<NdArray> parameters) {
        List<Tensor> rest = parameters.stream().map(Tensors::tensor).toList();
        Solution<P> solution = problem.minimizer().run(start, rest);
        List<Tensor> point = Tree.flatten(solution.point()).leaves();
        double residual = Tree.norm(runAll(problem.gradient(), point, rest)).item();
        if (!(residual <= acceptedResidual)) {
            throw new ConvergenceException(
                    String.format(
                            Locale.ROOT,
                            "implicit: the inner minimum was not reached: ‖∇ₓf‖ = %.2e where %.2e is accepted; the minimizer"
                                    + " said: %s",
                            residual,
                            acceptedResidual,
                            solution),
                    "allow more iterations, add a penalty so that the minimum exists, or accept a larger residual with"
                            + " acceptResidual(...)",
                    SourceLine.ofCaller(),
                    null);
        }
        onSolution.accept(new ImplicitSolution<>(solution.point(), solution, residual));
        return point.stream().map(Tensor::array).toList();
    }
}
