package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.gradus.error.ArgumentException;
import org.gradus.solve.Hypergradient;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;
import org.gradus.workbench.data.SplitShares;
import org.gradus.workbench.data.TableReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of estimator × model × hyperparameter: hypergradients against extrapolated differences, along a random
 * direction, of the outer loss as each estimator sees it.
 */
class HyperSpaceTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("gradus.root", ".."), "examples");
    private static final double PENALTY = 0.03;

    /** A combination, with the error that it may have, relative to the derivative. */
    record Case(String table, String target, Model model, Hyper hyper, String estimator, double error) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Hyper hyper : Hyper.values()) {
            for (String way : List.of("implicit-cg", "neumann:20000", "nystrom:1000", "unrolled:30", "forward:30")) {
                if (hyper == Hyper.EXAMPLE_WEIGHTS && way.startsWith("forward")) {
                    continue;
                }
                // A sketch is damped by 0.01, which is not small here; the series is slow where curvature is small.
                double error = way.startsWith("nystrom")
                        ? 0.6
                        : way.startsWith("neumann") ? 1e-3 : way.startsWith("implicit") ? 1e-5 : 1e-6;
                // A network's Hessian is damped by 1e-4, and its minimum found to 1e-6.
                double networks = way.equals("implicit-cg") ? 0.02 : 1e-6;
                List<Case> all = new ArrayList<>();
                all.add(new Case("iris", "species", Model.SOFTMAX, hyper, way, error));
                all.add(new Case("breast_cancer", "diagnosis", Model.LOGISTIC, hyper, way, error));
                all.add(new Case("diabetes", "progression", Model.RIDGE, hyper, way, error));
                if (!way.startsWith("n")) {
                    all.add(new Case("iris", "species", Model.MLP, hyper, way, networks));
                }
                String terms = way.replace("20000", "1000");
                all.add(new Case("iris", "species", Model.GP, hyper, terms, error));
                all.add(new Case("breast_cancer", "diagnosis", Model.GP, hyper, terms, error));
                all.add(new Case("diabetes", "progression", Model.GP_REGRESSOR, hyper, terms, error));
                Estimator estimator = Estimator.parse(way);
                all.stream()
                        .filter(c -> Combinations.refusal(c.model(), hyper).isEmpty())
                        .filter(c ->
                                Combinations.refusal(hyper, estimator.kind()).isEmpty())
                        .forEach(cases::add);
            }
        }
        return cases;
    }

    private static TuneOptions options(Case c) {
        return new TuneOptions(
                EXAMPLES.resolve(c.table() + ".csv"),
                c.target(),
                Optional.of(c.model()),
                c.hyper(),
                SplitShares.DEFAULT,
                3,
                1,
                Optional.empty(),
                Estimator.parse(c.estimator()));
    }

    private static Problem problem(TuneOptions options) {
        return Preparation.prepare(TableReader.read(options.table()), options);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hypergradientsAgreeWithDifferences(Case c) {
        Problem problem = problem(options(c));
        check(c, problem, TunedModel.of(problem, 1));
    }

    private static <P> void check(Case c, Problem problem, TunedModel<P> model) {
        Examples train = model.examples(problem.train());
        Examples validation = model.examples(problem.validation());
        Estimator estimator = Estimator.parse(c.estimator());
        HyperSpace<P> space = HyperSpace.tuning(c.hyper(), estimator, 1, model, problem.features(), train, PENALTY);
        InnerProblem<P> inner = new InnerProblem<>(model, space, estimator, train);
        Fn2<P, Tensor, Tensor> outer = (p, t) -> space.outer(p, t, validation);
        double[] at =
                model.process().map(process -> process.kernel().at(2, 1.5, 0.2)).orElseGet(space::start);
        SplittableRandom random = new SplittableRandom(5);
        double[] v = DoubleStream.generate(() -> random.nextDouble() - 0.5)
                .limit(at.length)
                .toArray();
        Hypergradient<P, Tensor> h = inner.hypergradient(outer, tensor(at));
        double slope = 0;
        for (int i = 0; i < v.length; i++) {
            slope += h.gradient().toDoubles()[i] * v[i];
        }
        double[] odd = new double[3];
        double step = 0.02;
        for (int k = 1; k <= 3; k++) {
            odd[k - 1] = value(inner, h, outer, at, v, k * step) - value(inner, h, outer, at, v, -k * step);
        }
        double expected = (45 * odd[0] - 9 * odd[1] + odd[2]) / (60 * step);
        assertThat(slope).isCloseTo(expected, within(c.error() * Math.abs(expected)));
        assertThat(h.linearSolves().isEmpty()).isEqualTo(estimator.kind().iterates());
    }

    private static <P> double value(
            InnerProblem<P> inner,
            Hypergradient<P, Tensor> near,
            Fn2<P, Tensor, Tensor> outer,
            double[] at,
            double[] v,
            double step) {
        double[] moved = at.clone();
        for (int i = 0; i < v.length; i++) {
            moved[i] += step * v[i];
        }
        if (near.linearSolves().isEmpty()) {
            return inner.hypergradient(outer, tensor(moved)).value().item();
        }
        inner.startFrom(near.inner().point());
        return outer.apply(inner.solve(tensor(moved)), tensor(moved)).item();
    }

    @ParameterizedTest
    @CsvSource({
        "iris, species, SOFTMAX, FEATURE_SCALES, implicit-cg",
        "iris, species, SOFTMAX, EXAMPLE_WEIGHTS, unrolled",
        "breast_cancer, diagnosis, LOGISTIC, L2_PER_FEATURE, neumann",
        "breast_cancer, diagnosis, LOGISTIC, FEATURE_SCALES, truncated:5",
        "diabetes, progression, RIDGE, L2_PER_FEATURE, forward",
        "diabetes, progression, RIDGE, L2, nystrom:50",
        "iris, species, MLP, L2_PER_LAYER, implicit-cg",
        "iris, species, MLP, L2_PER_FEATURE, unrolled",
        "iris, species, MLP, FEATURE_SCALES, nystrom:40",
        "diabetes, progression, MLP, L2, implicit-cg",
        "iris, species, SOFTMAX, AUGMENTATION, implicit-cg",
        "diabetes, progression, RIDGE, AUGMENTATION, unrolled",
        "breast_cancer, diagnosis, LOGISTIC, LEARNING_RATE_SCHEDULE, unrolled:20",
        "diabetes, progression, RIDGE, LEARNING_RATE_SCHEDULE, truncated:50",
        "iris, species, MLP, LEARNING_RATE_SCHEDULE, forward",
        "iris, species, GP, KERNEL, implicit-cg",
        "breast_cancer, diagnosis, GP, KERNEL, unrolled",
        "diabetes, progression, GP, KERNEL, forward:20"
    })
    void everyCombinationTunes(String table, String target, Model model, Hyper hyper, String way) {
        TuneOptions options = options(new Case(table, target, model, hyper, way, 0));
        Problem problem = problem(options);
        TuneOutcome outcome = new HypergradientTuner().tune(problem, options, TuneListener.NONE);
        for (int k = 1; k < outcome.history().size(); k++) {
            assertThat(outcome.history().get(k).validationLoss())
                    .isLessThanOrEqualTo(outcome.history().get(k - 1).validationLoss() + 1e-12);
        }
        assertThat(outcome.tuned().validationLoss())
                .isCloseTo(outcome.history().getLast().validationLoss(), within(1e-9));
        assertThat(outcome.history().getLast().validationLoss())
                .isLessThan(outcome.history().getFirst().validationLoss());
        assertThat(outcome.evidence().isPresent()).isEqualTo(model == Model.MLP);
        assertThat(outcome.measures()).hasSize(model == Model.GP ? 1 : 0);
        outcome.evidence().ifPresent(e -> {
            assertThat(!e.negative() || e.smallest() < 0).isTrue();
            assertThat(e.notes().getFirst())
                    .startsWith(
                            Estimator.parse(way).kind().iterates()
                                    ? "the network is what 100 steps of descent reach"
                                    : "the network's inner solution has the gradient norm ");
        });
        int count = switch (hyper) {
            case L2 -> 1;
            case L2_PER_LAYER -> 2;
            case EXAMPLE_WEIGHTS -> problem.train().rows();
            case L2_PER_FEATURE -> problem.features().size() + (model == Model.MLP ? 1 : 0);
            case FEATURE_SCALES, AUGMENTATION -> problem.features().size();
            case LEARNING_RATE_SCHEDULE -> 9;
            case KERNEL -> problem.features().size() + (problem.model().classifies() ? 1 : 2);
        };
        assertThat(outcome.hyperparameters())
                .hasSize(count)
                .allSatisfy(h -> assertThat(h.value()).isPositive());
    }

    @Test
    void aSaddleIsFlagged() {
        InnerEvidence saddle = new InnerEvidence(1e-3, 0, 1e-4, -0.5, 2, 60, true);
        assertThat(saddle.notes())
                .containsExactly(
                        "the network's inner solution has the gradient norm 0.001; its curvature lies between -0.5 and 2,"
                                + " as far as 60 products saw; hypergradients took the Hessian plus 0.0001",
                        "the inner solution is not a minimum: there is a direction of negative curvature, -0.5; do not rely"
                                + " on the hypergradients, and use another --seed or larger penalties",
                        "the inner problem was not solved to the end: the norm of its gradient is 0.001; hypergradients are"
                                + " off by about this over the smallest curvature");
        assertThat(new InnerEvidence(1e-7, 0, 1e-4, 0.5, 2, 60, false).notes()).hasSize(1);
        assertThat(new InnerEvidence(0.1, 100, 0, -0.5, 2, 60, true).notes())
                .containsExactly(
                        "the network is what 100 steps of descent reach, not a minimum of the inner problem: the"
                                + " norm of its gradient there is 0.1; its curvature lies between -0.5 and 2, as far as 60"
                                + " products saw, so there is a direction of negative curvature; hypergradients are those of the"
                                + " steps");
    }

    /** At the start all hidden units of a network without weights are alike, and the curvature is not positive. */
    @Test
    void theSignOfTheCurvatureIsSeen() {
        Problem problem = problem(options(new Case("iris", "species", Model.MLP, Hyper.L2, "implicit-cg", 0)));
        Perceptron model = Perceptron.of(problem, 1);
        HyperSpace<Perceptron.Layers> space = new HyperSpace<>(
                Hyper.L2, model, problem.features(), problem.train().rows(), 1e-3);
        InnerProblem<Perceptron.Layers> inner =
                new InnerProblem<>(model, space, Estimator.IMPLICIT_CG, model.examples(problem.train()));
        Perceptron.Layers zero = Tree.zerosLike(model.start());
        assertThat(inner.evidence(zero, tensor(space.start()), 1).negative()).isTrue();
        HyperSpace<Perceptron.Layers> stiff = new HyperSpace<>(
                Hyper.L2, model, problem.features(), problem.train().rows(), 100);
        InnerProblem<Perceptron.Layers> held =
                new InnerProblem<>(model, stiff, Estimator.IMPLICIT_CG, model.examples(problem.train()));
        assertThat(held.evidence(zero, tensor(stiff.start()), 1).smallest()).isLessThan(1e-6);
    }

    @Test
    void scalesAreTakenIntoTheWeights() {
        for (Model kind : List.of(Model.SOFTMAX, Model.MLP)) {
            Problem problem =
                    problem(options(new Case("iris", "species", kind, Hyper.FEATURE_SCALES, "implicit-cg", 0)));
            same(TunedModel.of(problem, 3), problem);
        }
    }

    private static <P> void same(TunedModel<P> model, Problem problem) {
        HyperSpace<P> space = new HyperSpace<>(Hyper.FEATURE_SCALES, model, problem.features(), 1, PENALTY);
        Examples rows = model.examples(problem.test());
        Tensor theta = tensor(0.5, -2.0, 1.0, 9.0);
        P at = new InnerProblem<>(model, space, Estimator.IMPLICIT_CG, rows).solve(theta);
        assertThat(model.loss(space.finished(at, theta), rows).item())
                .isCloseTo(space.outer(at, theta, rows).item(), within(1e-12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "implicit-cg|implicit-cg", "neumann|neumann:100", "neumann:7|neumann:7", "nystrom|nystrom:20",
                "unrolled|unrolled:100", "unrolled:3|unrolled:3", "truncated:5|truncated:5", "forward|forward:100"
            })
    void waysAreRead(String text, String read) {
        assertThat(Estimator.parse(text)).hasToString(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "neuman:3|'neuman:3' is no way to a hypergradient|did you mean 'neumann'? There are implicit-cg,"
                        + " neumann[:K], nystrom[:K], unrolled[:K], truncated:K, forward[:K]",
                "implicit-cg:3|'implicit-cg' takes no number, and 'implicit-cg:3' has one|write implicit-cg",
                "truncated|'truncated' lacks the number of steps|write for example truncated:10",
                "neumann:|'' is not the number of terms of neumann|give a whole number from 1 to 1000000, for example"
                        + " neumann:100",
                "nystrom:-2|'-2' is not the number of columns of nystrom|give a whole number from 1 to 1000000, for example"
                        + " nystrom:20",
                "truncated:9999999|'9999999' is not the number of steps of truncated|give a whole number from 1 to"
                        + " 1000000, for example truncated:10",
                "forward:1e3|'1e3' is not the number of steps of forward|give a whole number from 1 to 1000000, for"
                        + " example forward:100"
            },
            quoteCharacter = '~')
    void wrongWaysAreExplained(String text, String problem, String remedy) {
        assertThatThrownBy(() -> Estimator.parse(text)).isInstanceOfSatisfying(ArgumentException.class, e -> {
            assertThat(e.problem()).isEqualTo("tune: " + problem);
            assertThat(e.remedy()).isEqualTo(remedy);
        });
    }

    /** The table in the help text says what is refused and what is not. */
    @Test
    void theHelpTextIsTheTable() {
        List<String> lines = Combinations.HELP.lines().skip(1).toList();
        assertThat(lines).hasSize(Hyper.values().length);
        for (int i = 0; i < lines.size(); i++) {
            Hyper hyper = Hyper.values()[i];
            String[] cells = lines.get(i).strip().split(" {2,}");
            assertThat(cells[0]).isEqualTo(hyper.text());
            for (Model model : Model.values()) {
                assertThat(Combinations.refusal(model, hyper).isEmpty())
                        .as(model + " " + hyper)
                        .isEqualTo(List.of(cells[1].split(" ")).contains(model.text()));
            }
            for (Estimator.Kind way : Estimator.Kind.values()) {
                boolean named = List.of(cells[2].split(" ")).contains(way.toString());
                boolean allowed = cells[2].startsWith("all") ? !named : named;
                assertThat(Combinations.refusal(hyper, way).isEmpty())
                        .as(hyper + " " + way)
                        .isEqualTo(allowed);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "GP|L2|implicit-cg|--hyper l2: a gp has none; it has a kernel|use --hyper kernel, which tunes a length scale"
                        + " for each feature, or --model logistic, softmax or mlp",
                "GP_REGRESSOR|AUGMENTATION|implicit-cg|--hyper augmentation: a gp has none; it has a kernel|use --hyper"
                        + " kernel, which tunes a length scale for each feature, or --model ridge or mlp",
                "RIDGE|KERNEL|implicit-cg|--hyper kernel: ridge has no kernel|use --model gp, or --hyper feature-scales",
                "LOGISTIC|LEARNING_RATE_SCHEDULE|implicit-cg|--hyper learning-rate-schedule: the derivative at a minimum,"
                        + " which implicit-cg takes, does not depend on the rates that led there|use --hypergradient"
                        + " forward, unrolled or truncated:K, through the steps themselves",
                "GP|KERNEL|nystrom|--hypergradient nystrom: a sketch from some columns takes the rest of the Hessian for"
                        + " zero, and that of a gp is the identity there|use --hypergradient implicit-cg, which takes few"
                        + " products here"
            })
    void whatDoesNotGoTogetherIsExplained(Model model, Hyper hyper, String way, String problem, String remedy) {
        assertThatThrownBy(() -> Combinations.check(model, hyper, Estimator.parse(way)))
                .isInstanceOfSatisfying(ArgumentException.class, e -> {
                    assertThat(e.problem()).isEqualTo("tune: " + problem);
                    assertThat(e.remedy()).isEqualTo(remedy);
                });
    }

    @Test
    void aProcessOfTooManyRowsIsRefused() {
        assertThatThrownBy(() -> Combinations.checkRows(Model.GP, 20_000))
                .isInstanceOfSatisfying(ArgumentException.class, e -> {
                    assertThat(e.problem())
                            .isEqualTo(
                                    "tune: --model gp: 20000 training rows make matrices of 20000 x 20000 numbers, about"
                                            + " 38.4 GB in all, and work that grows with the cube of the rows; the most is 3000");
                    assertThat(e.remedy())
                            .isEqualTo(
                                    "take fewer rows, as --sql \"select * from t using sample reservoir(4000 rows)"
                                            + " repeatable (1)\", a smaller training share, as --split 10/45/45, or --model mlp");
                });
        Combinations.checkRows(Model.RIDGE, 20_000);
        Combinations.checkRows(Model.GP, 300);
        assertThat(Combinations.usual(Optional.of(Model.GP))).isEqualTo(Hyper.KERNEL);
        assertThat(Combinations.usual(Optional.empty())).isEqualTo(Hyper.L2_PER_FEATURE);
        assertThat(Combinations.usual(Hyper.LEARNING_RATE_SCHEDULE)).hasToString("forward:100");
    }

    @Test
    void whatMakesNoSenseIsRefusedBeforeAnythingIsDone() {
        TuneOptions many = options(new Case("digits", "digit", Model.SOFTMAX, Hyper.EXAMPLE_WEIGHTS, "forward", 0));
        assertThatThrownBy(() -> new HypergradientTuner().tune(problem(many), many, TuneListener.NONE))
                .isInstanceOfSatisfying(ArgumentException.class, e -> {
                    assertThat(e.problem())
                            .isEqualTo("tune: --hypergradient forward carries one tangent for each hyperparameter, and"
                                    + " there are 1078");
                    assertThat(e.remedy())
                            .isEqualTo("use implicit-cg or unrolled, whose work does not grow with the number of"
                                    + " hyperparameters, or tune at most 1000");
                });
        TuneOptions layers = options(new Case("iris", "species", Model.SOFTMAX, Hyper.L2_PER_LAYER, "unrolled", 0));
        assertThatThrownBy(() -> new HypergradientTuner().tune(problem(layers), layers, TuneListener.NONE))
                .isInstanceOfSatisfying(ArgumentException.class, e -> {
                    assertThat(e.problem()).isEqualTo("tune: --hyper l2-per-layer: softmax has no layers");
                    assertThat(e.remedy()).isEqualTo("use --hyper l2, which is the same here, or --model mlp");
                });
    }
}
