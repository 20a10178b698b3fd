package org.gradus.compile;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.program.Equation;
import org.gradus.program.Operand;

/** Equations on arrays of a few elements, as straight-line code on numbers. Safe for use by many threads. */
final class ScalarProgram {
    private final List<ArrayType> inputTypes;
    private final List<ArrayType> outputTypes;
    private final int[] inputHome;
    private final int[] outputHome;
    private final ScalarCompiler.Result compiled;
    private int reals;
    private int wholes;

    /**
     * Makes the code.
     *
     * @param inputs what the equations read from outside
     * @param equations in order; {@link ScalarGraph} takes each
     * @param outputs what is wanted
     */
    ScalarProgram(List<? extends Operand> inputs, List<Equation> equations, List<? extends Operand> outputs) {
        this.inputTypes = inputs.stream().map(Operand::type).toList();
        this.outputTypes = outputs.stream().map(Operand::type).toList();
        ScalarGraph graph = ScalarGraph.of(List.copyOf(inputs), equations);
        this.inputHome = homes(inputTypes);
        this.outputHome = homes(outputTypes);
        List<int[]> wanted = new ArrayList<>();
        outputs.forEach(o -> wanted.add(graph.elements(o)));
        this.compiled = ScalarCompiler.compile(graph, inputHome, wanted, outputHome, reals, wholes);
    }

    private int[] homes(List<ArrayType> types) {
        int[] homes = new int[types.size()];
        for (int i = 0; i < homes.length; i++) {
            int size = types.get(i).shape().size();
            if (types.get(i).dtype().isFloat()) {
                homes[i] = reals;
                reals += size;
            } else {
                homes[i] = wholes;
                wholes += size;
            }
        }
        return homes;
    }

    /**
     * The numbers of one run.
     *
     * @param reals floating-point numbers
     * @param wholes whole numbers and truth values
     */
    record Memory(double[] reals, long[] wholes) {}

    ScalarCode code() {
        return compiled.code();
    }

    Memory memory() {
        return new Memory(new double[compiled.reals()], new long[compiled.wholes()]);
    }

    List<NdArray> run(NdArray[] inputs) {
        Memory memory = memory();
        for (int i = 0; i < inputs.length; i++) {
            read(memory, i, inputs[i].dense(), 0);
        }
        run(memory);
        List<NdArray> outputs = new ArrayList<>(outputHome.length);
        for (int i = 0; i < outputHome.length; i++) {
            ArrayType type = outputTypes.get(i);
            Object out = type.dtype().allocate(type.shape().size());
            write(memory, i, out, 0);
            outputs.add(NdArray.of(type, out));
        }
        return outputs;
    }

    void run(Memory memory) {
        compiled.code().run(memory.reals, memory.wholes, compiled.functions());
    }

    /** Reads an input from the elements of an array from {@code at} on. */
    void read(Memory memory, int input, Object from, int at) {
        int n = inputTypes.get(input).shape().size();
        read(from, at, inputHome[input], n, memory.reals, memory.wholes);
    }

    /** Writes a result to the elements of an array from {@code at} on. */
    void write(Memory memory, int output, Object to, int at) {
        int n = outputTypes.get(output).shape().size();
        write(memory.reals, memory.wholes, outputHome[output], to, at, n);
    }

    /** Writes an input, as it is in memory. */
    void take(Memory memory, int input, Object to) {
        int n = inputTypes.get(input).shape().size();
        write(memory.reals, memory.wholes, inputHome[input], to, 0, n);
    }

    /** Makes a result the input of the next run. */
    void feed(Memory memory, int output, int input) {
        Object array = outputTypes.get(output).dtype().isFloat() ? memory.reals : memory.wholes;
        int n = outputTypes.get(output).shape().size();
        System.arraycopy(array, outputHome[output], array, inputHome[input], n);
    }

    private static void read(Object from, int at, int home, int n, double[] r, long[] w) {
        switch (from) {
            case double[] a -> System.arraycopy(a, at, r, home, n);
            case float[] a -> {
                for (int j = 0; j < n; j++) {
                    r[home + j] = a[at + j];
                }
            }
            case long[] a -> System.arraycopy(a, at, w, home, n);
            case int[] a -> {
                for (int j = 0; j < n; j++) {
                    w[home + j] = a[at + j];
                }
            }
            case boolean[] a -> {
                for (int j = 0; j < n; j++) {
                    w[home + j] = a[at + j] ? 1 : 0;
                }
            }
            default -> throw new AssertionError(from.getClass());
        }
    }

    private static void write(double[] r, long[] w, int home, Object to, int at, int n) {
        switch (to) {
            case double[] a -> System.arraycopy(r, home, a, at, n);
            case float[] a -> {
                for (int j = 0; j < n; j++) {
                    a[at + j] = (float) r[home + j];
                }
            }
            case long[] a -> System.arraycopy(w, home, a, at, n);
            case int[] a -> {
                for (int j = 0; j < n; j++) {
                    a[at + j] = (int) w[home + j];
                }
            }
            case boolean[] a -> {
                for (int j = 0; j < n; j++) {
                    a[at + j] = w[home + j] != 0;
                }
            }
            default -> throw new AssertionError(to.getClass());
        }
    }
}
