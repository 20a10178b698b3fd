package org.gradus.workbench.docs;

import java.util.Map;

/**
 * What a snippet of a documentation comment speaks of without declaring it. Snippets with arrows are run, and declare
 * everything themselves.
 *
 * @param imports beside the packages that every example has
 * @param members of the class around the snippet
 */
record Prelude(String imports, String members) {
    static final Prelude NONE = new Prelude("", "");

    private static final String ERF = "static class Erf { static double erf(double x) { return Math.tanh(x); } }";
    private static final String MODEL = "static class Model { static double cost(double[] x) { return x[0]; }"
            + " static double[] solve(double[] p) { return p; }"
            + " static double[] step(double[] s, double[] p) { return s; } }";

    /** By the package or class of the comment. */
    private static final Map<String, Prelude> ALL = Map.ofEntries(
            Map.entry("org.gradus.linear", new Prelude("import org.gradus.linear.LinearOperator.Kind;", "")),
            Map.entry(
                    "org.gradus.optim.Solution",
                    new Prelude("", "record Model(Tensor w) {} static Solution<Model> solution;")),
            Map.entry("org.gradus.optim.InjectHyperparameters", new Prelude("", "record Model(Tensor w) {}")),
            Map.entry(
                    "org.gradus.optim.Batches",
                    new Prelude("", "record Table(Tensor x, Tensor y) {} static Tensor x, y;")),
            Map.entry("org.gradus.solve", new Prelude("", "static Tensor x, y, xv, yv;")),
            Map.entry(
                    "org.gradus.workbench.command",
                    new Prelude("import org.gradus.workbench.command.Gradus;", "static Services services;")),
            Map.entry(
                    "org.gradus.workbench.tune",
                    new Prelude("import org.gradus.workbench.data.*;", "static Tuner tuner;")),
            Map.entry(
                    "org.gradus.workbench.inspect",
                    new Prelude("import org.gradus.workbench.tune.FittedRun;", "static FittedRun run;")),
            Map.entry(
                    "org.gradus.workbench.progress",
                    new Prelude(
                            "import org.gradus.workbench.tune.*; import org.gradus.workbench.command.*;",
                            "static Terminal terminal; static Tuner tuner; static ModelWriter writer; static TuneOptions"
                                    + " options;")),
            Map.entry("org.gradus.nn.AttentionState", new Prelude("", "static Tensor queries, keys, values;")),
            Map.entry("org.gradus.nn.FewBit", new Prelude("", "static Tensor x = ones(2);")),
            Map.entry("org.gradus.plainjava", new Prelude("", ERF + MODEL)),
            Map.entry("org.gradus.plainjava.PlainJava", new Prelude("", MODEL)),
            Map.entry(
                    "org.gradus.plainjava.Differentiator",
                    new Prelude(
                            "import java.lang.invoke.MethodHandles;",
                            ERF
                                    + "static class Normal { double cumulative(double x) { return x; } double density(double x) {"
                                    + " return 1; } } static class Fft { static double[] transform(double[] x) { return x; }"
                                    + " static double[] transposed(double[] x) { return x; } }")),
            Map.entry("org.gradus.solve.ImplicitFunction", new Prelude("import org.gradus.plainjava.*;", MODEL)));

    static Prelude of(String name) {
        return ALL.getOrDefault(name, NONE);
    }
}
