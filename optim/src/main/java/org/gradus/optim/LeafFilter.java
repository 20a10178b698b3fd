package org.gradus.optim;

import java.io.Serializable;
import java.util.regex.Pattern;
import org.gradus.tensor.Tensor;

/** Which leaves of a tree are meant, by their path in the record and their type; it may not look at values. */
@FunctionalInterface
public interface LeafFilter extends Serializable {

    /**
     * Whether a leaf is meant.
     *
     * @param path where it stands, for example {@code .layers[2].w}; empty for a tree that is a leaf
     * @param leaf the leaf
     * @return whether it is
     */
    boolean holds(String path, Tensor leaf);

    /**
     * Leaves whose whole path a pattern matches.
     *
     * @param regex for example {@code ".*\\.b"}
     * @return the filter
     */
    static LeafFilter path(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return (path, _) -> pattern.matcher(path).matches();
    }

    /**
     * Leaves with two axes or more: weights, not biases and gains.
     *
     * @return the filter
     */
    static LeafFilter matrices() {
        return (_, leaf) -> leaf.rank() >= 2;
    }

    /**
     * All others.
     *
     * @return the filter
     */
    default LeafFilter negate() {
        return (path, leaf) -> !holds(path, leaf);
    }
}
