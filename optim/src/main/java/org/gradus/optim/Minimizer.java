package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongFunction;
import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Minimizes a function: an immutable description of what, how and how far; {@link #run} does it.
 *
 * {@snippet :
 * Solution<Tensor> s = Minimizer.of((Tensor x) -> x.minus(3).square().sum()).run(Tensors.zeros(2));
 * System.out.println(s.status() + " after " + s.counts());
 * // GRADIENT after 2 iterations, 3 values, 3 gradients
 * }
 *
 * <p>The method is {@link Lbfgs} unless another is chosen; mini-batches need another. Steps are compiled; an objective
 * that looks at values ({@code item()}, Java {@code if}) runs uncompiled, with one line in the log. Settings that
 * cannot work together are refused when the second of them is made. Minimizers may be shared by threads, and one that
 * is used again for parameters and data of the same shapes does not compile again.
 *
 * @param <P> the parameters' type: a tensor, a record of tensors, a {@code double[]}
 * @param <D> the data's type; {@code Void} for a function without data
 */
public final class Minimizer<P, D> {
    /** Enough for L-BFGS on well-scaled problems of any size, few enough to notice one that does not end. */
    private static final int DEFAULT_ITERATIONS = 500;

    private final Source<P, D> source;
    private final Optional<Method<P>> method;
    private final Optional<D> data;
    private final Optional<Batches<D>> batches;
    private final int maxIterations;
    private final OptionalDouble tolerance;
    private final List<IterationListener> listeners;
    private final Key key;
    private final StepCache<P, D> cache;

    private Minimizer(
            Source<P, D> source,
            Optional<Method<P>> method,
            Optional<D> data,
            Optional<Batches<D>> batches,
            int maxIterations,
            OptionalDouble tolerance,
            List<IterationListener> listeners,
            Key key,
            StepCache<P, D> cache) {
        this.source = source;
        this.method = method;
        this.data = data;
        this.batches = batches;
        this.maxIterations = maxIterations;
        this.tolerance = tolerance;
        this.listeners = listeners;
        this.key = key;
        this.cache = cache;
        if (batches.isPresent()) {
            method.ifPresent(Method::checkBatches);
        }
        if (batches.isPresent() && tolerance.isPresent()) {
            throw new ArgumentException(
                    "tolerance: a gradient of a mini-batch says nothing about convergence",
                    "leave the tolerance out and bound the work by maxIterations, or give the whole data");
        }
        if (!source.takesData()) {
            method.ifPresent(Method::checkWithoutData);
        }
    }

    private static <P, D> Minimizer<P, D> of(Source<P, D> source) {
        return new Minimizer<>(
                source,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DEFAULT_ITERATIONS,
                OptionalDouble.empty(),
                List.of(),
                Key.of(0),
                new StepCache<>());
    }

    /**
     * A minimizer of a function.
     *
     * @param <P> the parameters' type
     * @param f a function with a scalar result
     * @return a minimizer with default settings
     */
    public static <P> Minimizer<P, Void> of(Fn<P, Tensor> f) {
        return of(new Source<P, Void>(_ -> Objective.of(f), false, false));
    }

    /**
     * A minimizer of a function of parameters and data.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param f a function with a scalar result
     * @return a minimizer with default settings, to which data must be given
     */
    public static <P, D> Minimizer<P, D> of(Fn2<P, D, Tensor> f) {
        return of(new Source<P, D>(d -> Objective.of(f, d), true, false));
    }

    /**
     * A minimizer of a function of {@code double[]} that brings its own derivatives.
     *
     * @param f the function
     * @return a minimizer with default settings; its steps call the function as it is
     */
    public static Minimizer<double[], Void> of(Differentiable f) {
        Objective<double[]> objective = Objective.of(f);
        return of(new Source<double[], Void>(_ -> objective, false, true));
    }

    // ---- settings
    // ----------------------------------------------------------------------------------------------------

    /**
     * Gives the data, the same in every step.
     *
     * @param whole the function's second argument
     * @return another minimizer
     * @throws ArgumentException when the function takes none
     */
    public Minimizer<P, D> data(D whole) {
        checkTakesData();
        return with(method, Optional.of(whole), Optional.empty());
    }

    /**
     * Gives the data in mini-batches, one for each step.
     *
     * @param source the mini-batches
     * @return another minimizer
     * @throws ArgumentException when the function takes no data, or the method needs the whole data in every step
     */
    public Minimizer<P, D> data(Batches<D> source) {
        checkTakesData();
        return with(method, Optional.empty(), Optional.of(source));
    }

    private void checkTakesData() {
        if (!source.takesData()) {
            throw new ArgumentException(
                    "data: the function has one argument and takes no data",
                    "make the minimizer of a function of parameters and data, (p, d) -> ...");
        }
    }

    /**
     * Chooses a first-order method.
     *
     * @param transformation a gradient transformation with a learning rate
     * @return another minimizer
     * @throws ArgumentException when it has no learning rate, or needs what the objective cannot give
     */
    public Minimizer<P, D> method(GradientTransformation<P, ?> transformation) {
        return with(Optional.of(new Method.FirstOrderMethod<>(transformation)), data, batches);
    }

    /**
     * Chooses a solver of vectors, such as {@link Lbfgs}; trees are raveled for it.
     *
     * @param solver the solver
     * @return another minimizer
     * @throws ArgumentException when mini-batches were given and it needs the whole data
     */
    public Minimizer<P, D> method(VectorSolver<?> solver) {
        return with(Optional.of(new Method.OfVectors<>(solver)), data, batches);
    }

    /**
     * Chooses a solver of trees.
     *
     * @param solver the solver
     * @return another minimizer
     * @throws ArgumentException when mini-batches were given and it needs the whole data
     */
    public Minimizer<P, D> method(Solver<P, ?> solver) {
        return with(Optional.of(new Method.OfTrees<>(solver)), data, batches);
    }

    /**
     * Chooses a method on arrays, such as {@link TrustRegionNewtonCg} or {@link Lbfgsb}; trees are raveled for it, and its
     * steps are not compiled.
     *
     * @param solver the method
     * @return another minimizer
     * @throws ArgumentException when mini-batches were given
     */
    public Minimizer<P, D> method(ArraySolver<BoxProblem, ?> solver) {
        Optional<Method.Box<P>> box =
                method.flatMap(m -> m instanceof Method.OfArrays<P> arrays ? arrays.box() : Optional.empty());
        return with(Optional.of(new Method.OfArrays<>(solver, box)), data, batches);
    }

    /**
     * Bounds the parameters; none unless set. The method is {@link Lbfgsb} unless another that takes bounds is chosen.
     *
     * @param lower a tree like the parameters; infinite numbers mean no bound
     * @param upper a tree like the parameters
     * @return another minimizer
     * @throws ArgumentException when the method chosen takes no bounds, or no number lies between a pair of them
     */
    public Minimizer<P, D> bounds(P lower, P upper) {
        new Bounds(BoxRun.numbers(lower), BoxRun.numbers(upper));
        Method.Box<P> box = new Method.Box<>(lower, upper);
        if (method.isEmpty()) {
            return with(Optional.of(new Method.OfArrays<>(new Lbfgsb(), Optional.of(box))), data, batches);
        }
        if (method.get() instanceof Method.OfArrays<P> arrays) {
            return with(Optional.of(new Method.OfArrays<>(arrays.arraySolver(), Optional.of(box))), data, batches);
        }
        throw noBounds(method.get());
    }

    private static ArgumentException noBounds(Method<?> method) {
        String name = switch (method) {
            case Method.FirstOrderMethod<?> first -> first.transformation().name();
            case Method.OfVectors<?> vectors -> vectors.vectorSolver().name();
            case Method.OfTrees<?> trees -> trees.treeSolver().name();
            case Method.OfArrays<?> arrays -> arrays.arraySolver().name();
        };
        return new ArgumentException(
                "bounds: " + name + " takes no bounds: its steps would leave them",
                "use Lbfgsb or TrustRegionNewtonCg, or express the parameters by ones without bounds");
    }

    /**
     * Bounds the accepted steps; 500 unless set. A line search's trials are not iterations.
     *
     * @param iterations one or more
     * @return another minimizer
     * @throws ArgumentException when it is not positive
     */
    public Minimizer<P, D> maxIterations(int iterations) {
        if (iterations < 1) {
            throw new ArgumentException(
                    "maxIterations: " + iterations + " is not positive", "allow at least one iteration");
        }
        return new Minimizer<>(source, method, data, batches, iterations, tolerance, listeners, key, cache);
    }

    /**
     * Sets the criterion of convergence, ‖∇f(x)‖∞ ≤ tolerance. It is absolute: relative to the value it would hold far
     * from any minimum when the value has a large constant part, or falls without bound. Default 1e-8 for f64 and 1e-4
     * for f32 parameters, about the square root of their rounding, to which a minimum's place is known.
     *
     * @param gradientNorm zero or more; zero means an exactly vanishing gradient
     * @return another minimizer
     * @throws ArgumentException when it is negative or NaN, or mini-batches were given
     */
    public Minimizer<P, D> tolerance(double gradientNorm) {
        if (!(gradientNorm >= 0)) {
            throw new ArgumentException(
                    "tolerance: " + gradientNorm + " is not a bound on a norm", "give a number of zero or more");
        }
        return new Minimizer<>(
                source, method, data, batches, maxIterations, OptionalDouble.of(gradientNorm), listeners, key, cache);
    }

    /**
     * Adds a listener; none unless added.
     *
     * @param listener told of every accepted iterate
     * @return another minimizer
     */
    public Minimizer<P, D> listener(IterationListener listener) {
        List<IterationListener> all = new ArrayList<>(listeners);
        all.add(listener);
        return new Minimizer<>(source, method, data, batches, maxIterations, tolerance, List.copyOf(all), key, cache);
    }

    /**
     * Sets the seed of methods that use chance; 0 unless set. Mini-batches have their own.
     *
     * @param seed any number
     * @return another minimizer
     */
    public Minimizer<P, D> seed(long seed) {
        return key(Key.of(seed));
    }

    /**
     * Sets the key of methods that use chance.
     *
     * @param given used up by this minimizer
     * @return another minimizer
     */
    public Minimizer<P, D> key(Key given) {
        return new Minimizer<>(
                source, method, data, batches, maxIterations, tolerance, listeners, given, new StepCache<>());
    }

    private Minimizer<P, D> with(Optional<Method<P>> other, Optional<D> whole, Optional<Batches<D>> mini) {
        boolean bounded = method.filter(m ->
                        m instanceof Method.OfArrays<P> arrays && arrays.box().isPresent())
                .isPresent();
        if (bounded && !(other.orElseThrow() instanceof Method.OfArrays)) {
            throw noBounds(other.orElseThrow());
        }
        boolean same = other.equals(method) && mini.isPresent() == batches.isPresent();
        return new Minimizer<>(
                source, other, whole, mini, maxIterations, tolerance, listeners, key, same ? cache : new StepCache<>());
    }

    // ---- use
    // -------------------------------------------------------------------------------------------------------------

    /**
     * The objective with the whole data bound to it.
     *
     * @return the function that {@link #run} minimizes
     * @throws ArgumentException when the function takes data and none, or mini-batches, were given
     */
    public Objective<P> objective() {
        if (source.takesData() && data.isEmpty()) {
            throw noData();
        }
        return source.bind().apply(data.orElse(null));
    }

    /**
     * Minimizes with this data: {@code data(whole).run(start)}.
     *
     * @param start where to begin
     * @param whole the function's second argument
     * @return how it ended
     */
    public Solution<P> run(P start, D whole) {
        return data(whole).run(start);
    }

    /**
     * Minimizes.
     *
     * @param start where to begin
     * @return how it ended, with the best point so far
     * @throws ArgumentException when the function takes data and none was given, mini-batches were given and no method,
     *     or the start holds no numbers
     */
    public Solution<P> run(P start) {
        LongFunction<D> supply;
        if (batches.isPresent()) {
            supply = batches.get()::at;
        } else if (source.takesData() && data.isEmpty()) {
            throw noData();
        } else {
            D whole = data.orElse(null);
            supply = _ -> whole;
        }
        if (batches.isPresent()) {
            chosen().checkBatches();
        }
        if (chosen() instanceof Method.OfArrays<P> arrays) {
            ArrayLoop driver = new ArrayLoop(maxIterations, tolerance.orElse(Tolerance.defaultFor(start)), listeners);
            return BoxRun.run(arrays, driver, source.bind().apply(supply.apply(0)), start);
        }
        return loop(cache.stepFor(start, source, chosen(), key, batches.isPresent()), start)
                .run(start, supply);
    }

    /**
     * Minimizes from many starts at once, each on its own path; an instance that has ended waits for the others.
     *
     * @param starts a tree like a start, with one start for each index of a new first axis of its leaves
     * @return one solution for each start, in order
     * @throws ArgumentException when mini-batches or listeners were given, or the function brings its own derivatives
     * @throws org.gradus.error.ShapeException when a leaf has no axis of starts, or first axes differ
     * @throws org.gradus.error.TracedValueException when the objective looks at values
     */
    public List<Solution<P>> runEach(P starts) {
        refuseForEach(batches.isPresent(), "mini-batches");
        refuseForEach(!listeners.isEmpty(), "listeners");
        refuseForEach(source.ofArrays(), "functions of double[] that bring their own derivatives");
        Objective<P> f = objective();
        P first = Tree.map(leaf -> leaf.rank() == 0 || leaf.dim(0) == 0 ? leaf : leaf.get(0), starts);
        Solver<P, ?> solver = chosen().solver(first, key, false);
        return batchedLoop(solver, f, first).run(starts);
    }

    private static void refuseForEach(boolean given, String what) {
        if (given) {
            throw new ArgumentException(
                    "runEach: " + what + " do not go with many starts at once", "use run, one start after the other");
        }
    }

    private <S> BatchedLoop<P, S> batchedLoop(Solver<P, S> solver, Objective<P> f, P first) {
        return new BatchedLoop<>(solver, f, maxIterations, tolerance.orElse(Tolerance.defaultFor(first)));
    }

    private Method<P> chosen() {
        return method.orElseGet(() -> new Method.OfVectors<>(new Lbfgs()));
    }

    private <S> JavaLoop<P, S, D> loop(CompiledStep<P, S, D> step, P start) {
        return new JavaLoop<>(step, maxIterations, tolerance.orElse(Tolerance.defaultFor(start)), listeners);
    }

    private static ArgumentException noData() {
        return new ArgumentException(
                "run: the function takes parameters and data, and no data was given", "give it by .data(...)");
    }
}
