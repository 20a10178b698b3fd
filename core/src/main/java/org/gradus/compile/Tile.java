package org.gradus.compile;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.ChunkedSum;

/** What one thread works on: where in the region's shape it is, and its buffers. */
final class Tile {
    /** The arrays that the region reads. */
    final NdArray[] inputs;
    /** The Java arrays that it writes. */
    final Object[] outputs;
    /** Sums of chunks, a row each, of outputs that are long sums. */
    final double[][][] partials;
    /** The buffers, as operands of kernels. */
    final NdArray[] buffers;

    final double[] chunk;
    /** Position of the first element. */
    int start;
    /** Elements. */
    int count;
    /** The first row. */
    int row;
    /** Rows, or 1 where a row is cut into chunks. */
    int rows;
    /** Number of the chunk in its row. */
    int piece;

    Tile(NdArray[] inputs, Object[] outputs, double[][][] partials, List<ArrayType> buffers) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.partials = partials;
        this.buffers = new NdArray[buffers.size()];
        for (int i = 0; i < this.buffers.length; i++) {
            ArrayType type = buffers.get(i);
            this.buffers[i] =
                    NdArray.of(type, type.dtype().allocate(type.shape().size()));
        }
        this.chunk = partials.length == 0 ? null : new double[ChunkedSum.CHUNK];
    }

    Object array(int buffer) {
        return buffers[buffer].stored();
    }

    static ArrayType buffer(DType dtype, int length) {
        return new ArrayType(dtype, Shape.of(length));
    }
}
