package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.program.Op;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * A power series c₀ + c₁·t + c₂·t² + … of tensors, whose coefficients are computed when asked for, in order. A null
 * coefficient is zero. A series may be made from itself, as long as each coefficient needs only earlier ones.
 */
abstract sealed class Series {
    private final ArrayType type;
    private final List<Tensor> known = new ArrayList<>();
    private Series derivative;

    private Series(ArrayType type, Tensor first) {
        this.type = type;
        known.add(first);
    }

    /** The coefficient of tᵏ for k of 1 or more, when all before it are known. */
    abstract Tensor compute(int k);

    /** Whether any coefficient but the first may differ from zero. */
    abstract boolean varies();

    /** The derivative in t. */
    Series differentiate() {
        return new Derivative(this);
    }

    /** The coefficient of tᵏ, null for zero. */
    final Tensor coefficient(int k) {
        while (known.size() <= k) {
            known.add(compute(known.size()));
        }
        return known.get(k);
    }

    /** The coefficient of t⁰ as a tensor, zeros for zero. */
    final Tensor value() {
        Tensor first = known.getFirst();
        return first == null ? Tensors.full(0, type) : first;
    }

    final ArrayType type() {
        return type;
    }

    final Series derivative() {
        if (derivative == null) {
            derivative = differentiate();
        }
        return derivative;
    }

    /** A polynomial: a constant, or the curve along which a function is expanded. */
    static final class Polynomial extends Series {
        private final List<Tensor> coefficients;

        Polynomial(ArrayType type, List<Tensor> coefficients) {
            super(type, coefficients.getFirst());
            this.coefficients = coefficients;
        }

        static Polynomial constant(Tensor value) {
            return new Polynomial(value.type(), List.of(value));
        }

        @Override
        Tensor compute(int k) {
            return k < coefficients.size() ? coefficients.get(k) : null;
        }

        @Override
        boolean varies() {
            return coefficients.size() > 1;
        }

        @Override
        Series differentiate() {
            List<Tensor> factors = new ArrayList<>();
            for (int k = 1; k < coefficients.size(); k++) {
                factors.add(coefficients.get(k).times(k));
            }
            return new Polynomial(type(), factors.isEmpty() ? Arrays.asList((Tensor) null) : factors);
        }
    }

    /** The derivative of a series that has no better form of it. */
    private static final class Derivative extends Series {
        private final Series series;

        Derivative(Series series) {
            super(series.type(), series.coefficient(1));
            this.series = series;
        }

        @Override
        Tensor compute(int k) {
            Tensor next = series.coefficient(k + 1);
            return next == null ? null : next.times(k + 1);
        }

        @Override
        boolean varies() {
            return true;
        }
    }

    /** A result of an operation that is linear in the operands that vary: coefficient by coefficient. */
    static final class Linear extends Series {
        private final Op op;
        private final List<Series> operands;
        private final List<Tensor> results;
        private final int result;

        Linear(Op op, List<Series> operands, List<Tensor> results, int result) {
            super(results.get(result).type(), results.get(result));
            this.op = op;
            this.operands = operands;
            this.results = results;
            this.result = result;
        }

        @Override
        Tensor compute(int k) {
            List<Tensor> factors = new ArrayList<>();
            operands.forEach(o -> factors.add(o.coefficient(k)));
            if (factors.stream().allMatch(f -> f == null)) {
                return null;
            }
            List<Tensor> primals = operands.stream().map(Series::value).toList();
            return JvpRules.jvp(op, primals, results, factors).get(result);
        }

        @Override
        boolean varies() {
            return true;
        }
    }

    /** A product of any kind, linear in each of two operands that vary: by sums of products (Cauchy). */
    static final class Product extends Series {
        private final Op op;
        private final List<Series> operands;
        private final int left;
        private final int right;

        Product(Op op, List<Series> operands, Tensor first, int left, int right) {
            super(first.type(), first);
            this.op = op;
            this.operands = operands;
            this.left = left;
            this.right = right;
        }

        @Override
        Tensor compute(int k) {
            Tensor sum = null;
            for (int i = 0; i <= k; i++) {
                Tensor x = operands.get(left).coefficient(i);
                Tensor y = operands.get(right).coefficient(k - i);
                if (x != null && y != null) {
                    sum = TensorOps.add(sum, product(x, y));
                }
            }
            return sum;
        }

        private Tensor product(Tensor x, Tensor y) {
            List<Tensor> primals = new ArrayList<>();
            operands.forEach(o -> primals.add(o.value()));
            primals.set(right, y);
            Tensor[] tangents = new Tensor[operands.size()];
            tangents[left] = x;
            return JvpRules.jvp(op, primals, List.of(value()), Arrays.asList(tangents))
                    .getFirst();
        }

        @Override
        boolean varies() {
            return true;
        }
    }

    /** A result of any other operation: the integral of its derivative, which its own rule gives, itself included. */
    static final class Integral extends Series {
        private final SeriesGraph.Expansion expansion;
        private final int result;

        Integral(Tensor first, SeriesGraph.Expansion expansion, int result) {
            super(first.type(), first);
            this.expansion = expansion;
            this.result = result;
        }

        @Override
        Tensor compute(int k) {
            Tensor rate = derivative().coefficient(k - 1);
            return rate == null ? null : rate.div(k);
        }

        @Override
        boolean varies() {
            return true;
        }

        @Override
        Series differentiate() {
            return expansion.derivative(result);
        }
    }
}
