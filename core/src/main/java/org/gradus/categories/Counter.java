package org.gradus.categories;

import java.util.concurrent.atomic.AtomicLong;
import org.gradus.tensor.Tensor;

/** Counts multiplications of numbers. */
public final class Counter {
    private final AtomicLong count = new AtomicLong();

    /** Nothing counted yet. */
    public Counter() {}

    Tensor times(Tensor x, Tensor y) {
        Tensor product = x.times(y);
        count.addAndGet(product.size());
        return product;
    }

    /**
     * How many there were.
     *
     * @return since this counter was made
     */
    public long multiplications() {
        return count.get();
    }
}
