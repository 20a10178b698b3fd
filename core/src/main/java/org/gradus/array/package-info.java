/**
 * Arrays of numbers: element type, shape and storage.
 *
 * <p>An {@link org.gradus.array.NdArray} is contiguous, row-major and immutable. A constant array of any shape is
 * stored as one element (a <em>splat</em>).
 *
 * {@snippet :
 * NdArray a = NdArray.wrap(Shape.of(2, 2), new double[] {1, 2, 3, 4});
 * a.type();        // → f64[2,2]
 * a.toString();    // → [[1.0, 2.0], [3.0, 4.0]]
 * }
 */
package org.gradus.array;
