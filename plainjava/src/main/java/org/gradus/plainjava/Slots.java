package org.gradus.plainjava;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.util.IdentityHashMap;
import java.util.Map;

/** The local variables of a generated method. */
final class Slots {
    private final CodeBuilder c;
    private final Map<Node, Integer> values = new IdentityHashMap<>();

    Slots(CodeBuilder c) {
        this.c = c;
    }

    /** A variable for values like a node's. */
    int fresh(Node like) {
        return fresh(c, like);
    }

    int fresh(TypeKind kind) {
        return c.allocateLocal(kind);
    }

    static int fresh(CodeBuilder c, Node like) {
        int slot = c.allocateLocal(like.kind);
        if (like.isReference() && like.type != null) {
            hint(c, slot, like.type);
        }
        return slot;
    }

    /** Tells {@link Pieces} the type of a variable with a reference. */
    static void hint(CodeBuilder c, int slot, ClassDesc type) {
        c.localVariable(slot, "v", type, c.startLabel(), c.endLabel());
    }

    /** Marks a place where the operand stack is empty, and long code may be cut. */
    static void cut(CodeBuilder c) {
        c.labelBinding(c.newLabel());
    }

    void set(Node n, int slot) {
        values.put(n, slot);
    }

    /** The variable of a value, made when first asked for. */
    int of(Node n) {
        return values.computeIfAbsent(n, this::fresh);
    }

    void load(Node n) {
        c.loadLocal(n.kind, of(n));
    }

    void store(Node n) {
        c.storeLocal(n.kind, of(n));
    }

    /** Gives a value's variable zero or null, where the verifier could think it unset. */
    void clear(TypeKind kind, int slot) {
        zero(c, kind);
        c.storeLocal(kind, slot);
    }

    static void zero(CodeBuilder c, TypeKind kind) {
        switch (kind) {
            case DOUBLE -> c.dconst_0();
            case FLOAT -> c.fconst_0();
            case LONG -> c.lconst_0();
            case REFERENCE -> c.aconst_null();
            default -> c.iconst_0();
        }
    }
}
