package org.gradus.optim.stochastic;

/**
 * What a stochastic run reached.
 *
 * @param point the answer
 * @param gradients of single parts that were taken: n of them make a pass
 * @param products of single parts' Hessians with vectors
 */
@SuppressWarnings("ArrayRecordComponent")
public record SampledRun(double[] point, long gradients, long products) {

    /** Sees every iterate. */
    public interface Watcher {
        /** Looks away. */
        Watcher NONE = (_, _) -> {};

        /**
         * Sees an iterate.
         *
         * @param step steps or epochs made
         * @param w the iterate, not to be changed
         */
        void at(int step, double[] w);
    }
}
