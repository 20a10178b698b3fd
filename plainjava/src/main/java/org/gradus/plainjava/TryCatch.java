package org.gradus.plainjava;

import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.NewObjectInstruction;

/** Looks at the exception handlers of a method: the derivative code has none. */
final class TryCatch {
    private TryCatch() {}

    static void check(MethodReader reader) {
        for (ExceptionCatch c : reader.code.catches) {
            if (!onlyWraps(reader.code, c)) {
                throw Text.refusal(
                        reader.line,
                        reader.method.name() + " has a try block, which cannot be differentiated through",
                        "test for the error with if instead, or move try out of the function");
            }
        }
    }

    /** Record patterns compile to handlers that wrap what an accessor throws; without them the exception goes out bare. */
    private static boolean onlyWraps(RawCode code, ExceptionCatch c) {
        int at = -1;
        for (int i = 0; i < code.elements.size(); i++) {
            if (code.elements.get(i) instanceof java.lang.classfile.instruction.LabelTarget t
                    && t.label().equals(c.handler())) {
                at = i;
            }
        }
        for (int i = at; i >= 0 && i < Math.min(at + 8, code.elements.size()); i++) {
            if (code.elements.get(i) instanceof NewObjectInstruction n) {
                return n.className().asInternalName().equals("java/lang/MatchException");
            }
        }
        return false;
    }
}
