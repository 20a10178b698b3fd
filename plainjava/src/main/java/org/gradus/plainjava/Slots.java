package org.gradus.plainjava;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.IdentityHashMap;
import java.util.Map;

/** The local variables of a generated method. */
final class Slots {
    private final CodeBuilder c;
    private final Map<Node, Integer> values = new IdentityHashMap<>();

    Slots(CodeBuilder c) {
        this.c = c;
    }

    int fresh(TypeKind kind) {
        return c.allocateLocal(kind);
    }

    void set(Node n, int slot) {
        values.put(n, slot);
    }

    /** The variable of a value, made when first asked for. */
    int of(Node n) {
        return values.computeIfAbsent(n, k -> fresh(k.kind));
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
