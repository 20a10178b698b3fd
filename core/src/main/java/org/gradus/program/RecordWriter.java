package org.gradus.program;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;

/**
 * Writes records component by component, so that every operation, present or future, is written without code of its own.
 * A component of a sealed type is preceded by the name of its record.
 */
final class RecordWriter {
    private final DataOutputStream data;

    RecordWriter(DataOutputStream data) {
        this.data = data;
    }

    void write(Class<?> declared, Object value) throws IOException {
        switch (value) {
            case Host host ->
                throw new ArgumentException(
                        "program: cannot be written, because it calls the Java code '"
                                + host.key().name() + "'",
                        "write only programs made of tensor operations");
            case Integer i -> data.writeInt(i);
            case Boolean b -> data.writeBoolean(b);
            case String s -> data.writeUTF(s);
            case Enum<?> e -> data.writeUTF(e.name());
            case Shape s -> writeList(s.asList());
            case List<?> list -> writeList(list);
            case Program p -> p.write(data);
            case Record r -> writeRecord(declared, r);
            default -> throw new AssertionError("no form for " + value.getClass());
        }
    }

    private void writeList(List<?> list) throws IOException {
        data.writeInt(list.size());
        for (Object element : list) {
            write(element.getClass(), element);
        }
    }

    private void writeRecord(Class<?> declared, Record value) throws IOException {
        if (declared.isSealed()) {
            data.writeUTF(RecordReader.name(value.getClass()));
        }
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                write(component.getType(), component.getAccessor().invoke(value));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(value.getClass().getName(), e);
            }
        }
    }

    void writeArray(NdArray array) throws IOException {
        write(array.type().getClass(), array.type());
        data.writeBoolean(array.isSplat());
        switch (array.stored()) {
            case double[] a -> {
                for (double v : a) {
                    data.writeDouble(v);
                }
            }
            case float[] a -> {
                for (float v : a) {
                    data.writeFloat(v);
                }
            }
            case long[] a -> {
                for (long v : a) {
                    data.writeLong(v);
                }
            }
            case int[] a -> {
                for (int v : a) {
                    data.writeInt(v);
                }
            }
            case boolean[] a -> {
                for (boolean v : a) {
                    data.writeBoolean(v);
                }
            }
            default -> throw new AssertionError(array.dtype());
        }
    }
}
