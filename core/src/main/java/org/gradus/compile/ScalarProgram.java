package org.gradus.compile;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Variable;

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

    List<NdArray> run(NdArray[] inputs) {
        double[] r = new double[compiled.reals()];
        long[] w = new long[compiled.wholes()];
        for (int i = 0; i < inputs.length; i++) {
            read(inputs[i], i, r, w);
        }
        compiled.code().run(r, w, compiled.functions());
        List<NdArray> outputs = new ArrayList<>(outputHome.length);
        for (int i = 0; i < outputHome.length; i++) {
            Object out = outputTypes.get(i).dtype().allocate(outputTypes.get(i).shape().size());
            write(r, w, outputHome[i], out, 0, outputTypes.get(i).shape().size());
            outputs.add(NdArray.of(outputTypes.get(i), out));
        }
        return outputs;
    }

    private void read(NdArray array, int input, double[] r, long[] w) {
        int size = inputTypes.get(input).shape().size();
        if (array.isSplat()) {
            for (int j = 0; j < size; j++) {
                read(array.stored(), 0, inputHome[input] + j, 1, r, w);
            }
        } else {
            read(array.stored(), 0, inputHome[input], size, r, w);
        }
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
