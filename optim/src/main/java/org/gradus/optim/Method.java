package org.gradus.optim;

import java.util.Optional;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Key;
import org.gradus.tree.Tree;

/** The method that a minimizer was given, before parameters are known. */
sealed interface Method<P> {

    /** A gradient transformation. */
    record FirstOrderMethod<P>(GradientTransformation<P, ?> transformation) implements Method<P> {
        public FirstOrderMethod {
            if (!transformation.descends()) {
                throw new ArgumentException(
                        "method: " + transformation.name() + " has no learning rate: its updates would be added to the"
                                + " parameters as they are",
                        "chain it, as in " + transformation.name() + ".then(new ScaleByLearningRate<>(1e-3)), or use a"
                                + " complete method such as Sgd, Adam or AdamW");
            }
        }

        @Override
        public Solver<P, ?> solver(P start, Key key, boolean stochastic) {
            return new FirstOrder<>(transformation, key, stochastic);
        }

        @Override
        public void checkBatches() {}

        @Override
        public void checkWithoutData() {
            if (transformation.needs().contains(Need.DATA)) {
                throw new ArgumentException(
                        "method: " + transformation.name() + " needs " + Need.DATA.words()
                                + ", and the function takes none",
                        "make the minimizer of a function of parameters and data, (p, d) -> ...");
            }
        }
    }

    /** A solver of vectors. */
    record OfVectors<P>(VectorSolver<?> vectorSolver) implements Method<P> {
        @Override
        public Solver<P, ?> solver(P start, Key key, boolean stochastic) {
            return new Raveled<>(vectorSolver, Tree.ravel(start).unravel());
        }

        @Override
        public void checkBatches() {
            refuseBatches(vectorSolver);
        }

        @Override
        public void checkWithoutData() {}
    }

    /** A solver of trees. */
    record OfTrees<P>(Solver<P, ?> treeSolver) implements Method<P> {
        @Override
        public Solver<P, ?> solver(P start, Key key, boolean stochastic) {
            return treeSolver;
        }

        @Override
        public void checkBatches() {
            refuseBatches(treeSolver);
        }

        @Override
        public void checkWithoutData() {}
    }

    /** A method on arrays, within bounds if there are any. */
    record OfArrays<P>(ArraySolver<BoxProblem, ?> arraySolver, Optional<Box<P>> box) implements Method<P> {
        @Override
        public Solver<P, ?> solver(P start, Key key, boolean stochastic) {
            throw new ArgumentException(
                    "method: " + arraySolver.name() + " works on numbers, one start after the other",
                    "use run for each start, or Lbfgs");
        }

        @Override
        public void checkBatches() {
            throw new ArgumentException(
                    "data: " + arraySolver.name() + " compares values of different steps, so it needs the whole data,"
                            + " and mini-batches were given",
                    "use a first-order method such as Sgd, Adam or AdamW, or give the whole data: data(batches.all())");
        }

        @Override
        public void checkWithoutData() {}
    }

    /** Bounds as trees like the parameters. */
    record Box<P>(P lower, P upper) {}

    /** The solver for parameters like the start. */
    Solver<P, ?> solver(P start, Key key, boolean stochastic);

    /** Refuses mini-batches if the method cannot use them. */
    void checkBatches();

    /** Refuses a function without data if the method needs some. */
    void checkWithoutData();

    private static void refuseBatches(Solver<?, ?> solver) {
        if (solver.needsFullData()) {
            throw new ArgumentException(
                    "data: " + solver.name() + " compares values of different steps, so it needs the whole data, and"
                            + " mini-batches were given",
                    "use a first-order method such as Sgd, Adam or AdamW, or give the whole data: data(batches.all())");
        }
    }
}
