package org.gradus.optim;

import java.util.EnumSet;
import java.util.Set;
import org.gradus.error.Require;

/**
 * Replaces the gradient by an estimate from forward mode, {@code new EstimateGradient<P>().then(new Sgd<>(1e-3))}: what
 * follows in the chain never sees the true one. Whoever drives the chain may give it any gradient, zeros among others; a
 * {@link Minimizer} takes the reverse gradient nevertheless, by which it tells when to stop. To be spared it, minimize
 * {@link ForwardGradient#estimating} instead.
 *
 * @param <P> the parameters' type
 * @param estimator how the gradient is estimated
 */
public record EstimateGradient<P>(ForwardGradient estimator) implements GradientTransformation<P, Stateless> {

    /** Refuses null. */
    public EstimateGradient {
        Require.notNull(estimator, "estimateGradient", "the estimator");
    }

    /** By one normal direction a step. */
    public EstimateGradient() {
        this(new ForwardGradient());
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        P estimate = estimator
                .valueAndGrad(info.objective()::value, info.params(), info.key())
                .gradient();
        return new Step<>(estimate, state);
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.KEY, Need.VALUE_FUNCTION);
    }
}
