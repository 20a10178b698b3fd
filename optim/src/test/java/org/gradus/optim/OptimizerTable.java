package org.gradus.optim;

import java.util.List;
import org.gradus.optim.PlainRules.Plain;
import org.gradus.optim.Quadratic.Two;
import org.gradus.optim.catalogue.Methods;
import org.gradus.optim.curvature.FilteredNewton;
import org.gradus.optim.curvature.Fosi;
import org.gradus.optim.curvature.GradientRegularization;
import org.gradus.optim.curvature.MFac;
import org.gradus.optim.curvature.Oasis;

/** One row a method of {@link Methods}: settings, the same method written plainly, and how far it must come. */
final class OptimizerTable {
    private OptimizerTable() {}

    /**
     * A row.
     *
     * @param id of the catalogue
     * @param method the method with the settings of the test
     * @param plain the published equation with loops
     * @param steps after which the excess of the value has fallen
     * @param share to this share of that at the start
     */
    record Row(String id, GradientTransformation<Two, ?> method, Plain plain, int steps, double share) {
        @Override
        public String toString() {
            return id;
        }
    }

    private static Schedule c(double value) {
        return Schedules.constant(value);
    }

    private static Sgd<Two> heavy(double rate) {
        return new Sgd<>(rate, 0.9);
    }

    static List<Row> rows() {
        return List.of(
                new Row("sgd", new Sgd<>(0.1), PlainRules.momentum(0.1, 0, false), 60, 1e-3),
                new Row("momentum", heavy(0.05), PlainRules.momentum(0.05, 0.9, false), 90, 1e-2),
                new Row("nesterov", new Sgd<>(c(0.05), c(0.9), true), PlainRules.momentum(0.05, 0.9, true), 90, 1e-2),
                new Row("sign-sgd", new SignSgd<>(c(0.01)), PlainRules.signs(0.01, 0), 160, 1e-2),
                new Row("signum", new SignSgd<>(c(0.01), c(0.9)), PlainRules.signs(0.01, 0.9), 160, 1e-2),
                new Row("lion", new Lion<>(c(0.01), 0.1), PlainRules.lion(0.01, 0.1), 160, 5e-2),
                new Row("lion-k", new LionK<>(new Kappa.L2(), c(0.02), 0), PlainWhole.lionOfEuclid(0.02), 400, 1e-2),
                new Row("rprop", new Rprop<>(0.01), PlainRules.rprop(0.01), 60, 1e-2),
                new Row("adagrad", new Adagrad<>(0.3), PlainRules.adagrad(0.3), 80, 1e-2),
                new Row("adagrad-norm", new AdagradNorm<>(c(1)), PlainWhole.adagradNorm(1), 80, 1e-2),
                new Row("adadelta", new Adadelta<>(), PlainRules.adadelta(), 400, 0.5),
                new Row("rmsprop", new RmsProp<>(0.02), PlainRules.rmsProp(0.02), 80, 1e-2),
                new Row("adam", new Adam<>(0.05), PlainRules.adam(0.05, 1e-8, 0), 120, 1e-2),
                new Row("adamw", new AdamW<>(0.05, 0.1), PlainRules.adam(0.05, 1e-8, 0.1), 120, 3e-2),
                new Row("adamax", new Adamax<>(c(0.05)), PlainRules.adamax(0.05), 120, 1e-2),
                new Row("nadam", new NAdam<>(c(0.05)), PlainRules.nadam(0.05), 120, 1e-2),
                new Row("radam", new RAdam<>(c(0.05)), PlainRules.radam(0.05), 200, 1e-2),
                new Row("amsgrad", new AmsGrad<>(0.05), PlainRules.amsgrad(0.05), 120, 1e-2),
                new Row("adamnc", new AdamNc<>(c(0.05)), PlainRules.adamnc(0.05), 120, 1e-2),
                new Row("yogi", new Yogi<>(c(0.05)), PlainRules.yogi(0.05), 120, 1e-2),
                new Row("adabelief", new AdaBelief<>(c(0.05)), PlainRules.adabelief(0.05), 200, 5e-2),
                new Row("diffgrad", new DiffGrad<>(c(0.1)), PlainRules.diffgrad(0.1), 160, 1e-2),
                new Row("adan", adan(), PlainRules.adan(0.05, 0.01), 200, 2e-2),
                new Row("ademamix", new AdEMAMix<>(c(0.05)), PlainRules.ademamix(0.05), 120, 5e-2),
                new Row("grams", new Grams<>(c(0.02)), PlainRules.grams(0.02), 160, 1e-2),
                new Row(
                        "cautious-adam",
                        new Cautious<>(new Adam<Two>(0.03), true),
                        PlainWhole.cautiousAdam(0.03),
                        120,
                        1e-2),
                new Row("gravity", new Gravity<>(c(0.2), 0, 0.9, 0), PlainWhole.gravity(0.2), 300, 1e-3),
                new Row(
                        "opt-amsgrad",
                        new OptAmsGrad<>(
                                c(0.02), 0.9, 0.999, 1e-8, new OptAmsGrad.Last(), false, Double.POSITIVE_INFINITY),
                        PlainWhole.optAmsgrad(0.02),
                        160,
                        0.1),
                new Row("adafactor", new Adafactor<>(c(0.05)), PlainMatrix.adafactor(0.05), 200, 0.1),
                new Row(
                        "lars",
                        new Lars<>(c(0.02), c(0.9), 0, 1, 0, LayerScope.MATRICES),
                        PlainWhole.lars(0.02, 1),
                        200,
                        0.1),
                new Row("lamb", new Lamb<>(c(0.02)), PlainWhole.lamb(0.02), 200, 0.1),
                new Row("adamp", new AdamP<>(c(0.05)), PlainWhole.projected(0.05, true), 160, 2e-2),
                new Row("sgdp", new SgdP<>(c(0.02), 0.9), PlainWhole.projected(0.02, false), 160, 2e-2),
                new Row("muon", new Muon<>(c(0.05)), PlainMatrix.muon(0.05), 200, 0.5),
                new Row("shampoo", new Shampoo<>(c(0.3)), PlainMatrix.shampoo(0.3), 160, 1e-2),
                new Row("soap", soap(), PlainMatrix.soap(0.02, 3), 160, 5e-2),
                new Row("steepest-descent", new SteepestDescent<>(c(0.02)), PlainMatrix.steepest(0.02), 160, 5e-2),
                new Row("sophia", sophia(), PlainMatrix.sophia(0.03, 4), 160, 5e-2),
                new Row(
                        "barzilai-borwein",
                        new BarzilaiBorwein<>(1e-3, BarzilaiBorwein.Form.ALTERNATING),
                        PlainRateFree.barzilaiBorwein(1e-3),
                        40,
                        1e-6),
                new Row(
                        "m-fac",
                        new MFac<Two>(4, 0.1).then(new Momentum<>(0.9)).then(new ScaleByLearningRate<>(c(0.01))),
                        PlainCurvature.mFac(0.01, 4, 0.1),
                        160,
                        5e-2),
                new Row(
                        "fosi",
                        new Fosi<>(new Sgd<Two>(0.1), new Fosi.Settings(2, 1, 4, 2, 0.5, 0.3, false, 3)),
                        PlainCurvature.fosi(0.1, 2, 0.5, 0.3, 3),
                        60,
                        1e-3),
                new Row(
                        "oasis",
                        new Oasis<>(0.1, 0.9, 1e-5, 3, true, true),
                        PlainCurvature.oasis(0.1, 0.9, 3),
                        30,
                        1e-3),
                new Row(
                        "filtered-newton",
                        new ScaleByArmijo<>(new FilteredNewton<Two>(), 1e-4, 0.5, 5, 32, 1),
                        PlainCurvature.filteredNewton(0.9, 0.2),
                        40,
                        1e-2),
                new Row(
                        "sania",
                        new Sania<>(Sania.Preconditioner.ADAM_SQUARED, Quadratic.LOWEST, c(1), 0.999, 1e-8),
                        PlainRateFree.sania(),
                        160,
                        5e-2),
                new Row(
                        "dog",
                        new Dog<>(c(1), 1e-2, 1e-8, false, Dog.Averaging.DISTANCE),
                        PlainRateFree.dog(),
                        160,
                        1e-2),
                new Row("u-dog", new UDog<>(1e-2), PlainRateFree.udog(), 120, 5e-2),
                new Row("d-adapt-adam", dAdapt(), PlainRateFree.dAdaptAdam(1e-2), 400, 0.1),
                new Row("prodigy", prodigy(), PlainRateFree.prodigy(1e-2), 300, 0.1),
                new Row("escape-velocity", new EscapeVelocity<>(1e-4), PlainRateFree.escapeVelocity(1e-4), 40, 0.9),
                new Row(
                        "hypergradient",
                        new HypergradientRate<>(new Sgd<Two>(1.0), 0.01, 1e-3),
                        PlainRateFree.hypergradient(0.01, 1e-3),
                        160,
                        1e-2),
                new Row(
                        "schedule-free",
                        new ScheduleFree<>(new Sgd<Two>(0.2), c(0.2)),
                        PlainRateFree.scheduleFree(0.2),
                        200,
                        5e-2),
                new Row(
                        "lookahead",
                        new Lookahead<>(new Adam<Two>(0.05), 5, 0.5),
                        PlainRateFree.lookahead(0.05),
                        200,
                        1e-2),
                new Row(
                        "sam",
                        new Sam<>(heavy(0.02), 0.05),
                        PlainWhole.momentum(0.02, 0.9, x -> PlainWhole.sam(x, 0.05)),
                        160,
                        2e-2),
                new Row(
                        "gam",
                        new Gam<>(heavy(0.02), 0.02, 0.2, new Gam.Plain(0.1)),
                        PlainWhole.momentum(0.02, 0.9, x -> PlainWhole.gam(x, 0.02, 0.2, 0.1)),
                        160,
                        2e-2),
                new Row(
                        "fad",
                        new Fad<>(heavy(0.02), 0.05, 0.5, 0.5),
                        PlainWhole.momentum(0.02, 0.9, x -> PlainWhole.fad(x, 0.05, 0.5, 0.5)),
                        160,
                        2e-2),
                new Row(
                        "entropy-sgd",
                        new EntropySgd<>(new Sgd<Two>(0.5), 5, 0.1, c(0.5), 0, 0.75, true),
                        PlainWhole.entropySgd(0.5, 5, 0.1, 0.5, 0.75),
                        60,
                        1e-2),
                new Row(
                        "gradient-regularization",
                        new GradientRegularization<Two>(0.05, 0.02).then(heavy(0.02)),
                        PlainWhole.momentum(0.02, 0.9, x -> PlainCurvature.regularized(x, 0.05, 0.02)),
                        160,
                        2e-2));
    }

    private static Adan<Two> adan() {
        return new Adan<>(c(0.05), c(0.01), c(0.98), c(0.92), c(0.99), 1e-8);
    }

    private static Soap<Two> soap() {
        return new Soap<>(c(0.02), c(0), c(0.95), c(0.95), 1e-8, 3);
    }

    private static Sophia<Two> sophia() {
        return new Sophia<>(c(0.03), c(0), c(0.96), c(0.99), 0.01, 1e-12, 4);
    }

    private static DAdaptAdam<Two> dAdapt() {
        return new DAdaptAdam<>(c(1), c(0), c(0.9), c(0.999), 1e-8, 1e-2);
    }

    private static Prodigy<Two> prodigy() {
        return new Prodigy<>(c(1), c(0), c(0.9), c(0.999), 1e-8, 1e-2);
    }
}
