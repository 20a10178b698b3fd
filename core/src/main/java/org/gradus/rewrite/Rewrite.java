package org.gradus.rewrite;

/**
 * What a strategy did.
 *
 * @param <T> what was rewritten
 * @param result the new subject; the old one where the strategy failed
 * @param succeeded whether it succeeded
 * @param applications how many rules were applied on the way; 0 where the strategy failed
 */
public record Rewrite<T>(T result, boolean succeeded, int applications) {

    static <T> Rewrite<T> success(T result, int applications) {
        return new Rewrite<>(result, true, applications);
    }

    static <T> Rewrite<T> failure(T subject) {
        return new Rewrite<>(subject, false, 0);
    }
}
