package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * How objects that are followed are laid out in arrays. An object of numbers alone, whose class has neither super- nor
 * subclasses, is a {@code double[]}. Another is an {@code Object[]}: its class, its doubles, its ints, its longs, then its
 * references.
 */
final class Layout {
    static final ClassDesc DOUBLES = ConstantDescs.CD_double.arrayType();
    static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();
    static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
    static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
    private static final int FIRST_REFERENCE = 4;

    private Layout() {}

    /** All instance fields, those of superclasses first. */
    static List<Field> fields(Reading reading, Class<?> type) {
        ClassDesc desc = ClassFiles.desc(type);
        if (Boxes.TYPES.contains(type)) {
            return List.of(Boxes.value(desc));
        }
        List<Field> all = new ArrayList<>();
        if (type.getSuperclass() != null && reading.isFollowed(type.getSuperclass())) {
            all.addAll(fields(reading, type.getSuperclass()));
        }
        for (java.lang.reflect.Field f : type.getDeclaredFields()) {
            if (!Modifier.isStatic(f.getModifiers())) {
                all.add(new Field(desc, f.getName(), ClassFiles.desc(f.getType()), false));
            }
        }
        return all;
    }

    static boolean isPlain(Reading reading, Class<?> type) {
        boolean box = Boxes.TYPES.contains(type);
        return (box
                        || (Modifier.isFinal(type.getModifiers())
                                && type.getInterfaces().length == 0
                                && (type.getSuperclass() == Object.class || type.isRecord())))
                && fields(reading, type).stream().allMatch(f -> JdkMethods.isReal(f.type()));
    }

    /** Which part of an object a field is in: 1 doubles, 2 ints, 3 longs, 0 the object itself. */
    static int part(Field f) {
        return switch (TypeKind.from(f.type()).asLoadable()) {
            case DOUBLE, FLOAT -> 1;
            case INT -> 2;
            case LONG -> 3;
            default -> 0;
        };
    }

    static ClassDesc partType(int part) {
        return switch (part) {
            case 1 -> DOUBLES;
            case 2 -> INTS;
            case 3 -> LONGS;
            default -> OBJECTS;
        };
    }

    static int count(Reading reading, Class<?> type, int part) {
        int own = (int)
                fields(reading, type).stream().filter(f -> part(f) == part).count();
        return part == 0 ? FIRST_REFERENCE + own : own;
    }

    /** The position of a field in its part. */
    static int index(Reading reading, Field field) {
        int i = part(field) == 0 ? FIRST_REFERENCE : 0;
        for (Field f : fields(reading, reading.files.type(field.owner()))) {
            if (f.equals(field)) {
                return i;
            }
            if (part(f) == part(field)) {
                i++;
            }
        }
        throw new IllegalArgumentException(field.toString());
    }

    /** The type of what stands for values of a type. */
    static ClassDesc type(Reading reading, ClassDesc type) {
        if (type == null || type.isPrimitive()) {
            return type;
        }
        if (type.isArray()) {
            return type(reading, type.componentType()).arrayType();
        }
        Class<?> c = reading.files.type(type);
        if (!reading.isFollowed(c)) {
            // A supertype that followed objects share with others, such as Object or Comparable.
            return Reading.isLibrary(c) && reading.made.stream().anyMatch(c::isAssignableFrom)
                    ? ConstantDescs.CD_Object
                    : type;
        }
        return isPlain(reading, c) ? DOUBLES : OBJECTS;
    }
}
