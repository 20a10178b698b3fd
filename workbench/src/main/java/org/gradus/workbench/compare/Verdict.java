package org.gradus.workbench.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which method to take, or that the runs do not tell.
 *
 * <p>Runs of one seed share start and data, so methods are compared seed by seed. A leader wins when a further seed would, with
 * 97.5 % probability, put it before each other method too: the prediction interval of the difference in score lies above zero by
 * as much as 1 % of the loss.
 *
 * @param winner its name; empty when undecided
 * @param close the leader and all that it does not surely beat, best first; the winner alone when there is one
 */
public record Verdict(Optional<String> winner, List<String> close) {
    /** log₁₀ 1.01: losses that differ by less are as good. */
    private static final double AS_GOOD = 0.0043;

    /** Copies the list. */
    public Verdict {
        close = List.copyOf(close);
    }

    static List<Standing> ranked(List<Standing> standings) {
        return standings.stream()
                .sorted(Comparator.comparingDouble((Standing s) -> Statistics.median(s.scores()))
                        .thenComparingDouble(Standing::seconds))
                .toList();
    }

    static Verdict of(List<Standing> ranked) {
        Standing leader = ranked.getFirst();
        List<String> close = new ArrayList<>(List.of(leader.method()));
        for (Standing other : ranked.subList(1, ranked.size())) {
            if (!surelyBefore(leader, other)) {
                close.add(other.method());
            }
        }
        boolean finished = leader.broken() == 0;
        boolean alone = close.size() == 1 && finished && leader.scores().length > 1;
        return new Verdict(alone ? Optional.of(leader.method()) : Optional.empty(), close);
    }

    private static boolean surelyBefore(Standing leader, Standing other) {
        double[] differences = new double[leader.scores().length];
        for (int i = 0; i < differences.length; i++) {
            double difference = other.scores()[i] - leader.scores()[i];
            // Both broke down: neither is before the other.
            differences[i] = Double.isNaN(difference) ? 0 : difference - AS_GOOD;
        }
        boolean finite = java.util.Arrays.stream(differences).allMatch(Double::isFinite);
        if (!finite) {
            return java.util.Arrays.stream(differences).allMatch(d -> d > 0);
        }
        return Statistics.nextIsPositive(differences);
    }

    /**
     * The verdict in words.
     *
     * @return a clause
     */
    public String words() {
        return winner.map(name -> name + " wins")
                .orElseGet(() -> close.size() == 1
                        ? "undecided"
                        : "undecided between " + String.join(", ", close.subList(0, close.size() - 1)) + " and "
                                + close.getLast());
    }
}
