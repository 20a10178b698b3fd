package org.gradus.plainjava;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a call in the bytecode becomes: the body of the method, an operation with a rule, a call as it is, or an error. */
final class Calls {
    static final String REMEDY = "write it out in Java, or compute it before and pass the result as data";

    private final MethodReader reader;
    private final Objects objects;

    Calls(MethodReader reader, Objects objects) {
        this.reader = reader;
        this.objects = objects;
    }

    /** False when the call never returns. */
    boolean invoke(InvokeInstruction i) {
        Call call = new Call(i.opcode(), i.owner().asSymbol(), i.name().stringValue(), i.typeSymbol(), i.isInterface());
        int count = call.type().parameterCount() + (i.opcode() == Opcode.INVOKESTATIC ? 0 : 1);
        Node[] arguments = reader.frame.pop(count);
        if (call.owner().isArray()) {
            reader.frame.push(arrayMethod(call, arguments[0]));
            return true;
        }
        return call(call, arguments);
    }

    private Node arrayMethod(Call call, Node array) {
        if (!call.name().equals("clone")) {
            throw Text.refusal(reader.line, "array." + call.name() + " has no rule", REMEDY);
        }
        if (!call.owner().componentType().isPrimitive()) {
            Node length = reader.add(Op.LENGTH, TypeKind.INT, null, null, array);
            Node copy = reader.typed(Op.NEW_ARRAY, call.owner(), null, length);
            Node zero = reader.constant(0);
            move(array, zero, copy, zero, length);
            return copy;
        }
        MethodTypeDesc type = MethodTypeDesc.of(call.owner(), call.owner());
        inline(Library.method(reader.reading.files, "clone", type), new Node[] {array});
        return reader.frame.pop();
    }

    /** {@code Arrays.copyOf} or {@code copyOfRange} of an array of references. */
    private Node copyOfRows(Node[] arguments) {
        Node from = arguments.length == 2 ? reader.constant(0) : arguments[1];
        Node length = arguments.length == 2
                ? arguments[1]
                : reader.add(Op.SUB, TypeKind.INT, null, null, arguments[2], arguments[1]);
        Node copy = reader.typed(Op.NEW_ARRAY, arguments[0].type, null, length);
        run("moveSome", arguments[0], from, copy);
        return copy;
    }

    private void move(Node... arguments) {
        run("move", arguments);
    }

    private void run(String name, Node... arguments) {
        inline(Library.find(reader.reading.files, name, arguments), arguments);
    }

    /** Calls a method of {@link Library}. */
    Node library(String name, Node... arguments) {
        run(name, arguments);
        return reader.frame.pop();
    }

    boolean call(Call call, Node[] arguments) {
        if (call.name().equals("<init>")) {
            return construct(call, arguments);
        }
        if (isNullCheckOfKotlin(call)) {
            return true;
        }
        Rule rule = reader.reading.functions.rules().of(reader.reading, call, arguments);
        if (rule != null) {
            new RuleCalls(reader, this).call(rule, call, arguments);
            return true;
        }
        if (isLambdaCall(call, arguments)) {
            return closure((Closure) arguments[0].data, arguments);
        }
        if (arguments.length > 0 && arguments[0].op == Op.CLOSURE && call.opcode() != Opcode.INVOKESTATIC) {
            // Another method of the interface than the lambda's own.
            return inline(find(reader.reading.files.type(((Closure) arguments[0].data).type()), call), arguments);
        }
        Class<?> owner = reader.reading.files.type(call.owner());
        if (owner == PlainJava.class && call.name().equals("repeat")) {
            new RuleCalls(reader, this).repeat(arguments);
            return true;
        }
        if (Reading.isLibrary(owner)) {
            return libraryCall(owner, call, arguments);
        }
        // A method that a class of the person's inherits from the library, such as ordinal of an enum.
        Class<?> declaring = reader.reading
                .files
                .find(owner, call.name(), call.type())
                .<Class<?>>map(ClassFiles.Found::owner)
                .orElse(owner);
        if (Reading.isLibrary(declaring) && arguments.length > 0 && arguments[0].isReference() && arguments[0].outer) {
            Call inherited =
                    new Call(call.opcode(), ClassFiles.desc(declaring), call.name(), call.type(), call.isInterface());
            return libraryCall(declaring, inherited, arguments);
        }
        return userCall(owner, call, arguments);
    }

    /** Kotlin's compiler puts checks of parameters and of results before code that does the same without them. */
    private static boolean isNullCheckOfKotlin(Call call) {
        return call.owner().descriptorString().equals("Lkotlin/jvm/internal/Intrinsics;")
                && call.name().startsWith("check")
                && call.type().returnType().equals(ConstantDescs.CD_void);
    }

    private boolean libraryCall(Class<?> owner, Call call, Node[] arguments) {
        if (Boxes.isBox(call, arguments)) {
            reader.frame.push(Boxes.call(reader, objects, call, arguments));
            return true;
        }
        if (Library.copiesRows(call, arguments)) {
            reader.frame.push(copyOfRows(arguments));
            return true;
        }
        Optional<ClassFiles.Found> ours = Library.replacement(reader.reading.files, call, arguments);
        if (ours.isPresent()) {
            return inlineCasting(ours.get(), call, arguments);
        }
        switch (JdkMethods.of(call)) {
            case MATH -> reader.frame.push(reader.typed(Op.MATH, call.type().returnType(), call, arguments));
            case OPAQUE -> opaque(call, arguments);
            case IDENTITY -> reader.frame.push(arguments[0]);
            case READ -> {
                return userCall(owner, call, arguments);
            }
            case REFUSED -> throw refused(call);
        }
        return true;
    }

    private RuntimeException refused(Call call) {
        return Text.refusal(
                reader.line,
                reader.method.name() + " calls " + call + ", which is library code without a rule"
                        + JdkMethods.because(call),
                Rules.remedy(call));
    }

    private boolean inlineCasting(ClassFiles.Found ours, Call call, Node[] arguments) {
        boolean goesOn = inline(ours, arguments);
        ClassDesc result = call.type().returnType();
        if (goesOn && result.isArray() && !result.componentType().isPrimitive()) {
            reader.frame.push(objects.cast(reader.frame.pop(), arguments[0].type));
        }
        return goesOn;
    }

    void opaque(Call call, Node[] arguments) {
        for (Node a : arguments) {
            if ((a.isReference() && !a.outer && !a.isNull() && !Worlds.isAlike(reader, a)) || a.op == Op.CLOSURE) {
                throw Text.refusal(
                        reader.line,
                        "an object that the function makes goes to " + call + ", whose code is not read",
                        Rules.remedy(call));
            }
        }
        Node n = reader.typed(Op.CALL, call.type().returnType(), call, arguments);
        n.outer = true;
        if (n.kind != TypeKind.VOID) {
            reader.frame.push(n);
        }
    }

    // ---- the person's own methods ----

    private boolean userCall(Class<?> owner, Call call, Node[] arguments) {
        if (call.opcode() == Opcode.INVOKESTATIC || call.opcode() == Opcode.INVOKESPECIAL) {
            return inline(find(owner, call), arguments);
        }
        Class<?> exact = reader.reading.exact(arguments[0]);
        if (exact != null) {
            ClassFiles.Found found = find(exact, call);
            // The declared type can be an interface.
            arguments[0] = objects.cast(arguments[0], ClassFiles.desc(found.owner()));
            return inline(found, arguments);
        }
        return new Dispatch(reader, objects, this).call(owner, call, arguments);
    }

    ClassFiles.Found find(Class<?> owner, Call call) {
        if (!owner.isHidden() && reader.reading.files.model(owner) == null) {
            throw Text.refusal(
                    reader.line,
                    reader.method.name() + " calls " + call + ", and the class file of " + owner.getName()
                            + " is not found by its class loader",
                    "let the loader give the class file by getResourceAsStream");
        }
        return reader.reading
                .files
                .find(owner, call.name(), call.type())
                .filter(f -> !f.is(AccessFlag.ABSTRACT))
                .orElseThrow(() -> Text.refusal(
                        reader.line,
                        reader.method.name() + " calls " + call + ", whose code is not known (a lambda that is not"
                                + " serializable, or a generated class)",
                        "make it an ordinary class or a record, or a lambda of a serializable type such as"
                                + " PlainJava.ScalarFunction"));
    }

    boolean inline(ClassFiles.Found callee, Node[] arguments) {
        reader.reading.checkSize(reader.line);
        if (callee.is(AccessFlag.SYNCHRONIZED)) {
            throw Text.refusal(
                    reader.line, callee.name() + " is synchronized", "move synchronization out of the function");
        }
        Procedure procedure = Procedure.of(callee, arguments);
        Restart.Facts facts = reader.reading.facts;
        if (facts.has(new Restart.Facts.Recursive(procedure))) {
            if (reader.machine == null) {
                return new Machine(reader, this).run(procedure, callee, arguments);
            }
            reader.machine.call(reader, procedure, callee, arguments);
            return true;
        }
        List<Procedure> inside = reader.reading.inside;
        if (inside.contains(procedure)) {
            facts.learnAll(inside.subList(inside.lastIndexOf(procedure), inside.size()).stream()
                    .map(Restart.Facts.Recursive::new)
                    .toList());
        }
        MethodReader called = new MethodReader(reader.reading, callee, reader.line);
        MethodReader.Result result = called.read(reader.block, arguments);
        for (MethodReader.Thrown t : called.thrown) {
            reader.block = t.block();
            reader.throwing(t.exception());
        }
        if (result.block() == null) {
            return false;
        }
        reader.block = result.block();
        if (result.value() != null) {
            reader.frame.push(result.value());
        }
        return true;
    }

    private boolean construct(Call call, Node[] arguments) {
        Node object = arguments[0];
        Class<?> owner = reader.reading.files.type(call.owner());
        if (owner == Object.class || owner == Record.class) {
            return true;
        }
        if (object.op == Op.NEW_OPAQUE && object.block == null) {
            Node[] rest = List.of(arguments).subList(1, arguments.length).toArray(Node[]::new);
            if (!JdkMethods.mayMake(owner)) {
                throw Text.refusal(
                        reader.line,
                        reader.method.name() + " makes a " + owner.getName() + JdkMethods.because(call),
                        REMEDY);
            }
            Node made = reader.typed(Op.NEW_OPAQUE, call.owner(), call, rest);
            made.outer = true;
            reader.frame.replace(object, made);
            return true;
        }
        return inline(find(owner, call), arguments);
    }

    // ---- lambdas ----

    private static boolean isLambdaCall(Call call, Node[] arguments) {
        return arguments.length > 0
                && call.opcode() == Opcode.INVOKEINTERFACE
                && arguments[0].op == Op.CLOSURE
                && ((Closure) arguments[0].data).method().equals(call.name())
                && ((Closure) arguments[0].data).methodType().equals(call.type());
    }

    private boolean closure(Closure closure, Node[] arguments) {
        Node[] captured = arguments[0].in;
        List<Node> all = new ArrayList<>(List.of(captured));
        all.addAll(List.of(arguments).subList(1, arguments.length));
        DirectMethodHandleDesc target = closure.target();
        MethodTypeDesc type = target.invocationType();
        boolean makes = target.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR;
        for (int k = 0; k < all.size(); k++) {
            all.set(k, Boxes.adapt(reader, objects, all.get(k), type.parameterType(k)));
        }
        if (makes) {
            objects.create(target.owner());
            Node made = reader.frame.stack.getLast();
            all.addFirst(made);
            Call init = new Call(
                    Opcode.INVOKESPECIAL,
                    target.owner(),
                    "<init>",
                    type.changeReturnType(ConstantDescs.CD_void),
                    false);
            return construct(init, all.toArray(Node[]::new));
        }
        if (!call(callOf(target), all.toArray(Node[]::new))) {
            return false;
        }
        ClassDesc wanted = closure.methodType().returnType();
        if (!type.returnType().equals(ConstantDescs.CD_void)) {
            Node result = reader.frame.pop();
            if (!wanted.equals(ConstantDescs.CD_void)) {
                reader.frame.push(Boxes.adapt(reader, objects, result, wanted));
            }
        }
        return true;
    }

    private static Call callOf(DirectMethodHandleDesc target) {
        MethodTypeDesc type = target.invocationType();
        Opcode opcode = switch (target.kind()) {
            case STATIC, INTERFACE_STATIC -> Opcode.INVOKESTATIC;
            case SPECIAL, INTERFACE_SPECIAL -> Opcode.INVOKESPECIAL;
            case INTERFACE_VIRTUAL -> Opcode.INVOKEINTERFACE;
            default -> Opcode.INVOKEVIRTUAL;
        };
        MethodTypeDesc own = opcode == Opcode.INVOKESTATIC ? type : type.dropParameterTypes(0, 1);
        return new Call(opcode, target.owner(), target.methodName(), own, target.isOwnerInterface());
    }

    boolean invokeDynamic(InvokeDynamicInstruction i) {
        DirectMethodHandleDesc bootstrap = i.bootstrapMethod();
        ClassDesc owner = bootstrap.owner();
        Node[] arguments = reader.frame.pop(i.typeSymbol().parameterCount());
        if (owner.equals(ClassDesc.of("java.lang.invoke.LambdaMetafactory"))) {
            DirectMethodHandleDesc target =
                    (DirectMethodHandleDesc) i.bootstrapArgs().get(1);
            MethodTypeDesc erased = (MethodTypeDesc) i.bootstrapArgs().get(0);
            Closure closure = new Closure(i.typeSymbol().returnType(), i.name().stringValue(), erased, target);
            reader.frame.push(reader.typed(Op.CLOSURE, closure.type(), closure, arguments));
            return true;
        }
        if (owner.equals(ClassDesc.of("java.lang.invoke.StringConcatFactory"))) {
            Node text = reader.typed(
                    Op.CONCAT, ConstantDescs.CD_String, i.invokedynamic().asSymbol(), arguments);
            text.outer = true;
            reader.frame.push(text);
            return true;
        }
        if (owner.equals(ClassDesc.of("java.lang.runtime.SwitchBootstraps"))) {
            Node index = new Dispatch(reader, objects, this).patternIndex(i, arguments);
            reader.frame.push(index);
            return true;
        }
        if (owner.equals(ClassDesc.of("java.lang.runtime.ObjectMethods"))) {
            throw Text.refusal(
                    reader.line,
                    reader.method.name() + " is the " + i.name().stringValue()
                            + " that the compiler makes for a record",
                    "compare or print the components instead");
        }
        throw Text.refusal(
                reader.line,
                reader.method.name() + " uses a call site of " + owner.displayName() + ", which has no rule",
                REMEDY);
    }
}
