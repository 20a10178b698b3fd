package org.gradus.reproductions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradus.error.ArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReproductionsTest {

    /** Those that take more than a second or so run with {@code -Dgradus.full=true}. */
    private static final Set<String> LONG = Set.of(
            "ad-correctness-diffeologies",
            "ad-correctness-machine-representable",
            "adamp",
            "amsgrad",
            "bottou-largescale-review",
            "bubeck-convex-complexity",
            "distributed-shampoo",
            "entropy-sgd",
            "few-bit-backward",
            "fad-flatness-aware-dg",
            "faster-bcd",
            "forward-gradient",
            "gam-first-order-flatness",
            "higher-order-ad-of-higher-order-functions",
            "large-batch-reality-check",
            "lion-k",
            "lion-program-search",
            "memsave-selective-diff",
            "mup-second-order",
            "local-loss-forward-gradient",
            "matrix-calculus-course",
            "memory-efficient-attention",
            "old-optimizer-new-norm",
            "online-to-nonconvex-conversion",
            "opt-amsgrad",
            "optex-parallel-iterations",
            "prospect-dro",
            "proxyprox-two-losses",
            "reverse-derivative-ascent",
            "reverse-derivative-categories",
            "reverse-derivative-lenses",
            "rewrite-strategies-ad",
            "sam",
            "sania",
            "small-fc-lopt",
            "stochastic-model-based-weakly-convex",
            "sven-singular-value-descent",
            "target-based-surrogates-sso",
            "tract-first-layer",
            "u-dog",
            "unary-form-reverse-ad",
            "velo-learned-optimizer");

    static Stream<String> ids() {
        boolean full = Boolean.getBoolean("gradus.full");
        return Reproductions.all().stream().map(r -> r.paper().id()).filter(id -> full || !LONG.contains(id));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void comesOutAsExpected(String id) {
        Outcome outcome =
                Reproductions.run(Reproductions.named(id), Context.DEFAULT).outcome();
        assertThat(outcome.measurements().stream().filter(m -> !m.passed())).isEmpty();
        assertThat(outcome.reason()).isEmpty();
        assertThat(outcome.passed()).isTrue();
    }

    @Test
    void idsAreOfOneFamilyAndDiffer() {
        List<String> ids = Reproductions.all().stream().map(r -> r.paper().id()).toList();
        assertThat(ids).doesNotHaveDuplicates().containsAll(LONG);
        for (ReproductionFamily family : Reproductions.families()) {
            List<String> own =
                    family.reproductions().stream().map(r -> r.paper().id()).toList();
            assertThat(own).isSorted();
            assertThat(family.reproductions())
                    .allSatisfy(r -> assertThat(r.paper().family()).isEqualTo(family.name()))
                    .allSatisfy(r -> assertThat(r.claim()).isNotBlank());
        }
    }

    @Test
    void anErrorIsAnOutcomeThatDidNotPass() {
        Reproduction broken = new Reproduction() {
            @Override
            public PaperRef paper() {
                return new PaperRef("broken", "Broken", 2026, "none");
            }

            @Override
            public String claim() {
                return "";
            }

            @Override
            public Outcome run(Context context) {
                throw new ArgumentException("broken: so it is", "mend it");
            }
        };
        Outcome outcome = Reproductions.run(broken, Context.DEFAULT).outcome();
        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.reason()).contains("broken: so it is");
    }

    @Test
    void measurementsHoldTheirBounds() {
        Outcome outcome = new Outcome.Builder()
                .close("near", 1, 1.5, 0.5)
                .close("far", 1, 1.6, 0.5)
                .atMost("below", 1, 1)
                .atMost("above", 1, 1.1)
                .atLeast("enough", 1, 1)
                .between("inside", 0, 1, 0.5)
                .between("outside", 0, 1, Double.NaN)
                .holds("true", true)
                .holds("false", false)
                .because("so it is")
                .done();
        assertThat(outcome.measurements().stream().filter(Measurement::passed).map(Measurement::name))
                .containsExactly("near", "below", "enough", "inside", "true");
        assertThat(outcome.measurements().getFirst().expected().words()).isEqualTo("1 ± 0.5");
        assertThat(outcome.passed()).isFalse();
        assertThat(new Outcome.Builder().done().passed()).isFalse();
    }

    @Test
    void tablesAreBundled() {
        Table digits = Context.DEFAULT.table("digits");
        assertThat(digits.x().type()).hasToString("f64[1797,64]");
        assertThat(digits.classes()).hasSize(10);
        assertThat(Context.DEFAULT.table("iris").classes()).containsExactly("setosa", "versicolor", "virginica");
        assertThatThrownBy(() -> Context.DEFAULT.table("mnist"))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("no table 'mnist' is bundled");
    }

    @Test
    void whatIsUnknownIsRefused() {
        assertThatThrownBy(() -> Reproductions.named("adamm")).hasMessageContaining("no paper has the id 'adamm'");
        assertThatThrownBy(() -> Reproductions.ofFamily("x")).hasMessageContaining("choose one of ");
        assertThatThrownBy(() -> new PaperRef("No good", "t", 2026, "f")).hasMessageContaining("is not plain");
        assertThat(new PaperRef("grams", "Grams", 2024, "optimizers").bibtex())
                .isEqualTo("@misc{grams,\n  title = {{Grams}},\n  year = {2024}\n}");
    }
}
