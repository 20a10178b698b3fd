package org.gradus.plainjava;

import java.lang.classfile.Opcode;

/** Branches whose way is known when the code is read: flags and kinds of objects that inlining made constant. */
final class Branches {
    private Branches() {}

    /** Whether the branch is taken; null when that depends on the run. */
    static Boolean decide(Opcode opcode, Node[] in) {
        return switch (opcode) {
            case IFNULL, IFNONNULL -> {
                Boolean isNull = isNull(in[0]);
                yield isNull == null ? null : (Boolean) (isNull == (opcode == Opcode.IFNULL));
            }
            case IF_ACMPEQ, IF_ACMPNE -> null;
            default -> {
                if (!in[0].isConstant() || (in.length == 2 && !in[1].isConstant())) {
                    yield null;
                }
                yield decide(opcode, (int) in[0].data, in.length == 2 ? (int) in[1].data : 0);
            }
        };
    }

    /** Whether the branch is taken for two ints, or for one that is compared with 0; null for other branches. */
    static Boolean decide(Opcode opcode, int a, int b) {
        return switch (opcode) {
            case IFEQ, IF_ICMPEQ -> a == b;
            case IFNE, IF_ICMPNE -> a != b;
            case IFLT, IF_ICMPLT -> a < b;
            case IFGE, IF_ICMPGE -> a >= b;
            case IFGT, IF_ICMPGT -> a > b;
            case IFLE, IF_ICMPLE -> a <= b;
            default -> null;
        };
    }

    private static Boolean isNull(Node n) {
        return switch (n.op) {
            case CONST -> n.data == null;
            case NEW_OBJECT, NEW_ARRAY, NEW_OPAQUE, CLOSURE, CONCAT -> false;
            default -> null;
        };
    }
}
