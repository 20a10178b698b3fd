package org.gradus.plainjava;

import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.gradus.error.SourceLine;

/** The function to be differentiated as the person gave it: a lambda, a method reference, or an object; and its graphs. */
final class Functions {
    private final Object function;
    private final Class<?> type;
    private final String entry;
    private final SerializedLambda lambda;
    private final Class<?> host;
    private final List<Object> captured = new ArrayList<>();

    private final Method method;
    private final Differentiator by;

    final Restart.Facts facts = new Restart.Facts();

    /** The lengths of several arguments that come one after another in the point, −1 for a number; null for one argument. */
    private int[] lengths;

    /**
     * Looks at a function.
     *
     * @param function an object of one of our functional interfaces
     * @param type the interface
     * @param entry the method of {@link Entries} that calls it
     * @param by whose rules hold
     */
    Functions(Object function, Class<?> type, String entry, Differentiator by) {
        this.by = by;
        this.function = function;
        this.type = type;
        this.entry = entry;
        this.method = null;
        this.lambda = function.getClass().isHidden() ? serialized(function, by.lookup()) : null;
        this.host = lambda == null ? function.getClass() : hostOf(lambda);
    }

    private Functions(Method method, Class<?> type, String entry, Differentiator by) {
        this.by = by;
        this.function = null;
        this.type = type;
        this.entry = entry;
        this.method = method;
        this.lambda = null;
        this.host = method.getDeclaringClass();
    }

    /** A static method as a function of the type. */
    static Functions of(Method method, Class<?> type, String entry, Differentiator by) {
        return new Functions(method, type, entry, by);
    }

    /** A function of several arguments as one of a vector. */
    static Functions many(Object function, Class<?> type, int[] lengths, Differentiator by) {
        Functions f = new Functions(function, type, "scalarOfVector", by);
        f.lengths = lengths.clone();
        return f;
    }

    /** A static method of several arguments as a function of a vector. */
    static Functions many(Method method, Class<?> type, int[] lengths, Differentiator by) {
        Functions f = new Functions(method, type, "vectorOfVector", by);
        f.lengths = lengths.clone();
        return f;
    }

    /** The method itself, to be called for its value. */
    record Original(MethodHandle handle) {
        double scalar(double[] x) {
            try {
                return (double) handle.invokeExact(x);
            } catch (Throwable e) {
                throw Arguments.rethrown(e);
            }
        }

        double[] vector(double[] x) {
            try {
                return (double[]) handle.invokeExact(x);
            } catch (Throwable e) {
                throw Arguments.rethrown(e);
            }
        }
    }

    Original original(MethodHandles.Lookup lookup) {
        try {
            return new Original(lookup.unreflect(method));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The form of a lambda that names its method.
     *
     * @param lambda the lambda
     * @param given a lookup in whose class it was made, or null
     */
    static SerializedLambda serialized(Object lambda, MethodHandles.Lookup given) {
        Method replace;
        try {
            replace = lambda.getClass().getDeclaredMethod("writeReplace");
        } catch (NoSuchMethodException e) {
            return null;
        }
        try {
            return handle(replace, given).invoke(lambda) instanceof SerializedLambda s ? s : null;
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw Door.closed(lambda.getClass());
        } catch (Throwable e) {
            throw Arguments.rethrown(e);
        }
    }

    private static MethodHandle handle(Method replace, MethodHandles.Lookup given) throws IllegalAccessException {
        if (given != null) {
            try {
                return given.unreflect(replace);
            } catch (IllegalAccessException _) {
                // Made in another class, whose package may be open.
            }
        }
        replace.setAccessible(true);
        return MethodHandles.lookup().unreflect(replace);
    }

    private Class<?> hostOf(SerializedLambda s) {
        ClassLoader loader = function.getClass().getClassLoader();
        Class<?> implementing = load(s.getImplClass(), loader);
        return Reading.isLibrary(implementing) ? load(s.getCapturingClass(), loader) : implementing;
    }

    static Class<?> load(String internal, ClassLoader loader) {
        try {
            return Class.forName(internal.replace('/', '.'), false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The class in whose nest the derivatives are. */
    Class<?> host() {
        return host;
    }

    Rules rules() {
        return by.rules();
    }

    Differentiator by() {
        return by;
    }

    /** Values that go into the generated methods' first parameter. */
    Object[] captured() {
        return captured.toArray();
    }

    /** Reads the function into a new graph, whose only parameter is the point. */
    Graph read() {
        while (true) {
            try {
                return readOnce();
            } catch (Restart _) {
                // Now more is known.
            }
        }
    }

    private Graph readOnce() {
        captured.clear();
        ClassFiles files = new ClassFiles(host);
        Graph graph = new Graph(name());
        Reading reading = new Reading(files, graph, this);
        ClassFiles.Found start = Entries.method(entry);
        MethodReader reader = new MethodReader(reading, start, SourceLine.UNKNOWN);
        reader.block = graph.entry;
        reader.line = SourceLine.UNKNOWN;
        Node x = graph.param(java.lang.constant.ConstantDescs.CD_double.arrayType(), SourceLine.UNKNOWN);
        Node f = start(reader);
        MethodReader.Result result = lengths == null
                ? reader.read(graph.entry, new Node[] {f, x})
                : new Several(reader, lengths).read(ClassFiles.desc(type), apply(type), f, x);
        if (result.block() == null) {
            throw Text.refusal(SourceLine.UNKNOWN, graph.name + " never returns", "let some way through it end");
        }
        result.block().exit = Exit.returning(result.value());
        reading.assumptions.forEach(Runnable::run);
        graph.catches = reading.catches;
        graph.normalize();
        Cells.run(graph);
        Lowering.run(reading);
        return graph;
    }

    private static MethodTypeDesc apply(Class<?> type) {
        for (Method m : type.getMethods()) {
            if (m.getName().equals("apply")) {
                return MethodTypeDesc.ofDescriptor(
                        java.lang.invoke.MethodType.methodType(m.getReturnType(), m.getParameterTypes())
                                .descriptorString());
            }
        }
        throw new IllegalArgumentException(type.getName());
    }

    private Node start(MethodReader reader) {
        if (lambda != null) {
            return closure(reader, lambda, ClassFiles.desc(type));
        }
        if (method == null) {
            return object(reader, function, ClassFiles.desc(host));
        }
        MethodTypeDesc own = MethodTypeDesc.ofDescriptor(
                java.lang.invoke.MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                        .descriptorString());
        DirectMethodHandleDesc target = MethodHandleDesc.of(
                host.isInterface() ? DirectMethodHandleDesc.Kind.INTERFACE_STATIC : DirectMethodHandleDesc.Kind.STATIC,
                ClassFiles.desc(host),
                method.getName(),
                own.descriptorString());
        ClassDesc as = ClassFiles.desc(type);
        return reader.typed(Op.CLOSURE, as, new Closure(as, "apply", own, target));
    }

    /** The function's name for errors. */
    String name() {
        if (method != null) {
            return Text.method(host, method.getName());
        }
        return lambda == null
                ? Text.simple(host)
                : Text.method(
                        load(lambda.getImplClass(), function.getClass().getClassLoader()), lambda.getImplMethodName());
    }

    private Node closure(MethodReader reader, SerializedLambda s, ClassDesc as) {
        Class<?> owner = reader.reading.files.type(ClassDesc.ofInternalName(s.getImplClass()));
        DirectMethodHandleDesc target = MethodHandleDesc.of(
                DirectMethodHandleDesc.Kind.valueOf(s.getImplMethodKind(), owner.isInterface()),
                ClassFiles.desc(owner),
                s.getImplMethodName(),
                s.getImplMethodSignature());
        Node[] values = new Node[s.getCapturedArgCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    object(reader, s.getCapturedArg(i), target.invocationType().parameterType(i));
        }
        Closure closure = new Closure(
                as,
                s.getFunctionalInterfaceMethodName(),
                MethodTypeDesc.ofDescriptor(s.getFunctionalInterfaceMethodSignature()),
                target);
        return reader.typed(Op.CLOSURE, as, closure, values);
    }

    /** A value from outside as a node. */
    Node object(MethodReader reader, Object value, ClassDesc as) {
        SerializedLambda s = value == null || !value.getClass().isHidden() ? null : serialized(value, by.lookup());
        if (s != null) {
            return closure(reader, s, ClassDesc.ofInternalName(s.getFunctionalInterfaceClass()));
        }
        captured.add(
                switch (value) {
                    case Boolean b -> b ? 1 : 0;
                    case Character c when as.isPrimitive() -> (int) c;
                    case null, default -> value;
                });
        Node n = reader.graph.capture(as, SourceLine.UNKNOWN);
        return value == null ? n : new Objects(reader).fromOutside(n);
    }

    /** The class of a captured object. */
    Class<?> capturedClass(Node capture) {
        Object value = captured.get((int) capture.data);
        return value == null ? null : value.getClass();
    }
}
