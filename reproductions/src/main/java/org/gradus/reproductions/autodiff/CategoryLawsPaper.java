package org.gradus.reproductions.autodiff;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gradus.Gradus;
import org.gradus.categories.ReverseDerivativeLaws;
import org.gradus.categories.ReverseDerivativeLaws.Law;
import org.gradus.categories.ReverseDerivativeLaws.Sample;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.WithResiduals;

/** The laws of reverse derivative categories on random programs, and on derivatives that are wrong. */
final class CategoryLawsPaper implements Reproduction {
    private static final int PROGRAMS = 200;
    private static final Map<Law, Double> BOUNDS = new EnumMap<>(Map.of(
            Law.RD1_SUM, 1e-9,
            Law.RD2_ADDITIVE, 1e-9,
            Law.RD3_IDENTITY, 1e-9,
            Law.RD4_PAIRING, 1e-9,
            Law.RD5_CHAIN, 1e-9,
            Law.RD6_LINEAR, 1e-9,
            Law.RD7_SYMMETRY, 1e-9,
            Law.FORWARD, 1e-10,
            Law.ADJOINT, 1e-12,
            Law.DIFFERENCES, 1e-6));

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper("reverse-derivative-categories", "Reverse derivative categories", 2019);
    }

    @Override
    public String claim() {
        return "A reverse derivative is the same as a forward derivative with a dagger structure on linear maps.";
    }

    private static Tensor unit(Key key, int n) {
        Tensor x = Random.normal(key, n);
        return x.div(x.norm());
    }

    /** A sample of well scaled programs, or null. */
    private static Sample draw(Key key) {
        List<Key> keys = key.split(11);
        double[] u = Random.uniform(keys.get(0), 3).toDoubles();
        int n = 1 + (int) (6 * u[0]);
        int m = 1 + (int) (6 * u[1]);
        int k = 1 + (int) (6 * u[2]);
        RandomMap f = new RandomMap(keys.get(1), n, m);
        RandomMap g = new RandomMap(keys.get(2), m, k);
        RandomMap h = new RandomMap(keys.get(3), n, m);
        Tensor a = Random.normal(keys.get(4), n);
        Sample sample = new Sample(
                f,
                g,
                h,
                a,
                unit(keys.get(5), m),
                unit(keys.get(6), m),
                unit(keys.get(7), k),
                unit(keys.get(8), n),
                unit(keys.get(9), n));
        boolean well = f.isWellScaled(a, sample.v(), sample.w())
                && h.isWellScaled(a, sample.v(), sample.w())
                && g.isWellScaled(f.apply(a), sample.b(), sample.b2());
        return well ? sample : null;
    }

    private static Map<Law, Double> worst(Context context) {
        ReverseDerivativeLaws laws = ReverseDerivativeLaws.ofLibrary();
        Map<Law, Double> worst = new EnumMap<>(Law.class);
        int tried = 0;
        for (int seed = 0; tried < PROGRAMS; seed++) {
            Sample sample = draw(context.key(seed));
            if (sample != null) {
                laws.differences(sample).forEach((law, d) -> worst.merge(law, d, Math::max));
                tried++;
            }
        }
        return worst;
    }

    private static Fn<Tensor, Tensor> sineWithReverse(double factor) {
        return Gradus.customVjp(
                x -> new WithResiduals<>(x.sin(), x),
                (x, ct) -> ct.times(x.cos()).times(factor));
    }

    /** How many of 20 points report sines whose reverse rule has a wrong factor, by the adjoint law. */
    private static int reported(Context context, double factor) {
        Fn<Tensor, Tensor> broken = sineWithReverse(factor);
        int count = 0;
        for (int i = 0; i < 20; i++) {
            List<Key> keys = context.key(5000 + i).split(3);
            Tensor a = Random.normal(keys.get(0), 4);
            Tensor v = unit(keys.get(1), 4);
            Tensor b = unit(keys.get(2), 4);
            double d = ReverseDerivativeLaws.adjoint(
                    Gradus.jvp(Tensor::sin, a, v).tangent(),
                    Gradus.vjp(broken, a).apply(b),
                    v,
                    b);
            count += d > BOUNDS.get(Law.ADJOINT) ? 1 : 0;
        }
        return count;
    }

    private static void stopped(Outcome.Builder outcome, Context context) {
        Fn<Tensor, Tensor> stop = Tensors::stopGradient;
        Fn<Tensor, Tensor> f = x -> stop.apply(x).times(x.sin());
        List<Tensor> x = context.key(6000).split(7).stream()
                .map(k -> Random.normal(k, 4))
                .toList();
        ReverseDerivativeLaws laws = ReverseDerivativeLaws.ofLibrary();
        Map<Law, Double> found =
                laws.differences(new Sample(f, f, f, x.get(0), x.get(1), x.get(2), x.get(3), x.get(4), x.get(5)));
        double held = 0;
        for (Map.Entry<Law, Double> entry : found.entrySet()) {
            if (entry.getKey() != Law.DIFFERENCES) {
                held = Math.max(held, entry.getValue() / BOUNDS.get(entry.getKey()));
            }
        }
        outcome.atMost("a stopped gradient: other laws, largest difference / bound", 1, held)
                .atLeast("a stopped gradient: reported by differences", 1e-6, found.get(Law.DIFFERENCES))
                .atLeast(
                        "a stopped gradient: reported as the identity, RD3",
                        1e-9,
                        laws.identity(stop, x.get(0), x.get(1)));
    }

    private static void dagger(Outcome.Builder outcome, Context context) {
        Tensor p = Random.normal(context.key(7000), 3, 4);
        Tensor q = Random.normal(context.key(7001), 2, 3);
        Tensor a = Random.normal(context.key(7002), 4);
        Tensor c = Random.normal(context.key(7003), 2);
        Fn<Tensor, Tensor> f = p::matmul;
        Fn<Tensor, Tensor> g = q::matmul;
        Fn<Tensor, Tensor> back = Gradus.linearTranspose(f, Tensors.zeros(4));
        double twice = distance(Gradus.linearTranspose(back, Tensors.zeros(3)).apply(a), f.apply(a));
        double composite = distance(
                Gradus.linearTranspose((Tensor x) -> g.apply(f.apply(x)), Tensors.zeros(4))
                        .apply(c),
                back.apply(Gradus.linearTranspose(g, Tensors.zeros(3)).apply(c)));
        outcome.atMost("dagger: f†† = f", 1e-12, twice).atMost("dagger: (g ∘ f)† = f† ∘ g†", 1e-12, composite);
    }

    private static double distance(Tensor x, Tensor y) {
        return x.minus(y).abs().max().item();
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        worst(context).forEach((law, d) -> outcome.atMost("200 random programs, " + law, BOUNDS.get(law), d));
        outcome.close("a sine with cos/2 in reverse: reported by the adjoint law, of 20", 20, reported(context, 0.5), 0)
                .close("a sine stopped in reverse: reported by the adjoint law, of 20", 20, reported(context, 0), 0)
                .close("a right sine in reverse: reported, of 20", 0, reported(context, 1), 0);
        stopped(outcome, context);
        dagger(outcome, context);
        return outcome.done();
    }
}
