package org.gradus.plainjava;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.IdentityHashMap;

/** Shadows of arrays that live outside the function, such as its work space: one for each array in each call. */
final class OuterShadows {
    private OuterShadows() {}

    /** {@link #of} for generated code, which cannot see this class. */
    static MethodHandle handle() {
        try {
            return MethodHandles.lookup()
                    .findStatic(
                            OuterShadows.class,
                            "of",
                            MethodType.methodType(Object.class, IdentityHashMap.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The shadow of an array, zero at first; null for what has no numbers with derivatives in it. */
    static Object of(IdentityHashMap<Object, Object> known, Object array) {
        if (array == null) {
            return null;
        }
        Object shadow = known.get(array);
        if (shadow == null) {
            shadow = make(known, array);
        }
        return shadow;
    }

    private static Object make(IdentityHashMap<Object, Object> known, Object array) {
        return switch (array) {
            case double[] a -> known(known, array, new double[a.length]);
            case float[] a -> known(known, array, new double[a.length]);
            case Object[] rows
            when type(array.getClass()) != null -> {
                Object[] shadow =
                        (Object[]) Array.newInstance(type(rows.getClass()).componentType(), rows.length);
                known.put(array, shadow);
                for (int i = 0; i < rows.length; i++) {
                    shadow[i] = of(known, rows[i]);
                }
                yield shadow;
            }
            default -> null;
        };
    }

    private static double[] known(IdentityHashMap<Object, Object> known, Object array, double[] shadow) {
        known.put(array, shadow);
        return shadow;
    }

    /** The class of an array's shadow; null where there is none. */
    private static Class<?> type(Class<?> type) {
        if (!type.isArray()) {
            return type == float.class || type == double.class ? double.class : type == Object.class ? type : null;
        }
        Class<?> inner = type(type.componentType());
        return inner == null ? null : inner.arrayType();
    }
}
