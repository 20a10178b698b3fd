package org.gradus.reproductions;

import java.util.List;

/** The reproductions of a family, found through {@link java.util.ServiceLoader}. */
public interface ReproductionFamily {

    /**
     * The family's name.
     *
     * @return for example {@code optimizers}
     */
    String name();

    /**
     * Its reproductions.
     *
     * @return in the order of their ids
     */
    List<Reproduction> reproductions();
}
