package org.gradus.workbench.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.workbench.report.Text;

/** What a person should take from a comparison, in plain words. */
public final class Recommendation {
    /** Methods with a lower score have removed all of the loss but 1e-8. */
    private static final double THERE = -8;

    private static final int DIGITS = 17;

    private Recommendation() {}

    /**
     * The sentences.
     *
     * @param results a result for each problem
     * @return the advice first, then what it rests on
     */
    public static List<String> of(List<Comparison.Result> results) {
        List<String> sentences = new ArrayList<>();
        if (results.size() > 1) {
            sentences.add(overall(results));
        }
        results.forEach(result -> sentences.add(sentence(result, results.size() > 1)));
        return sentences;
    }

    private static String sentence(Comparison.Result result, boolean several) {
        String where = several ? "On " + result.contest().id() + ": " : "";
        if (result.standings().isEmpty()) {
            return where + "no method could take part.";
        }
        Standing leader = result.standings().getFirst();
        String with = Double.isNaN(leader.rate()) ? "" : " with a learning rate of about " + brief(leader.rate());
        if (result.verdict().winner().isPresent()
                && leader.score() < THERE
                && result.standings().size() > 1) {
            Standing second = result.standings().get(1);
            String other = second.score() < THERE
                    ? second.method() + " took about " + work(result, second)
                    : second.method() + ", the next best, did not get there and came to "
                            + apart(second.median(), leader.median());
            return where + (several ? "take " : "Take ") + leader.method() + with
                    + ": it came to the lowest loss there is, " + apart(leader.median(), second.median())
                    + ", after about "
                    + work(result, leader) + " gradient evaluations; " + other + ".";
        }
        if (result.verdict().winner().isPresent()) {
            boolean alone = result.standings().size() == 1;
            Standing second = result.standings().get(alone ? 0 : 1);
            String next = alone
                    ? ""
                    : "; the next best, " + second.method() + ", came to " + apart(second.median(), leader.median());
            return where + (several ? "take " : "Take ") + leader.method() + with + ": after "
                    + Text.count(Math.round(result.budget()), "gradient evaluation") + " its loss was "
                    + apart(leader.median(), second.median()) + next + ".";
        }
        if (leader.broken() == leader.curves().size()) {
            return where + "undecided: every method broke down.";
        }
        String few = leader.curves().size() < 2 ? " One seed decides nothing: give --seeds 5." : "";
        String verdict = result.verdict().words();
        String first = several ? verdict : Character.toUpperCase(verdict.charAt(0)) + verdict.substring(1);
        return where + first + ". If you must choose, begin with " + leader.method() + with + ": it came to "
                + Text.brief(leader.median()) + " and was the first on " + firsts(result) + " of "
                + Text.count(leader.curves().size(), "seed")
                + (firsts(result) == leader.curves().size()
                        ? ", but by too little, or on too few, to be sure."
                        : ", but the seeds do not agree that it is the best.")
                + " More seeds (--seeds) or more work (--budget) may tell."
                + few;
    }

    /** Scores below −8 say after which share of the work a method was there: see {@link Comparison#score}. */
    private static String work(Comparison.Result result, Standing standing) {
        return String.valueOf(Math.max(1, Math.round(result.budget() * (standing.score() - THERE + 1))));
    }

    /** The seeds on which no method has a better score than the leader. */
    private static long firsts(Comparison.Result result) {
        double[] leader = result.standings().getFirst().scores();
        return IntStream.range(0, leader.length)
                .filter(s -> result.standings().stream().allMatch(other -> !(other.scores()[s] < leader[s])))
                .count();
    }

    /** A rate to one digit, which is what a search on a coarse grid knows of it. */
    private static String brief(double rate) {
        return Text.brief(new BigDecimal(rate).round(new MathContext(1)).doubleValue());
    }

    /** A number with three digits, or as many as it takes to tell it from another. */
    private static String apart(double value, double other) {
        String text = Text.brief(value);
        boolean alike = text.equals(Text.brief(other)) && Double.isFinite(value) && value != other;
        for (int digits = 4; alike && digits <= DIGITS; digits++) {
            MathContext rounding = new MathContext(digits);
            BigDecimal own = new BigDecimal(value).round(rounding);
            if (own.compareTo(new BigDecimal(other).round(rounding)) != 0) {
                return own.toString();
            }
        }
        return text;
    }

    private static String overall(List<Comparison.Result> results) {
        Map<String, Integer> wins = new LinkedHashMap<>();
        Map<String, Integer> close = new LinkedHashMap<>();
        for (Comparison.Result result : results) {
            result.verdict().winner().ifPresent(name -> wins.merge(name, 1, Integer::sum));
            result.verdict().close().forEach(name -> close.merge(name, 1, Integer::sum));
        }
        int most = close.values().stream().mapToInt(i -> i).max().orElse(0);
        List<String> best = close.entrySet().stream()
                .filter(e -> e.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        if (best.size() == 1 && most > results.size() / 2) {
            int sure = wins.getOrDefault(best.getFirst(), 0);
            return "Over all problems, " + best.getFirst() + " is the one to try first: it won, or was among the best,"
                    + " on " + most + " of " + results.size() + " (surely on " + sure + ").";
        }
        return "Over all problems: undecided. No single method was among the best on most of them.";
    }
}
