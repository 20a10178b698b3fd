package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.NdArray;

/** Java code that a {@link org.gradus.program.Host} operation calls. */
@FunctionalInterface
public interface HostFunction {

    /**
     * Runs the code.
     *
     * @param inputs the operands
     * @return results of the types that the operation declares
     */
    List<NdArray> evaluate(List<NdArray> inputs);
}
