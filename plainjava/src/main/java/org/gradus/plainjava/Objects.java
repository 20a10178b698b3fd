package org.gradus.plainjava;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;
import org.gradus.error.SourceLine;

/** Fields, creation and types of objects, while bytecode is read. */
final class Objects {
    private final MethodReader reader;

    Objects(MethodReader reader) {
        this.reader = reader;
    }

    void field(FieldInstruction i) {
        Frame f = reader.frame;
        Field field = new Field(
                i.owner().asSymbol(),
                i.name().stringValue(),
                i.typeSymbol(),
                i.opcode() == Opcode.GETSTATIC || i.opcode() == Opcode.PUTSTATIC);
        switch (i.opcode()) {
            case GETSTATIC -> f.push(fromOutside(constant(field)));
            case PUTSTATIC -> {
                Node value = f.pop();
                refuseEscape(value, field);
                reader.add(Op.PUT_FIELD, TypeKind.VOID, null, declared(field), value);
            }
            case GETFIELD -> {
                Node object = f.pop();
                f.push(get(object, declared(field)));
            }
            case PUTFIELD -> {
                Node[] in = f.pop(2);
                if (in[0].outer) {
                    refuseEscape(in[1], field);
                    reader.add(Op.PUT_FIELD, TypeKind.VOID, null, declared(field), in);
                } else {
                    checkStore(in[0], in[1]);
                    reader.add(Op.PUT, TypeKind.VOID, null, declared(field), in);
                }
            }
            default -> throw new IllegalStateException();
        }
    }

    /** A static field; arrays that are always the same are read once. */
    private Node constant(Field named) {
        Field field = declared(named);
        Class<?> owner = reader.reading.files.type(field.owner());
        if (!field.type().isArray() || !isFinalField(owner, field.name())) {
            return reader.typed(Op.GET_FIELD, field.type(), field);
        }
        return reader.reading.tables.computeIfAbsent(field, _ -> {
            Node n = reader.graph.typed(Op.GET_FIELD, field.type(), field);
            n.line = reader.line;
            return reader.graph.add(reader.graph.entry, n);
        });
    }

    Node get(Node object, Field field) {
        if (object.outer
                && TypeKind.from(field.type()) != TypeKind.REFERENCE
                && JdkMethods.isReal(field.type())
                && Throwable.class.isAssignableFrom(reader.reading.files.type(field.owner()))) {
            throw Text.refusal(
                    reader.line,
                    "a number is read from the exception " + field,
                    "return the number instead, or keep it in a local variable");
        }
        return object.outer
                ? fromOutside(reader.typed(Op.GET_FIELD, field.type(), field, object))
                : reader.typed(Op.GET, field.type(), field, object);
    }

    /** The field with the class that declares it as its owner, so that a field has one name. */
    private Field declared(Field field) {
        for (Class<?> c = reader.reading.files.type(field.owner()); c != null; c = c.getSuperclass()) {
            for (java.lang.reflect.Field own : c.getDeclaredFields()) {
                if (own.getName().equals(field.name())
                        && ClassFiles.desc(own.getType()).equals(field.type())) {
                    return new Field(ClassFiles.desc(c), field.name(), field.type(), field.isStatic());
                }
            }
        }
        return field;
    }

    /** A value that comes from outside. A record becomes one that is followed, with the same components. */
    Node fromOutside(Node n) {
        if (!n.isReference()) {
            return n;
        }
        n.outer = true;
        Class<?> type = reader.reading.files.type(n.type);
        boolean copied = type.isRecord() && reader.reading.isFollowed(type) && !contains(type, type, new HashSet<>());
        return copied ? copyRecord(n, type) : n;
    }

    /** Whether a record has a component of a type, or one that has: such records come in trees of unknown depth. */
    private static boolean contains(Class<?> record, Class<?> type, Set<Class<?>> seen) {
        if (!seen.add(record)) {
            return false;
        }
        for (RecordComponent c : record.getRecordComponents()) {
            Class<?> own = c.getType();
            if (own == type || (own.isRecord() && contains(own, type, seen))) {
                return true;
            }
        }
        return false;
    }

    private Node copyRecord(Node n, Class<?> type) {
        Node copy = newObject(type);
        for (RecordComponent c : type.getRecordComponents()) {
            Field field = new Field(n.type, c.getName(), ClassFiles.desc(c.getType()), false);
            Node value = fromOutside(reader.typed(Op.GET_FIELD, field.type(), field, n));
            reader.add(Op.PUT, TypeKind.VOID, null, field, copy, value);
        }
        return copy;
    }

    private Node newObject(Class<?> type) {
        reader.reading.made.add(type);
        return reader.typed(Op.NEW_OBJECT, ClassFiles.desc(type), null);
    }

    void create(ClassDesc desc) {
        Class<?> type = reader.reading.files.type(desc);
        if (reader.reading.isFollowed(type)) {
            if (type.getSuperclass() != null
                    && Reading.isLibrary(type.getSuperclass())
                    && type.getSuperclass() != Object.class
                    && !type.isRecord()) {
                throw Text.refusal(
                        reader.line,
                        Text.simple(type) + " extends " + type.getSuperclass().getName() + ", whose code has no rule",
                        Calls.REMEDY);
            }
            reader.frame.push(newObject(type));
            return;
        }
        // Becomes a node when its constructor is called.
        Node later = reader.graph.typed(Op.NEW_OPAQUE, desc, null);
        later.outer = true;
        reader.frame.push(later);
    }

    void typeCheck(TypeCheckInstruction i) {
        Frame f = reader.frame;
        Node object = f.pop();
        ClassDesc type = i.type().asSymbol();
        if (i.opcode() == Opcode.INSTANCEOF) {
            f.push(instanceOf(object, type));
        } else {
            f.push(cast(object, type));
        }
    }

    Node instanceOf(Node object, ClassDesc type) {
        Class<?> exact = reader.reading.exact(object);
        if (exact != null) {
            Class<?> wanted = reader.reading.files.type(type);
            if (!object.outer) {
                return reader.constant(wanted.isAssignableFrom(exact) ? 1 : 0);
            }
        }
        return reader.add(Op.INSTANCE_OF, TypeKind.INT, null, type, object);
    }

    Node cast(Node object, ClassDesc type) {
        if (object.isNull() || (object.type != null && isSubtype(object.type, type))) {
            return object;
        }
        Node cast = reader.typed(Op.CAST, type, null, object);
        cast.outer = object.outer;
        return cast;
    }

    private boolean isSubtype(ClassDesc a, ClassDesc b) {
        return reader.reading.files.type(b).isAssignableFrom(reader.reading.files.type(a));
    }

    /** An object that is followed may not hold one that is not, except where both look the same. */
    void checkStore(Node into, Node value) {
        if (!value.isReference() || value.isNull() || into.outer == value.outer || Worlds.isAlike(reader, value)) {
            return;
        }
        if (!into.outer && value.outer && !followedInside(value)) {
            return;
        }
        throw Text.refusal(
                reader.line,
                "an object of type " + value.type.displayName()
                        + (value.outer ? " from outside" : " made by the function") + " is stored in one "
                        + (into.outer ? "from outside" : "made by the function"),
                "copy it into a new object first, or make its class a record");
    }

    private boolean followedInside(Node value) {
        return reader.reading.isFollowed(reader.reading.files.type(value.type));
    }

    private void refuseEscape(Node value, Field field) {
        if (value.isReference()
                && !value.outer
                && !value.isNull()
                && !(isArray(value) && Worlds.isAlike(reader, value))) {
            throw escape(reader.line, field);
        }
    }

    private static boolean isArray(Node n) {
        return n.type != null && n.type.isArray();
    }

    private static RuntimeException escape(SourceLine line, Field field) {
        return Text.refusal(
                line,
                "an object that the function makes, or its argument, is stored in the field " + field + " outside",
                "keep it in a local variable, or return it");
    }

    /** Refuses to set a field outside to an array of the function where the field's later readers are not known. */
    static void checkEscape(Node put) {
        Node value = put.in[put.in.length - 1];
        if (value.isReference() && !value.outer && !value.isNull()) {
            throw escape(put.line, (Field) put.data);
        }
    }

    static boolean isFinalField(Class<?> owner, String name) {
        try {
            return Modifier.isFinal(owner.getDeclaredField(name).getModifiers());
        } catch (NoSuchFieldException e) {
            return false;
        }
    }
}
