package org.gradus.optim.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.convex.MirrorMap;
import org.gradus.optim.online.OnlineGame.Loss;
import org.gradus.optim.stochastic.Draws;
import org.gradus.tensor.Key;
import org.junit.jupiter.api.Test;

class LearnersTest {
    private static final ConvexSet SIMPLEX = new ConvexSet.Simplex(4);

    private static double[][] losses(int rounds, int n) {
        SplittableRandom random = new SplittableRandom(6);
        double[][] losses = new double[rounds][];
        Arrays.setAll(losses, t -> random.doubles(n).toArray());
        return losses;
    }

    private static Loss distance(double... to) {
        return new Loss() {
            @Override
            public double value(double[] x) {
                double[] d = Vectors.minus(x, to);
                return 0.5 * Vectors.dot(d, d);
            }

            @Override
            public double[] gradient(double[] x) {
                return Vectors.minus(x, to);
            }
        };
    }

    /** Hedge, lazy and agile mirror descent with entropy, by a loop of products. */
    @Test
    void exponentiatedGradientsAreHedge() {
        double[][] losses = losses(30, 4);
        Hedge hedge = new Hedge(4, 0.3);
        OnlineMirror lazy = new OnlineMirror(SIMPLEX, new MirrorMap.Entropy(), 0.3, true);
        OnlineMirror agile = new OnlineMirror(SIMPLEX, new MirrorMap.Entropy(), 0.3, false);
        var a = hedge.init();
        var b = lazy.init();
        var c = agile.init();
        double[] w = {1, 1, 1, 1};
        for (double[] loss : losses) {
            double sum = Arrays.stream(w).sum();
            double[] p = Arrays.stream(w).map(v -> v / sum).toArray();
            assertThat(hedge.play(a, null)).containsExactly(p, within(1e-13));
            assertThat(lazy.play(b, null)).containsExactly(p, within(1e-13));
            assertThat(agile.play(c, null)).containsExactly(p, within(1e-13));
            a = hedge.observe(a, new Learner.Observation(p, 0, loss));
            b = lazy.observe(b, new Learner.Observation(p, 0, loss));
            c = agile.observe(c, new Learner.Observation(p, 0, loss));
            for (int i = 0; i < 4; i++) {
                w[i] *= Math.exp(-0.3 * loss[i]);
            }
        }
    }

    /** With rates 1/t the leader of squared distances is the mean of the targets. */
    @Test
    void stronglyConvexRatesPlayTheMean() {
        double[][] targets = losses(50, 3);
        ConvexSet ball = new ConvexSet.Ball(3, 10);
        OnlineGradient learner = OnlineGradient.stronglyConvex(ball, 1);
        var state = learner.init();
        double[] sum = new double[3];
        for (int t = 0; t < 50; t++) {
            double[] x = learner.play(state, null);
            if (t > 0) {
                for (int i = 0; i < 3; i++) {
                    assertThat(x[i]).isCloseTo(sum[i] / t, within(1e-13));
                }
            }
            Loss f = distance(targets[t]);
            state = learner.observe(state, new Learner.Observation(x, f.value(x), f.gradient(x)));
            sum = Vectors.plus(sum, 1, targets[t]);
        }
    }

    @Test
    void euclideanMirrorDescentProjectsGradients() {
        ConvexSet ball = new ConvexSet.Ball(4, 0.5);
        OnlineMirror mirror = new OnlineMirror(ball, new MirrorMap.Euclidean(), 0.2, false);
        OnlineMirror same = new OnlineMirror(ball, new MirrorMap.PNorm(2), 0.2, false);
        OnlineGradient gradient = new OnlineGradient(ball, t -> 0.2);
        var a = mirror.init();
        var b = gradient.init();
        var c = same.init();
        for (double[] g : losses(40, 4)) {
            a = mirror.observe(a, new Learner.Observation(a.x(), 0, g));
            b = gradient.observe(b, new Learner.Observation(b.x(), 0, g));
            c = same.observe(c, new Learner.Observation(c.x(), 0, g));
            assertThat(a.x()).containsExactly(b.x(), within(1e-14));
            assertThat(c.x()).containsExactly(b.x(), within(1e-13));
        }
    }

    @Test
    void leadersNeedRegularization() {
        Loss[] swings = {Loss.linear(0.5, 0), Loss.linear(0, 1), Loss.linear(1, 0)};
        ConvexSet two = new ConvexSet.Simplex(2);
        var leader = OnlineGame.play(
                new FollowTheLeader(two), (t, x) -> swings[t == 0 ? 0 : 1 + (t + 1) % 2], 400, Key.of(0));
        var hedge = OnlineGame.play(
                Hedge.forRounds(2, 400), (t, x) -> swings[t == 0 ? 0 : 1 + (t + 1) % 2], 400, Key.of(0));
        assertThat(leader.regret(two)).isGreaterThan(190);
        assertThat(hedge.regret(two)).isLessThan(Math.sqrt(400 * Math.log(2) / 2));
    }

    @Test
    void newtonStepsKeepTheInverse() {
        OnlineNewton learner = OnlineNewton.of(SIMPLEX, 1, 0.5);
        var state = learner.init();
        double[][] a = new double[4][4];
        for (int i = 0; i < 4; i++) {
            a[i][i] = 1 / (learner.gamma() * learner.gamma() * 2);
        }
        for (double[] g : losses(25, 4)) {
            state = learner.observe(state, new Learner.Observation(state.x(), 0, g));
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    a[i][j] += g[i] * g[j];
                }
            }
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    assertThat(state.matrix()[i][j]).isCloseTo(a[i][j], within(1e-12));
                    assertThat(Vectors.dot(state.inverse()[i], a[j])).isCloseTo(i == j ? 1 : 0, within(1e-12));
                }
            }
            assertThat(Arrays.stream(state.x()).sum()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void adagradDividesByRoots() {
        ConvexSet ball = new ConvexSet.Ball(2, 100);
        for (boolean full : new boolean[] {false, true}) {
            OnlineAdagrad learner = new OnlineAdagrad(ball, 0.5, full);
            var state = learner.init();
            double[] x = new double[2];
            double[] s = new double[2];
            double[][] gradients = {{3, 0}, {0, -2}, {1, 0}};
            for (double[] g : gradients) {
                state = learner.observe(state, new Learner.Observation(state.x(), 0, g));
                for (int i = 0; i < 2; i++) {
                    s[i] += g[i] * g[i];
                    x[i] -= 0.5 * g[i] / (Math.sqrt(s[i]) + 1e-8);
                }
                assertThat(state.x()).containsExactly(x, within(1e-12));
            }
        }
        OnlineAdagrad full = new OnlineAdagrad(ball, 1, true);
        var state = full.init();
        double[] g = {0.6, 0.8};
        state = full.observe(state, new Learner.Observation(state.x(), 0, g));
        // The root of ggᵀ is ggᵀ/‖g‖, so the first step is −g/(‖g‖ + 1e-8).
        assertThat(state.x()).containsExactly(new double[] {-0.6, -0.8}, within(1e-6));
    }

    @Test
    void banditsEstimateWithoutBias() {
        Exp3 learner = new Exp3(4, 0.1, 0.2);
        Hedge.State state = new Hedge.State(new double[] {1, 5, 2, 9});
        double[] p = learner.chances(state);
        double[] loss = {0.3, 0.9, 0.1, 0.5};
        double[] mean = new double[4];
        for (int i = 0; i < 4; i++) {
            double[] arm = new double[4];
            arm[i] = 1;
            double[] after = learner.observe(state, new Learner.Observation(arm, loss[i], new double[0]))
                    .losses();
            mean = Vectors.plus(mean, p[i], Vectors.minus(after, state.losses()));
        }
        assertThat(mean).containsExactly(loss, within(1e-12));
        assertThat(Arrays.stream(p).min().orElseThrow()).isGreaterThanOrEqualTo(0.05);
        double[][] losses = losses(4000, 4);
        for (double[] one : losses) {
            one[2] *= 0.5;
        }
        var played = OnlineGame.play(Exp3.forRounds(4, 4000), (t, x) -> Loss.linear(losses[t]), 4000, Key.of(3));
        assertThat(played.regret(SIMPLEX)).isLessThan(2 * Math.sqrt(4000 * 4 * Math.log(4)));
        assertThat(played.average()[2]).isGreaterThan(0.6);
    }

    /** The mean of the one-point gradient of a linear function is its gradient. */
    @Test
    void onePointGradientsAreUnbiased() {
        OnePoint learner = new OnePoint(new ConvexSet.Ball(3, 10), 0.5, 1);
        double[] x = {0.3, 0.1, -0.2};
        double[] c = {1, -2, 0.5};
        Draws draws = new Draws(Key.of(8));
        double[] mean = new double[3];
        int n = 200_000;
        for (int k = 0; k < n; k++) {
            double[] y = learner.play(x, draws);
            double[] d = Vectors.minus(y, x);
            assertThat(Vectors.norm(d)).isCloseTo(0.5, within(1e-12));
            double[] next = learner.observe(x, new Learner.Observation(y, Vectors.dot(c, y), new double[0]));
            double[] unprojected = Vectors.plus(new double[3], 3 * Vectors.dot(c, y) / 0.25, d);
            mean = Vectors.plus(mean, 1.0 / n, unprojected);
            assertThat(Vectors.norm(next)).isLessThanOrEqualTo(5 + 1e-12);
        }
        assertThat(mean).containsExactly(c, within(0.03));
    }

    @Test
    void frankWolfeKeepsItsBound() {
        double[][] losses = losses(1000, 4);
        OnlineFrankWolfe learner = OnlineFrankWolfe.of(SIMPLEX, 2, 1000);
        var played = OnlineGame.play(
                learner,
                (t, x) -> {
                    assertThat(Arrays.stream(x).sum()).isCloseTo(1, within(1e-12));
                    return Loss.linear(losses[t]);
                },
                1000,
                Key.of(0));
        assertThat(played.regret(SIMPLEX)).isLessThan(8 * Math.sqrt(2) * 2 * Math.pow(1000, 0.75));
    }

    /** Losses move at half-time: the history adapts, its base alone stays where it was. */
    @Test
    void theLeadingHistoryAdapts() {
        ConvexSet ball = new ConvexSet.Ball(1, 2);
        OnlineGradient base = OnlineGradient.stronglyConvex(ball, 1);
        LeadingHistory<OnlineGradient.State> history = new LeadingHistory<>(base, 0.25);
        var alone = OnlineGame.play(base, (t, x) -> distance(t < 300 ? 1 : -1), 600, Key.of(0));
        var state = history.init();
        double loss = 0;
        int most = 0;
        for (int t = 0; t < 600; t++) {
            double[] x = history.play(state, null);
            Loss f = distance(t < 300 ? 1 : -1);
            loss += f.value(x);
            state = history.observe(state, new Learner.Observation(x, f.value(x), f.gradient(x)));
            most = Math.max(most, state.copies().size());
            assertThat(state.copies().stream()
                            .mapToDouble(LeadingHistory.Copy::weight)
                            .sum())
                    .isCloseTo(1, within(1e-12));
        }
        assertThat(loss).isLessThan(0.4 * alone.loss());
        assertThat(most).isLessThan(40);
    }

    @Test
    void boostingFitsWhatOneStumpCannot() {
        List<Double> xs = new ArrayList<>();
        int[] labels = new int[30];
        for (int i = 0; i < 30; i++) {
            xs.add(i / 30.0);
            labels[i] = i >= 10 && i < 20 ? 1 : -1;
        }
        double[] product = {1};
        AdaBoost<Double> boost = AdaBoost.of(
                xs,
                labels,
                weights -> {
                    double best = 2;
                    ToIntFunction<Double> chosen = x -> 1;
                    for (int k = 0; k <= 30; k++) {
                        for (int side : new int[] {-1, 1}) {
                            double at = (k - 0.5) / 30;
                            ToIntFunction<Double> h = x -> x > at ? side : -side;
                            double error = 0;
                            for (int i = 0; i < 30; i++) {
                                error += h.applyAsInt(xs.get(i)) == labels[i] ? 0 : weights[i];
                            }
                            if (error < best) {
                                best = error;
                                chosen = h;
                            }
                        }
                    }
                    product[0] *= 2 * Math.sqrt(best * (1 - best));
                    return chosen;
                },
                20);
        // Training error is at most the product of 2·√(err·(1 − err)): below 1/30 it is none.
        assertThat(product[0]).isLessThan(1 / 30.0);
        for (int i = 0; i < 30; i++) {
            assertThat(boost.vote(xs.get(i)) * labels[i]).isPositive();
        }
        assertThatThrownBy(() -> AdaBoost.of(xs, new int[30], w -> x -> 1, 3))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("30 examples, 30 labels");
    }

    @Test
    void majoritiesKeepTheirBound() {
        SplittableRandom random = new SplittableRandom(4);
        WeightedMajority vote = WeightedMajority.of(5, 0.25);
        int mistakes = 0;
        int[] own = new int[5];
        for (int t = 0; t < 500; t++) {
            boolean right = random.nextBoolean();
            boolean[] advice = new boolean[5];
            for (int i = 0; i < 5; i++) {
                advice[i] = random.nextDouble() < 0.1 + 0.1 * i != right;
                own[i] += advice[i] == right ? 0 : 1;
            }
            mistakes += vote.vote(advice) == right ? 0 : 1;
            vote = vote.observe(right, advice);
        }
        int best = Arrays.stream(own).min().orElseThrow();
        assertThat((double) mistakes).isLessThanOrEqualTo(2 * 1.25 * best + 2 * Math.log(5) / 0.25);
    }

    @Test
    void gamesAreSolvedByLearners() {
        // Equal payoffs whatever the other does: 2p − (1 − p) = −p + (1 − p) at p = 2/5, for both.
        double[][] payoffs = {{2, -1}, {-1, 1}};
        Hedge player = new Hedge(2, 0.02);
        var found = OnlineGame.zeroSum(payoffs, player, player, 20_000, Key.of(0));
        assertThat(found.gap()).isBetween(0.0, 0.05);
        assertThat(found.row()[0]).isCloseTo(0.4, within(0.02));
        assertThat(found.column()[0]).isCloseTo(0.4, within(0.02));
    }

    /** Regrets as payoffs: a player who answers directions in proportion has no regret. */
    @Test
    void regretsApproachTheOrthant() {
        SplittableRandom random = new SplittableRandom(2);
        double[] distances = Approachability.ofOrthant(3)
                .distances(
                        (t, theta) -> {
                            double sum = Arrays.stream(theta).sum();
                            double[] p = sum > 0
                                    ? Arrays.stream(theta).map(v -> v / sum).toArray()
                                    : new double[] {1, 0, 0};
                            double[] loss = random.doubles(3).toArray();
                            double mean = Vectors.dot(p, loss);
                            return Arrays.stream(loss).map(l -> mean - l).toArray();
                        },
                        Math.sqrt(3),
                        2000,
                        Key.of(0));
        for (int t = 10; t < 2000; t++) {
            assertThat(distances[t]).isLessThan(1.5 * Math.sqrt(3) * 2 / Math.sqrt(t + 1));
        }
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new Hedge(3, 0))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("Hedge");
        assertThatThrownBy(() -> new OnePoint(new ConvexSet.Ball(2, 1), 1, 1)).hasMessageContaining("OnePoint");
        assertThatThrownBy(() -> new OnePoint(new ConvexSet.Ball(2, 0.5), 0.5, 1))
                .hasMessageContaining("the ball's radius 0.5 is below 1");
        assertThatThrownBy(() -> new MirrorMap.Entropy().primal(new ConvexSet.Ball(2, 1), new double[2]))
                .hasMessageContaining("is no simplex");
    }
}
