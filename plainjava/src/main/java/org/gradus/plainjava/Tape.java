package org.gradus.plainjava;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * The three stacks of a generated method, of doubles, ints and references. They come in an array that belongs to the thread,
 * live in local variables while the method runs, and go back longer if they grew.
 */
final class Tape {
    private static final ClassDesc[] TYPES = {
        ConstantDescs.CD_double.arrayType(), ConstantDescs.CD_int.arrayType(), ConstantDescs.CD_Object.arrayType()
    };

    private final CodeBuilder c;
    private final ClassDesc self;
    private final int holder;
    private final int[] stack = new int[3];
    private final int[] top = new int[3];

    Tape(CodeBuilder c, ClassDesc self, int holder) {
        this.c = c;
        this.self = self;
        this.holder = holder;
        for (int i = 0; i < 3; i++) {
            stack[i] = c.allocateLocal(TypeKind.REFERENCE);
            top[i] = c.allocateLocal(TypeKind.INT);
            Slots.hint(c, stack[i], TYPES[i]);
        }
    }

    static int index(TypeKind kind) {
        return switch (kind) {
            case DOUBLE, FLOAT, LONG -> 0;
            case REFERENCE -> 2;
            default -> 1;
        };
    }

    /** The kind of the stack that holds values of a kind. */
    static TypeKind stackOf(TypeKind kind) {
        return switch (index(kind)) {
            case 0 -> TypeKind.DOUBLE;
            case 1 -> TypeKind.INT;
            default -> TypeKind.REFERENCE;
        };
    }

    void open() {
        for (int i = 0; i < 3; i++) {
            c.aload(holder).loadConstant(i).aaload().checkcast(TYPES[i]).astore(stack[i]);
            c.iconst_0().istore(top[i]);
        }
    }

    void close() {
        for (int i = 0; i < 3; i++) {
            c.aload(holder).loadConstant(i).aload(stack[i]).aastore();
        }
    }

    /** Makes sure that n more values find a place. */
    void reserve(TypeKind kind, int n) {
        int i = index(kind);
        c.iload(top[i]).loadConstant(n).iadd().aload(stack[i]).arraylength();
        var enough = c.newLabel();
        c.if_icmple(enough);
        c.aload(stack[i]).iload(top[i]).loadConstant(n).iadd();
        c.invokestatic(self, "grow", MethodTypeDesc.of(TYPES[i], TYPES[i], ConstantDescs.CD_int));
        c.astore(stack[i]);
        c.labelBinding(enough);
    }

    /** Pushes what the code puts on the operand stack; a place must be reserved. */
    void push(TypeKind kind, Runnable value) {
        int i = index(kind);
        c.aload(stack[i]).iload(top[i]);
        value.run();
        widen(c, kind);
        switch (i) {
            case 0 -> c.dastore();
            case 1 -> c.iastore();
            default -> c.aastore();
        }
        c.iinc(top[i], 1);
    }

    /** Leaves the last pushed value on the operand stack. */
    void pop(TypeKind kind, ClassDesc type) {
        int i = index(kind);
        c.iinc(top[i], -1);
        c.aload(stack[i]).iload(top[i]);
        switch (i) {
            case 0 -> c.daload();
            case 1 -> c.iaload();
            default -> c.aaload();
        }
        narrow(c, kind);
        if (kind == TypeKind.REFERENCE) {
            if (type != null) {
                c.checkcast(type);
            }
            // Nothing on the tape may keep arrays alive.
            c.aload(stack[i]).iload(top[i]).aconst_null().aastore();
        }
    }

    /** Makes a float or a long one of the doubles among which it is kept. */
    static void widen(CodeBuilder c, TypeKind kind) {
        switch (kind) {
            case FLOAT -> c.f2d();
            case LONG ->
                c.invokestatic(
                        ConstantDescs.CD_Double,
                        "longBitsToDouble",
                        MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
            default -> {}
        }
    }

    static void narrow(CodeBuilder c, TypeKind kind) {
        switch (kind) {
            case FLOAT -> c.d2f();
            case LONG ->
                c.invokestatic(
                        ConstantDescs.CD_Double,
                        "doubleToRawLongBits",
                        MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double));
            default -> {}
        }
    }
}
