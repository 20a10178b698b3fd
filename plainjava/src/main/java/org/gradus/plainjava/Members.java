package org.gradus.plainjava;

import java.lang.classfile.CodeBuilder;

/** Fields and methods of the person's classes as generated code reaches them. */
final class Members {

    void get(CodeBuilder c, Field f) {
        if (f.isStatic()) {
            c.getstatic(f.owner(), f.name(), f.type());
        } else {
            c.getfield(f.owner(), f.name(), f.type());
        }
    }

    void put(CodeBuilder c, Field f) {
        if (f.isStatic()) {
            c.putstatic(f.owner(), f.name(), f.type());
        } else {
            c.putfield(f.owner(), f.name(), f.type());
        }
    }

    void invoke(CodeBuilder c, Call call) {
        switch (call.opcode()) {
            case INVOKESTATIC -> c.invokestatic(call.owner(), call.name(), call.type(), call.isInterface());
            case INVOKEVIRTUAL -> c.invokevirtual(call.owner(), call.name(), call.type());
            case INVOKEINTERFACE -> c.invokeinterface(call.owner(), call.name(), call.type());
            default -> throw new IllegalStateException("not emitted: " + call);
        }
    }
}
