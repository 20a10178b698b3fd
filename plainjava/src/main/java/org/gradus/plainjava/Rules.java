package org.gradus.plainjava;

import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.error.ArgumentException;

/** The rules of a {@link Differentiator}; the latest of several for a method counts. */
final class Rules {
    static final Rules NONE = new Rules(List.of());

    private final List<Rule> all;

    private Rules(List<Rule> all) {
        this.all = all;
    }

    Rules with(Rule rule) {
        List<Rule> more = new ArrayList<>(all);
        more.addFirst(rule);
        return new Rules(List.copyOf(more));
    }

    /** The rule for a call, or null. */
    Rule of(Reading reading, Call call, Node[] arguments) {
        if (all.isEmpty() || call.owner().isArray()) {
            return null;
        }
        Class<?> owner = reading.files.type(call.owner());
        if (call.opcode() != Opcode.INVOKESTATIC && arguments.length > 0) {
            Class<?> exact = reading.exact(arguments[0]);
            owner = exact != null ? exact : owner;
        }
        Class<?> declaring = declaring(owner, call.name(), call.type());
        for (Rule rule : all) {
            if (rule.fits(declaring, call)) {
                return rule;
            }
        }
        return null;
    }

    /** The class that declares the method which a class has under a name. */
    private static Class<?> declaring(Class<?> owner, String name, MethodTypeDesc type) {
        for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
            for (var m : c.getDeclaredMethods()) {
                if (m.getName().equals(name)
                        && MethodType.methodType(m.getReturnType(), m.getParameterTypes())
                                .descriptorString()
                                .equals(type.descriptorString())) {
                    return c;
                }
            }
        }
        return owner;
    }

    // ---- making rules ----

    static Rule numbers(MethodHandles.Lookup lookup, Object f, Class<?> type, boolean receiver, Object... partials) {
        for (Object p : partials) {
            org.gradus.error.Require.notNull(p, "rule", "the derivative");
        }
        Rule.Target target = target("rule", f, lookup);
        MethodHandle handle = handle(f, type);
        Class<?>[] given = handle.type().parameterArray();
        for (int i = receiver ? 1 : 0; i < given.length; i++) {
            given[i] = double.class;
        }
        MethodType own = MethodType.methodType(double.class, given);
        int count = given.length - (receiver ? 1 : 0);
        checkType(target, java.util.Collections.nCopies(count, ConstantDescs.CD_double));
        Applied original = new Applied(
                target.toString(), MethodTypeDesc.ofDescriptor(own.descriptorString()), handle.asType(own), null);
        return new Rule.Numbers(target, original, type, List.of(partials), receiver);
    }

    static Rule array(MethodHandles.Lookup lookup, String operation, PlainJava.Function f, Differentiable d) {
        Rule.Target target = target(operation, f, lookup);
        return new Rule.Array(target, Applied.of(target.toString(), ArrayRule.of(new OneNumber(f, d))), false, true);
    }

    static Rule array(
            MethodHandles.Lookup lookup, String operation, PlainJava.VectorFunction f, DifferentiableVector d) {
        Rule.Target target = target(operation, f, lookup);
        return new Rule.Array(target, Applied.of(target.toString(), ArrayRule.of(new Given(f, d))), false, false);
    }

    /** A function of numbers, called with the elements of an array. */
    static Rule elements(MethodHandles.Lookup lookup, Object f, PlainJava.Function call, int count, Differentiable d) {
        org.gradus.error.Require.notNull(d, "rule", "the derivatives");
        Rule.Target target = target("rule", f, lookup);
        checkType(target, java.util.Collections.nCopies(count, ConstantDescs.CD_double));
        return new Rule.Array(target, Applied.of(target.toString(), ArrayRule.of(new OneNumber(call, d))), true, true);
    }

    private static void checkType(Rule.Target target, List<ClassDesc> parameters) {
        if (!target.type().equals(MethodTypeDesc.of(ConstantDescs.CD_double, parameters))) {
            throw new ArgumentException(
                    "rule: " + target + " is not a method of double that gives a double, but "
                            + target.type().displayDescriptor(),
                    "call it from a method of doubles, and give the rule for that one");
        }
    }

    static Rule constant(Class<?> owner, String name) {
        if (Arrays.stream(owner.getDeclaredMethods()).noneMatch(m -> m.getName().equals(name))) {
            throw new ArgumentException(
                    "constant: " + owner.getName() + " declares no method '" + name + "'",
                    "name the class that declares the method");
        }
        return new Rule.Constant(owner, name);
    }

    private static Rule.Target target(String operation, Object f, MethodHandles.Lookup lookup) {
        org.gradus.error.Require.notNull(f, operation, "the method");
        SerializedLambda s = f.getClass().isHidden() ? Functions.serialized(f, lookup) : null;
        if (s == null || s.getImplMethodName().startsWith("lambda$") || s.getCapturedArgCount() > 0) {
            throw new ArgumentException(
                    operation + ": the method is given by "
                            + (s == null
                                    ? "an object"
                                    : s.getImplMethodName().startsWith("lambda$")
                                            ? "a lambda, which nobody else calls"
                                            : "a reference to the method of one object"),
                    "give a reference to the method by its class, such as Erf::erf");
        }
        Class<?> owner = Functions.load(s.getImplClass(), f.getClass().getClassLoader());
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(s.getImplMethodSignature());
        return new Rule.Target(declaring(owner, s.getImplMethodName(), type), s.getImplMethodName(), type);
    }

    /** The one method of a functional object of an interface of ours. */
    static MethodHandle handle(Object f, Class<?> type) {
        for (var m : type.getMethods()) {
            if (m.getName().equals("apply")) {
                try {
                    return MethodHandles.lookup().unreflect(m).bindTo(f);
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        throw new IllegalArgumentException(type.getName());
    }

    /** The person's function, with the derivatives that the person gives. */
    private record Given(PlainJava.VectorFunction f, DifferentiableVector d) implements DifferentiableVector {
        @Override
        public double[] value(double[] x) {
            return f.apply(x.clone()).clone();
        }

        @Override
        public double[] jvp(double[] x, double[] v) {
            return d.jvp(x, v);
        }

        @Override
        public double[] vjp(double[] x, double[] cotangent) {
            return d.vjp(x, cotangent);
        }

        @Override
        public double[] hvp(double[] x, double[] weights, double[] v) {
            return d.hvp(x, weights, v);
        }
    }

    /** The same of a function with one number as its value. */
    private record OneNumber(PlainJava.Function f, Differentiable d) implements DifferentiableVector {
        @Override
        public double[] value(double[] x) {
            return new double[] {f.apply(x.clone())};
        }

        @Override
        public double[] jvp(double[] x, double[] v) {
            return new double[] {d.jvp(x, v)};
        }

        @Override
        public double[] vjp(double[] x, double[] cotangent) {
            return d.vjp(x, cotangent[0]);
        }

        @Override
        public double[] hvp(double[] x, double[] weights, double[] v) {
            double[] product = d.hvp(x, v);
            for (int i = 0; i < product.length; i++) {
                product[i] *= weights[0];
            }
            return product;
        }
    }

    // ---- errors ----

    /** What to do about a call without a rule. */
    static String remedy(Call call) {
        String method = Text.shortName(call.owner()) + "::" + call.name();
        ClassDesc doubles = ConstantDescs.CD_double.arrayType();
        MethodTypeDesc type = call.type();
        ClassDesc result = type.returnType();
        String rule;
        if (result.equals(ConstantDescs.CD_double) && onlyDoubles(type) && call.opcode() == Opcode.INVOKESTATIC) {
            rule = switch (type.parameterCount()) {
                case 1 -> "rule(" + method + ", x -> …)";
                case 2 -> "rule(" + method + ", (a, b) -> …, (a, b) -> …)";
                default -> "rule(" + method + ", (a, b, c) -> …, (a, b, c) -> …, (a, b, c) -> …)";
            };
        } else if (result.equals(ConstantDescs.CD_double) && onlyDoubles(type) && type.parameterCount() == 1) {
            rule = "rule(" + method + ", (object, x) -> …)";
        } else if (type.parameterCount() == 1 && type.parameterType(0).equals(doubles) && result.equals(doubles)) {
            rule = "vectorRule(" + method + ", (x, v) -> …, (x, u) -> …)";
        } else if (type.parameterCount() == 1
                && type.parameterType(0).equals(doubles)
                && result.equals(ConstantDescs.CD_double)) {
            rule = "gradientRule(" + method + ", x -> …)";
        } else {
            return Calls.REMEDY + "; if its result has no derivative, say PlainJava.constant("
                    + Text.shortName(call.owner()) + ".class, \"" + call.name() + "\")";
        }
        return "give its derivative: PlainJava." + rule + ", or " + Calls.REMEDY;
    }

    private static boolean onlyDoubles(MethodTypeDesc type) {
        return type.parameterCount() >= 1
                && type.parameterCount() <= 3
                && type.parameterList().stream().allMatch(ConstantDescs.CD_double::equals);
    }
}
