package org.gradus.optim.quasar;

import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;

/**
 * The search for the weight between two points that accelerated methods need where a function is not convex (Hinder, Sidford and
 * Sohoni 2020, Algorithm 3; with a first guess, Fu, Xu and Wilson 2023).
 *
 * <p>Wanted is τ in [0, 1] with u = τ·x + (1 − τ)·z and
 *
 * <pre>
 * c·f(u) + τ·(⟨∇f(u), x − z⟩ − τ·b·‖x − z‖²) ≤ c·f(x) + tolerance
 * </pre>
 *
 * <p>In this order: 1 where x = z; the guess when it satisfies the test; 1 when ⟨∇f(x), x − z⟩ ≤ tolerance + b·‖x − z‖²; 0 when c = 0
 * or f(z) ≤ f(x) + tolerance/c; else bisection of [0, 1], the upper half when f there is above f(x), until the test holds. On a
 * convex function the guess c/(1 + c) always passes.
 */
public final class Bisearch {
    private static final int MOST = 100;

    private Bisearch() {}

    /**
     * What was found.
     *
     * @param weight τ
     * @param point u
     * @param gradient ∇f(u)
     * @param evaluations of value or gradient or both at one point, the last of which gave the gradient
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Found(double weight, double[] point, double[] gradient, int evaluations) {}

    /**
     * Searches without a guess.
     *
     * @param f the function
     * @param x the point at τ = 1
     * @param z the point at τ = 0
     * @param b zero or more
     * @param c zero or more
     * @param tolerance zero or more
     * @return the weight
     */
    public static Found find(Differentiable f, double[] x, double[] z, double b, double c, double tolerance) {
        return new Search(f, x, z, b, c, tolerance).run(Double.NaN);
    }

    /**
     * Searches with a guess.
     *
     * @param f the function
     * @param x the point at τ = 1
     * @param z the point at τ = 0
     * @param b zero or more
     * @param c zero or more
     * @param tolerance zero or more
     * @param guess tried first, in [0, 1]
     * @return the weight
     * @throws ArgumentException when a number is out of its range
     */
    public static Found find(
            Differentiable f, double[] x, double[] z, double b, double c, double tolerance, double guess) {
        if (!(guess >= 0 && guess <= 1)) {
            throw new ArgumentException("bisearch: guess " + guess + " is not in [0, 1]", "give a weight, or none");
        }
        return new Search(f, x, z, b, c, tolerance).run(guess);
    }

    private static final class Search {
        private final Differentiable f;
        private final double[] x;
        private final double[] z;
        private final double[] difference;
        private final double penalty;
        private final double c;
        private final double tolerance;
        private int evaluations;

        private Search(Differentiable f, double[] x, double[] z, double b, double c, double tolerance) {
            if (!(b >= 0 && c >= 0 && tolerance >= 0)) {
                throw new ArgumentException(
                        "bisearch: b " + b + ", c " + c + ", tolerance " + tolerance, "none of them is negative");
            }
            this.f = f;
            this.x = x;
            this.z = z;
            this.difference = Vectors.minus(x, z);
            this.penalty = b * Vectors.dot(difference, difference);
            this.c = c;
            this.tolerance = tolerance;
        }

        private record At(double weight, double[] point, double value, double[] gradient) {}

        private At at(double weight) {
            double[] u = weight == 1 ? x.clone() : Vectors.plus(z, weight, difference);
            double[] g = new double[u.length];
            evaluations++;
            double value = f.valueAndGradient(u, g);
            return new At(weight, u, value, g);
        }

        private boolean passes(At at, double top) {
            double slope = Vectors.dot(at.gradient(), difference);
            return c * at.value() + at.weight() * (slope - at.weight() * penalty) <= c * top + tolerance;
        }

        private Found found(At at) {
            return new Found(at.weight(), at.point(), at.gradient(), evaluations);
        }

        private Found run(double guess) {
            At one = at(1);
            if (Vectors.maxAbs(difference) == 0) {
                return found(one);
            }
            double top = one.value();
            if (!Double.isNaN(guess)) {
                At first = guess == 1 ? one : at(guess);
                if (passes(first, top)) {
                    return found(first);
                }
            }
            if (Vectors.dot(one.gradient(), difference) <= tolerance + penalty) {
                return found(one);
            }
            At zero = at(0);
            if (c == 0 || zero.value() <= top + tolerance / c) {
                return found(zero);
            }
            double low = 0;
            double high = 1;
            At middle = zero;
            for (int k = 0; k < MOST; k++) {
                middle = at(0.5 * (low + high));
                if (passes(middle, top)) {
                    break;
                }
                if (middle.value() <= top) {
                    high = middle.weight();
                } else {
                    low = middle.weight();
                }
            }
            return found(middle);
        }
    }
}
