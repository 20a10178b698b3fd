package org.gradus.reproductions;

/** A paper's claim that a computer can check, by the library's public API alone. */
public interface Reproduction {

    /**
     * The paper.
     *
     * @return its row
     */
    PaperRef paper();

    /**
     * What the paper claims.
     *
     * @return a sentence or two
     */
    String claim();

    /**
     * Computes everything afresh.
     *
     * @param context what to run with
     * @return one measurement a statement of the check
     */
    Outcome run(Context context);
}
