package org.gradus.categories;

import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.StructureException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Derivatives;
import org.gradus.tree.Tree;

/**
 * Something that learns from pairs (a, b): it computes an output from parameters and an input, updates its parameters, and
 * asks for another input, by which whatever comes before it learns in turn. Learners compose without a derivative of the whole.
 * Fong, Spivak and Tuyéras, "Backprop as functor: a compositional perspective on supervised learning", LICS 2019.
 *
 * <p>{@link #of} makes a learner of any differentiable function, and does so functorially: the learner of a composite is the
 * composite of the learners, so local updates are gradient descent on the error of the whole, provided that all use the same
 * rate and error. In a composite every request is made with the parameters before the update.
 *
 * <p>The functions take and return trees of tensors; compiled, batched and differentiated like others.
 *
 * @param <P> the parameters' type
 * @param <A> the inputs' type
 * @param <B> the outputs' type
 * @param implement I(p, a), the output
 * @param update U(p, a, b), the next parameters
 * @param request r(p, a, b), the input that would have served better
 */
public record Learner<P, A, B>(Fn2<P, A, B> implement, Fn3<P, A, B, P> update, Fn3<P, A, B, A> request) {

    /** No parameters. */
    public record Nothing() {}

    /**
     * What an output costs: e(x, y), elementwise, of which ∂e/∂x(x₀, ·) is invertible for every x₀.
     *
     * @param e from output and target to as many costs
     * @param inverse from x₀ and g to the y for which ∂e/∂x(x₀, y) = g
     */
    public record Errors(Fn2<Tensor, Tensor, Tensor> e, Fn2<Tensor, Tensor, Tensor> inverse) {

        /** (x − y)²/2, by which requests are a − ∇ₐE. */
        public static final Errors QUADRATIC =
                new Errors((x, y) -> x.minus(y).square().times(0.5), (x, g) -> x.minus(g));

        /** −y·log x − (1 − y)·log(1 − x) for x in (0, 1), by which requests are a − a(1 − a)·∇ₐE. */
        public static final Errors CROSS_ENTROPY = new Errors(
                (x, y) -> y.times(x.log())
                        .plus(Tensors.minus(1, y).times(Tensors.log1p(x.unaryMinus())))
                        .unaryMinus(),
                (x, g) -> x.minus(g.times(x).times(Tensors.minus(1, x))));

        /** Refuses null. */
        public Errors {
            Require.notNull(e, "learner", "the error");
            Require.notNull(inverse, "learner", "the inverse of its derivative");
        }

        <B> Tensor total(B output, B target) {
            Tree.Flat<B> made = Tree.flatten(output);
            Tree.Flat<B> wanted = Tree.flatten(target);
            Tree.checkSame("learner: the target", made.structure(), wanted.structure());
            Tensor sum = Tensors.scalar(0);
            for (int i = 0; i < made.leaves().size(); i++) {
                Tensor x = made.leaves().get(i);
                Tensor cost = e.apply(x, wanted.leaves().get(i));
                sum = i == 0 ? cost.sum() : sum.plus(cost.sum());
            }
            return sum;
        }
    }

    /** Refuses null. */
    public Learner {
        Require.notNull(implement, "learner", "the implementation");
        Require.notNull(update, "learner", "the update");
        Require.notNull(request, "learner", "the request");
    }

    /**
     * The learner of a differentiable function: the update is p − ε·∇ₚE(I(p, a), b), and the request is the b′ for which
     * ∂e/∂x(a, b′) = ∇ₐE(I(p, a), b), where E sums e over all elements.
     *
     * @param <P> the parameters' type
     * @param <A> the inputs' type
     * @param <B> the outputs' type
     * @param f from parameters and input to the output
     * @param rate ε, positive; the same for all learners that are to be composed
     * @param errors e with the inverse of its derivative, likewise the same
     * @return the learner
     * @throws ArgumentException when the rate is not positive
     */
    public static <P, A, B> Learner<P, A, B> of(Fn2<P, A, B> f, double rate, Errors errors) {
        Require.notNull(f, "learner", "the function");
        Require.notNull(errors, "learner", "the error");
        if (!(rate > 0)) {
            throw new ArgumentException("learner: rate " + rate + " is not positive", "0.1 is usual");
        }
        return new Learner<>(
                f,
                (p, a, b) -> {
                    P gradient = gradient(f, errors, p, a, b).first();
                    return Tree.axpy(-rate, gradient, p);
                },
                (p, a, b) -> {
                    A gradient = gradient(f, errors, p, a, b).second();
                    return Tree.map((Tensor x, Tensor g) -> errors.inverse().apply(x, g), a, gradient);
                });
    }

    private static <P, A, B> Product<P, A> gradient(Fn2<P, A, B> f, Errors errors, P p, A a, B b) {
        Fn<Product<P, A>, Tensor> total = both -> errors.total(f.apply(both.first(), both.second()), b);
        return Derivatives.valueAndGrad(total, new Product<>(p, a)).gradient();
    }

    // ---- composition -----------------------------------------------------------------------------------------------

    /**
     * This learner, then another one, which is taught by the targets and teaches this one by its requests.
     *
     * @param <Q> the other's parameters' type
     * @param <C> the other's outputs' type
     * @param next the other learner
     * @return the composite, whose parameters are those of both
     */
    public <Q, C> Learner<Product<P, Q>, A, C> then(Learner<Q, B, C> next) {
        Require.notNull(next, "learner", "the next learner");
        return new Learner<>(
                (pq, a) -> next.implement.apply(pq.second(), implement.apply(pq.first(), a)),
                (pq, a, c) -> {
                    B between = implement.apply(pq.first(), a);
                    B wanted = next.request.apply(pq.second(), between, c);
                    return new Product<>(
                            update.apply(pq.first(), a, wanted), next.update.apply(pq.second(), between, c));
                },
                (pq, a, c) -> {
                    B between = implement.apply(pq.first(), a);
                    return request.apply(pq.first(), a, next.request.apply(pq.second(), between, c));
                });
    }

    /**
     * This learner beside another one.
     *
     * @param <Q> the other's parameters' type
     * @param <C> the other's inputs' type
     * @param <D> the other's outputs' type
     * @param other the other learner
     * @return the pair, each part for itself
     */
    public <Q, C, D> Learner<Product<P, Q>, Product<A, C>, Product<B, D>> par(Learner<Q, C, D> other) {
        Require.notNull(other, "learner", "the other learner");
        return new Learner<>(
                (pq, ac) -> new Product<>(
                        implement.apply(pq.first(), ac.first()), other.implement.apply(pq.second(), ac.second())),
                (pq, ac, bd) -> new Product<>(
                        update.apply(pq.first(), ac.first(), bd.first()),
                        other.update.apply(pq.second(), ac.second(), bd.second())),
                (pq, ac, bd) -> new Product<>(
                        request.apply(pq.first(), ac.first(), bd.first()),
                        other.request.apply(pq.second(), ac.second(), bd.second())));
    }

    /**
     * Parameters after a stream of pairs, one update each.
     *
     * @param start the parameters at first
     * @param pairs inputs with targets
     * @return the parameters at last
     */
    public P train(P start, List<Product<A, B>> pairs) {
        P p = start;
        for (Product<A, B> pair : pairs) {
            p = update.apply(p, pair.first(), pair.second());
        }
        return p;
    }

    // ---- wiring ----------------------------------------------------------------------------------------------------

    /**
     * The learner that passes everything on.
     *
     * @param <A> the type of what is passed on
     * @return I(a) = a, r(a, b) = b
     */
    public static <A> Learner<Nothing, A, A> id() {
        return new Learner<>((p, a) -> a, (p, a, b) -> p, (p, a, b) -> b);
    }

    /**
     * The learner that exchanges two inputs.
     *
     * @param <A> the first input's type
     * @param <B> the second input's type
     * @return I(a, b) = (b, a)
     */
    public static <A, B> Learner<Nothing, Product<A, B>, Product<B, A>> swap() {
        return new Learner<>(
                (p, ab) -> new Product<>(ab.second(), ab.first()),
                (p, ab, ba) -> p,
                (p, ab, ba) -> new Product<>(ba.second(), ba.first()));
    }

    /**
     * The learner that gives its input twice; with the quadratic error it asks for b₁ + b₂ − a.
     *
     * @param <A> the input's type
     * @param errors the error of those with which it is composed
     * @return I(a) = (a, a)
     */
    public static <A> Learner<Nothing, A, Product<A, A>> copy(Errors errors) {
        return of((p, a) -> new Product<>(a, a), 1, errors);
    }

    /**
     * The learner that adds two inputs; with the quadratic error it asks for (a₁, a₂) − (a₁ + a₂ − b) in each.
     *
     * @param <A> the inputs' type
     * @param errors the error of those with which it is composed
     * @return I(a₁, a₂) = a₁ + a₂
     * @throws StructureException when applied to unlike trees
     */
    public static <A> Learner<Nothing, Product<A, A>, A> sum(Errors errors) {
        return of((p, a) -> Tree.plus(a.first(), a.second()), 1, errors);
    }
}
