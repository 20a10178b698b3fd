package org.gradus.optim.catalogue;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.optim.AdEMAMix;
import org.gradus.optim.AdaBelief;
import org.gradus.optim.Adadelta;
import org.gradus.optim.Adafactor;
import org.gradus.optim.Adagrad;
import org.gradus.optim.AdagradNorm;
import org.gradus.optim.Adam;
import org.gradus.optim.AdamNc;
import org.gradus.optim.AdamP;
import org.gradus.optim.AdamW;
import org.gradus.optim.Adamax;
import org.gradus.optim.Adan;
import org.gradus.optim.AmsGrad;
import org.gradus.optim.ArraySolver;
import org.gradus.optim.BarzilaiBorwein;
import org.gradus.optim.BoxProblem;
import org.gradus.optim.Cautious;
import org.gradus.optim.DAdaptAdam;
import org.gradus.optim.DiffGrad;
import org.gradus.optim.Dog;
import org.gradus.optim.EntropySgd;
import org.gradus.optim.EscapeVelocity;
import org.gradus.optim.Fad;
import org.gradus.optim.Gam;
import org.gradus.optim.GradientDescent;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Grams;
import org.gradus.optim.Gravity;
import org.gradus.optim.HypergradientRate;
import org.gradus.optim.Kappa;
import org.gradus.optim.Lamb;
import org.gradus.optim.Lars;
import org.gradus.optim.Lbfgs;
import org.gradus.optim.Lbfgsb;
import org.gradus.optim.Lion;
import org.gradus.optim.LionK;
import org.gradus.optim.Lookahead;
import org.gradus.optim.Momentum;
import org.gradus.optim.Muon;
import org.gradus.optim.NAdam;
import org.gradus.optim.Need;
import org.gradus.optim.NewtonCg;
import org.gradus.optim.OptAmsGrad;
import org.gradus.optim.Prodigy;
import org.gradus.optim.RAdam;
import org.gradus.optim.RmsProp;
import org.gradus.optim.Rprop;
import org.gradus.optim.Sam;
import org.gradus.optim.Sania;
import org.gradus.optim.ScaleByArmijo;
import org.gradus.optim.ScaleByLearningRate;
import org.gradus.optim.Schedule;
import org.gradus.optim.ScheduleFree;
import org.gradus.optim.Schedules;
import org.gradus.optim.Sgd;
import org.gradus.optim.SgdP;
import org.gradus.optim.Shampoo;
import org.gradus.optim.SignSgd;
import org.gradus.optim.Soap;
import org.gradus.optim.Sophia;
import org.gradus.optim.SteepestDescent;
import org.gradus.optim.TrustRegionNewtonCg;
import org.gradus.optim.UDog;
import org.gradus.optim.VectorSolver;
import org.gradus.optim.Yogi;
import org.gradus.optim.curvature.ExactGaussNewton;
import org.gradus.optim.curvature.FilteredNewton;
import org.gradus.optim.curvature.Fosi;
import org.gradus.optim.curvature.GradRegNewton;
import org.gradus.optim.curvature.GradientRegularization;
import org.gradus.optim.curvature.MFac;
import org.gradus.optim.curvature.Oasis;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * The catalogue of complete methods, one row each: what {@code gradus methods} lists and {@code gradus compare} runs. A
 * new method is its class and a row here.
 */
public final class Methods {
    private static final double NONE = Double.NaN;

    private static final List<Entry> ALL = List.of(
            first("sgd", Family.DESCENT, 0.01, "Robbins and Monro 1951", Sgd::new),
            first("momentum", Family.DESCENT, 0.01, "Polyak 1964", a -> sgd(a, false)),
            first("nesterov", Family.DESCENT, 0.01, "Nesterov 1983; Sutskever et al. 2013", a -> sgd(a, true)),
            first("sign-sgd", Family.SIGN, 1e-3, "Bernstein et al. 2018", SignSgd::new),
            first("signum", Family.SIGN, 1e-3, "Bernstein et al. 2018", a -> new SignSgd<>(a, constant(0.9))),
            first("lion", Family.SIGN, 1e-4, "Chen et al. 2023", Lion::new),
            first("lion-k", Family.SIGN, 1e-4, "Chen, Liu, Liang and Liu 2023", a -> new LionK<>(new Kappa.L2(), a, 0)),
            whole("rprop", Family.SIGN, NONE, "Riedmiller and Braun 1993", _ -> new Rprop<>(0.01)),
            first("adagrad", Family.ADAPTIVE, 0.01, "Duchi, Hazan and Singer 2011", Adagrad::new),
            first("adagrad-norm", Family.ADAPTIVE, 0.1, "Ward, Wu and Bottou 2019", AdagradNorm::new),
            first("adadelta", Family.ADAPTIVE, 1, "Zeiler 2012", Adadelta::new),
            first("rmsprop", Family.ADAPTIVE, 0.01, "Tieleman and Hinton 2012", RmsProp::new),
            first("adam", Family.ADAPTIVE, 1e-3, "Kingma and Ba 2015", Adam::new),
            first("adamw", Family.ADAPTIVE, 1e-3, "Loshchilov and Hutter 2019", a -> new AdamW<>(a, constant(1e-2))),
            first("adamax", Family.ADAPTIVE, 2e-3, "Kingma and Ba 2015", Adamax::new),
            first("nadam", Family.ADAPTIVE, 2e-3, "Dozat 2016", NAdam::new),
            first("radam", Family.ADAPTIVE, 1e-3, "Liu et al. 2020", RAdam::new),
            first("amsgrad", Family.ADAPTIVE, 1e-3, "Reddi, Kale and Kumar 2018", AmsGrad::new),
            first("adamnc", Family.ADAPTIVE, 1e-3, "Reddi, Kale and Kumar 2018", AdamNc::new),
            first("yogi", Family.ADAPTIVE, 0.01, "Zaheer et al. 2018", Yogi::new),
            first("adabelief", Family.ADAPTIVE, 1e-3, "Zhuang et al. 2020", AdaBelief::new),
            first("diffgrad", Family.ADAPTIVE, 1e-3, "Dubey et al. 2019", DiffGrad::new),
            first("adan", Family.ADAPTIVE, 1e-3, "Xie et al. 2022", Adan::new),
            first("ademamix", Family.ADAPTIVE, 1e-3, "Pagliardini, Ablin and Grangier 2024", AdEMAMix::new),
            first("grams", Family.ADAPTIVE, 1e-3, "Cao, Li and Song 2024", Grams::new),
            first(
                    "cautious-adam",
                    Family.ADAPTIVE,
                    1e-3,
                    "Liang et al. 2024",
                    a -> new Cautious<>(new Adam<>(a), true)),
            first("gravity", Family.ADAPTIVE, 0.1, "Bahrami and Pourhabibi Zadeh 2021", Gravity::new),
            first("opt-amsgrad", Family.ADAPTIVE, 1e-3, "Wang et al. 2019", OptAmsGrad::new),
            first("adafactor", Family.ADAPTIVE, 0.01, "Shazeer and Stern 2018", Adafactor::new),
            first("lars", Family.LAYERS, 1, "You, Gitman and Ginsburg 2017", Lars::new),
            first("lamb", Family.LAYERS, 1e-3, "You et al. 2020", Lamb::new),
            first("adamp", Family.LAYERS, 1e-3, "Heo et al. 2021", AdamP::new),
            first("sgdp", Family.LAYERS, 0.01, "Heo et al. 2021", a -> new SgdP<>(a, 0.9)),
            first("muon", Family.MATRICES, 0.02, "Jordan et al. 2024", Muon::new),
            first("shampoo", Family.MATRICES, 0.01, "Gupta, Koren and Singer 2018", Shampoo::new),
            first("soap", Family.MATRICES, 3e-3, "Vyas et al. 2024", Soap::new),
            first("steepest-descent", Family.MATRICES, 1e-3, "Bernstein and Newhouse 2024", SteepestDescent::new),
            first("sophia", Family.CURVATURE, 1e-3, "Liu et al. 2024", Sophia::new),
            whole("barzilai-borwein", Family.CURVATURE, NONE, "Barzilai and Borwein 1988", _ -> barzilaiBorwein()),
            first("m-fac", Family.CURVATURE, 1e-3, "Frantar, Kurtic and Alistarh 2021", Methods::mFac)
                    .of(MFac.class),
            first("fosi", Family.CURVATURE, 0.01, "Sivan, Gabel and Schuster 2023", a -> new Fosi<>(sgd(a, false))),
            first("oasis", Family.CURVATURE, NONE, "Jahani et al. 2021", _ -> oasis()),
            first("filtered-newton", Family.CURVATURE, NONE, "Burkhart 2023", _ -> filteredNewton())
                    .of(FilteredNewton.class),
            first("sania", Family.RATE_FREE, NONE, "Abdukhakimov et al. 2023", _ -> sania()),
            first("dog", Family.RATE_FREE, NONE, "Ivgi, Hinder and Carmon 2023", _ -> new Dog<>()),
            first("u-dog", Family.RATE_FREE, NONE, "Kreisler et al. 2024", _ -> new UDog<>()),
            first(
                    "d-adapt-adam",
                    Family.RATE_FREE,
                    NONE,
                    "Defazio and Mishchenko 2023",
                    _ -> new DAdaptAdam<>(constant(1))),
            first("prodigy", Family.RATE_FREE, NONE, "Mishchenko and Defazio 2024", _ -> new Prodigy<>()),
            first(
                    "escape-velocity",
                    Family.RATE_FREE,
                    NONE,
                    "Bernstein and Newhouse 2024",
                    _ -> new EscapeVelocity<>(1e-6)),
            first("hypergradient", Family.RATE_FREE, 0.01, "Baydin et al. 2018", Methods::hypergradient),
            first(
                    "schedule-free",
                    Family.AVERAGES,
                    0.01,
                    "Defazio et al. 2024",
                    a -> new ScheduleFree<>(new Sgd<>(a), a)),
            first("lookahead", Family.AVERAGES, 1e-3, "Zhang et al. 2019", a -> new Lookahead<>(new Adam<>(a), 5, 0.5)),
            first("sam", Family.FLATNESS, 0.01, "Foret et al. 2021", a -> new Sam<>(sgd(a, false), 0.05)),
            first("gam", Family.FLATNESS, 0.01, "Zhang et al. 2023", Methods::gam),
            first("fad", Family.FLATNESS, 0.01, "Zhang et al. 2023", a -> new Fad<>(sgd(a, false), 0.05, 0.5, 0.5)),
            first("entropy-sgd", Family.FLATNESS, 1, "Chaudhari et al. 2017", Methods::entropySgd),
            first(
                            "gradient-regularization",
                            Family.FLATNESS,
                            0.01,
                            "Karakida et al. 2022",
                            a -> new GradientRegularization<>(0.05, 0.05).then(sgd(a, false)))
                    .of(GradientRegularization.class),
            modeled(
                    "exact-gauss-newton",
                    Family.CURVATURE,
                    "Korbit et al. 2024",
                    ExactGaussNewton.class,
                    (outputs, losses, _) -> new ScaleByArmijo<>(new ExactGaussNewton<>(outputs, losses, 1))),
            solver("gradient-descent", Family.DESCENT, "Cauchy 1847; Armijo 1966", GradientDescent::new),
            solver("lbfgs", Family.CURVATURE, "Liu and Nocedal 1989", Lbfgs::new),
            solver("newton-cg", Family.CURVATURE, "Dembo, Eisenstat and Steihaug 1982", NewtonCg::new),
            solver("grad-reg-newton", Family.CURVATURE, "Semenov, Jaggi and Doikov 2025", GradRegNewton::new),
            arrays("trust-region-newton-cg", Family.CURVATURE, "Steihaug 1983", TrustRegionNewtonCg::new),
            arrays("lbfgsb", Family.CURVATURE, "Byrd, Lu, Nocedal and Zhu 1995", Lbfgsb::new));

    private Methods() {}

    /**
     * All methods.
     *
     * @return in the order of families
     */
    public static List<Entry> all() {
        return ALL;
    }

    /**
     * The methods of a family.
     *
     * @param family which
     * @return one or more
     */
    public static List<Entry> of(Family family) {
        return ALL.stream().filter(entry -> entry.family() == family).toList();
    }

    /**
     * The method of an id.
     *
     * @param id the name that people type
     * @return the method
     * @throws ArgumentException when there is none
     */
    public static Entry named(String id) {
        return ALL.stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ArgumentException(
                        "methods: no method is called '" + id + "'",
                        "choose one of "
                                + String.join(", ", ALL.stream().map(Entry::id).toList())));
    }

    private static Entry first(String id, Family family, double rate, String source, Made made) {
        GradientTransformation<Object, ?> sample = made.apply(constant(Double.isNaN(rate) ? 1 : rate));
        return new Entry(id, family, source, sample.getClass(), false, sample.needs(), rate, new Form.Gradients(made));
    }

    private static Entry whole(String id, Family family, double rate, String source, Made made) {
        Entry entry = first(id, family, rate, source, made);
        return new Entry(id, family, source, entry.type(), true, entry.needs(), rate, entry.form());
    }

    private static Entry modeled(String id, Family family, String source, Class<?> type, MadeOfModel made) {
        Set<Need> needs =
                made.of((_, d) -> (Tensor) d, (o, _) -> o, constant(1)).needs();
        return new Entry(id, family, source, type, false, needs, NONE, new Form.OfModel(made));
    }

    private static Entry solver(String id, Family family, String source, Supplier<VectorSolver<?>> made) {
        VectorSolver<?> sample = made.get();
        boolean newton = sample instanceof NewtonCg || sample instanceof GradRegNewton;
        Set<Need> needs = newton ? Set.of(Need.HESSIAN_VECTOR_PRODUCT) : Set.of();
        return new Entry(
                id, family, source, sample.getClass(), sample.needsFullData(), needs, NONE, new Form.Vectors(made));
    }

    private static Entry arrays(String id, Family family, String source, Supplier<ArraySolver<BoxProblem, ?>> made) {
        ArraySolver<BoxProblem, ?> sample = made.get();
        boolean newton = sample instanceof TrustRegionNewtonCg;
        Set<Need> needs = newton ? Set.of(Need.HESSIAN_VECTOR_PRODUCT) : Set.of();
        return new Entry(id, family, source, sample.getClass(), true, needs, NONE, new Form.Arrays(made));
    }

    private static Schedule constant(double value) {
        return Schedules.constant(value);
    }

    private static Sgd<Object> sgd(Schedule rate, boolean nesterov) {
        return new Sgd<>(rate, constant(0.9), nesterov);
    }

    private static GradientTransformation<Object, ?> barzilaiBorwein() {
        return new BarzilaiBorwein<>(1e-3, BarzilaiBorwein.Form.ALTERNATING);
    }

    /** The paper keeps 1024 gradients; 128 make a step cost about as much as the gradient of a small network. */
    private static GradientTransformation<Object, ?> mFac(Schedule rate) {
        return new MFac<>(128, 1e-5).then(new Momentum<>(0.9)).then(new ScaleByLearningRate<>(rate));
    }

    /** Both gradients of a difference are of the step's data, so mini-batches will do. */
    private static GradientTransformation<Object, ?> oasis() {
        return new Oasis<>(0.1, 0.99, 1e-5, 10, true, true);
    }

    /** Every search starts at 1 and halves four times at most, as in the paper. */
    private static GradientTransformation<Object, ?> filteredNewton() {
        return new ScaleByArmijo<>(new FilteredNewton<>(), 1e-4, 0.5, 5, 32, 1);
    }

    private static GradientTransformation<Object, ?> sania() {
        return new Sania<>(Sania.Preconditioner.ADAM_SQUARED);
    }

    private static GradientTransformation<Object, ?> gam(Schedule rate) {
        return new Gam<>(sgd(rate, false), 0.02, 0.2, new Gam.Plain(0.1));
    }

    private static GradientTransformation<Object, ?> entropySgd(Schedule rate) {
        return new EntropySgd<>(new Sgd<>(rate), 20, 0.1, constant(0.03), 1e-4, 0.75, true);
    }

    /** The first rate is that of the schedule at the start. */
    private static GradientTransformation<Object, ?> hypergradient(Schedule rate) {
        double first = rate.at(Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR)))
                .item();
        return new HypergradientRate<>(new Sgd<>(1.0), first, first * first);
    }
}
