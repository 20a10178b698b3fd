package org.gradus.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.error.Require;

/**
 * A partial rewrite: it succeeds with a new subject or fails and leaves the subject alone.
 *
 * <p>With {@code s; t} for {@link #then} and {@code s <+ t} for {@link #orElse}: id; s = s = s; id, fail; s = fail,
 * fail &lt;+ s = s, id &lt;+ s = id, try(fail) = id. A strategy has no state, so one may be used anywhere and at once. After "Using
 * rewrite strategies for efficient functional automatic differentiation", 2023.
 *
 * @param <T> what is rewritten
 */
@FunctionalInterface
public interface Strategy<T> {

    /** How often {@link #repeat()} applies its strategy at most: far more than a normal form of a term written by hand takes. */
    int LIMIT = 10_000;

    /**
     * Applies the strategy.
     *
     * @param subject what to rewrite
     * @return what came of it
     */
    Rewrite<T> apply(T subject);

    /**
     * The strategy that succeeds and changes nothing.
     *
     * @param <T> what is rewritten
     * @return id
     */
    static <T> Strategy<T> id() {
        return subject -> Rewrite.success(subject, 0);
    }

    /**
     * The strategy that fails.
     *
     * @param <T> what is rewritten
     * @return fail
     */
    static <T> Strategy<T> fail() {
        return Rewrite::failure;
    }

    /**
     * A rule.
     *
     * @param <T> what is rewritten
     * @param rule the new subject, or empty where the rule does not match
     * @return a strategy whose success counts as one application
     */
    static <T> Strategy<T> rule(Function<T, Optional<T>> rule) {
        Require.notNull(rule, "rule", "the function");
        return subject -> rule.apply(subject).map(t -> Rewrite.success(t, 1)).orElseGet(() -> Rewrite.failure(subject));
    }

    /**
     * A total function as a rule, such as a pass over programs: it fails where it changes nothing.
     *
     * @param <T> what is rewritten, with a meaningful {@code equals}
     * @param function the new subject
     * @return a strategy
     */
    static <T> Strategy<T> changing(UnaryOperator<T> function) {
        Require.notNull(function, "changing", "the function");
        return rule(subject -> Optional.of(function.apply(subject)).filter(t -> !t.equals(subject)));
    }

    /**
     * The first that succeeds, as {@link #orElse} in a row.
     *
     * @param <T> what is rewritten
     * @param strategies tried in this order; without any, fail
     * @return a strategy
     */
    @SafeVarargs
    static <T> Strategy<T> firstOf(Strategy<T>... strategies) {
        Strategy<T> first = fail();
        for (Strategy<T> strategy : strategies) {
            first = first.orElse(strategy);
        }
        return first;
    }

    /**
     * Sequence, {@code this; next}.
     *
     * @param next applied to what this gives
     * @return a strategy that fails where either fails
     */
    default Strategy<T> then(Strategy<T> next) {
        Require.notNull(next, "then", "the strategy");
        return subject -> {
            Rewrite<T> first = apply(subject);
            if (!first.succeeded()) {
                return Rewrite.failure(subject);
            }
            Rewrite<T> second = next.apply(first.result());
            return second.succeeded()
                    ? Rewrite.success(second.result(), first.applications() + second.applications())
                    : Rewrite.failure(subject);
        };
    }

    /**
     * Choice, {@code this <+ other}.
     *
     * @param other applied where this fails
     * @return a strategy that fails where both fail
     */
    default Strategy<T> orElse(Strategy<T> other) {
        Require.notNull(other, "orElse", "the strategy");
        return subject -> {
            Rewrite<T> first = apply(subject);
            return first.succeeded() ? first : other.apply(subject);
        };
    }

    /**
     * {@code try(this) = this <+ id}.
     *
     * @return a strategy that never fails
     */
    default Strategy<T> attempt() {
        return orElse(id());
    }

    /**
     * {@code repeat(this) = try(this; repeat(this))}, {@value #LIMIT} times at most.
     *
     * @return a strategy that never fails; it throws a {@link ConvergenceException} past the limit
     */
    default Strategy<T> repeat() {
        return repeat(LIMIT);
    }

    /**
     * {@code repeat(this) = try(this; repeat(this))}: until this fails.
     *
     * @param limit of the number of times
     * @return a strategy that never fails; it throws a {@link ConvergenceException} where this succeeds more often than the limit
     * @throws ArgumentException when the limit is not positive
     */
    default Strategy<T> repeat(int limit) {
        if (limit < 1) {
            throw new ArgumentException("repeat: the limit is " + limit, "allow at least one application");
        }
        return subject -> {
            T current = subject;
            int applications = 0;
            for (int i = 0; i <= limit; i++) {
                Rewrite<T> next = apply(current);
                if (!next.succeeded()) {
                    return Rewrite.success(current, applications);
                }
                current = next.result();
                applications += next.applications();
            }
            throw new ConvergenceException(
                    "repeat: the strategy still succeeds after " + limit + " applications",
                    "put rules that undo each other in different groups, or raise the limit");
        };
    }

    /**
     * Rewrites the first child on which the strategy succeeds.
     *
     * @param <T> what is rewritten
     * @param strategy for the children
     * @return a strategy that fails where it fails on all children, so at a leaf
     */
    static <T extends Tree<T>> Strategy<T> one(Strategy<T> strategy) {
        Require.notNull(strategy, "one", "the strategy");
        return subject -> {
            List<T> children = new ArrayList<>(subject.children());
            for (int i = 0; i < children.size(); i++) {
                Rewrite<T> child = strategy.apply(children.get(i));
                if (child.succeeded()) {
                    children.set(i, child.result());
                    return Rewrite.success(subject.with(children), child.applications());
                }
            }
            return Rewrite.failure(subject);
        };
    }

    /**
     * Rewrites all children.
     *
     * @param <T> what is rewritten
     * @param strategy for the children
     * @return a strategy that fails where it fails on any child; it succeeds at a leaf
     */
    static <T extends Tree<T>> Strategy<T> all(Strategy<T> strategy) {
        Require.notNull(strategy, "all", "the strategy");
        return subject -> {
            List<T> children = new ArrayList<>();
            int applications = 0;
            for (T child : subject.children()) {
                Rewrite<T> rewrite = strategy.apply(child);
                if (!rewrite.succeeded()) {
                    return Rewrite.failure(subject);
                }
                children.add(rewrite.result());
                applications += rewrite.applications();
            }
            return Rewrite.success(children.isEmpty() ? subject : subject.with(children), applications);
        };
    }

    /**
     * {@code topDown(s) = s <+ one(topDown(s))}: once, at the first place from the root.
     *
     * @param <T> what is rewritten
     * @param strategy what to do there
     * @return a strategy that fails where it fails everywhere
     */
    static <T extends Tree<T>> Strategy<T> topDown(Strategy<T> strategy) {
        Require.notNull(strategy, "topDown", "the strategy");
        return subject -> strategy.orElse(one(topDown(strategy))).apply(subject);
    }

    /**
     * {@code bottomUp(s) = one(bottomUp(s)) <+ s}: once, at the first place from the leaves.
     *
     * @param <T> what is rewritten
     * @param strategy what to do there
     * @return a strategy that fails where it fails everywhere
     */
    static <T extends Tree<T>> Strategy<T> bottomUp(Strategy<T> strategy) {
        Require.notNull(strategy, "bottomUp", "the strategy");
        return subject -> one(bottomUp(strategy)).orElse(strategy).apply(subject);
    }

    /**
     * {@code normalize(s) = repeat(topDown(s))}. It ends for rules that make some measure smaller; keep those that undo each
     * other apart.
     *
     * @param <T> what is rewritten
     * @param strategy what to do
     * @return a strategy that never fails; it throws a {@link ConvergenceException} after {@value #LIMIT} applications
     */
    static <T extends Tree<T>> Strategy<T> normalize(Strategy<T> strategy) {
        return topDown(strategy).repeat();
    }
}
