package org.gradus.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory outside the heap for native calls that are too long to be made on heap arrays. Blocks are kept for the next
 * call, up to 64 MiB in all; the garbage collector frees those that are not kept.
 */
final class Scratch implements AutoCloseable {
    private static final long KEPT_BYTES = 64L << 20;
    private static final long SMALLEST = 1 << 12;
    private static final ConcurrentLinkedDeque<MemorySegment> KEPT = new ConcurrentLinkedDeque<>();
    private static final AtomicLong KEPT_SIZE = new AtomicLong();

    private final MemorySegment block;

    private Scratch(MemorySegment block) {
        this.block = block;
    }

    /** A block of at least the given size, its content undefined. */
    static Scratch take(long bytes) {
        for (MemorySegment kept : KEPT) {
            if (kept.byteSize() >= bytes && kept.byteSize() <= Math.max(4 * bytes, SMALLEST) && KEPT.remove(kept)) {
                KEPT_SIZE.addAndGet(-kept.byteSize());
                return new Scratch(kept);
            }
        }
        return new Scratch(Arena.ofAuto().allocate(Math.max(bytes, SMALLEST), 64));
    }

    MemorySegment block() {
        return block;
    }

    @Override
    public void close() {
        if (KEPT_SIZE.addAndGet(block.byteSize()) <= KEPT_BYTES) {
            KEPT.push(block);
        } else {
            KEPT_SIZE.addAndGet(-block.byteSize());
        }
    }
}
