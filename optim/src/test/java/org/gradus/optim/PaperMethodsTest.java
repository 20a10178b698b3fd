package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.optim.SpectralRisk.Penalty;
import org.gradus.optim.programs.ProgramSearch;
import org.gradus.optim.programs.UpdateProgram;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Solvers of single papers, in short; their claims are in the module of reproductions. */
class PaperMethodsTest {

    private static double objective(SpectralRisk risk, double[] q, double[] losses) {
        int n = q.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double distance = risk.penalty() == Penalty.CHI_SQUARE
                    ? 0.5 * n * (q[i] - 1.0 / n) * (q[i] - 1.0 / n)
                    : q[i] > 0 ? q[i] * Math.log(n * q[i]) : 0;
            sum += q[i] * losses[i] - risk.shift() * distance;
        }
        return sum;
    }

    /** Nothing in the convex hull of the spectrum's permutations is better than the weights, which are in it. */
    @ParameterizedTest
    @EnumSource(Penalty.class)
    void weightsOfASpectralRiskAreTheBest(Penalty penalty) {
        SplittableRandom random = new SplittableRandom(3);
        for (double shift : new double[] {0.05, 0.3, 5}) {
            for (double[] spectrum : List.of(
                    SpectralRisk.extremile(5, 2), SpectralRisk.exponential(5, 3), SpectralRisk.superquantile(5, 0.5))) {
                SpectralRisk risk = new SpectralRisk(spectrum, shift, penalty);
                assertThat(Arrays.stream(spectrum).sum()).isCloseTo(1, within(1e-14));
                double[] losses = random.doubles(5, 0, 2).toArray();
                double[] q = risk.weights(losses);
                double[] sorted = q.clone();
                Arrays.sort(sorted);
                double part = 0;
                double bound = 0;
                for (int i = 0; i < 5; i++) {
                    part += sorted[i];
                    bound += spectrum[i];
                    assertThat(part).isGreaterThanOrEqualTo(bound - 1e-12);
                }
                assertThat(part).isCloseTo(1, within(1e-12));
                double best = objective(risk, q, losses);
                for (int k = 0; k < 300; k++) {
                    assertThat(objective(risk, mixed(spectrum, random), losses)).isLessThanOrEqualTo(best + 1e-12);
                }
                assertThat(risk.value(tensor(losses)).item()).isCloseTo(best, within(1e-12));
            }
        }
    }

    private static double[] mixed(double[] spectrum, SplittableRandom random) {
        double[] q = new double[spectrum.length];
        double[] shares = random.doubles(3).toArray();
        double sum = Arrays.stream(shares).sum();
        for (double share : shares) {
            double[] order = random.doubles(q.length).toArray();
            for (int i = 0; i < q.length; i++) {
                int rank = 0;
                for (double other : order) {
                    rank += other < order[i] ? 1 : 0;
                }
                q[i] += share / sum * spectrum[rank];
            }
        }
        return q;
    }

    @Test
    void spectraMustRiseToASumOfOne() {
        assertThatThrownBy(() -> new SpectralRisk(new double[] {0.6, 0.4}, 1, Penalty.CHI_SQUARE))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("the spectrum falls to 0.4 after 0.6");
        assertThatThrownBy(() -> new SpectralRisk(new double[] {0.4, 0.5}, 1, Penalty.CHI_SQUARE))
                .hasMessageContaining("the spectrum sums to 0.9");
        SpectralRisk two = new SpectralRisk(new double[] {0.4, 0.6}, 1, Penalty.CHI_SQUARE);
        assertThatThrownBy(() -> two.weights(1, 2, 3)).hasMessageContaining("3 losses for a spectrum of 2");
    }

    @Test
    void theProxyOfTheObjectiveItselfIsTheProximalPoint() {
        Fn<Tensor, Tensor> f = x -> x.minus(tensor(1.0, -2.0)).square().sum().times(0.5);
        var done = new ProxyProx(3).run(Gradus.grad(f), f, Tensors.zeros(2), 2);
        // x ← (x + η·c)/(1 + η) each step.
        assertThat(done.point().toDoubles()).containsExactly(new double[] {15.0 / 16, -15.0 / 8}, within(1e-8));
        assertThat(done.dear()).isEqualTo(2);
        assertThat(done.cheap()).isGreaterThan(2);
    }

    @Test
    void programsAreOptimizers() {
        UpdateProgram lion = UpdateProgram.lion(0.1);
        Tensor start = Random.normal(Key.of(1), 4);
        Fn<Tensor, Tensor> f = x -> x.square().times(tensor(1.0, 2.0, 3.0, 4.0)).sum();
        Tensor program = Descent.run(lion.<Tensor>optimizer(0.01), f, start, 20);
        Tensor own = Descent.run(new Lion<Tensor>(Schedules.constant(0.01), 0.1), f, start, 20);
        assertThat(program.toDoubles()).containsExactly(own.toDoubles(), within(1e-12));
        double[] w = start.toDoubles();
        double[] first = new double[4];
        double[] second = new double[4];
        UpdateProgram adamW = UpdateProgram.adamW(0.01);
        for (int t = 0; t < 20; t++) {
            double[] g = {2 * w[0], 4 * w[1], 6 * w[2], 8 * w[3]};
            adamW.step(w, g, 0.01, first, second);
        }
        Tensor tensors = Descent.run(adamW.<Tensor>optimizer(0.01), f, start, 20);
        assertThat(tensors.toDoubles()).containsExactly(w, within(1e-12));
        assertThat(lion.toString()).startsWith("t0 = interpolate(g, v1, 0.9)\nt0 = sign(t0)\n");
        assertThat(lion.usesGradient()).isTrue();
        assertThat(new UpdateProgram(List.of()).usesGradient()).isFalse();
        assertThat(lion.canonical()).isNotEqualTo(adamW.canonical());
    }

    /** Every operation has the same values on arrays and tensors. */
    @Test
    void operationsAgreeOnArraysAndTensors() {
        double[] x = {0.3, -1.2, 2.5, -0.7};
        double[] y = {1.1, 0.4, -0.6, 0.2};
        for (var operation : org.gradus.optim.programs.Operation.values()) {
            var write = new UpdateProgram.Statement(UpdateProgram.UPDATE, operation, 0, 1, 0.4);
            UpdateProgram program = new UpdateProgram(List.of(write));
            double[] w = x.clone();
            program.step(w, y, 1, new double[4], new double[4]);
            var rule = program.<Tensor>optimizer(1);
            Tensor at = tensor(x);
            Tensor moved = at.plus(rule.update(tensor(y), rule.init(at), Info.of(at, Tensors.scalar(0), 0))
                    .update());
            assertThat(moved.toDoubles()).as("%s", operation).containsExactly(w, within(1e-14));
        }
    }

    @Test
    void searchesKeepWhatIsBestAndProgramsBecomeShort() {
        double[] wanted = {0.5, -0.25};
        var search = new ProgramSearch(16, 4, 300);
        java.util.function.ToDoubleFunction<UpdateProgram> fitness = p -> {
            double[] w = {0, 0};
            double[] first = new double[2];
            double[] second = new double[2];
            for (int t = 0; t < 20; t++) {
                p.step(w, new double[] {w[0] - wanted[0], w[1] - wanted[1]}, 0.1, first, second);
            }
            return Math.hypot(w[0] - wanted[0], w[1] - wanted[1]);
        };
        UpdateProgram seed = UpdateProgram.adamW(0.5);
        ProgramSearch.Result found = search.run(seed, fitness, 1);
        assertThat(found.best().fitness()).isLessThan(fitness.applyAsDouble(seed));
        assertThat(found.trace()).hasSize(300);
        assertThat(search.run(seed, fitness, 1).best()).isEqualTo(found.best());
        assertThat(ProgramSearch.reranked(found.top(), fitness).getFirst().fitness())
                .isEqualTo(found.best().fitness());
        List<UpdateProgram.Statement> more =
                new ArrayList<>(UpdateProgram.lion(0).statements());
        UpdateProgram shorter = ProgramSearch.simplified(new UpdateProgram(more), fitness, 1e-12);
        assertThat(shorter.statements()).hasSizeLessThan(more.size());
        assertThat(fitness.applyAsDouble(shorter))
                .isLessThanOrEqualTo(fitness.applyAsDouble(UpdateProgram.lion(0)) + 1e-12);
        assertThatThrownBy(() -> new ProgramSearch(4, 8, 1)).hasMessageContaining("make no search");
    }

    @Test
    void refinedSchedulesSmoothAndDropWhatIsNotFinite() {
        double[] norms = {1, 1, Double.NaN, 1, 1};
        assertThat(ScheduleRefinement.refine(norms))
                .containsExactly(new double[] {1, 0.75, 0.5, 0.25, 0}, within(1e-15));
        double[] spiky = new double[50];
        Arrays.fill(spiky, 1);
        spiky[20] = 100;
        double[] smooth = ScheduleRefinement.refine(spiky);
        for (int t = 0; t < 50; t++) {
            assertThat(smooth[t]).isCloseTo((49 - t) / 49.0, within(1e-12));
        }
        assertThatThrownBy(() -> ScheduleRefinement.refine(1, Double.NaN)).hasMessageContaining("1 finite norms of 2");
    }

    @Test
    void elasticAveragingWantsOneGradientAWorker() {
        var state = new ElasticAveraging.State<>(List.of(tensor(1.0), tensor(3.0)), tensor(0.0));
        var next = new ElasticAveraging(0.1, 1).step(state, List.of(tensor(0.0), tensor(1.0)));
        assertThat(next.workers().get(0).item()).isCloseTo(0.9, within(1e-15));
        assertThat(next.workers().get(1).item()).isCloseTo(2.6, within(1e-15));
        assertThat(next.center().item()).isCloseTo(0.4, within(1e-15));
        assertThatThrownBy(() -> new ElasticAveraging(0.1, 1).step(state, List.of(tensor(0.0))))
                .hasMessageContaining("1 gradients for 2 workers");
    }
}
