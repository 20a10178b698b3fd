package org.gradus.plainjava;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.error.NotDifferentiableException;

/** Calls of methods with a rule. */
final class RuleCalls {
    /** A derivative may call its own method again for the derivatives of up to this order. */
    private static final int ORDERS = 2;

    private final MethodReader reader;
    private final Calls calls;

    RuleCalls(MethodReader reader, Calls calls) {
        this.reader = reader;
        this.calls = calls;
    }

    /** What the call becomes. */
    void call(Rule rule, Call call, Node[] arguments) {
        switch (rule) {
            case Rule.Constant _ -> constant(call, arguments);
            case Rule.Array array -> array(array, arguments);
            case Rule.Numbers numbers -> {
                Node value = numbers(numbers, arguments);
                reader.frame.push(value);
            }
        }
    }

    private void constant(Call call, Node[] arguments) {
        calls.opaque(call, arguments);
        if (!call.type().returnType().equals(ConstantDescs.CD_void)
                && reader.frame.stack.getLast().isReal()) {
            Node value = reader.frame.pop();
            reader.frame.push(reader.add(Op.DETACH, value.kind, null, null, value));
        }
    }

    // ---- functions of arrays ----

    private void array(Rule.Array rule, Node[] arguments) {
        Node value = apply(rule.function(), rule.ofNumbers() ? joined(arguments) : arguments[0]);
        reader.frame.push(
                rule.toNumber()
                        ? reader.typed(Op.LOAD, ConstantDescs.CD_double, null, value, reader.constant(0))
                        : value);
    }

    private Node joined(Node[] numbers) {
        Node array =
                reader.typed(Op.NEW_ARRAY, ConstantDescs.CD_double.arrayType(), null, reader.constant(numbers.length));
        for (int i = 0; i < numbers.length; i++) {
            reader.add(Op.STORE, TypeKind.VOID, null, null, array, reader.constant(i), numbers[i]);
        }
        return array;
    }

    /** Of a copy of the array, which nobody changes. */
    Node apply(Applied function, Node array) {
        Node copy = calls.library("copyOf", array, reader.add(Op.LENGTH, TypeKind.INT, null, null, array));
        return reader.typed(Op.APPLY, ConstantDescs.CD_double.arrayType(), function, copy);
    }

    // ---- repeated steps ----

    /** {@link PlainJava#repeat}: the step with its own derivatives, and a reverse sweep that keeps few states. */
    void repeat(Node[] arguments) {
        Node f = arguments[0];
        if (f.op != Op.CLOSURE
                || f.in.length > 0
                || ((Closure) f.data).target().kind() != java.lang.constant.DirectMethodHandleDesc.Kind.STATIC) {
            throw Text.refusal(
                    reader.line,
                    "the step that PlainJava.repeat takes is an object, or captures values",
                    "give a reference to a static method or a lambda that captures nothing, and pass what it needs as"
                            + " parameters");
        }
        Method method = method(((Closure) f.data).target());
        Differentiator by = reader.reading.functions.by();
        MethodHandle original = original(method, by);
        RepeatedStep repeated = new RepeatedStep(
                (state, parameters) -> new PlainVectorFunction(
                        Functions.many(method, PlainJava.Step.class, new int[] {state, parameters}, by),
                        by.lookup(),
                        z -> run(original, z, state)),
                by.checkpoints());
        Node all = calls.library("repeated", arguments[1], arguments[2], arguments[3]);
        Applied function = Applied.of("PlainJava.repeat of " + method.getName(), ArrayRule.of(repeated));
        reader.frame.push(apply(function, all));
    }

    private Method method(java.lang.constant.DirectMethodHandleDesc target) {
        for (Method m : reader.reading.files.type(target.owner()).getDeclaredMethods()) {
            if (m.getName().equals(target.methodName())
                    && MethodType.methodType(m.getReturnType(), m.getParameterTypes())
                            .descriptorString()
                            .equals(target.lookupDescriptor())) {
                return m;
            }
        }
        throw Text.refusal(reader.line, target + " is not found", "declare the step in the class that is named");
    }

    private static MethodHandle original(Method method, Differentiator by) {
        try {
            return Door.lookupIn(method.getDeclaringClass(), by.lookup()).unreflect(method);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] run(MethodHandle step, double[] z, int state) {
        try {
            return (double[]) step.invokeExact(Arrays.copyOf(z, state), Arrays.copyOfRange(z, state, z.length));
        } catch (Throwable e) {
            throw Arguments.rethrown(e);
        }
    }

    // ---- functions of numbers ----

    private Node numbers(Rule.Numbers rule, Node[] arguments) {
        int depth = reader.reading.depth.getOrDefault(rule, 0);
        Node value = reader.typed(Op.APPLY, ConstantDescs.CD_double, rule.original(), arguments);
        if (depth == ORDERS) {
            return value;
        }
        value = reader.typed(Op.DETACH, ConstantDescs.CD_double, null, value);
        reader.reading.depth.put(rule, depth + 1);
        try {
            int first = rule.receiver() ? 1 : 0;
            for (int k = 0; k < rule.partials().size(); k++) {
                Node number = arguments[first + k];
                Node partial = partial(rule, k, arguments);
                value = reader.typed(Op.LINK, ConstantDescs.CD_double, null, value, number, partial);
            }
        } finally {
            reader.reading.depth.put(rule, depth);
        }
        return value;
    }

    /** A partial derivative, as its code where that can be read, for second derivatives, else as a call. */
    private Node partial(Rule.Numbers rule, int k, Node[] arguments) {
        Object f = rule.partials().get(k);
        Block block = reader.block;
        int nodes = block.nodes.size();
        Frame frame = reader.frame.copy();
        List<Procedure> inside = new ArrayList<>(reader.reading.inside);
        // The derivative may be the same method again: not a recursion.
        reader.reading.inside.clear();
        String reason;
        try {
            Node result = read(f, rule.type(), arguments);
            if (result != null) {
                return result;
            }
            reason = "it never returns";
        } catch (NotDifferentiableException e) {
            reason = e.getMessage();
        } finally {
            reader.reading.inside.clear();
            reader.reading.inside.addAll(inside);
        }
        reader.block = block;
        block.exit = null;
        while (block.nodes.size() > nodes) {
            block.nodes.removeLast();
        }
        reader.frame = frame;
        MethodHandle handle = Rules.handle(f, rule.type());
        MethodType own =
                MethodType.fromMethodDescriptorString(rule.original().type().descriptorString(), null);
        String name =
                "the derivative that a rule gives of " + rule.target() + " cannot be read (" + reason + "); its call";
        return reader.typed(
                Op.APPLY,
                ConstantDescs.CD_double,
                new Applied(name, rule.original().type(), handle.asType(own), null),
                arguments);
    }

    private Node read(Object f, Class<?> type, Node[] arguments) {
        Objects objects = new Objects(reader);
        Node function = reader.reading.functions.object(reader, f, ClassFiles.desc(type));
        MethodTypeDesc erased =
                MethodTypeDesc.ofDescriptor(Rules.handle(f, type).type().descriptorString());
        List<Node> all = new ArrayList<>(List.of(function));
        for (int i = 0; i < arguments.length; i++) {
            ClassDesc as = erased.parameterType(i);
            all.add(arguments[i].isReference() ? arguments[i] : Boxes.adapt(reader, objects, arguments[i], as));
        }
        Call apply = new Call(Opcode.INVOKEINTERFACE, ClassFiles.desc(type), "apply", erased, true);
        return calls.call(apply, all.toArray(Node[]::new)) ? reader.frame.pop() : null;
    }
}
