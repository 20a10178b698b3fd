package org.gradus.workbench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Lbfgs;
import org.gradus.optim.Sgd;
import org.gradus.optim.catalogue.Methods;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.report.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Comparisons whose outcome is known, and the arithmetic of verdicts by hand. */
class ComparisonTest {
    private static final Comparison.Listener SILENT = new Comparison.Listener() {
        @Override
        public void run(String what, int done, int of) {}

        @Override
        public void finished(Comparison.Result result) {}
    };

    /** ½|x|² in five dimensions: with the rate 1 gradient descent is there at once, with 2 or more it never is. */
    private static final Contest BOWL = new Contest(
            "bowl",
            "half a square",
            40,
            key -> new Instance<Tensor, Tensor>(
                    (x, none) -> x.square().sum().times(0.5),
                    Tensors.zeros(1),
                    OptionalInt.empty(),
                    Random.normal(key, 5),
                    OptionalDouble.of(0)));

    private static Contender sgd(String id, double usual) {
        return new Contender.Rated(id, usual, rate -> new Sgd<>(rate));
    }

    private static Contender fixed(String id, double rate) {
        return new Contender.RateFree(id, () -> new Sgd<>(rate));
    }

    private static Comparison.Plan plan(int tune, int seeds) {
        return new Comparison.Plan(OptionalDouble.empty(), tune, seeds, 0);
    }

    private static Comparison.Result run(List<Contender> contenders, Comparison.Plan plan) {
        return new Comparison(List.of(BOWL), contenders, plan).run(SILENT).getFirst();
    }

    @Test
    void theSearchFindsTheRate() {
        var result = run(List.of(sgd("sgd", 1)), plan(5, 2));
        Standing sgd = result.standings().getFirst();
        assertThat(sgd.rate()).isEqualTo(1);
        assertThat(sgd.tried()).hasSize(5);
        assertThat(sgd.median()).isZero();
        assertThat(sgd.tried().getLast()[1]).isGreaterThan(1e6);
    }

    @Test
    void theSearchGoesOnWhereTheBestIsAtAnEnd() {
        Standing sgd = run(List.of(sgd("sgd", 0.001)), plan(3, 2)).standings().getFirst();
        assertThat(sgd.tried()).hasSizeGreaterThan(3);
        assertThat(sgd.rate()).isGreaterThan(0.003);
        double[] rates = sgd.tried().stream().mapToDouble(t -> t[0]).toArray();
        assertThat(rates).isSorted();
    }

    @Test
    void whatIsClearlyBetterWins() {
        var result = run(List.of(fixed("slow", 0.01), fixed("fast", 0.5), fixed("wild", 3)), plan(1, 5));
        assertThat(result.standings().stream().map(Standing::method)).containsExactly("fast", "slow", "wild");
        assertThat(result.verdict().winner()).contains("fast");
        assertThat(result.standings().getLast().median()).isGreaterThan(1e6);
        assertThat(Recommendation.of(List.of(result)).getFirst())
                .startsWith("Take fast: it came to the lowest loss there is")
                .contains("slow, the next best, did not get there");
    }

    @Test
    void methodsThatAreTheSameAreUndecided() {
        var result = run(List.of(fixed("one", 0.5), fixed("two", 0.5)), plan(1, 5));
        assertThat(result.verdict().winner()).isEmpty();
        assertThat(result.verdict().words()).startsWith("undecided between ");
        assertThat(Recommendation.of(List.of(result)).getFirst())
                .contains("but by too little, or on too few, to be sure");
    }

    @Test
    void oneSeedDecidesNothing() {
        var result = run(List.of(fixed("slow", 0.01), fixed("fast", 0.5)), plan(1, 1));
        assertThat(result.verdict().winner()).isEmpty();
        assertThat(Recommendation.of(List.of(result)).getFirst()).contains("One seed decides nothing");
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        List<Contender> contenders = List.of(sgd("sgd", 0.1), new Contender.Whole("lbfgs", Lbfgs::new));
        var first = run(contenders, plan(3, 2));
        var second = run(contenders, plan(3, 2));
        for (int i = 0; i < 2; i++) {
            assertThat(second.standings().get(i).scores())
                    .isEqualTo(first.standings().get(i).scores());
        }
    }

    @Test
    void solversAreLeftOutOfBatches() {
        Contest batches = new Contest(
                "batches",
                "means of few",
                20,
                key -> new Instance<Tensor, Tensor>(
                        (x, d) -> d.minus(x).square().mean(),
                        Random.normal(key, 32),
                        OptionalInt.of(4),
                        Tensors.scalar(3),
                        OptionalDouble.empty()));
        var result = new Comparison(
                        List.of(batches),
                        List.of(fixed("sgd", 0.1), new Contender.Whole("lbfgs", Lbfgs::new)),
                        plan(1, 2))
                .run(SILENT)
                .getFirst();
        assertThat(result.standings()).hasSize(1);
        assertThat(result.left())
                .containsExactly("lbfgs: it needs all data in each step, and this problem gives batches");
    }

    static List<String> decided() {
        return Boolean.getBoolean("gradus.full")
                ? List.of(
                        "rosenbrock",
                        "beale",
                        "himmelblau",
                        "dixon-price",
                        "quadratic",
                        "noisy-quadratic",
                        "factorization",
                        "logistic-breast-cancer",
                        "softmax-digits")
                : List.of("beale", "himmelblau", "quadratic");
    }

    /** What is named the winner is the first on at least 4 of 5 other seeds; or the verdict is "undecided". */
    @ParameterizedTest
    @MethodSource("decided")
    void winnersHoldOnOtherSeeds(String id) {
        Contest contest = Contests.of(id).orElseThrow();
        List<Contender> contenders = Stream.of("sgd", "momentum", "adam", "lbfgs", "newton-cg")
                .map(name -> Contender.of(Methods.named(name)))
                .toList();
        boolean full = Boolean.getBoolean("gradus.full");
        OptionalDouble budget = full ? OptionalDouble.empty() : OptionalDouble.of(150);
        var first = new Comparison(List.of(contest), contenders, new Comparison.Plan(budget, full ? 5 : 3, 5, 0))
                .run(SILENT)
                .getFirst();
        if (first.verdict().winner().isEmpty()) {
            assertThat(first.verdict().words()).startsWith("undecided");
            return;
        }
        var second = new Comparison(List.of(contest), contenders, new Comparison.Plan(budget, full ? 5 : 3, 5, 100))
                .run(SILENT)
                .getFirst();
        Standing winner = second.standings().stream()
                .filter(s -> s.method().equals(first.verdict().winner().orElseThrow()))
                .findFirst()
                .orElseThrow();
        long held = IntStream.range(0, 5)
                .filter(s -> second.standings().stream().allMatch(other -> !(other.scores()[s] < winner.scores()[s])))
                .count();
        assertThat(held).as("%s: %s on other seeds", id, winner.method()).isGreaterThanOrEqualTo(4);
    }

    static List<Contest> builtIn() {
        return Contests.all();
    }

    /** Every built-in problem runs, and gradient descent with a small rate lowers its loss. */
    @ParameterizedTest
    @MethodSource("builtIn")
    void everyBuiltInProblemGoesDown(Contest contest) {
        var result = new Comparison(
                        List.of(contest),
                        List.of(fixed(
                                "sgd",
                                contest.id().equals("quadratic") || contest.id().contains("noisy") ? 1e-5 : 1e-4)),
                        new Comparison.Plan(OptionalDouble.of(12), 1, 1, 0))
                .run(SILENT)
                .getFirst();
        Curve curve = result.standings().getFirst().curves().getFirst();
        assertThat(curve.last()).isFinite().isLessThan(curve.first());
    }

    /** Of 1, 2, 3: mean 2, deviation 1; the prediction interval is 2 ± 4.303·√(4/3), the mean's 2 ± 4.303/√3. */
    @Test
    void statisticsAreThoseOfTheBooks() {
        double[] values = {1, 2, 3};
        assertThat(Statistics.deviation(values)).isEqualTo(1);
        assertThat(Statistics.meanInterval(values)).isCloseTo(4.303 / Math.sqrt(3), within(1e-12));
        assertThat(Statistics.median(new double[] {3, 1, Double.POSITIVE_INFINITY, 2}))
                .isEqualTo(2.5);
        assertThat(Statistics.nextIsPositive(values)).isFalse();
        assertThat(Statistics.nextIsPositive(new double[] {1.9, 2, 2.1})).isTrue();
        assertThat(Statistics.nextIsPositive(new double[] {5})).isFalse();
        assertThat(Statistics.meanInterval(new double[] {5})).isNaN();
    }

    @Test
    void scoresCountWhatIsLeftThenTheWork() {
        Curve far = new Curve(new double[] {0, 50, 100}, new double[] {11, 3, 2}, "");
        assertThat(Comparison.score(far, 1, 100)).isEqualTo(-1);
        Curve there = new Curve(new double[] {0, 25, 100}, new double[] {11, 1, 1}, "");
        assertThat(Comparison.score(there, 1, 100)).isEqualTo(-8.75);
        Curve broken = new Curve(new double[] {0, 25}, new double[] {11, Double.POSITIVE_INFINITY}, "");
        assertThat(Comparison.score(broken, 1, 100)).isInfinite();
    }

    /** The target leaves 1 % of the best decrease: a arrives after 10, b after 40, c never. */
    @Test
    void profilesAreRatiosOfWork() {
        List<Standing> standings = new ArrayList<>();
        Map<String, double[]> values =
                Map.of("a", new double[] {100, 0, 0}, "b", new double[] {100, 50, 0}, "c", new double[] {100, 90, 80});
        values.keySet().stream()
                .sorted()
                .forEach(method -> standings.add(new Standing(
                        method,
                        Double.NaN,
                        List.of(),
                        List.of(new Curve(new double[] {0, 10, 40}, values.get(method), "")),
                        new double[] {0},
                        0,
                        0,
                        0)));
        var result = new Comparison.Result(BOWL, 40, 0, standings, Verdict.of(standings), List.of());
        Map<String, double[]> ratios = Profiles.of(List.of(result));
        assertThat(ratios.get("a")).containsExactly(1);
        assertThat(ratios.get("b")).containsExactly(4);
        assertThat(ratios.get("c")).containsExactly(Double.POSITIVE_INFINITY);
        assertThat(Profiles.share(ratios.get("b"), 3.9)).isZero();
        assertThat(Profiles.share(ratios.get("b"), 4)).isEqualTo(1);
    }

    @Test
    void pageAndJsonHoldTheResult() {
        var result = run(List.of(sgd("sgd", 1), fixed("slow", 0.01)), plan(3, 3));
        List<Comparison.Result> results = List.of(result);
        List<String> advice = Recommendation.of(results);
        String page = CompareReport.html(
                results,
                plan(3, 3),
                advice,
                CompareReport.plots(results),
                List.of(List.of("Seed", "0")),
                "gradus compare");
        assertThat(page).contains("bowl: sgd wins", "Take sgd with a learning rate of about 1", "Performance profiles");
        String json = Json.write(CompareJson.of(results, plan(3, 3), advice, 1));
        assertThat(json).contains("\"winner\":\"sgd\"", "\"learning_rate\":1.0").doesNotContain("NaN", "Infinity");
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThatThrownBy(() -> new Comparison(List.of(), List.of(), plan(1, 1)))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> plan(0, 1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new Comparison.Plan(OptionalDouble.of(0.5), 1, 1, 0))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("a budget of 0.5");
        assertThat(Contests.of("rosenbrok")).isEmpty();
    }
}
