package org.gradus.plainjava;

/** What a {@link Node} computes. */
enum Op {
    /** The constant {@link Node#data}: a boxed number, a string, a class, or null. */
    CONST,
    /** The parameter of the method with the index {@link Node#data}. */
    PARAM,
    /** The captured value with the index {@link Node#data}: given when the function is made, the same in every call. */
    CAPTURE,
    /** One value for each predecessor of the block. */
    PHI,
    ADD,
    SUB,
    MUL,
    DIV,
    REM,
    NEG,
    SHL,
    SHR,
    USHR,
    AND,
    OR,
    XOR,
    /** A primitive conversion to the node's kind. */
    CONVERT,
    /** An int narrowed to the {@code TypeKind} that is {@link Node#data}. */
    NARROW,
    /** {@code lcmp}. */
    COMPARE,
    /** {@code fcmpl, dcmpl}. */
    COMPARE_LESS,
    /** {@code fcmpg, dcmpg}. */
    COMPARE_GREATER,
    /** A function of numbers: {@link Node#data} is a {@link Call}, a static method without effects. */
    MATH,
    /** A function of numbers that derivatives need: {@link Node#data} is a {@link Helper}. */
    HELPER,
    LENGTH,
    /** A new array of the node's type; one length, or one for each of the first dimensions. */
    NEW_ARRAY,
    LOAD,
    STORE,
    /** A new object of a class that is followed: see {@link Lowering}. */
    NEW_OBJECT,
    /** The field {@link Node#data} (a {@link Field}) of a followed object. */
    GET,
    /** Sets a field of a followed object. */
    PUT,
    /** A field of an object that came from outside, or a static field. */
    GET_FIELD,
    /** Sets a field outside. */
    PUT_FIELD,
    INSTANCE_OF,
    CAST,
    /** A call that derivatives do not look into: {@link Node#data} is a {@link Call}. */
    CALL,
    /** A new object that derivatives do not look into, such as an exception; {@link Node#data} is its constructor's {@link Call}. */
    NEW_OPAQUE,
    /** String concatenation; {@link Node#data} is the call site. */
    CONCAT,
    /** A functional object made inside: {@link Node#data} is a {@link Closure}. */
    CLOSURE,
    /** A call of a function that a person gives beside the code, for its value or for a derivative: {@link Node#data} is an {@link Applied}. */
    APPLY,
    /** The number itself, without a derivative. */
    DETACH,
    /** Of numbers v, a, p: v, to whose derivative p times that of a is added. */
    LINK,
    /** The shadow of an array from outside, see {@link Shadows}. */
    OUTER_SHADOW,
    /** In the reverse sweep: the adjoint of the node {@link Node#data}. */
    ADJOINT;

    /** Whether the node may be computed at another place, or not at all, without anyone seeing it. */
    boolean isPure() {
        return switch (this) {
            case CONST,
                    PARAM,
                    CAPTURE,
                    PHI,
                    ADD,
                    SUB,
                    MUL,
                    NEG,
                    SHL,
                    SHR,
                    USHR,
                    AND,
                    OR,
                    XOR,
                    CONVERT,
                    NARROW,
                    COMPARE,
                    COMPARE_LESS,
                    COMPARE_GREATER,
                    HELPER,
                    DETACH,
                    LINK,
                    INSTANCE_OF,
                    CLOSURE -> true;
            default -> false;
        };
    }
}
