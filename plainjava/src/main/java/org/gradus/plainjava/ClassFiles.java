package org.gradus.plainjava;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.SourceLine;

/** Classes and their class files as one class sees them: through its own loader. */
final class ClassFiles {
    private final ClassLoader loader;
    private final Map<Class<?>, ClassModel> models = new HashMap<>();

    ClassFiles(Class<?> host) {
        this.loader = host.getClassLoader();
    }

    ClassLoader loader() {
        return loader;
    }

    /** A method with the class that declares it. */
    record Found(Class<?> owner, MethodModel method) {
        boolean is(AccessFlag flag) {
            return method.flags().has(flag);
        }

        /** The method as a call of it names it. */
        Call call() {
            return new Call(
                    is(AccessFlag.STATIC)
                            ? java.lang.classfile.Opcode.INVOKESTATIC
                            : java.lang.classfile.Opcode.INVOKEVIRTUAL,
                    desc(owner),
                    method.methodName().stringValue(),
                    method.methodTypeSymbol(),
                    owner.isInterface());
        }

        String name() {
            return Text.method(owner, method.methodName().stringValue());
        }
    }

    Class<?> type(ClassDesc type) {
        try {
            if (type.isPrimitive()) {
                return primitive(type);
            }
            String name = type.descriptorString().replace('/', '.');
            return Class.forName(type.isArray() ? name : name.substring(1, name.length() - 1), false, loader);
        } catch (ClassNotFoundException e) {
            throw new NotDifferentiableException(
                    "differentiate: class " + type.displayName() + " is not found from the method's own class",
                    "add it to the class path",
                    SourceLine.UNKNOWN,
                    e);
        }
    }

    private static Class<?> primitive(ClassDesc type) {
        return switch (type.descriptorString().charAt(0)) {
            case 'D' -> double.class;
            case 'F' -> float.class;
            case 'I' -> int.class;
            case 'J' -> long.class;
            case 'Z' -> boolean.class;
            case 'B' -> byte.class;
            case 'C' -> char.class;
            case 'S' -> short.class;
            default -> void.class;
        };
    }

    static ClassDesc desc(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }

    /** The class file, or null where there is none to read (hidden classes, generated proxies). */
    ClassModel model(Class<?> type) {
        if (type.isHidden() || type.isArray() || type.isPrimitive()) {
            return null;
        }
        if (!models.containsKey(type)) {
            models.put(type, read(type));
        }
        return models.get(type);
    }

    private static ClassModel read(Class<?> type) {
        String name = type.getName();
        try (InputStream bytes = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return bytes == null ? null : ClassFile.of().parse(bytes.readAllBytes());
        } catch (IOException e) {
            return null;
        } catch (IllegalArgumentException e) {
            throw new NotDifferentiableException(
                    "differentiate: the class file of " + name + " is not understood: " + e.getMessage(),
                    "compile it for Java 25 or older",
                    SourceLine.UNKNOWN,
                    e);
        }
    }

    /** The method that a call of a name and type on a class selects: the class's own, its superclasses', its interfaces'. */
    Optional<Found> find(Class<?> start, String name, MethodTypeDesc type) {
        for (Class<?> c = start; c != null; c = c.getSuperclass()) {
            Optional<Found> own = own(c, name, type);
            if (own.isPresent()) {
                return own;
            }
        }
        return inInterfaces(start, name, type);
    }

    private Optional<Found> inInterfaces(Class<?> start, String name, MethodTypeDesc type) {
        Found best = null;
        for (Class<?> c = start; c != null; c = c.getSuperclass()) {
            for (Class<?> i : c.getInterfaces()) {
                Optional<Found> found = own(i, name, type).or(() -> inInterfaces(i, name, type));
                if (found.isPresent() && (best == null || (!hasCode(best) && hasCode(found.get())))) {
                    best = found.get();
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean hasCode(Found found) {
        return found.method().code().isPresent();
    }

    private Optional<Found> own(Class<?> c, String name, MethodTypeDesc type) {
        ClassModel model = model(c);
        if (model == null) {
            return Optional.empty();
        }
        for (MethodModel m : model.methods()) {
            if (m.methodName().equalsString(name) && m.methodTypeSymbol().equals(type)) {
                return Optional.of(new Found(c, m));
            }
        }
        return Optional.empty();
    }
}
