package org.gradus.plainjava;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.Set;

/** What is done with methods of the JDK. */
enum JdkMethods {
    /** A function of numbers with a rule, see {@link MathRules}. */
    MATH,
    /** Called as it is: it neither takes nor gives derivatives. */
    OPAQUE,
    /** Gives back its argument. */
    IDENTITY,
    /** Its bytecode is read like the person's own. */
    READ,
    REFUSED;

    private static final Set<String> READ_CLASSES = Set.of("java.util.Objects");
    private static final Set<String> OPAQUE_CLASSES = Set.of(
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Short",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Boolean",
            "java.lang.String",
            "java.lang.StringBuilder",
            "java.lang.Enum",
            "java.lang.Throwable",
            "java.util.SplittableRandom",
            "java.util.Random");
    private static final Set<String> TESTS =
            Set.of("isNaN", "isInfinite", "isFinite", "compare", "toString", "hashCode");

    private static final Set<String> SHOWS = Set.of("toString", "deepToString", "equals", "hashCode");

    static JdkMethods of(Call call) {
        String owner = name(call.owner());
        if (owner.equals("java.lang.Math") || owner.equals("java.lang.StrictMath")) {
            return math(call);
        }
        if (owner.equals("java.util.Objects") && call.name().startsWith("requireNonNull")) {
            return IDENTITY;
        }
        if (owner.equals("java.lang.Double") || owner.equals("java.lang.Float")) {
            return ofReal(call);
        }
        if (owner.startsWith("java.util.function.") || READ_CLASSES.contains(owner)) {
            return READ;
        }
        if (owner.equals("java.lang.Class") && call.name().equals("desiredAssertionStatus")) {
            return OPAQUE;
        }
        if (owner.equals("java.util.Arrays") && SHOWS.contains(call.name())) {
            return OPAQUE;
        }
        boolean noNumber = !isReal(call.type().returnType()) || owner.endsWith("Random");
        if ((OPAQUE_CLASSES.contains(owner) || isThrowable(owner) || call.name().equals("ordinal")) && noNumber) {
            return OPAQUE;
        }
        return REFUSED;
    }

    private static JdkMethods ofReal(Call call) {
        return switch (call.name()) {
            case "sum", "max", "min" -> READ;
            default -> TESTS.contains(call.name()) ? OPAQUE : REFUSED;
        };
    }

    private static JdkMethods math(Call call) {
        if (!isReal(call.type().returnType())) {
            return OPAQUE;
        }
        return MathRules.has(call) ? MATH : REFUSED;
    }

    static boolean isReal(ClassDesc type) {
        return type.equals(ConstantDescs.CD_double) || type.equals(ConstantDescs.CD_float);
    }

    private static boolean isThrowable(String name) {
        try {
            return Throwable.class.isAssignableFrom(Class.forName(name, false, null));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    static String name(ClassDesc type) {
        return type.packageName().isEmpty() ? type.displayName() : type.packageName() + "." + type.displayName();
    }

    /** Whether objects of the class may be made and passed around without being looked into. */
    static boolean mayMake(Class<?> type) {
        return Throwable.class.isAssignableFrom(type)
                || type == Object.class
                || type == StringBuilder.class
                || type == String.class
                || type == java.util.Random.class
                || type == java.util.SplittableRandom.class;
    }

    /** Some words more on why a call is refused. */
    static String because(Call call) {
        String owner = name(call.owner());
        if (owner.startsWith("java.util.stream.")
                || call.type().returnType().descriptorString().contains("/stream/")) {
            return " (streams are not followed: write a loop)";
        }
        if (owner.startsWith("java.util.")
                && (owner.endsWith("List")
                        || owner.endsWith("Map")
                        || owner.endsWith("Set")
                        || owner.endsWith("Collection"))) {
            return " (collections of boxed numbers are not followed: use arrays)";
        }
        if (owner.startsWith("java.io.") || owner.startsWith("java.nio.")) {
            return " (reading and writing are not differentiable: read before, and pass the numbers)";
        }
        if (owner.startsWith("java.util.concurrent.") || owner.equals("java.lang.Thread")) {
            return " (threads are not followed: compute in one thread)";
        }
        if (owner.startsWith("java.lang.reflect.") || owner.startsWith("java.lang.invoke.")) {
            return " (reflection hides what is called: call the method itself)";
        }
        return "";
    }
}
