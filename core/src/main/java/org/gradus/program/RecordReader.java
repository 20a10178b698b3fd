package org.gradus.program;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.DataException;
import org.gradus.error.GradusException;

/** Reads what {@link RecordWriter} wrote; only records permitted by the sealed {@link Op} are ever made, and no {@link Host}. */
final class RecordReader {
    private static final Map<String, Class<?>> OPERATIONS = new LinkedHashMap<>();

    static {
        collect(Op.class);
    }

    private static void collect(Class<?> type) {
        if (type == Host.class) {
            return;
        }
        if (type.isRecord()) {
            if (OPERATIONS.put(name(type), type) != null) {
                throw new LinkageError("two operations are named " + name(type));
            }
        } else {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted);
            }
        }
    }

    private final DataInputStream data;

    RecordReader(DataInputStream data) {
        this.data = data;
    }

    static String name(Class<?> type) {
        return type.getSimpleName();
    }

    DataInputStream data() {
        return data;
    }

    /** A count of things that follow; never more than the bytes that are left, each thing taking one at least. */
    int count() throws IOException {
        int count = data.readInt();
        if (count < 0 || count > data.available()) {
            throw new DataException("program: a count of " + count + " is larger than the file", "");
        }
        return count;
    }

    Object read(Class<?> type) throws IOException {
        if (type == int.class) {
            return data.readInt();
        } else if (type == boolean.class) {
            return data.readBoolean();
        } else if (type == String.class) {
            return data.readUTF();
        } else if (type.isEnum()) {
            return constant(type, data.readUTF());
        } else if (type == Shape.class) {
            return Shape.of(readInts());
        } else if (type == Program.class) {
            return Program.read(data);
        }
        return readRecord(type.isSealed() ? operation(data.readUTF()) : type);
    }

    private static Class<?> operation(String name) {
        Class<?> type = OPERATIONS.get(name);
        if (type == null) {
            throw new DataException("program: operation '" + name + "' does not exist", "");
        }
        return type;
    }

    private static Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new DataException("program: " + type.getSimpleName() + " has no '" + name + "'", "");
    }

    private Object readComponent(RecordComponent component) throws IOException {
        if (component.getType() != List.class) {
            return read(component.getType());
        }
        Class<?> element = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        Class<?> stored = element == Integer.class ? int.class : element;
        int count = count();
        List<Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(read(stored));
        }
        return list;
    }

    private List<Integer> readInts() throws IOException {
        int count = count();
        List<Integer> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(data.readInt());
        }
        return list;
    }

    private Object readRecord(Class<?> type) throws IOException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = readComponent(components[i]);
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof GradusException g) {
                throw g;
            }
            throw new LinkageError(type.getName(), e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.getName(), e);
        }
    }

    NdArray readArray() throws IOException {
        ArrayType type = (ArrayType) read(ArrayType.class);
        boolean splat = data.readBoolean();
        int n = splat ? 1 : type.shape().size();
        if ((long) n * type.dtype().bytes() > 8L * Math.max(8, data.available())) {
            throw new DataException("program: a constant of " + type + " is larger than the file", "");
        }
        Object elements = type.dtype().allocate(n);
        for (int i = 0; i < n; i++) {
            switch (elements) {
                case double[] a -> a[i] = data.readDouble();
                case float[] a -> a[i] = data.readFloat();
                case long[] a -> a[i] = data.readLong();
                case int[] a -> a[i] = data.readInt();
                case boolean[] a -> a[i] = data.readBoolean();
                default -> throw new AssertionError(type);
            }
        }
        return splat ? NdArray.splat(type, elements) : NdArray.wrap(type.shape(), elements);
    }
}
