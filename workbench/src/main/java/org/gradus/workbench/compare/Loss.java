package org.gradus.workbench.compare;

import org.gradus.Differentiable;
import org.gradus.optim.Bounds;
import org.gradus.optim.Objective;
import org.gradus.optim.WorkMeter;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;

/**
 * What is minimized.
 *
 * @param <P> the parameters' type
 * @param <D> the data's type
 */
public sealed interface Loss<P, D> {

    /**
     * The loss on some data.
     *
     * @param data all of it, or a batch
     * @return a function of the parameters
     */
    Objective<P> on(D data);

    /**
     * The same loss, whose evaluations are counted.
     *
     * @param meter what counts
     * @return the loss with the same values
     */
    Loss<P, D> measured(WorkMeter meter);

    /**
     * A function of tensors.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param f of parameters and data, a scalar
     */
    record Traced<P, D>(Fn2<P, D, Tensor> f) implements Loss<P, D> {
        @Override
        public Objective<P> on(D data) {
            return Objective.of(f, data);
        }

        @Override
        public Loss<P, D> measured(WorkMeter meter) {
            return new Traced<>(meter.of(f));
        }
    }

    /**
     * The mean of losses of a model's outputs, which methods may look into.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param outputs of parameters and data {@code [b, c]} or {@code [b]}
     * @param losses of outputs and data, one an example {@code [b]}
     */
    record OfModel<P, D>(Fn2<P, D, Tensor> outputs, Fn2<Tensor, D, Tensor> losses) implements Loss<P, D> {
        /**
         * The loss as a function of tensors.
         *
         * @return the mean
         */
        public Fn2<P, D, Tensor> f() {
            return (p, d) -> losses.apply(outputs.apply(p, d), d).mean();
        }

        @Override
        public Objective<P> on(D data) {
            return Objective.of(f(), data);
        }

        @Override
        public Loss<P, D> measured(WorkMeter meter) {
            return new OfModel<>(meter.of(outputs), losses);
        }
    }

    /**
     * A person's function with its derivatives, and bounds.
     *
     * @param f the function
     * @param bounds infinite where there are none
     * @param vectors the same function of vectors
     */
    record OfArrays(Differentiable f, Bounds bounds, Objective<Tensor> vectors) implements Loss<Tensor, Tensor> {
        /**
         * A function within bounds.
         *
         * @param f the function
         * @param bounds infinite where there are none
         */
        public OfArrays(Differentiable f, Bounds bounds) {
            this(f, bounds, Objective.ofVectors(f));
        }

        @Override
        public Objective<Tensor> on(Tensor data) {
            return vectors;
        }

        @Override
        public Loss<Tensor, Tensor> measured(WorkMeter meter) {
            return new OfArrays(meter.of(f), bounds);
        }
    }
}
