package org.gradus.plainjava;

/**
 * Keeps apart objects that the function makes, which are followed field by field, and objects from outside, which are read
 * as they are.
 */
final class Worlds {
    private Worlds() {}

    /** Makes one more value an operand of a φ: types are joined, worlds must agree. */
    static void join(MethodReader reader, Node phi, Node value) {
        if (value.isNull()) {
            return;
        }
        boolean unset = phi.type == null;
        phi.type = reader.reading.common(phi.type, value.type);
        if (unset) {
            phi.outer = value.outer;
        } else if (phi.outer != value.outer && value != phi) {
            if (isAlike(reader, phi) && isAlike(reader, value)) {
                phi.outer = false;
                return;
            }
            throw Text.refusal(
                    reader.line,
                    "a variable of type " + phi.type.displayName()
                            + " is sometimes an object that the function makes and sometimes one from outside",
                    "copy the object from outside into a new one first, or make its class a record");
        }
    }

    /** Whether values of the type look the same in both worlds: arrays of numbers. */
    static boolean isAlike(MethodReader reader, Node n) {
        java.lang.constant.ClassDesc type = n.type;
        while (type != null && type.isArray()) {
            type = type.componentType();
        }
        return type == null || type.isPrimitive() || !reader.reading.isFollowed(reader.reading.files.type(type));
    }
}
