package org.gradus.optim.catalogue;

import java.util.Locale;

/** What a method makes of gradients. */
public enum Family {
    /** Along the gradient or its momentum. */
    DESCENT,
    /** Along signs. */
    SIGN,
    /** Divided entry by entry by the size of past gradients. */
    ADAPTIVE,
    /** In proportion to each layer's weights. */
    LAYERS,
    /** By the singular values of matrices. */
    MATRICES,
    /** By the curvature of the objective. */
    CURVATURE,
    /** Without a learning rate to choose. */
    RATE_FREE,
    /** With averages of the parameters. */
    AVERAGES,
    /** Towards flat minima. */
    FLATNESS;

    /**
     * The name that people type.
     *
     * @return in lower case with hyphens
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
