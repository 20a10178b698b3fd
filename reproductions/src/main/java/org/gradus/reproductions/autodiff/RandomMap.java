package org.gradus.reproductions.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** A random program of at most eight operations on vectors of at most six numbers. */
final class RandomMap implements Fn<Tensor, Tensor> {
    private static final long serialVersionUID = 1L;
    private static final int WIDEST = 6;
    private static final int KINDS = 14;
    private static final double LARGEST = 1e3;
    private static final double GAP = 1e-3;

    private final transient List<Step> steps = new ArrayList<>();

    private record Step(Fn<Tensor, Tensor> apply, boolean sorts) {}

    RandomMap(Key key, int inputs, int outputs) {
        List<Key> keys = key.split(9);
        double[] u = Random.uniform(keys.get(8), 1 + 7).toDoubles();
        int count = 1 + (int) (u[0] * 7);
        int n = inputs;
        for (int i = 0; i < count; i++) {
            List<Key> parts = keys.get(i).split(3);
            Step step = step((int) (u[1 + i % 7] * KINDS), n, parts);
            steps.add(step);
            n = Gradus.shapeOf(step.apply(), Tensors.zeros(n))
                    .getFirst()
                    .shape()
                    .size();
        }
        Tensor last = matrix(keys.get(7), outputs, n);
        steps.add(new Step(last::matmul, false));
    }

    private static Tensor matrix(Key key, int rows, int columns) {
        return Random.normal(key, rows, columns).div(Math.sqrt(columns));
    }

    private static Step step(int kind, int n, List<Key> keys) {
        Tensor c = Random.normal(keys.get(0), n);
        Tensor square = matrix(keys.get(1), n, n);
        int other = 1 + (int) (Random.uniform(keys.get(2), 1).toDoubles()[0] * WIDEST);
        Fn<Tensor, Tensor> definite = x -> {
            Tensor a = x.reshape(n, 1).times(c).plus(square);
            return a.matmul(a.t()).plus(Tensors.eye(n));
        };
        Fn<Tensor, Tensor> apply = switch (kind) {
            case 0 -> x -> x.plus(c.times(x.flip(0)));
            case 1 -> x -> x.times(x.flip(0).plus(c));
            case 2 -> matrix(keys.get(0), other, n)::matmul;
            case 3 -> x -> x.tanh().exp();
            case 4 -> Tensor::tanh;
            case 5 -> Tensor::sin;
            case 6 -> x -> x.sum().broadcastTo(n).times(c).plus(x);
            case 7 -> x -> x.slice(0, n / 3, n);
            case 8 -> x -> Tensors.concatenate(0, x, x.square()).slice(0, 0, Math.min(2 * n, WIDEST));
            case 9 -> x -> n % 2 == 0 ? x.reshape(2, n / 2).t().reshape(n) : x.flip(0);
            case 10 -> x -> x.sort(0);
            case 11 -> x -> Tensors.softmax(x, 0).times(x);
            case 12 -> x -> Linalg.solve(definite.apply(x), x.sin());
            default -> x -> Linalg.cholesky(definite.apply(x)).matmul(c).plus(x.logSumExp());
        };
        return new Step(apply, kind == 10);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor y = x;
        for (Step step : steps) {
            y = step.apply().apply(y);
        }
        return y;
    }

    /** Whether values and first and second derivatives stay below 1000 and sorted numbers apart. */
    boolean isWellScaled(Tensor a, Tensor v, Tensor w) {
        Tensor y = a;
        for (Step step : steps) {
            if (step.sorts() && !apart(y)) {
                return false;
            }
            y = step.apply().apply(y);
            if (isLarge(y)) {
                return false;
            }
        }
        Tensor first = Gradus.jvp(this, a, v).tangent();
        Tensor second =
                Gradus.jvp((Tensor x) -> Gradus.jvp(this, x, v).tangent(), a, w).tangent();
        return !isLarge(first) && !isLarge(second);
    }

    private static boolean isLarge(Tensor y) {
        return !(y.abs().max().item() <= LARGEST);
    }

    private static boolean apart(Tensor y) {
        double[] sorted = y.sort(0).toDoubles();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] - sorted[i - 1] < GAP) {
                return false;
            }
        }
        return true;
    }
}
