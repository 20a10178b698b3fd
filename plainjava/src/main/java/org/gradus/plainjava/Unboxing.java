package org.gradus.plainjava;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Takes numbers out of boxes, in generated code. */
final class Unboxing {
    private Unboxing() {}

    static void emit(CodeBuilder c, TypeKind kind) {
        String name = switch (kind) {
            case DOUBLE -> "double";
            case FLOAT -> "float";
            case LONG -> "long";
            default -> "int";
        };
        ClassDesc number = ClassDesc.of("java.lang.Number");
        ClassDesc type = ClassDesc.ofDescriptor(
                switch (kind) {
                    case DOUBLE -> "D";
                    case FLOAT -> "F";
                    case LONG -> "J";
                    default -> "I";
                });
        c.checkcast(number).invokevirtual(number, name + "Value", MethodTypeDesc.of(type));
    }
}
