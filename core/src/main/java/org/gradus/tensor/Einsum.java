package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;

/**
 * Einstein's summation on axes named by whole numbers: diagonals and sums of single operands first, then one product of two
 * operands after another.
 */
final class Einsum {
    /** An operand and the names of its axes. */
    record Named(Tensor tensor, List<Integer> labels) {}

    private final Map<Integer, Integer> lengths = new HashMap<>();
    private final List<Named> operands = new ArrayList<>();
    private final List<Integer> result;
    private final DType dtype;

    private Einsum(List<Integer> result, DType dtype) {
        this.result = result;
        this.dtype = dtype;
    }

    static Tensor of(String subscripts, Tensor... operands) {
        Subscripts parsed = Subscripts.parse(subscripts, operands);
        return contract(Arrays.asList(operands), parsed.inputs(), parsed.output());
    }

    /** The sums of products; axes of one name have equal lengths, or 1. */
    static Tensor contract(List<Tensor> operands, List<List<Integer>> labels, List<Integer> result) {
        DType dtype =
                operands.stream().map(Tensor::dtype).reduce(DType::promote).orElseThrow();
        if (dtype == DType.BOOL) {
            throw new DTypeException(
                    "einsum: truth values have no products", "convert an operand, as in x.to(DType.INT64), or use and");
        }
        Einsum einsum = new Einsum(result, dtype);
        for (int i = 0; i < operands.size(); i++) {
            for (int axis = 0; axis < labels.get(i).size(); axis++) {
                einsum.lengths.merge(labels.get(i).get(axis), operands.get(i).dim(axis), (a, b) -> a == 1 ? b : a);
            }
        }
        for (int i = 0; i < operands.size(); i++) {
            einsum.operands.add(einsum.simplest(diagonals(operands.get(i).to(dtype), labels.get(i))));
        }
        return einsum.run();
    }

    /** Takes the diagonal of axes of one name. */
    private static Named diagonals(Tensor x, List<Integer> labels) {
        for (int i = 0; i < labels.size(); i++) {
            int second = labels.subList(i + 1, labels.size()).indexOf(labels.get(i));
            if (second >= 0) {
                List<Integer> left = new ArrayList<>(labels);
                left.remove(i + 1 + second);
                left.remove(i);
                left.add(labels.get(i));
                return diagonals(Shapes.diagonal(x, 0, i, i + 1 + second), left);
            }
        }
        return new Named(x, labels);
    }

    /** Drops axes of length 1 where others of the name are longer: they have one factor for all. */
    private Named simplest(Named x) {
        List<Integer> dropped = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        for (int axis = 0; axis < x.labels.size(); axis++) {
            boolean shared = x.tensor.dim(axis) == 1 && lengths.get(x.labels.get(axis)) != 1;
            if (shared) {
                dropped.add(axis);
            } else {
                kept.add(x.labels.get(axis));
            }
        }
        return dropped.isEmpty()
                ? x
                : new Named(x.tensor.reshape(x.tensor.shape().without(dropped)), kept);
    }

    private Tensor run() {
        while (operands.size() > 1) {
            int left = 0;
            int right = 1;
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < operands.size(); i++) {
                for (int j = i + 1; j < operands.size(); j++) {
                    double cost = growth(i, j);
                    if (cost < best) {
                        best = cost;
                        left = i;
                        right = j;
                    }
                }
            }
            Set<Integer> wanted = wanted(left, right);
            Named y = summed(operands.remove(right), left, wanted);
            Named x = summed(operands.remove(left), y, wanted);
            operands.add(new PairContraction(x, y, wanted, operands.isEmpty() ? result : null).run());
        }
        Named last = operands.getFirst();
        return ordered(sum(last, new HashSet<>(result)), result).tensor.to(dtype);
    }

    private Named summed(Named x, int other, Set<Integer> wanted) {
        return summed(x, operands.get(other), wanted);
    }

    /** Sums over axes that neither the other factor nor anything later names. */
    private static Named summed(Named x, Named other, Set<Integer> wanted) {
        Set<Integer> kept = new HashSet<>(wanted);
        kept.addAll(other.labels);
        return sum(x, kept);
    }

    private static Named sum(Named x, Set<Integer> kept) {
        List<Integer> labels = new ArrayList<>();
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < x.labels.size(); axis++) {
            if (kept.contains(x.labels.get(axis))) {
                labels.add(x.labels.get(axis));
            } else {
                axes.add(axis);
            }
        }
        int[] over = axes.stream().mapToInt(Integer::intValue).toArray();
        return axes.isEmpty() ? x : new Named(x.tensor.sum(over), labels);
    }

    /** What the result or an operand beside two names. */
    private Set<Integer> wanted(int left, int right) {
        Set<Integer> wanted = new HashSet<>(result);
        for (int i = 0; i < operands.size(); i++) {
            if (i != left && i != right) {
                wanted.addAll(operands.get(i).labels);
            }
        }
        return wanted;
    }

    /** By how many elements the product of two operands exceeds them; products without a common axis come last. */
    private double growth(int left, int right) {
        Named x = operands.get(left);
        Named y = operands.get(right);
        Set<Integer> wanted = wanted(left, right);
        Set<Integer> all = new HashSet<>(x.labels);
        all.addAll(y.labels);
        double size = 1;
        for (int label : all) {
            size *= wanted.contains(label) ? lengths.get(label) : 1;
        }
        boolean apart = all.size() == x.labels.size() + y.labels.size();
        return size - x.tensor.size() - y.tensor.size() + (apart ? 0x1p62 : 0);
    }

    /** Axes in the order of the given names, all of which the operand has. */
    static Named ordered(Named x, List<Integer> labels) {
        if (x.labels.equals(labels)) {
            return x;
        }
        int[] order = labels.stream().mapToInt(x.labels::indexOf).toArray();
        return new Named(x.tensor.transpose(order), labels);
    }

    /** The lengths of an operand's axes of given names. */
    static Shape shape(Named x, List<Integer> labels) {
        return Shape.of(
                labels.stream().map(l -> x.tensor.dim(x.labels.indexOf(l))).toList());
    }
}
