package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * Methods of the JDK that move numbers, written as loops. They stand in for the originals while bytecode is read, so their
 * derivatives are those of the loops.
 */
@SuppressWarnings("ReferenceEquality")
final class Library {
    private Library() {}

    /** More values on a stack than recursion that ends has. */
    private static final int DEEPEST = 1 << 21;

    private static final ClassFiles OWN = new ClassFiles(Library.class);

    /** JDK methods to the names here; the types of parameters are the same. */
    private static final Map<String, String> NAMES = Map.of(
            "java.lang.System.arraycopy", "move",
            "java.util.Arrays.fill", "fill",
            "java.util.Arrays.setAll", "setAll",
            "java.util.Arrays.copyOf", "copyOf",
            "java.util.Arrays.copyOfRange", "copyOfRange",
            "java.lang.Math.clamp", "clamp",
            "java.lang.StrictMath.clamp", "clamp");

    static Optional<ClassFiles.Found> replacement(ClassFiles files, Call call, Node[] arguments) {
        String name = NAMES.get(JdkMethods.name(call.owner()) + "." + call.name());
        return name == null ? Optional.empty() : Optional.of(find(files, name, arguments));
    }

    static boolean copiesRows(Call call, Node[] arguments) {
        return JdkMethods.name(call.owner()).equals("java.util.Arrays")
                && (call.name().equals("copyOf") || call.name().equals("copyOfRange"))
                && arguments.length == call.type().parameterCount()
                && arguments.length == (call.name().equals("copyOf") ? 2 : 3)
                && arguments[0].type != null
                && arguments[0].type.isArray()
                && !arguments[0].type.componentType().isPrimitive();
    }

    /** The method of a name for the actual types of the arguments. */
    static ClassFiles.Found find(ClassFiles files, String name, Node[] arguments) {
        for (var m : OWN.model(Library.class).methods()) {
            if (m.methodName().equalsString(name) && fits(m.methodTypeSymbol(), arguments)) {
                return new ClassFiles.Found(Library.class, m);
            }
        }
        throw Text.refusal(
                arguments[0].line,
                name + " of " + (arguments[0].type == null ? "null" : arguments[0].type.displayName()) + " has no rule",
                "write the loop out");
    }

    private static boolean fits(MethodTypeDesc type, Node[] arguments) {
        if (type.parameterCount() != arguments.length) {
            return false;
        }
        for (int i = 0; i < arguments.length; i++) {
            ClassDesc wanted = type.parameterType(i);
            if (TypeKind.from(wanted).asLoadable() != arguments[i].kind
                    || (arguments[i].isReference() && !wanted.equals(type(arguments[i], wanted)))) {
                return false;
            }
        }
        return true;
    }

    /** The type of an argument as the methods here have it: rows of any type are objects. */
    private static ClassDesc type(Node n, ClassDesc wanted) {
        if (n.type == null) {
            return wanted;
        }
        boolean rows = n.type.isArray() && !n.type.componentType().isPrimitive();
        return rows ? ConstantDescs.CD_Object.arrayType() : wanted.equals(ConstantDescs.CD_Object) ? wanted : n.type;
    }

    static ClassFiles.Found method(ClassFiles files, String name, MethodTypeDesc type) {
        return OWN.find(Library.class, name, type)
                .orElseThrow(() -> Text.refusal(
                        org.gradus.error.SourceLine.UNKNOWN,
                        name + " of " + type.returnType().displayName() + " has no rule",
                        "write the loop out"));
    }

    // One set of loops for each type of elements: Java has no generics over primitives.

    static void move(double[] from, int at, double[] to, int toAt, int length) {
        if (from == to && at < toAt) {
            for (int i = length - 1; i >= 0; i--) {
                to[toAt + i] = from[at + i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                to[toAt + i] = from[at + i];
            }
        }
    }

    static double[] clone(double[] a) {
        return copyOf(a, a.length);
    }

    static double[] copyOf(double[] a, int length) {
        double[] copy = new double[length];
        move(a, 0, copy, 0, Math.min(length, a.length));
        return copy;
    }

    static double[] copyOfRange(double[] a, int from, int to) {
        double[] copy = new double[to - from];
        move(a, from, copy, 0, Math.min(to, a.length) - from);
        return copy;
    }

    static void fill(double[] a, double value) {
        for (int i = 0; i < a.length; i++) {
            a[i] = value;
        }
    }

    static void fill(double[] a, int from, int to, double value) {
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    static void move(float[] from, int at, float[] to, int toAt, int length) {
        if (from == to && at < toAt) {
            for (int i = length - 1; i >= 0; i--) {
                to[toAt + i] = from[at + i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                to[toAt + i] = from[at + i];
            }
        }
    }

    static float[] clone(float[] a) {
        return copyOf(a, a.length);
    }

    static float[] copyOf(float[] a, int length) {
        float[] copy = new float[length];
        move(a, 0, copy, 0, Math.min(length, a.length));
        return copy;
    }

    static float[] copyOfRange(float[] a, int from, int to) {
        float[] copy = new float[to - from];
        move(a, from, copy, 0, Math.min(to, a.length) - from);
        return copy;
    }

    static void fill(float[] a, float value) {
        for (int i = 0; i < a.length; i++) {
            a[i] = value;
        }
    }

    static void fill(float[] a, int from, int to, float value) {
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    static void move(int[] from, int at, int[] to, int toAt, int length) {
        if (from == to && at < toAt) {
            for (int i = length - 1; i >= 0; i--) {
                to[toAt + i] = from[at + i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                to[toAt + i] = from[at + i];
            }
        }
    }

    static int[] clone(int[] a) {
        return copyOf(a, a.length);
    }

    static int[] copyOf(int[] a, int length) {
        int[] copy = new int[length];
        move(a, 0, copy, 0, Math.min(length, a.length));
        return copy;
    }

    static int[] copyOfRange(int[] a, int from, int to) {
        int[] copy = new int[to - from];
        move(a, from, copy, 0, Math.min(to, a.length) - from);
        return copy;
    }

    static void fill(int[] a, int value) {
        for (int i = 0; i < a.length; i++) {
            a[i] = value;
        }
    }

    static void fill(int[] a, int from, int to, int value) {
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    static void move(long[] from, int at, long[] to, int toAt, int length) {
        if (from == to && at < toAt) {
            for (int i = length - 1; i >= 0; i--) {
                to[toAt + i] = from[at + i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                to[toAt + i] = from[at + i];
            }
        }
    }

    static long[] clone(long[] a) {
        return copyOf(a, a.length);
    }

    static long[] copyOf(long[] a, int length) {
        long[] copy = new long[length];
        move(a, 0, copy, 0, Math.min(length, a.length));
        return copy;
    }

    static long[] copyOfRange(long[] a, int from, int to) {
        long[] copy = new long[to - from];
        move(a, from, copy, 0, Math.min(to, a.length) - from);
        return copy;
    }

    static void fill(long[] a, long value) {
        for (int i = 0; i < a.length; i++) {
            a[i] = value;
        }
    }

    static void fill(long[] a, int from, int to, long value) {
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    static void move(boolean[] from, int at, boolean[] to, int toAt, int length) {
        if (from == to && at < toAt) {
            for (int i = length - 1; i >= 0; i--) {
                to[toAt + i] = from[at + i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                to[toAt + i] = from[at + i];
            }
        }
    }

    static boolean[] clone(boolean[] a) {
        return copyOf(a, a.length);
    }

    static boolean[] copyOf(boolean[] a, int length) {
        boolean[] copy = new boolean[length];
        move(a, 0, copy, 0, Math.min(length, a.length));
        return copy;
    }

    static boolean[] copyOfRange(boolean[] a, int from, int to) {
        boolean[] copy = new boolean[to - from];
        move(a, from, copy, 0, Math.min(to, a.length) - from);
        return copy;
    }

    static void fill(boolean[] a, boolean value) {
        for (int i = 0; i < a.length; i++) {
            a[i] = value;
        }
    }

    static void fill(boolean[] a, int from, int to, boolean value) {
        for (int i = from; i < to; i++) {
            a[i] = value;
        }
    }

    static void move(Object[] from, int at, Object[] to, int toAt, int length) {
        if (from == to && at < toAt) {
            for (int i = length - 1; i >= 0; i--) {
                to[toAt + i] = from[at + i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                to[toAt + i] = from[at + i];
            }
        }
    }

    static void moveSome(Object[] from, int at, Object[] to) {
        move(from, at, to, 0, Math.min(to.length, from.length - at));
    }

    static void fill(Object[] a, Object value) {
        for (int i = 0; i < a.length; i++) {
            a[i] = value;
        }
    }

    /** What {@link RepeatedStep} takes. */
    static double[] repeated(double[] state, double[] parameters, int times) {
        double[] all = new double[2 + state.length + parameters.length];
        all[0] = times;
        all[1] = state.length;
        move(state, 0, all, 2, state.length);
        move(parameters, 0, all, 2 + state.length, parameters.length);
        return all;
    }

    static double[] grow(double[] a) {
        checkDepth(a.length);
        return copyOf(a, 2 * a.length);
    }

    static int[] grow(int[] a) {
        checkDepth(a.length);
        return copyOf(a, 2 * a.length);
    }

    static long[] grow(long[] a) {
        checkDepth(a.length);
        return copyOf(a, 2 * a.length);
    }

    static Object[] grow(Object[] a) {
        checkDepth(a.length);
        Object[] copy = new Object[2 * a.length];
        move(a, 0, copy, 0, a.length);
        return copy;
    }

    private static void checkDepth(int length) {
        if (length > DEEPEST) {
            throw new StackOverflowError(
                    "a method that is differentiated calls itself without end: its stack has more than " + DEEPEST
                            + " values");
        }
    }

    static void setAll(double[] a, IntToDoubleFunction f) {
        for (int i = 0; i < a.length; i++) {
            a[i] = f.applyAsDouble(i);
        }
    }

    static void setAll(int[] a, IntUnaryOperator f) {
        for (int i = 0; i < a.length; i++) {
            a[i] = f.applyAsInt(i);
        }
    }

    static double clamp(double value, double min, double max) {
        if (!(min < max) && (Double.isNaN(min) || Double.isNaN(max) || Double.compare(min, max) > 0)) {
            throw new IllegalArgumentException(min + " > " + max);
        }
        return Math.min(max, Math.max(value, min));
    }

    static float clamp(float value, float min, float max) {
        if (!(min < max) && (Float.isNaN(min) || Float.isNaN(max) || Float.compare(min, max) > 0)) {
            throw new IllegalArgumentException(min + " > " + max);
        }
        return Math.min(max, Math.max(value, min));
    }

    static int clamp(long value, int min, int max) {
        return (int) Math.min(max, Math.max(value, min));
    }

    static long clamp(long value, long min, long max) {
        return Math.min(max, Math.max(value, min));
    }
}
