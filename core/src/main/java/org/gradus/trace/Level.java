package org.gradus.trace;

import java.util.List;
import org.gradus.program.Op;

/**
 * One transformation at work. Levels nest: an operation is handed to the deepest level among its operands, which works on
 * values of lower levels only, so tangents of nested derivatives are never confused.
 */
public abstract class Level implements AutoCloseable {
    private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

    private final int depth;
    private boolean open = true;

    /** Opens a level above all that are open on this thread. */
    protected Level() {
        this.depth = ++DEPTH.get()[0];
    }

    /**
     * Applies an operation, at least one of whose operands is of this level and none of a deeper one.
     *
     * @param op the operation
     * @param inputs the operands
     * @return the results
     */
    protected abstract List<Value> apply(Op op, List<Value> inputs);

    /**
     * How many levels were open when this one was opened, with itself.
     *
     * @return one or more
     */
    public final int depth() {
        return depth;
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
        if (!open) {
            return;
        }
        open = false;
        DEPTH.get()[0] = depth - 1;
    }
}
