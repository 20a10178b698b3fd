package org.gradus.plainjava;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;

/** One operation as bytecode, with its operands on the stack. */
final class Emission {
    static final MethodTypeDesc INSTANCE = MethodTypeDesc.of(
            java.lang.constant.ConstantDescs.CD_boolean, Layout.OBJECTS, java.lang.constant.ConstantDescs.CD_Class);

    private final CodeBuilder c;
    private final Emitter emitter;

    Emission(CodeBuilder c, Emitter emitter) {
        this.c = c;
        this.emitter = emitter;
    }

    void constant(Node n) {
        switch (n.data) {
            case null -> c.aconst_null();
            case ClassDesc d -> c.loadConstant(d);
            case Object o -> c.loadConstant((ConstantDesc) o);
        }
    }

    void op(Node n) {
        switch (n.op) {
            case ADD, SUB, MUL, DIV, REM, NEG, SHL, SHR, USHR, AND, OR, XOR -> arithmetic(n);
            case CONVERT -> c.conversion(n.in[0].kind, n.kind);
            case NARROW -> c.conversion(TypeKind.INT, (TypeKind) n.data);
            case COMPARE -> c.lcmp();
            case COMPARE_LESS -> {
                if (n.in[0].kind == TypeKind.DOUBLE) {
                    c.dcmpl();
                } else {
                    c.fcmpl();
                }
            }
            case COMPARE_GREATER -> {
                if (n.in[0].kind == TypeKind.DOUBLE) {
                    c.dcmpg();
                } else {
                    c.fcmpg();
                }
            }
            case MATH, CALL -> call((Call) n.data);
            case HELPER -> c.invokestatic(emitter.self(), ((Helper) n.data).methodName(), Helper.BINARY);
            case LENGTH -> c.arraylength();
            case NEW_ARRAY -> newArray(n);
            case LOAD -> c.arrayLoad(element(n.in[0], n.kind));
            case STORE -> c.arrayStore(element(n.in[0], n.in[2].kind));
            case GET_FIELD -> emitter.members().get(c, (Field) n.data);
            case PUT_FIELD -> emitter.members().put(c, (Field) n.data);
            case INSTANCE_OF -> {
                if (Layout.OBJECTS.equals(n.in[0].type) && !n.in[0].outer) {
                    c.loadConstant((ClassDesc) n.data);
                    c.invokestatic(emitter.self(), "instance", INSTANCE);
                } else {
                    c.instanceOf((ClassDesc) n.data);
                }
            }
            case OUTER_SHADOW -> outerShadow(n);
            case CAST -> c.checkcast(n.type);
            case DETACH -> {}
            case LINK -> c.pop2().pop2();
            case CONCAT -> c.invokedynamic((DynamicCallSiteDesc) n.data);
            default -> throw new IllegalStateException("not emitted: " + n);
        }
    }

    private void outerShadow(Node n) {
        java.lang.constant.ClassDesc map = java.lang.constant.ClassDesc.of("java.util.IdentityHashMap");
        java.lang.constant.ClassDesc any = java.lang.constant.ConstantDescs.CD_Object;
        int array = c.allocateLocal(TypeKind.REFERENCE);
        int known = c.allocateLocal(TypeKind.REFERENCE);
        c.astore(array).astore(known);
        emitter.members().load(c, OuterShadows.handle());
        c.aload(known).aload(array);
        c.invokevirtual(
                java.lang.constant.ConstantDescs.CD_MethodHandle, "invokeExact", MethodTypeDesc.of(any, map, any));
        c.checkcast(n.type);
    }

    /** The kind of elements as array instructions have it. */
    static TypeKind element(Node array, TypeKind loaded) {
        if (array.type == null || !array.type.isArray()) {
            return loaded;
        }
        return TypeKind.from(array.type.componentType());
    }

    private void newArray(Node n) {
        ClassDesc component = n.type.componentType();
        if (n.in.length > 1) {
            c.multianewarray(n.type, n.in.length);
        } else if (component.isPrimitive()) {
            c.newarray(TypeKind.from(component));
        } else {
            c.anewarray(component);
        }
    }

    private void call(Call call) {
        emitter.members().invoke(c, call);
    }

    void apply(Applied applied, Runnable arguments) {
        handle(applied.handle(), applied.type(), arguments);
    }

    void handle(java.lang.invoke.MethodHandle handle, MethodTypeDesc type, Runnable arguments) {
        emitter.members().load(c, handle);
        arguments.run();
        c.invokevirtual(java.lang.constant.ConstantDescs.CD_MethodHandle, "invokeExact", type);
    }

    void construct(Node n, Runnable arguments) {
        Call init = (Call) n.data;
        c.new_(init.owner()).dup();
        arguments.run();
        c.invokespecial(init.owner(), "<init>", init.type());
    }

    private void arithmetic(Node n) {
        Opcode opcode = Opcode.valueOf(letter(n.kind) + n.op.name());
        c.with(java.lang.classfile.instruction.OperatorInstruction.of(opcode));
    }

    private static String letter(TypeKind kind) {
        return switch (kind) {
            case DOUBLE -> "D";
            case FLOAT -> "F";
            case LONG -> "L";
            default -> "I";
        };
    }

    /** A helper that tells whether an object laid out in an array is of a class. */
    static void writeInstance(CodeBuilder c) {
        ClassDesc type = java.lang.constant.ConstantDescs.CD_Class;
        var no = c.newLabel();
        c.aload(0).ifnull(no);
        c.aload(1).aload(0).iconst_0().aaload().checkcast(type);
        c.invokevirtual(type, "isAssignableFrom", MethodTypeDesc.of(java.lang.constant.ConstantDescs.CD_boolean, type))
                .ireturn();
        c.labelBinding(no).iconst_0().ireturn();
    }

    /** A helper that makes a stack longer: {@code grow(stack, needed)}. */
    static void writeGrow(CodeBuilder c, ClassDesc type) {
        MethodTypeDesc copyOf = MethodTypeDesc.of(
                type.componentType().isPrimitive() ? type : java.lang.constant.ConstantDescs.CD_Object.arrayType(),
                type.componentType().isPrimitive() ? type : java.lang.constant.ConstantDescs.CD_Object.arrayType(),
                java.lang.constant.ConstantDescs.CD_int);
        MethodTypeDesc max = MethodTypeDesc.ofDescriptor("(II)I");
        c.aload(0)
                .aload(0)
                .arraylength()
                .iconst_2()
                .imul()
                .iload(1)
                .loadConstant(1024)
                .iadd();
        c.invokestatic(Helper.MATH, "max", max);
        c.invokestatic(ClassDesc.of("java.util.Arrays"), "copyOf", copyOf).areturn();
    }
}
