package org.gradus.rewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.error.ArgumentException;

/**
 * Named strategies one after the other. A group that fails is skipped.
 *
 * @param <T> what is rewritten
 * @param groups in their order
 */
public record Schedule<T>(List<Group<T>> groups) {

    /**
     * A strategy with a name.
     *
     * @param <T> what is rewritten
     * @param name for the report
     * @param strategy what it does
     */
    public record Group<T>(String name, Strategy<T> strategy) {}

    /**
     * What a schedule did.
     *
     * @param <T> what was rewritten
     * @param result the last subject
     * @param applications rules applied, by group
     */
    public record Report<T>(T result, Map<String, Integer> applications) {
        /** Copies the map, keeping its order. */
        public Report {
            applications = Collections.unmodifiableMap(new LinkedHashMap<>(applications));
        }
    }

    /** Copies the list. */
    public Schedule {
        groups = List.copyOf(groups);
    }

    /**
     * The schedule for gradients by dual numbers: projections, fusion, motion, splitting with algebra, one-hot, algebra, the
     * maps of reductions, sharing; each is normalized.
     *
     * @return of the groups of {@link Rules}
     */
    public static Schedule<Term> ofGradients() {
        return new Schedule<>(List.of(
                group("projections", Rules.projections()),
                group("fusion", Rules.fusion()),
                group("motion", Rules.motion()),
                group("splitting", Rules.splitting()),
                group("one-hot", Rules.oneHot()),
                group("algebra", Rules.algebra()),
                group("reductions", Rules.reductions()),
                new Group<>("sharing", Strategy.bottomUp(Rules.sharing()).repeat())));
    }

    private static Group<Term> group(String name, Strategy<Term> rules) {
        return new Group<>(name, Strategy.normalize(rules));
    }

    /**
     * The same groups with one of them first.
     *
     * @param name its name
     * @return another schedule
     * @throws ArgumentException when no group has the name
     */
    public Schedule<T> withFirst(String name) {
        List<Group<T>> order = new ArrayList<>(groups);
        Group<T> group = groups.stream()
                .filter(g -> g.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ArgumentException(
                        "withFirst: no group is called '" + name + "'",
                        "choose one of "
                                + String.join(
                                        ", ", groups.stream().map(Group::name).toList())));
        order.remove(group);
        order.addFirst(group);
        return new Schedule<>(order);
    }

    /**
     * Runs the groups.
     *
     * @param subject what to rewrite
     * @return the result and the counts
     */
    public Report<T> run(T subject) {
        T current = subject;
        Map<String, Integer> applications = new LinkedHashMap<>();
        for (Group<T> group : groups) {
            Rewrite<T> rewrite = group.strategy().apply(current);
            current = rewrite.result();
            applications.merge(group.name(), rewrite.applications(), Integer::sum);
        }
        return new Report<>(current, applications);
    }
}
