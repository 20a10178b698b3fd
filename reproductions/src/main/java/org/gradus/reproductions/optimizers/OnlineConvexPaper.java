package org.gradus.reproductions.optimizers;

import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.online.Hedge;
import org.gradus.optim.online.OnePoint;
import org.gradus.optim.online.OnlineGame;
import org.gradus.optim.online.OnlineGame.Loss;
import org.gradus.optim.online.OnlineGradient;
import org.gradus.optim.online.OnlineNewton;
import org.gradus.optim.stochastic.Draws;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Key;

/** Regrets of learners against chance and adversaries, beside their bounds. */
final class OnlineConvexPaper implements Reproduction {
    private static final int SEEDS = 20;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "intro-online-convex-optimization", "Introduction to Online Convex Optimization", 2019);
    }

    @Override
    public String claim() {
        return "Learners that know nothing of the future have regret of the order of the root of the number of rounds.";
    }

    private static double hedgeByChance(Context context, int seed) {
        Draws draws = new Draws(context.key(seed));
        var played = OnlineGame.play(
                Hedge.forRounds(10, 2000),
                (t, x) -> {
                    double[] losses = new double[10];
                    java.util.Arrays.setAll(losses, i -> draws.uniform() * (i == 3 ? 0.8 : 1));
                    return Loss.linear(losses);
                },
                2000,
                Key.of(0));
        return played.regret(new ConvexSet.Simplex(10));
    }

    private static double hedgeByAdversary() {
        var played = OnlineGame.play(
                Hedge.forRounds(10, 2000),
                (t, x) -> {
                    int heaviest = 0;
                    for (int i = 1; i < 10; i++) {
                        heaviest = x[i] > x[heaviest] ? i : heaviest;
                    }
                    double[] losses = new double[10];
                    losses[heaviest] = 1;
                    return Loss.linear(losses);
                },
                2000,
                Key.of(0));
        return played.regret(new ConvexSet.Simplex(10));
    }

    private static double gradientByChance(Context context, int seed) {
        ConvexSet ball = new ConvexSet.Ball(5, 1);
        Draws draws = new Draws(context.key(100 + seed));
        return OnlineGame.play(
                        OnlineGradient.bounded(ball, 1), (t, x) -> Loss.linear(draws.direction(5)), 1000, Key.of(0))
                .regret(ball);
    }

    private static double gradientByAdversary() {
        ConvexSet ball = new ConvexSet.Ball(5, 1);
        return OnlineGame.play(
                        OnlineGradient.bounded(ball, 1),
                        (t, x) -> {
                            double norm = Vectors.norm(x);
                            double[] first = {1, 0, 0, 0, 0};
                            return Loss.linear(norm < 1e-9 ? first : Vectors.plus(new double[5], 1 / norm, x));
                        },
                        1000,
                        Key.of(0))
                .regret(ball);
    }

    private static double bandit(Context context, int rounds) {
        double[] a = {0.3, -0.2, 0.1};
        OnePoint learner =
                new OnePoint(new ConvexSet.Ball(3, 1), Math.pow(rounds, -0.25), 0.5 * Math.pow(rounds, -0.75));
        Loss loss = new Loss() {
            @Override
            public double value(double[] x) {
                double[] d = Vectors.minus(x, a);
                return Vectors.dot(d, d);
            }

            @Override
            public double[] gradient(double[] x) {
                return Vectors.plus(new double[3], 2, Vectors.minus(x, a));
            }
        };
        double sum = 0;
        for (int seed = 0; seed < 8; seed++) {
            sum += OnlineGame.play(learner, (t, x) -> loss, rounds, context.key(200 + seed))
                            .loss()
                    / rounds;
        }
        return sum / 8;
    }

    private static double wealth(double gamma) {
        double[][] returns = {{1, 2}, {1, 0.5}};
        return -OnlineGame.play(
                        new OnlineNewton(new ConvexSet.Simplex(2), gamma),
                        (t, x) -> new Loss() {
                            @Override
                            public double value(double[] y) {
                                return -Math.log(Vectors.dot(returns[t % 2], y));
                            }

                            @Override
                            public double[] gradient(double[] y) {
                                double[] r = returns[t % 2];
                                return Vectors.plus(new double[2], -1 / Vectors.dot(r, y), r);
                            }
                        },
                        500,
                        Key.of(0))
                .loss();
    }

    @Override
    public Outcome run(Context context) {
        double hedge = 0;
        double gradient = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            hedge = Math.max(hedge, hedgeByChance(context, seed));
            gradient = Math.max(gradient, gradientByChance(context, seed));
        }
        double bound = Math.sqrt(2000 * Math.log(10) / 2);
        double few = bandit(context, 2000);
        double many = bandit(context, 20_000);
        return new Outcome.Builder()
                .atMost("Hedge, uniform losses, 20 seeds: largest regret", bound, hedge)
                .atMost("Hedge, adversarial losses: regret", bound, hedgeByAdversary())
                .atMost("gradient descent, random losses, 20 seeds: largest regret", 3 * Math.sqrt(1000), gradient)
                .close("gradient descent, adversarial losses: regret", 61.39, gradientByAdversary(), 0.5)
                .atMost("one-point bandit: mean loss of 20000 rounds over that of 2000", 0.5, many / few)
                .atLeast("Newton steps, gamma 0.05: log-wealth", 22, wealth(0.05))
                .atLeast("Newton steps, gamma 0.125: log-wealth", 22, wealth(0.125))
                .atLeast("Newton steps, gamma 0.5: log-wealth", 22, wealth(0.5))
                .done();
    }
}
