package org.gradus.categories;

import java.util.EnumMap;
import java.util.Map;
import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Derivatives;

/**
 * The laws of reverse derivative categories, to test an implementation by: Cockett, Cruttwell, Gallagher, Lemay, MacAdam,
 * Plotkin and Pronk, "Reverse derivative categories", 2019. Maps are functions of tensors of one axis; pairs are concatenated.
 * Each method gives the largest difference of the two sides, relative to one plus the largest number of either.
 *
 * <p>A forward derivative follows from the reverse one, {@code D[f](a, v) = R[R[f](a, ·)](0, v)}, and is compared with the
 * library's own forward mode and with differences: no law of R alone finds a derivative that is wrong alike everywhere.
 *
 * @param reverse the reverse derivative to test
 */
public record ReverseDerivativeLaws(Combinator reverse) {

    /** A reverse derivative. */
    @FunctionalInterface
    public interface Combinator {
        /**
         * R[f](a, b).
         *
         * @param f the map
         * @param a where
         * @param b a change of the result
         * @return a change of the argument
         */
        Tensor apply(Fn<Tensor, Tensor> f, Tensor a, Tensor b);
    }

    /** The laws, as the paper numbers them, and the comparisons with what is known otherwise. */
    public enum Law {
        /** R[f + g] = R[f] + R[g], R[0] = 0. */
        RD1_SUM,
        /** R[f](a, b + c) = R[f](a, b) + R[f](a, c), R[f](a, 0) = 0. */
        RD2_ADDITIVE,
        /** R[id](a, b) = b, and projections send a change to their own place. */
        RD3_IDENTITY,
        /** R[⟨f, g⟩](a, (b, c)) = R[f](a, b) + R[g](a, c). */
        RD4_PAIRING,
        /** R[g ∘ f](a, c) = R[f](a, R[g](f(a), c)). */
        RD5_CHAIN,
        /** R[f] is linear in its second argument: its derivative in a direction (0, b′) is R[f](a, b′). */
        RD6_LINEAR,
        /** D[D[f]]((a, v), (w, 0)) = D[D[f]]((a, w), (v, 0)). */
        RD7_SYMMETRY,
        /** The induced forward derivative is the library's. */
        FORWARD,
        /** ⟨D[f](a, v), b⟩ = ⟨v, R[f](a, b)⟩ with the library's forward derivative; relative to the products of norms. */
        ADJOINT,
        /** The induced forward derivative is that of five-point differences. */
        DIFFERENCES
    }

    /**
     * Where the laws are tried.
     *
     * @param f a map from n to m numbers
     * @param g a map from m to any number of numbers
     * @param h a map from n to m numbers
     * @param a n numbers
     * @param b m numbers, a change of f's result
     * @param b2 m numbers
     * @param c a change of g's result
     * @param v n numbers, a tangent
     * @param w n numbers, a tangent
     */
    public record Sample(
            Fn<Tensor, Tensor> f,
            Fn<Tensor, Tensor> g,
            Fn<Tensor, Tensor> h,
            Tensor a,
            Tensor b,
            Tensor b2,
            Tensor c,
            Tensor v,
            Tensor w) {}

    /** Refuses null. */
    public ReverseDerivativeLaws {
        Require.notNull(reverse, "laws", "the reverse derivative");
    }

    /**
     * The laws for the library's own reverse mode.
     *
     * @return to be tried on samples
     */
    public static ReverseDerivativeLaws ofLibrary() {
        return new ReverseDerivativeLaws((f, a, b) -> Derivatives.vjp(f, a).apply(b));
    }

    /**
     * How far each law is from holding.
     *
     * @param s where
     * @return a difference for each law
     */
    public Map<Law, Double> differences(Sample s) {
        Map<Law, Double> all = new EnumMap<>(Law.class);
        all.put(Law.RD1_SUM, sum(s.f, s.h, s.a, s.b));
        all.put(Law.RD2_ADDITIVE, additive(s.f, s.a, s.b, s.b2));
        all.put(Law.RD3_IDENTITY, identity(s.a, s.v, s.b));
        all.put(Law.RD4_PAIRING, pairing(s.f, s.h, s.a, s.b, s.b2));
        all.put(Law.RD5_CHAIN, chain(s.f, s.g, s.a, s.c));
        all.put(Law.RD6_LINEAR, linear(s.f, s.a, s.b, s.b2));
        all.put(Law.RD7_SYMMETRY, symmetry(s.f, s.a, s.v, s.w));
        all.put(Law.FORWARD, forward(s.f, s.a, s.v));
        all.put(Law.ADJOINT, adjoint(s.f, s.a, s.v, s.b));
        all.put(Law.DIFFERENCES, differences(s.f, s.a, s.v));
        return all;
    }

    /**
     * The forward derivative that R induces.
     *
     * @param f the map
     * @param a where
     * @param v a tangent
     * @return D[f](a, v)
     */
    public Tensor induced(Fn<Tensor, Tensor> f, Tensor a, Tensor v) {
        return reverse.apply(b -> reverse.apply(f, a, b), Tensors.zerosLike(f.apply(a)), v);
    }

    /**
     * RD1.
     *
     * @param f a map
     * @param g a map between the same
     * @param a where
     * @param b a change of the result
     * @return the difference
     */
    public double sum(Fn<Tensor, Tensor> f, Fn<Tensor, Tensor> g, Tensor a, Tensor b) {
        double both = difference(
                reverse.apply(x -> f.apply(x).plus(g.apply(x)), a, b),
                reverse.apply(f, a, b).plus(reverse.apply(g, a, b)));
        Tensor none = reverse.apply(x -> Tensors.zerosLike(f.apply(x)), a, b);
        return Math.max(both, difference(none, Tensors.zerosLike(none)));
    }

    /**
     * RD2.
     *
     * @param f a map
     * @param a where
     * @param b a change of the result
     * @param c another
     * @return the difference
     */
    public double additive(Fn<Tensor, Tensor> f, Tensor a, Tensor b, Tensor c) {
        double sum = difference(
                reverse.apply(f, a, b.plus(c)), reverse.apply(f, a, b).plus(reverse.apply(f, a, c)));
        Tensor none = reverse.apply(f, a, Tensors.zerosLike(b));
        return Math.max(sum, difference(none, Tensors.zerosLike(none)));
    }

    /**
     * RD3.
     *
     * @param a where
     * @param b a change of a
     * @param other of another size, to make a pair with a
     * @return the difference
     */
    public double identity(Tensor a, Tensor b, Tensor other) {
        double id = difference(reverse.apply(x -> x, a, b), b);
        return Math.max(id, projections(a, b, other));
    }

    private double projections(Tensor a, Tensor b, Tensor other) {
        int n = a.size();
        int m = other.size();
        Tensor pair = concat(a, other);
        double first = difference(reverse.apply(x -> x.slice(0, 0, n), pair, b), concat(b, Tensors.zerosLike(other)));
        double second =
                difference(reverse.apply(x -> x.slice(0, n, n + m), pair, other), concat(Tensors.zerosLike(a), other));
        return Math.max(first, second);
    }

    /**
     * RD3 for a map that is said to be the identity.
     *
     * @param f a map whose values are its arguments
     * @param a where
     * @param b a change
     * @return the difference
     */
    public double identity(Fn<Tensor, Tensor> f, Tensor a, Tensor b) {
        return difference(reverse.apply(f, a, b), b);
    }

    /**
     * RD4.
     *
     * @param f a map
     * @param g a map from the same
     * @param a where
     * @param b a change of f's result
     * @param c a change of g's result
     * @return the difference
     */
    public double pairing(Fn<Tensor, Tensor> f, Fn<Tensor, Tensor> g, Tensor a, Tensor b, Tensor c) {
        return difference(
                reverse.apply(x -> concat(f.apply(x), g.apply(x)), a, concat(b, c)),
                reverse.apply(f, a, b).plus(reverse.apply(g, a, c)));
    }

    /**
     * RD5, the chain rule.
     *
     * @param f a map
     * @param g a map from f's results
     * @param a where
     * @param c a change of g's result
     * @return the difference
     */
    public double chain(Fn<Tensor, Tensor> f, Fn<Tensor, Tensor> g, Tensor a, Tensor c) {
        return difference(
                reverse.apply(x -> g.apply(f.apply(x)), a, c), reverse.apply(f, a, reverse.apply(g, f.apply(a), c)));
    }

    /**
     * RD6.
     *
     * @param f a map
     * @param a where
     * @param b a change of the result
     * @param direction another
     * @return the difference
     */
    public double linear(Fn<Tensor, Tensor> f, Tensor a, Tensor b, Tensor direction) {
        int n = a.size();
        int m = b.size();
        Fn<Tensor, Tensor> both = ab -> reverse.apply(f, ab.slice(0, 0, n), ab.slice(0, n, n + m));
        return difference(
                induced(both, concat(a, b), concat(Tensors.zerosLike(a), direction)), reverse.apply(f, a, direction));
    }

    /**
     * RD7.
     *
     * @param f a map
     * @param a where
     * @param v a tangent
     * @param w another
     * @return the difference
     */
    public double symmetry(Fn<Tensor, Tensor> f, Tensor a, Tensor v, Tensor w) {
        return difference(second(f, a, v, w), second(f, a, w, v));
    }

    private Tensor second(Fn<Tensor, Tensor> f, Tensor a, Tensor v, Tensor w) {
        int n = a.size();
        Fn<Tensor, Tensor> derivative = av -> induced(f, av.slice(0, 0, n), av.slice(0, n, 2 * n));
        return induced(derivative, concat(a, v), concat(w, Tensors.zerosLike(a)));
    }

    /**
     * The induced forward derivative beside the library's own.
     *
     * @param f a map
     * @param a where
     * @param v a tangent
     * @return the difference
     */
    public double forward(Fn<Tensor, Tensor> f, Tensor a, Tensor v) {
        return difference(induced(f, a, v), Derivatives.jvp(f, a, v).tangent());
    }

    /**
     * The dagger: forward and reverse derivatives are transposes.
     *
     * @param f a map
     * @param a where
     * @param v a tangent
     * @param b a change of the result
     * @return |⟨D, b⟩ − ⟨v, R⟩| relative to 1 + |v||R| + |D||b|
     */
    public double adjoint(Fn<Tensor, Tensor> f, Tensor a, Tensor v, Tensor b) {
        return adjoint(Derivatives.jvp(f, a, v).tangent(), reverse.apply(f, a, b), v, b);
    }

    /**
     * As {@link #adjoint(Fn, Tensor, Tensor, Tensor)}, of derivatives that were computed elsewhere.
     *
     * @param forward D[f](a, v)
     * @param back R[f](a, b)
     * @param v the tangent
     * @param b the change of the result
     * @return |⟨D, b⟩ − ⟨v, R⟩| relative to 1 + |v||R| + |D||b|
     */
    public static double adjoint(Tensor forward, Tensor back, Tensor v, Tensor b) {
        double left = forward.times(b).sum().item();
        double right = v.times(back).sum().item();
        double scale = 1
                + v.norm().item() * back.norm().item()
                + forward.norm().item() * b.norm().item();
        return Math.abs(left - right) / scale;
    }

    /**
     * The induced forward derivative beside five-point differences of step 1e-3.
     *
     * @param f a map
     * @param a where
     * @param v a tangent
     * @return the difference
     */
    public double differences(Fn<Tensor, Tensor> f, Tensor a, Tensor v) {
        return difference(induced(f, a, v), fivePoints(f, a, v, 1e-3));
    }

    /**
     * The derivative along a line by differences, with an error of order h⁴.
     *
     * @param f a map
     * @param a where
     * @param v a direction
     * @param h the step
     * @return (8(f(h) − f(−h)) − (f(2h) − f(−2h)))/12h
     */
    public static Tensor fivePoints(Fn<Tensor, Tensor> f, Tensor a, Tensor v, double h) {
        Tensor near = f.apply(a.plus(v.times(h))).minus(f.apply(a.minus(v.times(h))));
        Tensor far = f.apply(a.plus(v.times(2 * h))).minus(f.apply(a.minus(v.times(2 * h))));
        return near.times(8).minus(far).div(12 * h);
    }

    private static Tensor concat(Tensor x, Tensor y) {
        return Tensors.concatenate(0, x, y);
    }

    /** The largest difference relative to one plus the largest number. */
    private static double difference(Tensor x, Tensor y) {
        if (x.size() == 0) {
            return 0;
        }
        double side = Math.max(x.abs().max().item(), y.abs().max().item());
        return x.minus(y).abs().max().item() / (1 + side);
    }
}
