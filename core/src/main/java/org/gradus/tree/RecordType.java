package org.gradus.tree;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.gradus.error.StructureException;

/** Reads and makes records of one class; held weakly, so classes can be unloaded. */
final class RecordType {
    private static final ClassValue<RecordType> TYPES = new ClassValue<>() {
        @Override
        protected RecordType computeValue(Class<?> type) {
            return new RecordType(type);
        }
    };

    private final Method[] accessors;
    private final Constructor<?> constructor;
    private final List<String> names;

    private RecordType(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        this.names = Arrays.stream(components).map(RecordComponent::getName).toList();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            this.constructor = type.getDeclaredConstructor(types);
            this.constructor.setAccessible(true);
            this.accessors =
                    Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
            for (Method accessor : accessors) {
                accessor.setAccessible(true);
            }
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        } catch (InaccessibleObjectException _) {
            throw closed(type);
        }
    }

    static RecordType of(Class<?> type) {
        return TYPES.get(type);
    }

    private static StructureException closed(Class<?> type) {
        return new StructureException(
                "record " + type.getSimpleName() + ": its package " + type.getPackageName() + " in module "
                        + type.getModule().getName() + " is closed to Gradus, which reads and makes records",
                "add this line to your module-info.java:  opens " + type.getPackageName() + " to org.gradus.core;");
    }

    /** The components' names; asking the class for them each time is slow. */
    List<String> names() {
        return names;
    }

    List<Object> read(Object instance) {
        Object[] values = new Object[accessors.length];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = accessors[i].invoke(instance);
            } catch (InvocationTargetException e) {
                throw rethrow(instance.getClass(), e.getCause());
            } catch (IllegalAccessException _) {
                throw closed(instance.getClass());
            }
        }
        return Arrays.asList(values);
    }

    Object make(List<Object> values) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw rethrow(constructor.getDeclaringClass(), e.getCause());
        } catch (InstantiationException | IllegalAccessException _) {
            throw closed(constructor.getDeclaringClass());
        } catch (IllegalArgumentException _) {
            throw unfit(values);
        }
    }

    private StructureException unfit(List<Object> values) {
        RecordComponent[] components = constructor.getDeclaringClass().getRecordComponents();
        String unfit = "";
        for (int i = 0; i < components.length; i++) {
            Object value = values.get(i);
            if (value != null
                    && !components[i].getType().isPrimitive()
                    && !components[i].getType().isInstance(value)) {
                unfit = "component " + components[i].getName() + " is declared as "
                        + components[i].getType().getSimpleName();
            }
        }
        return new StructureException(
                "record " + constructor.getDeclaringClass().getSimpleName() + ": " + unfit
                        + ", and Gradus makes lists as ArrayList and maps as LinkedHashMap",
                "declare it as List or Map");
    }

    private static RuntimeException rethrow(Class<?> type, Throwable cause) {
        if (cause instanceof RuntimeException e) {
            return e;
        } else if (cause instanceof Error e) {
            throw e;
        }
        return new StructureException(
                "record " + type.getSimpleName() + ": its constructor or accessor failed: " + cause,
                "let the record accept any tensors of the declared shapes");
    }
}
