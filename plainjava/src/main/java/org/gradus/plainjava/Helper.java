package org.gradus.plainjava;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Small functions of two numbers that derivatives need, written into each generated class, which so needs nothing of this
 * library at run time.
 */
enum Helper {
    /** (c, t): c·t, where a zero t annihilates an infinite c. */
    SCALE {
        @Override
        void write(CodeBuilder c) {
            zeroUnlessSecond(c);
            c.dload(0).dload(2).dmul().dreturn();
        }
    },
    /** (t, x): t/x, where a zero t annihilates a zero x. */
    QUOTIENT {
        @Override
        void write(CodeBuilder c) {
            Label go = c.newLabel();
            c.dload(0).dconst_0().dcmpl().ifne(go).dconst_0().dreturn().labelBinding(go);
            c.dload(0).dload(2).ddiv().dreturn();
        }
    },
    /** (a, b): the share of a in the derivative of max(a, b): 1, half at a tie, or 0. */
    SHARE {
        @Override
        void write(CodeBuilder c) {
            Label less = c.newLabel();
            Label other = c.newLabel();
            c.dload(0).dload(2).dcmpl().ifle(less).dconst_1().dreturn().labelBinding(less);
            c.dload(0).dload(2).dcmpl().ifne(other).ldc(0.5).dreturn().labelBinding(other);
            c.dconst_0().dreturn();
        }
    },
    /** (x, y): the derivative of pow(x, y) in x: y·x^(y-1). */
    POWER_SLOPE {
        @Override
        void write(CodeBuilder c) {
            zeroUnlessSecond(c);
            c.dload(2).dload(0).dload(2).dconst_1().dsub();
            c.invokestatic(MATH, "pow", BINARY).dmul().dreturn();
        }
    },
    /** (v, x): v·log x, zero where v is: the derivative of v = pow(x, y) in y. */
    TIMES_LOG {
        @Override
        void write(CodeBuilder c) {
            Label go = c.newLabel();
            c.dload(0).dconst_0().dcmpl().ifne(go).dconst_0().dreturn().labelBinding(go);
            c.dload(0).dload(2).invokestatic(MATH, "log", UNARY).dmul().dreturn();
        }
    };

    static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    static final MethodTypeDesc UNARY = MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_double);
    static final MethodTypeDesc BINARY =
            MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_double, ConstantDescs.CD_double);

    abstract void write(CodeBuilder c);

    String methodName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    private static void zeroUnlessSecond(CodeBuilder c) {
        Label go = c.newLabel();
        c.dload(2).dconst_0().dcmpl().ifne(go).dconst_0().dreturn().labelBinding(go);
    }
}
