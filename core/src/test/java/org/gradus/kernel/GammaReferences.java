package org.gradus.kernel;

import java.util.function.IntToDoubleFunction;

/**
 * ln Γ, ψ and ψ' of positive arguments as double-doubles: the recurrence up to 40, then the Stirling series with exact
 * Bernoulli numbers.
 */
final class GammaReferences {
    private static final double LARGE = 40;
    // Numerators and denominators of B(2), B(4), … B(28).
    private static final double[][] BERNOULLI = {
        {1, 6},
        {-1, 30},
        {1, 42},
        {-1, 30},
        {5, 66},
        {-691, 2730},
        {7, 6},
        {-3617, 510},
        {43867, 798},
        {-174611, 330},
        {854513, 138},
        {-236364091, 2730},
        {8553103, 6},
        {-23749461029.0, 870}
    };
    private static final DoubleDouble[] LGAMMA = series(j -> 2.0 * j * (2 * j - 1));
    private static final DoubleDouble[] DIGAMMA = series(j -> 2.0 * j);
    private static final DoubleDouble[] TRIGAMMA = series(_ -> 1);
    private static final DoubleDouble HALF_LN_2PI =
            References.log(References.HALF_PI_PAIR.scaled(2)).scaled(-1);

    private GammaReferences() {}

    private static DoubleDouble of(double x) {
        return DoubleDouble.of(x);
    }

    /** B(2j) / divisor(j) for j = 1, 2, … */
    private static DoubleDouble[] series(IntToDoubleFunction divisor) {
        DoubleDouble[] terms = new DoubleDouble[BERNOULLI.length];
        for (int j = 1; j <= terms.length; j++) {
            terms[j - 1] = of(BERNOULLI[j - 1][0]).over(of(BERNOULLI[j - 1][1] * divisor.applyAsDouble(j)));
        }
        return terms;
    }

    private static DoubleDouble polynomial(DoubleDouble[] coefficients, DoubleDouble x) {
        DoubleDouble sum = of(0);
        for (int j = coefficients.length - 1; j >= 0; j--) {
            sum = sum.times(x).plus(coefficients[j]);
        }
        return sum;
    }

    static DoubleDouble lgamma(double x) {
        DoubleDouble y = of(x);
        DoubleDouble product = DoubleDouble.ONE;
        DoubleDouble logs = of(0);
        while (y.high() < LARGE) {
            product = product.times(y);
            y = y.plus(DoubleDouble.ONE);
        }
        if (product.high() != 1) {
            logs = References.log(product);
        }
        DoubleDouble inverse = DoubleDouble.ONE.over(y);
        DoubleDouble square = inverse.times(inverse);
        DoubleDouble tail = polynomial(LGAMMA, square);
        DoubleDouble main = y.minus(of(0.5)).times(References.log(y)).minus(y);
        return main.plus(HALF_LN_2PI).plus(tail.times(inverse)).minus(logs);
    }

    static DoubleDouble digamma(double x) {
        DoubleDouble y = of(x);
        DoubleDouble sum = of(0);
        while (y.high() < LARGE) {
            sum = sum.plus(DoubleDouble.ONE.over(y));
            y = y.plus(DoubleDouble.ONE);
        }
        DoubleDouble inverse = DoubleDouble.ONE.over(y);
        DoubleDouble square = inverse.times(inverse);
        DoubleDouble tail = polynomial(DIGAMMA, square);
        return References.log(y)
                .minus(inverse.scaled(-1))
                .minus(tail.times(square))
                .minus(sum);
    }

    static DoubleDouble trigamma(double x) {
        DoubleDouble y = of(x);
        DoubleDouble sum = of(0);
        while (y.high() < LARGE) {
            sum = sum.plus(DoubleDouble.ONE.over(y.times(y)));
            y = y.plus(DoubleDouble.ONE);
        }
        DoubleDouble inverse = DoubleDouble.ONE.over(y);
        DoubleDouble square = inverse.times(inverse);
        DoubleDouble tail = polynomial(TRIGAMMA, square);
        return inverse.plus(square.scaled(-1))
                .plus(tail.times(square).times(inverse))
                .plus(sum);
    }
}
