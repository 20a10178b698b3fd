package org.gradus.workbench.compare;

import java.util.function.Function;
import org.gradus.tensor.Key;

/**
 * A problem that methods are compared on.
 *
 * @param id the name that people type
 * @param title what it is, in a few words
 * @param budget gradient evaluations that show a difference between methods
 * @param draw a start, and data or their order, from a key: the same for each method
 */
public record Contest(String id, String title, int budget, Function<Key, Instance<?, ?>> draw) {}
