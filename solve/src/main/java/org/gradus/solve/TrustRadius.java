package org.gradus.solve;

import org.gradus.optim.Vectors;

/**
 * The step of Levenberg and Marquardt within a radius: min ‖J·p + r‖ over ‖p‖ ≤ Δ, by Newton's method on
 * 1/Δ − 1/‖p(λ)‖ with bracketed λ (Moré 1978; MINPACK's {@code lmpar}).
 *
 * @param p the step
 * @param damping λ; 0 when the Gauss–Newton step is inside
 */
@SuppressWarnings("ArrayRecordComponent")
record TrustRadius(double[] p, double damping) {
    private static final double SLACK = 0.1;

    static TrustRadius step(PivotedQr qr, double radius, double first) {
        double[] newton = qr.solve();
        double length = Vectors.norm(newton);
        double excess = length - radius;
        if (qr.hasFullRank() && excess <= SLACK * radius) {
            return new TrustRadius(newton, 0);
        }
        double low = 0;
        if (qr.hasFullRank()) {
            low = excess / radius / square(qr.forward(unit(newton, length)));
        }
        double steep = Vectors.norm(qr.gradient());
        double high = steep / radius;
        if (!(high > 0)) {
            return new TrustRadius(newton, 0);
        }
        double damping = Math.min(Math.max(first, low), high);
        if (damping == 0) {
            damping = length > 0 ? Math.min(high, steep / length) : high;
        }
        double[] p = newton;
        for (int iteration = 0; iteration < 10; iteration++) {
            if (!(damping > 0)) {
                damping = Math.max(Double.MIN_NORMAL, 1e-3 * high);
            }
            PivotedQr.Damped damped = qr.new Damped(Math.sqrt(damping));
            p = damped.x;
            length = Vectors.norm(p);
            double before = excess;
            excess = length - radius;
            boolean inside = low == 0 && excess <= before && before < 0;
            if (Math.abs(excess) <= SLACK * radius || inside) {
                break;
            }
            double correction = excess / radius / square(damped.forwardDamped(unit(p, length)));
            if (excess > 0) {
                low = Math.max(low, damping);
            } else {
                high = Math.min(high, damping);
            }
            damping = Math.max(low, damping + correction);
        }
        return new TrustRadius(p, damping);
    }

    /** ‖D·x‖. */
    static double scaled(double[] scale, double[] x) {
        double[] product = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            product[i] = scale[i] * x[i];
        }
        return Vectors.norm(product);
    }

    private static double[] unit(double[] p, double length) {
        double[] v = new double[p.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = p[i] / length;
        }
        return v;
    }

    private static double square(double[] w) {
        double norm = Vectors.norm(w);
        return norm * norm;
    }
}
