package org.gradus.compile;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.DType;

/**
 * Turns the numbers of a graph into a hidden class: methods without loops and branches, in which numbers are local variables.
 * A method holds a few hundred operations, for beyond 8000 bytes the JVM would never compile it; what a later method needs
 * passes through memory.
 */
final class ScalarCompiler {
    /** Bytes of a method, about. */
    private static final int METHOD_BYTES = 4000;

    private static final ClassDesc SELF = ClassDesc.of(ScalarCompiler.class.getPackageName(), "Scalar");
    private static final ClassDesc CODE = ClassDesc.of(ScalarCode.class.getName());
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(
            ConstantDescs.CD_void,
            ConstantDescs.CD_double.arrayType(),
            ConstantDescs.CD_long.arrayType(),
            ConstantDescs.CD_Object.arrayType());

    private final ScalarGraph graph;
    private final BitSet live = new BitSet();
    /** Where a number is in memory, or −1. */
    private final int[] home;
    /** Places of results that a number is stored to. */
    private final Map<Integer, List<Integer>> places = new HashMap<>();

    private final List<List<Integer>> methods = new ArrayList<>();
    private final int[] lastMethod;
    private final ScalarInstructions instructions;
    private final Deque<Integer> freeReals = new ArrayDeque<>();
    private final Deque<Integer> freeWholes = new ArrayDeque<>();
    private int reals;
    private int wholes;

    /**
     * Code and what it needs.
     *
     * @param code the class, made
     * @param reals numbers of floating-point memory
     * @param wholes numbers of the other memory
     * @param functions what the code calls
     */
    record Result(ScalarCode code, int reals, int wholes, Object[] functions) {}

    /**
     * Prepares.
     *
     * @param graph the numbers
     * @param inputHome where the first element of each input is
     * @param outputs the numbers of each result
     * @param outputHome where the first element of each result is to be
     * @param reals floating-point memory that inputs and results take
     * @param wholes other memory that they take
     */
    private ScalarCompiler(
            ScalarGraph graph, int[] inputHome, List<int[]> outputs, int[] outputHome, int reals, int wholes) {
        this.graph = graph;
        this.reals = reals;
        this.wholes = wholes;
        this.home = new int[graph.nodes().size()];
        this.lastMethod = new int[home.length];
        this.instructions = new ScalarInstructions(graph.nodes());
        Arrays.fill(home, -1);
        for (int i = 0; i < home.length; i++) {
            if (graph.nodes().get(i) instanceof ScalarNode.Input(DType _, int input, int index)) {
                home[i] = inputHome[input] + index;
            }
        }
        for (int i = 0; i < outputs.size(); i++) {
            int[] elements = outputs.get(i);
            for (int j = 0; j < elements.length; j++) {
                live.set(elements[j]);
                places.computeIfAbsent(elements[j], _ -> new ArrayList<>()).add(outputHome[i] + j);
            }
        }
    }

    static Result compile(
            ScalarGraph graph, int[] inputHome, List<int[]> outputs, int[] outputHome, int reals, int wholes) {
        return new ScalarCompiler(graph, inputHome, outputs, outputHome, reals, wholes).compile();
    }

    private Result compile() {
        for (int i = home.length - 1; i >= 0; i--) {
            if (live.get(i)) {
                graph.nodes().get(i).operands().forEach(live::set);
            }
        }
        cut();
        byte[] bytes = ClassFile.of().build(SELF, type -> {
            type.withInterfaceSymbols(CODE);
            type.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    ConstantDescs.MTD_void,
                    ClassFile.ACC_PUBLIC,
                    code -> code.aload(0)
                            .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .return_());
            for (int i = 0; i < methods.size(); i++) {
                int number = i;
                type.withMethodBody(
                        "part" + number,
                        RUN,
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                        code -> method(number, code));
            }
            type.withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, code -> {
                for (int i = 0; i < methods.size(); i++) {
                    code.aload(1).aload(2).aload(3).invokestatic(SELF, "part" + i, RUN);
                }
                code.return_();
            });
        });
        return new Result(instance(bytes), reals, wholes, instructions.functions());
    }

    private static ScalarCode instance(byte[] bytes) {
        try {
            return (ScalarCode) MethodHandles.lookup()
                    .defineHiddenClass(bytes, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("generated code", e);
        }
    }

    /** Deals the operations out to methods. */
    private void cut() {
        List<Integer> method = new ArrayList<>();
        int bytes = 0;
        for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
            boolean isGiven = graph.nodes().get(i) instanceof ScalarNode.Input
                    || graph.nodes().get(i) instanceof ScalarNode.Number;
            if (isGiven && !places.containsKey(i)) {
                continue;
            }
            int size = 16
                    + 9 * graph.nodes().get(i).operands().size()
                    + 8 * places.getOrDefault(i, List.of()).size();
            if (bytes + size > METHOD_BYTES) {
                methods.add(method);
                method = new ArrayList<>();
                bytes = 0;
            }
            bytes += size;
            method.add(i);
            for (int operand : graph.nodes().get(i).operands()) {
                lastMethod[operand] = methods.size();
            }
        }
        methods.add(method);
    }

    private boolean isReal(int node) {
        return graph.nodes().get(node).dtype().isFloat();
    }

    private void method(int number, CodeBuilder code) {
        Map<Integer, Integer> locals = new HashMap<>();
        for (int node : methods.get(number)) {
            for (int operand : graph.nodes().get(node).operands()) {
                read(operand, locals, code);
            }
            if (graph.nodes().get(node).operands().isEmpty()) {
                read(node, locals, code);
            } else {
                instructions.apply(node, locals, code);
                int local = code.allocateLocal(kind(node));
                code.storeLocal(kind(node), local);
                locals.put(node, local);
            }
            for (int place : places.getOrDefault(node, List.of())) {
                write(node, place, locals, code);
                if (home[node] < 0) {
                    home[node] = place;
                }
            }
            if (home[node] < 0 && lastMethod[node] > number) {
                Deque<Integer> free = isReal(node) ? freeReals : freeWholes;
                home[node] = !free.isEmpty() ? free.pop() : isReal(node) ? reals++ : wholes++;
                write(node, home[node], locals, code);
            }
        }
        release(number, locals);
        code.return_();
    }

    /** Memory of what no later method reads, unless it holds a result or an input. */
    private void release(int number, Map<Integer, Integer> locals) {
        for (int node : locals.keySet()) {
            boolean isTemporary = home[node] >= 0
                    && !places.containsKey(node)
                    && !(graph.nodes().get(node) instanceof ScalarNode.Input);
            if (isTemporary && lastMethod[node] == number) {
                (isReal(node) ? freeReals : freeWholes).push(home[node]);
            }
        }
    }

    private TypeKind kind(int node) {
        return ScalarInstructions.kind(graph.nodes().get(node).dtype());
    }

    /** Brings a number into a local variable; constants are written into the code where they are used. */
    private void read(int node, Map<Integer, Integer> locals, CodeBuilder code) {
        if (graph.nodes().get(node) instanceof ScalarNode.Number || locals.containsKey(node)) {
            return;
        }
        if (isReal(node)) {
            code.aload(0).loadConstant(home[node]).daload();
            if (kind(node) == TypeKind.FLOAT) {
                code.d2f();
            }
        } else {
            code.aload(1).loadConstant(home[node]).laload();
            if (kind(node) == TypeKind.INT) {
                code.l2i();
            }
        }
        int local = code.allocateLocal(kind(node));
        code.storeLocal(kind(node), local);
        locals.put(node, local);
    }

    private void write(int node, int place, Map<Integer, Integer> locals, CodeBuilder code) {
        code.aload(isReal(node) ? 0 : 1).loadConstant(place);
        instructions.load(node, locals, code);
        if (isReal(node)) {
            if (kind(node) == TypeKind.FLOAT) {
                code.f2d();
            }
            code.dastore();
        } else {
            if (kind(node) == TypeKind.INT) {
                code.i2l();
            }
            code.lastore();
        }
    }
}
