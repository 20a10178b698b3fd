package org.gradus.transform;

/** What a checkpointed function keeps for its reverse derivative; all else is computed again. */
public enum CheckpointPolicy {
    /** Nothing but the argument: the least memory, one more evaluation. The default. */
    NOTHING,
    /** The results of matrix products and convolutions, which are dear to compute and small beside what surrounds them. */
    PRODUCTS,
    /** Everything: the function as if it were not checkpointed. */
    EVERYTHING
}
