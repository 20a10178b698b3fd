package org.gradus.workbench.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.optim.Lbfgs;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Solution;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.data.SplitShares;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.data.TableException;
import org.gradus.workbench.data.TableSource;
import org.gradus.workbench.minimize.FileObjective;
import org.gradus.workbench.minimize.MinimizeOptions;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.Combinations;
import org.gradus.workbench.tune.Model;
import org.gradus.workbench.tune.Preparation;
import org.gradus.workbench.tune.Problem;
import org.gradus.workbench.tune.TrainingLoss;
import org.gradus.workbench.tune.TrainingLoss.Rows;
import org.gradus.workbench.tune.TuneOptions;

/** Problems of the person: a Java file as {@code gradus minimize} takes it, or a table as {@code gradus tune} does. */
public final class OwnContests {
    private static final String COMMAND = "compare";
    private static final int FILE_BUDGET = 1000;
    private static final int LINEAR_BUDGET = 300;
    private static final int NETWORK_BUDGET = 1000;

    /** Tables of more training rows are seen in batches. */
    private static final int MOST_ROWS = 2000;

    private static final int BATCH = 64;

    private static final int LOWEST_ITERATIONS = 2000;

    /** Starts differ by this share of each coordinate. */
    private static final double JITTER = 0.1;

    private OwnContests() {}

    /**
     * How a table becomes a problem.
     *
     * @param target the column to predict, if one is named
     * @param model the model, or nothing to choose it by the target
     * @param batch rows a step; 0 for all; empty for all of small tables and batches of 64 of others
     * @param seed of the split
     */
    public record TableOptions(Optional<String> target, Optional<Model> model, OptionalInt batch, long seed) {}

    /**
     * A Java file.
     *
     * @param file with {@code objective} or {@code residuals}, {@code start}, and bounds if there are any
     * @param classPath jars and folders that it uses
     * @return the problem
     * @throws org.gradus.error.GradusException when the file does not state a problem, or its code throws
     */
    public static Contest file(Path file, List<Path> classPath) {
        FileObjective stated = FileObjective.of(COMMAND, file, classPath, MinimizeOptions.DEFAULT_CALL_LIMIT);
        Loss<Tensor, Tensor> loss = new Loss.OfArrays(stated.function(), stated.bounds());
        double[] start = stated.start();
        String title = (stated.isLeastSquares() ? "the sum of squared residuals" : "the objective") + " of "
                + file.getFileName() + ", " + Text.count(start.length, "variable")
                + (stated.bounds().areNone() ? "" : " within bounds");
        OptionalDouble minimum = stated.lowest();
        return new Contest(
                id(file),
                title,
                FILE_BUDGET,
                key -> new Instance<>(
                        loss,
                        Tensors.zeros(1),
                        OptionalInt.empty(),
                        Tensors.tensor(stated.bounds().project(near(start, key))),
                        minimum),
                new Contest.Guard() {
                    @Override
                    public <T> T run(Supplier<T> work) {
                        return stated.watched(work);
                    }
                });
    }

    /** Each coordinate moved by a share of its size; where it is 0, of the mean size, or of 1. */
    private static double[] near(double[] start, Key key) {
        double mean = Arrays.stream(start).map(Math::abs).average().orElse(0);
        double[] draws = Random.normal(key, start.length).toDoubles();
        double[] moved = start.clone();
        for (int i = 0; i < moved.length; i++) {
            double size = start[i] != 0 ? Math.abs(start[i]) : mean > 0 ? mean : 1;
            moved[i] += JITTER * size * draws[i];
        }
        return moved;
    }

    /**
     * A table.
     *
     * @param file in any form that {@code gradus tune} reads
     * @param options how it becomes a problem
     * @return the problem
     * @throws org.gradus.error.GradusException when the table cannot be read or does not suit the model
     */
    public static Contest table(Path file, TableOptions options) {
        String target = options.target()
                .orElseThrow(() -> wrong(
                        "which column of " + file.getFileName() + " is to be predicted is not said",
                        "give --target COLUMN"));
        TableSource source = TableSource.of(file);
        TuneOptions tune = new TuneOptions(
                file,
                target,
                options.model(),
                Combinations.usual(options.model()),
                SplitShares.DEFAULT,
                1,
                options.seed(),
                Optional.empty());
        try (Table table = source.read(Set.of());
                Problem problem = Preparation.prepare(table, tune)) {
            return contest(file, options, problem, TrainingLoss.of(COMMAND, problem));
        } catch (TableException e) {
            throw new TableException(here(e.problem()), e.place(), e.remedy(), e);
        } catch (ArgumentException e) {
            throw new ArgumentException(here(e.problem()), e.remedy(), e.line(), e);
        }
    }

    private static <P> Contest contest(Path file, TableOptions options, Problem problem, TrainingLoss<P> training) {
        int rows = problem.train().rows();
        int asked = options.batch().orElse(rows > MOST_ROWS ? BATCH : 0);
        OptionalInt batch = asked == 0 || asked >= rows ? OptionalInt.empty() : OptionalInt.of(asked);
        Loss<P, Rows> loss = training.penalty()
                .<Loss<P, Rows>>map(penalty -> {
                    Fn2<P, Rows, Tensor> f = (p, d) -> training.losses()
                            .apply(training.outputs().apply(p, d), d)
                            .mean()
                            .plus(penalty.apply(p));
                    return new Loss.Traced<>(f);
                })
                .orElseGet(() -> new Loss.OfModel<>(training.outputs(), training.losses()));
        // Linear models have one minimum, which tells how much of the loss can be removed at all.
        OptionalDouble minimum = problem.model().network()
                ? OptionalDouble.empty()
                : lowest(loss, training.rows(), training.start().apply(0));
        String title = problem.model() + " of '" + problem.target() + "' in " + file.getFileName() + ": "
                + Text.count(rows, "training row") + ", "
                + Text.count(problem.train().columns(), "feature")
                + (batch.isPresent() ? ", batches of " + batch.getAsInt() : "");
        return new Contest(
                id(file),
                title,
                problem.model().network() ? NETWORK_BUDGET : LINEAR_BUDGET,
                key -> new Instance<>(
                        loss,
                        training.rows(),
                        batch,
                        training.start()
                                .apply(Random.integers(key, 0, Integer.MAX_VALUE, 1)
                                        .toLongs()[0]),
                        minimum));
    }

    private static <P> OptionalDouble lowest(Loss<P, Rows> loss, Rows rows, P start) {
        Fn2<P, Rows, Tensor> f = (p, d) -> loss.on(d).value(p);
        Solution<P> found = Minimizer.of(f)
                .data(rows)
                .method(new Lbfgs())
                .maxIterations(LOWEST_ITERATIONS)
                .tolerance(1e-9)
                .run(start);
        boolean there = found instanceof Solution.Converged || found.gradientNorm() < 1e-6;
        return there ? OptionalDouble.of(found.value()) : OptionalDouble.empty();
    }

    /**
     * The problem that a word of the command line names: one that is built in, a Java file, or a table.
     *
     * @param word the name or path
     * @param classPath jars and folders that a Java file uses
     * @param options how a table becomes a problem
     * @return the problem
     * @throws org.gradus.error.GradusException when there is none, or the file is wrong
     */
    public static Contest of(String word, List<Path> classPath, TableOptions options) {
        Optional<Contest> builtIn = Contests.of(word);
        if (builtIn.isPresent()) {
            return builtIn.get();
        }
        if (isJava(word)) {
            return file(Path.of(word), classPath);
        }
        if (isTable(word)) {
            return table(Path.of(word), options);
        }
        throw wrong(
                "no problem is called '" + word + "', and there is no such file",
                "choose among "
                        + String.join(
                                ", ", Contests.all().stream().map(Contest::id).toList())
                        + ", or give a .java file or a table");
    }

    /**
     * Whether a word of the command line names a table.
     *
     * @param word the name or path
     * @return true for paths that are no Java file
     */
    public static boolean isTable(String word) {
        boolean path = word.contains(".") || word.contains("/") || Files.exists(Path.of(word));
        return path && !isJava(word);
    }

    private static boolean isJava(String word) {
        return word.toLowerCase(Locale.ROOT).endsWith(".java");
    }

    /** The file's name in small letters, without its ending. */
    private static String id(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return stem.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_-]+", "-");
    }

    /** Tables are read and prepared as for tuning, which puts its own name before what is wrong. */
    private static String here(String problem) {
        return problem.replaceFirst("^tune: ", COMMAND + ": ");
    }

    private static ArgumentException wrong(String problem, String remedy) {
        return new ArgumentException(COMMAND + ": " + problem, remedy, SourceLine.UNKNOWN, null);
    }
}
