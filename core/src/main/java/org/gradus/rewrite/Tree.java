package org.gradus.rewrite;

import java.util.List;

/**
 * What has children of its own kind.
 *
 * @param <T> the kind
 */
public interface Tree<T extends Tree<T>> {

    /**
     * The children.
     *
     * @return in their order; empty at a leaf
     */
    List<T> children();

    /**
     * The same node over other children.
     *
     * @param children as many as {@link #children} gives
     * @return a node
     */
    T with(List<T> children);
}
