package org.gradus.optim;

/** Why a driver ends, and the solution that it makes of it. */
record Ending(Status status, String detail) {

    static Ending of(Status status) {
        return new Ending(status, status.words());
    }

    static Ending atLimit(int maxIterations) {
        return new Ending(Status.ITERATIONS, maxIterations + " iterations were allowed");
    }

    <P> Solution<P> solution(Iterate<P> best, Progress progress, History history, double tolerance) {
        boolean neverFinite = status == Status.NON_FINITE_START;
        Solution.Reached<P> reached = new Solution.Reached<>(
                best.point(),
                (neverFinite ? progress.value() : best.value()).item(),
                (neverFinite ? progress.gradientNorm() : best.gradientNorm()).item(),
                Counts.of(progress),
                history.iterations());
        return solution(reached, tolerance);
    }

    <P> Solution<P> solution(Solution.Reached<P> reached, double tolerance) {
        return switch (status.kind()) {
            case CONVERGED -> new Solution.Converged<>(reached, status, tolerance);
            case STOPPED -> new Solution.Stopped<>(reached, status, detail);
            case FAILED -> new Solution.Failed<>(reached, status, detail);
            case RUNNING -> throw new AssertionError(status);
        };
    }
}
