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

    /** By the package or class of the comment. */
    private static final Map<String, Prelude> ALL = Map.of(
            "org.gradus.linear", new Prelude("import org.gradus.linear.LinearOperator.Kind;", ""),
            "org.gradus.optim.Solution", new Prelude("", "record Model(Tensor w) {} static Solution<Model> solution;"),
            "org.gradus.optim.InjectHyperparameters", new Prelude("", "record Model(Tensor w) {}"),
            "org.gradus.optim.Batches", new Prelude("", "record Table(Tensor x, Tensor y) {} static Tensor x, y;"),
            "org.gradus.solve", new Prelude("", "static Tensor x, y, xv, yv;"),
            "org.gradus.workbench.command",
                    new Prelude("import org.gradus.workbench.command.Gradus;", "static Services services;"),
            "org.gradus.workbench.tune", new Prelude("import org.gradus.workbench.data.*;", "static Tuner tuner;"),
            "org.gradus.workbench.inspect",
                    new Prelude("import org.gradus.workbench.tune.FittedRun;", "static FittedRun run;"),
            "org.gradus.workbench.progress",
                    new Prelude(
                            "import org.gradus.workbench.tune.*; import org.gradus.workbench.command.*;",
                            "static Terminal terminal; static Tuner tuner; static ModelWriter writer; static TuneOptions"
                                    + " options;"));

    static Prelude of(String name) {
        return ALL.getOrDefault(name, NONE);
    }
}
