package org.gradus.reproductions.optimizers;

import org.gradus.Gradus;
import org.gradus.optim.ProxyProx;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** A quadratic and a proxy whose difference is smooth. */
final class ProxyProxPaper implements Reproduction {
    private static final int D = 30;
    private static final double DELTA = 0.5;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "proxyprox-two-losses",
                "Two Losses Are Better Than One: Faster Optimization Using a Cheaper Proxy",
                2023);
    }

    @Override
    public String claim() {
        return "Steps on a cheap proxy, corrected by one gradient of the objective, converge at a rate that depends on the"
                + " difference of the two alone.";
    }

    /** Outer steps to a gap below 1e-6, those of gradient descent, and the gap of the proxy's minimum. */
    private record Found(int outer, int descent, double proxy) {}

    private static Found find(Context context, int seed) {
        var keys = context.key(seed).split(3);
        double[] values = new double[D];
        java.util.Arrays.setAll(values, i -> Math.pow(100, i / (D - 1.0)));
        Tensor h = Drive.symmetric(keys.get(0), values);
        Tensor b = Random.normal(keys.get(1), D);
        Tensor e = Random.normal(keys.get(2), D, D);
        Tensor symmetric = e.plus(e.t());
        Tensor unit = symmetric.div(Linalg.eigvalsh(symmetric).abs().max());
        Fn<Tensor, Tensor> f = Drive.quadratic(h, b);
        Fn<Tensor, Tensor> proxy = Drive.quadratic(h.plus(unit.times(DELTA)), b);
        Tensor best = Linalg.solve(h, b.reshape(D, 1)).reshape(D);
        double least = f.apply(best).item();
        Fn<Tensor, Tensor> gradient = Gradus.grad(f);
        Tensor x = Tensors.zeros(D);
        int outer = 0;
        while (outer < 50 && f.apply(x).item() - least >= 1e-6) {
            x = new ProxyProx(1 / DELTA).run(gradient, proxy, x, 1).point();
            outer++;
        }
        Tensor y = Tensors.zeros(D);
        int descent = 0;
        while (descent < 3000 && f.apply(y).item() - least >= 1e-6) {
            y = y.minus(h.matmul(y).minus(b).div(100));
            descent++;
        }
        Tensor alone = Linalg.solve(h.plus(unit.times(DELTA)), b.reshape(D, 1)).reshape(D);
        return new Found(outer, descent, f.apply(alone).item() - least);
    }

    @Override
    public Outcome run(Context context) {
        int outer = 0;
        int descent = Integer.MAX_VALUE;
        double proxy = Double.POSITIVE_INFINITY;
        for (int seed = 0; seed < 5; seed++) {
            Found found = find(context, seed);
            outer = Math.max(outer, found.outer());
            descent = Math.min(descent, found.descent());
            proxy = Math.min(proxy, found.proxy());
        }
        return new Outcome.Builder()
                .atMost("5 seeds: most outer steps to a gap of 1e-6", 12, outer)
                .atLeast("5 seeds: fewest steps of gradient descent", 301, descent)
                .atLeast("5 seeds: smallest gap of the proxy's minimum", 0.003, proxy)
                .done();
    }
}
