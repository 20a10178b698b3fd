package org.gradus.workbench.tune;

/** Ends a run after some of its steps, as a killed process would, but in this one. */
final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Interrupted() {
        super("enough", null, false, false);
    }

    /**
     * Hears of steps and ends the run at one.
     *
     * @param allowed grid points and outer iterations before that, those of earlier processes among them
     */
    static TuneRun.Progress after(int allowed) {
        return new TuneRun.Progress() {
            private int seen;

            @Override
            public void gridPoint(GridPoint point) {
                step();
            }

            @Override
            public void outerIteration(OuterIteration iteration) {
                step();
            }

            private void step() {
                if (seen == allowed) {
                    throw new Interrupted();
                }
                seen++;
            }
        };
    }
}
