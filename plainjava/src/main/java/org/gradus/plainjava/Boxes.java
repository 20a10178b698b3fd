package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.Map;
import java.util.Set;

/** Boxed numbers, which generic interfaces bring into the simplest lambdas: objects with the one field {@code value}. */
final class Boxes {
    private Boxes() {}

    static final Set<Class<?>> TYPES = Set.of(Double.class, Float.class, Integer.class, Long.class, Boolean.class);

    private static final Map<ClassDesc, ClassDesc> PRIMITIVES = Map.of(
            ConstantDescs.CD_Double, ConstantDescs.CD_double,
            ConstantDescs.CD_Float, ConstantDescs.CD_float,
            ConstantDescs.CD_Integer, ConstantDescs.CD_int,
            ConstantDescs.CD_Long, ConstantDescs.CD_long,
            ConstantDescs.CD_Boolean, ConstantDescs.CD_boolean);

    static ClassDesc primitive(ClassDesc box) {
        return PRIMITIVES.get(box);
    }

    static Field value(ClassDesc box) {
        return new Field(box, "value", PRIMITIVES.get(box), false);
    }

    /** Whether the call puts a number into a box, or takes one out of a box that is followed. */
    static boolean isBox(Call call, Node[] arguments) {
        ClassDesc primitive = PRIMITIVES.get(call.owner());
        if (primitive == null) {
            return false;
        }
        if (call.name().equals("valueOf")) {
            return call.type().parameterCount() == 1
                    && call.type().parameterType(0).equals(primitive);
        }
        return call.name().endsWith("Value") && call.type().parameterCount() == 0 && arguments.length == 1;
    }

    static Node call(MethodReader reader, Objects objects, Call call, Node[] arguments) {
        return call.name().equals("valueOf")
                ? box(reader, call.owner(), arguments[0])
                : convert(
                        reader,
                        unbox(reader, arguments[0], call.owner()),
                        call.type().returnType());
    }

    private static Node box(MethodReader reader, ClassDesc box, Node value) {
        reader.reading.made.add(reader.reading.files.type(box));
        Node object = reader.typed(Op.NEW_OBJECT, box, null);
        reader.add(Op.PUT, TypeKind.VOID, null, value(box), object, value);
        return object;
    }

    private static Node unbox(MethodReader reader, Node object, ClassDesc box) {
        if (object.outer) {
            ClassDesc primitive = PRIMITIVES.get(box);
            Call call = new Call(
                    java.lang.classfile.Opcode.INVOKEVIRTUAL,
                    box,
                    primitive.displayName() + "Value",
                    java.lang.constant.MethodTypeDesc.of(primitive),
                    false);
            return reader.typed(Op.CALL, primitive, call, object);
        }
        return reader.typed(Op.GET, PRIMITIVES.get(box), value(box), object);
    }

    private static Node convert(MethodReader reader, Node value, ClassDesc to) {
        TypeKind kind = TypeKind.from(to);
        if (kind.asLoadable() != kind && value.kind == TypeKind.INT) {
            return kind == TypeKind.BOOLEAN ? value : reader.add(Op.NARROW, TypeKind.INT, null, kind, value);
        }
        return kind == value.kind ? value : reader.add(Op.CONVERT, kind, null, null, value);
    }

    /** A value as a lambda's target wants it: boxed, unboxed, widened or cast. */
    static Node adapt(MethodReader reader, Objects objects, Node value, ClassDesc to) {
        if (to.isPrimitive()) {
            Node number = value;
            if (value.isReference()) {
                ClassDesc box = value.type != null && PRIMITIVES.containsKey(value.type) ? value.type : boxOf(to);
                number = unbox(reader, value, box);
            }
            return convert(reader, number, to);
        }
        if (!value.isReference()) {
            ClassDesc box = PRIMITIVES.containsKey(to) ? to : boxOf(value.kind);
            return box(reader, box, value);
        }
        return objects.cast(value, to);
    }

    private static ClassDesc boxOf(ClassDesc primitive) {
        return primitive.equals(ConstantDescs.CD_boolean)
                ? ConstantDescs.CD_Boolean
                : boxOf(TypeKind.from(primitive).asLoadable());
    }

    private static ClassDesc boxOf(TypeKind kind) {
        return switch (kind) {
            case DOUBLE -> ConstantDescs.CD_Double;
            case FLOAT -> ConstantDescs.CD_Float;
            case LONG -> ConstantDescs.CD_Long;
            default -> ConstantDescs.CD_Integer;
        };
    }
}
