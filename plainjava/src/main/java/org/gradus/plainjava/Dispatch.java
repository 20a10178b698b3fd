package org.gradus.plainjava;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Calls whose method depends on the class of the receiver, where that is not known for certain. */
final class Dispatch {
    private final MethodReader reader;
    private final Objects objects;
    private final Calls calls;

    Dispatch(MethodReader reader, Objects objects, Calls calls) {
        this.reader = reader;
        this.objects = objects;
        this.calls = calls;
    }

    boolean call(Class<?> owner, Call call, Node[] arguments) {
        if (isFixed(owner, call)) {
            return calls.inline(calls.find(owner, call), arguments);
        }
        if (arguments[0].outer) {
            return outside(owner, call, arguments);
        }
        List<Class<?>> classes = possible(owner);
        if (classes.isEmpty()) {
            throw Text.refusal(
                    reader.line,
                    call + " is called on an object of unknown class",
                    "make the interface sealed, or pass the object so that its class is plain to see");
        }
        return among(classes, call, arguments);
    }

    private boolean isFixed(Class<?> owner, Call call) {
        if (Modifier.isFinal(owner.getModifiers())) {
            return true;
        }
        return reader.reading
                .files
                .find(owner, call.name(), call.type())
                .filter(f -> f.is(java.lang.reflect.AccessFlag.FINAL) || f.is(java.lang.reflect.AccessFlag.PRIVATE))
                .isPresent();
    }

    private boolean outside(Class<?> owner, Call call, Node[] arguments) {
        Set<Class<?>> permitted = new LinkedHashSet<>();
        if (permitted(owner, permitted)) {
            return among(List.copyOf(permitted), call, arguments);
        }
        if (Modifier.isAbstract(owner.getModifiers())) {
            throw Text.refusal(
                    reader.line,
                    call + " is called on an object from outside whose class is not known",
                    "capture the object itself, as a final local variable or the receiver of the method reference, or"
                            + " declare its own class as the type of the field");
        }
        // The class is the declared one; at run time that is made sure of.
        Call getClass = new Call(
                Opcode.INVOKEVIRTUAL,
                java.lang.constant.ConstantDescs.CD_Object,
                "getClass",
                java.lang.constant.MethodTypeDesc.of(java.lang.constant.ConstantDescs.CD_Class),
                false);
        Node actual = reader.typed(Op.CALL, getClass.type().returnType(), getClass, arguments[0]);
        Node wanted = reader.typed(Op.CONST, getClass.type().returnType(), call.owner());
        Block right = reader.graph.block();
        Block wrong = reader.graph.block();
        reader.block.exit = Exit.branch(Opcode.IF_ACMPEQ, new Node[] {actual, wanted}, right, wrong);
        right.before.add(reader.block);
        wrong.before.add(reader.block);
        fail(wrong, call + " was differentiated for objects of the class itself, and is called on one of a subclass");
        reader.block = right;
        return calls.inline(calls.find(owner, call), arguments);
    }

    private void fail(Block at, String message) {
        ClassDesc type = ClassDesc.of("java.lang.IllegalStateException");
        Node text = reader.graph.typed(Op.CONST, java.lang.constant.ConstantDescs.CD_String, message);
        Call init = new Call(
                Opcode.INVOKESPECIAL,
                type,
                "<init>",
                java.lang.constant.MethodTypeDesc.ofDescriptor("(Ljava/lang/String;)V"),
                false);
        Node error = reader.graph.typed(Op.NEW_OPAQUE, type, init, text);
        text.line = reader.line;
        error.line = reader.line;
        reader.graph.add(at, text);
        reader.graph.add(at, error);
        at.exit = Exit.throwing(error);
    }

    /** The classes that an object of a type may have: all that a sealed type permits, else all that were made so far. */
    private List<Class<?>> possible(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        if (permitted(type, all)) {
            return List.copyOf(all);
        }
        all.clear();
        for (Class<?> made : reader.reading.made) {
            if (type.isAssignableFrom(made)) {
                all.add(made);
            }
        }
        org.gradus.error.SourceLine line = reader.line;
        reader.reading.assumptions.add(() -> {
            for (Class<?> made : reader.reading.made) {
                if (type.isAssignableFrom(made) && !all.contains(made)) {
                    throw Text.refusal(
                            line,
                            "a method of " + Text.simple(type) + " is called before the function makes its first "
                                    + Text.simple(made),
                            "make the type sealed");
                }
            }
        });
        return List.copyOf(all);
    }

    private static boolean permitted(Class<?> type, Set<Class<?>> into) {
        if (Modifier.isFinal(type.getModifiers())) {
            into.add(type);
            return true;
        }
        if (!type.isSealed()) {
            return false;
        }
        if (!Modifier.isAbstract(type.getModifiers())) {
            into.add(type);
        }
        for (Class<?> sub : type.getPermittedSubclasses()) {
            if (!permitted(sub, into)) {
                return false;
            }
        }
        return true;
    }

    private static int depth(Class<?> type) {
        return type == null ? 0 : 1 + depth(type.getSuperclass());
    }

    /** A chain of tests, each with the method of one class. */
    private boolean among(List<Class<?>> all, Call call, Node[] arguments) {
        List<Class<?>> classes = new ArrayList<>(all);
        // A subclass is asked for before its superclass.
        classes.sort(java.util.Comparator.<Class<?>>comparingInt(Dispatch::depth)
                .reversed()
                .thenComparing(Class::getName));
        List<Block> ends = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        Frame before = reader.frame.copy();
        boolean isVoid = call.type().returnType().descriptorString().equals("V");
        for (int i = 0; i < classes.size(); i++) {
            Class<?> type = classes.get(i);
            Block other = null;
            if (i + 1 < classes.size()) {
                Node test = reader.add(Op.INSTANCE_OF, TypeKind.INT, null, ClassFiles.desc(type), arguments[0]);
                Block mine = reader.graph.block();
                other = reader.graph.block();
                reader.block.exit = Exit.branch(Opcode.IFNE, new Node[] {test}, mine, other);
                mine.before.add(reader.block);
                other.before.add(reader.block);
                reader.block = mine;
            }
            reader.frame = before.copy();
            Node[] own = arguments.clone();
            own[0] = objects.cast(arguments[0], ClassFiles.desc(type));
            if (calls.inline(calls.find(type, call), own)) {
                ends.add(reader.block);
                values.add(isVoid ? null : reader.frame.pop());
                frames.add(reader.frame);
            }
            reader.block = other;
        }
        return join(ends, values, frames);
    }

    private boolean join(List<Block> ends, List<Node> values, List<Frame> frames) {
        if (ends.isEmpty()) {
            return false;
        }
        Block joined = reader.graph.block();
        for (Block b : ends) {
            b.exit = Exit.to(joined);
            joined.before.add(b);
        }
        reader.block = joined;
        reader.frame = reader.join(frames, joined);
        if (values.getFirst() != null) {
            Node phi = reader.graph.node(
                    Op.PHI, values.getFirst().kind, values.getFirst().type, null, values.toArray(Node[]::new));
            phi.line = reader.line;
            phi.outer = values.getFirst().outer;
            reader.graph.add(joined, phi);
            if (phi.isReference()) {
                values.forEach(v -> Worlds.join(reader, phi, v));
            }
            reader.frame.push(phi);
        }
        return true;
    }

    /** The index that a pattern switch goes on with: the first label from the given one on that fits; -1 for null. */
    Node patternIndex(InvokeDynamicInstruction i, Node[] arguments) {
        Node object = arguments[0];
        List<Block> ends = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        Boolean isNull = object.isReference() ? Branches.decide(Opcode.IFNULL, arguments) : (Boolean) false;
        if (isNull == null) {
            Block other = branch(Opcode.IFNULL, object);
            end(-1, ends, values);
            reader.block = other;
        }
        int index = 0;
        for (java.lang.constant.ConstantDesc label : i.bootstrapArgs()) {
            if (isOfKind(label, object)) {
                // A primitive type fits its numbers always.
                everything(index, arguments[1], ends, values);
                index++;
                continue;
            }
            if (!(label instanceof ClassDesc type)) {
                throw Text.refusal(
                        reader.line,
                        reader.method.name() + " switches over the constant " + label,
                        "use if with equals");
            }
            test(object, type, index, arguments[1], ends, values);
            index++;
        }
        end(index, ends, values);
        join(ends, values, List.of(reader.frame));
        return reader.frame.pop();
    }

    private static boolean isOfKind(java.lang.constant.ConstantDesc label, Node object) {
        return !object.isReference()
                && label instanceof java.lang.constant.DynamicConstantDesc<?> d
                && d.bootstrapMethod().methodName().equals("primitiveClass");
    }

    private void everything(int index, Node from, List<Block> ends, List<Node> values) {
        Block early = branch(Opcode.IF_ICMPGT, from, reader.constant(index));
        Block skip = reader.block;
        reader.block = early;
        end(index, ends, values);
        reader.block = skip;
    }

    /** Goes to a new block if one value is as the opcode says; the block for the other case is given back. */
    private Block branch(Opcode opcode, Node... in) {
        Block yes = reader.graph.block();
        Block no = reader.graph.block();
        reader.block.exit = Exit.branch(opcode, in, yes, no);
        yes.before.add(reader.block);
        no.before.add(reader.block);
        reader.block = yes;
        return no;
    }

    private void end(int index, List<Block> ends, List<Node> values) {
        values.add(reader.constant(index));
        ends.add(reader.block);
    }

    private void test(Node object, ClassDesc type, int index, Node from, List<Block> ends, List<Node> values) {
        Block early = null;
        if (!from.isConstant()) {
            early = branch(Opcode.IF_ICMPLE, from, reader.constant(index));
        } else if ((int) from.data > index) {
            return;
        }
        Block other = branch(Opcode.IFNE, objects.instanceOf(object, type));
        end(index, ends, values);
        if (early != null) {
            Block joined = reader.graph.block();
            for (Block b : List.of(early, other)) {
                b.exit = Exit.to(joined);
                joined.before.add(b);
            }
            other = joined;
        }
        reader.block = other;
    }
}
