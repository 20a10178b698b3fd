package org.gradus.compile;

import java.util.List;
import org.gradus.array.NdArray;

/** A program ready to run; safe for use by many threads. */
@FunctionalInterface
public interface Executable {

    /**
     * Runs the program.
     *
     * @param arguments one array an input, of the input's type
     * @return one array an output
     * @throws org.gradus.error.ShapeException when an argument is not of its input's type
     */
    List<NdArray> run(List<NdArray> arguments);
}
