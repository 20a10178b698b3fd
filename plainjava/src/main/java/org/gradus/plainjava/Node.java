package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import org.gradus.error.SourceLine;

/** A value, or an effect, of a {@link Graph} in static single assignment form. */
final class Node {
    static final Node[] NONE = {};

    final int id;
    Op op;
    final TypeKind kind;

    /** The static type of a reference; null for the null constant. */
    ClassDesc type;

    Node[] in;
    Object data;
    Block block;
    SourceLine line = SourceLine.UNKNOWN;

    /** For references: the object is not one that is followed (a captured value, what a field outside holds). */
    boolean outer;

    Node(int id, Op op, TypeKind kind, ClassDesc type, Object data, Node... in) {
        this.id = id;
        this.op = op;
        this.kind = kind;
        this.type = type;
        this.data = data;
        this.in = in;
    }

    boolean isReference() {
        return kind == TypeKind.REFERENCE;
    }

    boolean isReal() {
        return kind == TypeKind.DOUBLE || kind == TypeKind.FLOAT;
    }

    boolean isConstant() {
        return op == Op.CONST;
    }

    boolean isNull() {
        return op == Op.CONST && data == null;
    }

    /** The type of an array's elements. */
    ClassDesc component() {
        return type == null || !type.isArray() ? ConstantDescs.CD_Object : type.componentType();
    }

    /** Whether the node must stay although nobody uses its value. Values that nobody uses are not computed to see them fail. */
    boolean hasEffect() {
        return switch (op) {
            case STORE, PUT, PUT_FIELD, CALL -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("v" + id + " = " + op);
        if (data != null) {
            text.append(' ').append(data);
        }
        for (Node n : in) {
            text.append(" v").append(n == null ? "?" : n.id);
        }
        return text.append(" : ")
                .append(type == null ? kind : type.displayName())
                .toString();
    }
}
