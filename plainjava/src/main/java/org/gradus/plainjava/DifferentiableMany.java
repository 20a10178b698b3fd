package org.gradus.plainjava;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * A function of several arguments, numbers and arrays of numbers, with the gradient in each. Made by
 * {@link PlainJava#differentiateMany(PlainJava.Function2)}.
 */
public final class DifferentiableMany {

    /** The function itself, of as many arguments as it takes. */
    @FunctionalInterface
    interface Original {
        double apply(Object[] arguments);
    }

    private final Object function;
    private final Class<?> type;
    private final int count;
    private final Differentiator differentiator;
    private final Original original;
    private final java.util.Map<String, PlainFunction> byShape = new java.util.concurrent.ConcurrentHashMap<>();

    private final java.util.Map<String, Fn<Tensor, Tensor>> functions = new java.util.concurrent.ConcurrentHashMap<>();

    DifferentiableMany(Object function, Class<?> type, int count, Differentiator differentiator, Original original) {
        this.function = function;
        this.type = type;
        this.count = count;
        this.differentiator = differentiator;
        this.original = original;
    }

    /**
     * The value.
     *
     * @param arguments a {@code Double} or a {@code double[]} for each argument
     * @return f(arguments)
     */
    public double value(Object... arguments) {
        Object[] copies = new Object[arguments.length];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = arguments[i] instanceof double[] a ? a.clone() : arguments[i];
        }
        lengths("value", arguments);
        return original.apply(copies);
    }

    /**
     * The gradient.
     *
     * @param arguments a {@code Double} or a {@code double[]} for each argument
     * @return for each argument the derivative in it: a {@code Double} or a {@code double[]} of its length
     */
    public Object[] gradient(Object... arguments) {
        int[] lengths = lengths("gradient", arguments);
        double[] flat = flat(arguments, lengths);
        double[] g = function(lengths).gradient(flat);
        Object[] parts = new Object[lengths.length];
        int at = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = lengths[i] < 0 ? (Object) g[at] : java.util.Arrays.copyOfRange(g, at, at + lengths[i]);
            at += Math.abs(lengths[i]);
        }
        return parts;
    }

    /**
     * The function as one of tensors, for programs, as {@link org.gradus.Differentiable#asFunction}.
     *
     * @return from one tensor for each argument, a scalar for a {@code Double}, to the value
     */
    public Fn<List<Tensor>, Tensor> asFunction() {
        return arguments -> {
            int[] lengths = new int[arguments.size()];
            List<Tensor> flat = new ArrayList<>();
            for (int i = 0; i < lengths.length; i++) {
                Tensor t = arguments.get(i);
                lengths[i] = t.rank() == 0 ? -1 : t.shape().size();
                flat.add(t.reshape(Math.abs(lengths[i])));
            }
            if (lengths.length != count) {
                throw new ArgumentException(
                        "asFunction: the function takes " + count + " arguments, not " + lengths.length,
                        "give a tensor for each");
            }
            return functions
                    .computeIfAbsent(
                            java.util.Arrays.toString(lengths),
                            _ -> function(lengths).asFunction())
                    .apply(Tensors.concatenate(0, flat));
        };
    }

    private double at(double[] flat, int[] lengths) {
        Object[] arguments = new Object[lengths.length];
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            int end = at + Math.abs(lengths[i]);
            arguments[i] = lengths[i] < 0 ? (Object) flat[at] : java.util.Arrays.copyOfRange(flat, at, end);
            at = end;
        }
        return original.apply(arguments);
    }

    /** The length of each argument, −1 for a number. */
    private int[] lengths(String operation, Object[] arguments) {
        if (arguments.length != count) {
            throw new ArgumentException(
                    operation + ": the function takes " + count + " arguments, not " + arguments.length,
                    "give a Double or a double[] for each");
        }
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = switch (arguments[i]) {
                case Double _ -> -1;
                case double[] a -> a.length;
                case null, default ->
                    throw new ArgumentException(
                            operation + ": argument " + i + " is "
                                    + (arguments[i] == null
                                            ? "null"
                                            : "a " + arguments[i].getClass().getSimpleName()),
                            "give a Double or a double[]");
            };
        }
        return lengths;
    }

    private static double[] flat(Object[] arguments, int[] lengths) {
        double[] flat =
                new double[java.util.Arrays.stream(lengths).map(Math::abs).sum()];
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            if (arguments[i] instanceof double[] a) {
                System.arraycopy(a, 0, flat, at, a.length);
            } else {
                flat[at] = (Double) arguments[i];
            }
            at += Math.abs(lengths[i]);
        }
        return flat;
    }

    private PlainFunction function(int[] lengths) {
        return byShape.computeIfAbsent(
                java.util.Arrays.toString(lengths),
                _ -> new PlainFunction(
                        Functions.many(function, type, lengths, differentiator),
                        differentiator.lookup(),
                        x -> at(x, lengths)));
    }
}
