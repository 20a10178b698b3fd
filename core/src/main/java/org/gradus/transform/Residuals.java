package org.gradus.transform;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.error.Require;
import org.gradus.program.Constant;
import org.gradus.program.Control;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Concrete;
import org.gradus.trace.Recorder;
import org.gradus.trace.Value;
import org.gradus.tree.Tree;

/**
 * What a linearized function keeps in memory until its pullback is applied: the arrays that the transposed program reads, each
 * counted once. An operation keeps an operand only if the derivative by <em>another</em> operand is wanted: {@code x·W} keeps
 * x when W is differentiated and W when x is, {@code relu} one byte an element, sums and reshapes nothing. So what is held
 * constant costs nothing, and neither does what comes before the first differentiated value. Bhatia and Dangel, "Lowering
 * PyTorch's memory consumption for selective differentiation", 2024.
 *
 * <p>The leaves of the argument are not counted: they live anyway, and are kept by reference. Nor are arrays of equal elements,
 * which are stored as one number. Where shapes alone are traced (in {@code jit} and {@code vmap}), the values that would be
 * kept are counted by their types.
 *
 * @param kept one an array, in the order in which the function made them
 * @param equations how many linear operations the derivative has; zero where nothing depends on what is differentiated
 */
public record Residuals(List<Kept> kept, int equations) {

    /**
     * An array that is kept.
     *
     * @param type element type and shape
     * @param bytes its size in memory
     * @param reader the linear operation that reads it first, as programs print it
     * @param elements the Java array, or the value where only its shape is known, to tell arrays apart
     */
    public record Kept(ArrayType type, long bytes, String reader, Object elements) {
        @Override
        public String toString() {
            return type + ", " + bytes + " bytes, for " + reader;
        }
    }

    /** Copies the list. */
    public Residuals {
        kept = List.copyOf(kept);
    }

    static Residuals of(Recorder.Recording linear, int inputs, List<Tensor> argument) {
        Collector collector = new Collector(argument);
        Program program = linear.program();
        for (int i = 0; i < linear.captured().size(); i++) {
            Value value = linear.captured().get(i);
            collector.value(value, reader(program, program.inputs().get(inputs + i)));
        }
        collector.constants(program);
        return new Residuals(collector.kept, program.equations().size());
    }

    private static String reader(Program program, Operand operand) {
        return program.equations().stream()
                .filter(e -> e.inputs().contains(operand))
                .findFirst()
                .map(e -> e.op().mnemonic())
                .orElse("the result");
    }

    /** Tells arrays apart by their elements, so that a reshaped one counts once. */
    private static final class Collector {
        private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private final List<Kept> kept = new ArrayList<>();

        Collector(List<Tensor> argument) {
            argument.forEach(leaf -> seen.add(identity(leaf.value())));
        }

        void constants(Program program) {
            for (Equation equation : program.equations()) {
                for (Operand operand : equation.inputs()) {
                    if (operand instanceof Constant(NdArray array)) {
                        value(new Concrete(array), equation.op().mnemonic());
                    }
                }
                if (equation.op() instanceof Control control) {
                    control.programs().forEach(this::constants);
                }
            }
        }

        void value(Value value, String reader) {
            ArrayType type = value.type();
            boolean one = value instanceof Concrete(NdArray array) && array.isSplat();
            Object elements = identity(value);
            if (!one && seen.add(elements)) {
                kept.add(new Kept(type, bytes(type, elements), reader, elements));
            }
        }

        private static long bytes(ArrayType type, Object elements) {
            long length = elements.getClass().isArray()
                    ? Array.getLength(elements)
                    : type.shape().size();
            return length * type.dtype().bytes();
        }
    }

    private static Object identity(Value value) {
        return value instanceof Concrete(NdArray array) ? array.stored() : value;
    }

    /**
     * The size of everything kept.
     *
     * @return the sum of the arrays' bytes; a truth value takes one
     */
    public long bytes() {
        return kept.stream().mapToLong(Kept::bytes).sum();
    }

    /**
     * The residuals without those that live anyway, such as weights that the function captured.
     *
     * @param tree a tensor, or a tree of tensors, held elsewhere
     * @return the others
     */
    public Residuals without(Object tree) {
        Set<Object> held = Collections.newSetFromMap(new IdentityHashMap<>());
        Tree.flatten(Require.notNull(tree, "residuals", "the tree"))
                .leaves()
                .forEach(leaf -> held.add(identity(leaf.value())));
        return new Residuals(
                kept.stream().filter(k -> !held.contains(k.elements())).toList(), equations);
    }

    /**
     * How many of the arrays hold truth values: the masks of activations, selections and dropout.
     *
     * @return their number
     */
    public int masks() {
        return (int) kept.stream().filter(k -> k.type().dtype() == DType.BOOL).count();
    }

    /** Some lines for a person: the total, then one line an array. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("keeps ").append(bytes()).append(" bytes in ").append(kept.size());
        text.append(kept.size() == 1 ? " array" : " arrays").append(" for ").append(equations);
        text.append(equations == 1 ? " linear operation" : " linear operations");
        kept.forEach(k -> text.append("\n  ").append(k));
        return text.toString();
    }
}
