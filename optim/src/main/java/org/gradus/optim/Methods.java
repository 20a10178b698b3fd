package org.gradus.optim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gradus.error.ArgumentException;

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
            solver("gradient-descent", Family.DESCENT, "Cauchy 1847; Armijo 1966", GradientDescent::new),
            solver("lbfgs", Family.CURVATURE, "Liu and Nocedal 1989", Lbfgs::new),
            solver("newton-cg", Family.CURVATURE, "Dembo, Eisenstat and Steihaug 1982", NewtonCg::new));

    private Methods() {}

    /** What a method makes of gradients. */
    public enum Family {
        /** Along the gradient or its momentum. */
        DESCENT,
        /** Along signs. */
        SIGN,
        /** Divided entry by entry by the size of past gradients. */
        ADAPTIVE,
        /** In proportion to each layer's weights. */
        LAYERS,
        /** By the singular values of matrices. */
        MATRICES,
        /** By the curvature of the objective. */
        CURVATURE,
        /** Without a learning rate to choose. */
        RATE_FREE,
        /** With averages of the parameters. */
        AVERAGES,
        /** Towards flat minima. */
        FLATNESS;

        /**
         * The name that people type.
         *
         * @return in lower case with hyphens
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A gradient transformation made of a learning rate. */
    public interface Made extends Function<Schedule, GradientTransformation<Object, ?>> {}

    /**
     * A method of the catalogue.
     *
     * @param id the name that people type
     * @param family its kind
     * @param source authors and year
     * @param type the class
     * @param wholeData whether it needs the whole data in every step
     * @param needs what it asks for beyond gradients
     * @param rate a usual learning rate, NaN where there is none to choose
     * @param made makes the gradient transformation; empty for solvers
     * @param solver makes the solver; empty for gradient transformations
     */
    public record Entry(
            String id,
            Family family,
            String source,
            Class<?> type,
            boolean wholeData,
            Set<Need> needs,
            double rate,
            Optional<Made> made,
            Optional<Supplier<VectorSolver<?>>> solver) {

        /** Copies the needs. */
        public Entry {
            needs = Set.copyOf(needs);
        }

        /**
         * Whether there is a learning rate to choose.
         *
         * @return false for methods that find their steps
         */
        public boolean hasRate() {
            return !Double.isNaN(rate);
        }

        /**
         * The method as a gradient transformation.
         *
         * @param <P> the parameters' type
         * @param learningRate of the step number; not used where there is none to choose
         * @return the transformation; empty for solvers
         */
        @SuppressWarnings("unchecked")
        public <P> Optional<GradientTransformation<P, ?>> transformation(Schedule learningRate) {
            // Transformations do not look at their parameters' type, so one made for any object serves all.
            return made.map(factory -> (GradientTransformation<P, ?>) factory.apply(learningRate));
        }

        /**
         * A minimizer with this method.
         *
         * @param <P> the parameters' type
         * @param <D> the data's type
         * @param minimizer any minimizer
         * @param learningRate of the step number; not used where there is none to choose
         * @return another minimizer
         */
        public <P, D> Minimizer<P, D> in(Minimizer<P, D> minimizer, Schedule learningRate) {
            Optional<GradientTransformation<P, ?>> first = transformation(learningRate);
            return first.isPresent()
                    ? minimizer.method(first.get())
                    : minimizer.method(solver.orElseThrow().get());
        }

        /**
         * What the method accepts, in words.
         *
         * @return for example "mini-batches, a random key"
         */
        public String accepts() {
            StringBuilder words = new StringBuilder(wholeData ? "the whole data" : "mini-batches or the whole data");
            needs.stream().sorted().forEach(need -> words.append("; uses ").append(need.words()));
            return words.toString();
        }
    }

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
        return new Entry(
                id,
                family,
                source,
                sample.getClass(),
                false,
                sample.needs(),
                rate,
                Optional.of(made),
                Optional.empty());
    }

    private static Entry whole(String id, Family family, double rate, String source, Made made) {
        Entry entry = first(id, family, rate, source, made);
        return new Entry(id, family, source, entry.type(), true, entry.needs(), rate, entry.made(), Optional.empty());
    }

    private static Entry solver(String id, Family family, String source, Supplier<VectorSolver<?>> made) {
        VectorSolver<?> sample = made.get();
        Set<Need> needs = sample instanceof NewtonCg ? Set.of(Need.HESSIAN_VECTOR_PRODUCT) : Set.of();
        return new Entry(
                id,
                family,
                source,
                sample.getClass(),
                sample.needsFullData(),
                needs,
                NONE,
                Optional.empty(),
                Optional.of(made));
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
        double first = rate instanceof Schedules.Constant(double value)
                ? value
                : rate.at(Leaves.none()).item();
        return new HypergradientRate<>(new Sgd<>(1.0), first, first * first);
    }
}
