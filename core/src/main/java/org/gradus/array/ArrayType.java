package org.gradus.array;

/**
 * What is known of an array before its numbers: element type and shape. Prints as {@code f64[3,4]}.
 *
 * @param dtype the element type
 * @param shape the axis lengths
 */
public record ArrayType(DType dtype, Shape shape) {

    /**
     * The same shape with another element type.
     *
     * @param other the new element type
     * @return the new type
     */
    public ArrayType with(DType other) {
        return new ArrayType(other, shape);
    }

    /**
     * The same element type with another shape.
     *
     * @param other the new shape
     * @return the new type
     */
    public ArrayType with(Shape other) {
        return new ArrayType(dtype, other);
    }

    @Override
    public String toString() {
        return dtype.symbol() + shape;
    }
}
