package org.gradus.plainjava;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Makes the hidden classes that hold generated methods. */
final class Emitter {
    private static final ClassDesc DOUBLES = ConstantDescs.CD_double.arrayType();
    private static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
    private static final int FLAGS = ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE;

    private final MethodHandles.Lookup lookup;
    private final ClassDesc self;
    private final Members members;
    private int longest;

    Emitter(MethodHandles.Lookup lookup) {
        this.lookup = lookup;
        this.members = new Members(lookup);
        String pack = lookup.lookupClass().getPackageName();
        this.self = ClassDesc.of(pack, lookup.lookupClass().getSimpleName().replaceAll("\\W", "_") + "Derivative");
    }

    ClassDesc self() {
        return self;
    }

    Members members() {
        return members;
    }

    /** A method {@code (Object[] captured, double[] x, double[] direction)} that returns the graph's result. */
    MethodHandle forward(Graph graph) {
        ClassDesc result = resultOf(graph);
        return define(MethodTypeDesc.of(result, OBJECTS, DOUBLES, DOUBLES), c -> {
            ForwardCode code = new ForwardCode(c, graph, this, Set.of());
            params(graph, code, 1);
            code.captures();
            code.blocks();
        });
    }

    private static ClassDesc resultOf(Graph graph) {
        return graph.returning().exit.in[0].isReference() ? DOUBLES : ConstantDescs.CD_double;
    }

    private static void params(Graph graph, ForwardCode code, int first) {
        int slot = first;
        for (Node p : graph.params) {
            code.slots.set(p, slot);
            slot += p.kind.slotSize();
        }
    }

    /** A method {@code (captured, tape, x, gradient, seed)} that returns the value and adds the gradient. */
    MethodHandle adjoint(Graph graph, List<Node> arguments) {
        boolean vector = graph.returning().exit.in[0].isReference();
        AdjointPlan plan = new AdjointPlan(graph, arguments);
        MethodTypeDesc type = MethodTypeDesc.of(
                resultOf(graph), OBJECTS, OBJECTS, DOUBLES, DOUBLES, vector ? DOUBLES : ConstantDescs.CD_double);
        return define(type, c -> {
            AdjointCode code = new AdjointCode(c, this, plan, vector ? new VectorSeed(self, 4) : new ScalarSeed(4));
            params(graph, code, 2);
            code.prepare();
            code.captures();
            code.blocks();
        });
    }

    /** A method {@code (captured, tape, x, v, product, seed)}: the adjoint of a tangent graph, with the direction fixed. */
    MethodHandle second(Graph tangent, List<Node> arguments) {
        AdjointPlan plan = new AdjointPlan(tangent, arguments);
        boolean vector = tangent.returning().exit.in[0].isReference();
        ClassDesc result = resultOf(tangent);
        MethodTypeDesc type = MethodTypeDesc.of(result, OBJECTS, OBJECTS, DOUBLES, DOUBLES, DOUBLES, result);
        return define(type, c -> {
            AdjointCode code = new AdjointCode(c, this, plan, vector ? new VectorSeed(self, 5) : new ScalarSeed(5));
            params(tangent, code, 2);
            code.prepare();
            code.captures();
            code.blocks();
        });
    }

    /** Starts the reverse sweep of a number from the parameter that holds its adjoint. */
    private record ScalarSeed(int slot) implements AdjointCode.Seed {
        @Override
        public void begin(AdjointCode code, Node result) {
            if (code.seeds().contains(result)) {
                code.builder().dload(slot).dstore(code.reverse().slot(result));
            }
        }

        @Override
        public void end(AdjointCode code, Node result) {}
    }

    /** Starts the reverse sweep of an array: its shadow gets the cotangent. */
    private record VectorSeed(ClassDesc self, int slot) implements AdjointCode.Seed {
        @Override
        public void begin(AdjointCode code, Node result) {
            Node shadow = code.plan().shadows.of(result);
            if (shadow != null) {
                code.slots.load(shadow);
                code.builder().aload(slot);
                code.builder().invokestatic(self, "seed", MethodTypeDesc.of(ConstantDescs.CD_void, DOUBLES, DOUBLES));
            }
        }

        @Override
        public void end(AdjointCode code, Node result) {}
    }

    private synchronized MethodHandle define(MethodTypeDesc type, Consumer<CodeBuilder> code) {
        ClassLoader loader = lookup.lookupClass().getClassLoader();
        ClassFile.ClassHierarchyResolverOption hierarchy = ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofClassLoading(lookup).orElse(ClassHierarchyResolver.defaultResolver()));
        byte[] bytes = ClassFile.of(hierarchy).build(self, b -> {
            b.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
            Pieces pieces = new Pieces(self);
            b.withMethodBody("run", type, FLAGS, c -> pieces.write(c, type, code));
            pieces.rest(b);
            helpers(b);
        });
        measure(bytes);
        try {
            MethodHandles.Lookup hidden = lookup.defineHiddenClassWithClassData(
                    bytes, members.takeHandles(), true, MethodHandles.Lookup.ClassOption.NESTMATE);
            return hidden.findStatic(
                    hidden.lookupClass(),
                    "run",
                    MethodType.fromMethodDescriptorString(type.descriptorString(), loader));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void measure(byte[] bytes) {
        for (var m : ClassFile.of().parse(bytes).methods()) {
            longest = Math.max(
                    longest,
                    m.findAttribute(java.lang.classfile.Attributes.code())
                            .map(java.lang.classfile.attribute.CodeAttribute::codeLength)
                            .orElse(0));
        }
    }

    /** The length of the longest method so far, in bytes of bytecode. */
    int longest() {
        return longest;
    }

    private static void helpers(ClassBuilder b) {
        for (Helper h : Helper.values()) {
            b.withMethodBody(h.methodName(), Helper.BINARY, FLAGS, h::write);
        }
        for (ClassDesc stack : List.of(DOUBLES, ConstantDescs.CD_int.arrayType(), OBJECTS)) {
            b.withMethodBody(
                    "grow",
                    MethodTypeDesc.of(stack, stack, ConstantDescs.CD_int),
                    FLAGS,
                    c -> Emission.writeGrow(c, stack));
        }
        b.withMethodBody("instance", Emission.INSTANCE, FLAGS, Emission::writeInstance);
        b.withMethodBody("seed", MethodTypeDesc.of(ConstantDescs.CD_void, DOUBLES, DOUBLES), FLAGS, Emitter::writeSeed);
    }

    /** {@code for (int i = 0; i < cotangent.length; i++) shadow[i] += cotangent[i];} */
    private static void writeSeed(CodeBuilder c) {
        var head = c.newLabel();
        var done = c.newLabel();
        c.iconst_0().istore(2).labelBinding(head);
        c.iload(2).aload(1).arraylength().if_icmpge(done);
        c.aload(0).iload(2).dup2().daload().aload(1).iload(2).daload().dadd().dastore();
        c.iinc(2, 1).goto_(head).labelBinding(done).return_();
    }
}
