package org.gradus.trace;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.gradus.array.NdArray;
import org.gradus.program.Op;

/**
 * One transformation at work. Levels nest: an operation is handed to the deepest level among its operands, which works on
 * values of lower levels only, so tangents of nested derivatives are never confused.
 *
 * <p>The deeper of two levels is the one opened later, on whichever thread: a transformation can only use values of
 * transformations that were at work when it began.
 */
public abstract class Level implements AutoCloseable {
    private static final AtomicLong OPENED = new AtomicLong();

    private final long depth = OPENED.incrementAndGet();
    private volatile boolean open = true;

    /** Opens a level above all that are open. */
    protected Level() {}

    /**
     * Applies an operation, at least one of whose operands is of this level and none of a deeper one.
     *
     * @param op the operation
     * @param inputs the operands
     * @return the results
     */
    protected abstract List<Value> apply(Op op, List<Value> inputs);

    /**
     * As {@link #apply}, where the results' numbers are known already; a level that computes numbers uses them.
     *
     * @param op the operation
     * @param inputs the operands
     * @param known the numbers of the results
     * @return the results
     */
    protected List<Value> applyKnown(Op op, List<Value> inputs, List<NdArray> known) {
        return apply(op, inputs);
    }

    /**
     * Tells which of two levels lies deeper.
     *
     * @param other another level, or null
     * @return true if this one was opened later, or the other is null
     */
    public final boolean isDeeperThan(Level other) {
        return other == null || depth > other.depth;
    }

    /**
     * Tells whether the transformation is still at work.
     *
     * @return false once closed
     */
    public final boolean isOpen() {
        return open;
    }

    /** Ends the level; values that belong to it may not be used afterwards. */
    @Override
    public final void close() {
        open = false;
    }
}
