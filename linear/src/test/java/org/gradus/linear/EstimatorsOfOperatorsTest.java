package org.gradus.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import org.gradus.error.ArgumentException;
import org.gradus.error.NonFiniteException;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;

/** Traces, diagonals and inverse Fisher matrices against dense ones. */
class EstimatorsOfOperatorsTest {
    record Pair(Tensor a, Tensor b) {}

    private static LinearOperator<Tensor> symmetric(Tensor a) {
        return LinearOperator.ofMatrix(Kind.SYMMETRIC, a);
    }

    @Test
    void ofADiagonalOperatorOneProductIsEnough() {
        LinearOperator<Pair> a =
                LinearOperator.of(Kind.SYMMETRIC, v -> new Pair(v.a().times(tensor(1, 2)), v.b().times(5)));
        Pair like = new Pair(tensor(0, 0), Tensors.scalar(0));
        assertThat(new TraceEstimator(1).trace(a, like).value()).isEqualTo(8);
        assertThat(new TraceEstimator(1).trace(a, like).standardError()).isNaN();
        Pair diagonal = new TraceEstimator(1).diagonal(a, like);
        assertThat(diagonal.a().toDoubles()).containsExactly(1, 2);
        assertThat(diagonal.b().item()).isEqualTo(5);
    }

    /** The mean over many seeds is the trace, and the stated error is the one that is seen. */
    @Test
    void theStatedErrorIsTheErrorSeen() {
        Tensor root = Random.normal(Key.of(1), 12, 12);
        Tensor a = root.plus(root.t());
        double trace = trace(a);
        double inside = 0;
        double sum = 0;
        for (int seed = 0; seed < 200; seed++) {
            var estimate = new TraceEstimator(30).seed(seed).trace(symmetric(a), Tensors.zeros(12));
            sum += estimate.value() - trace;
            inside += Math.abs(estimate.value() - trace) < 2 * estimate.standardError() ? 1 : 0;
        }
        double off = Math.sqrt(2
                * (a.square().sum().item()
                        - a.times(Tensors.eye(12)).square().sum().item()));
        assertThat(sum / 200).isCloseTo(0, within(4 * off / Math.sqrt(200 * 30)));
        assertThat(inside / 200).isBetween(0.9, 0.99);
    }

    @Test
    void deflationIsExactForLowRankAndBetterForSteepSpectra() {
        Tensor q = Linalg.qr(Random.normal(Key.of(3), 60, 60)).q();
        Tensor low = q.slice(1, 0, 5).matmul(q.slice(1, 0, 5).t());
        assertThat(new TraceEstimator(30)
                        .deflated(symmetric(low), Tensors.zeros(60))
                        .value())
                .isCloseTo(5, within(1e-10));
        Tensor steep = q.times(Tensors.arange(60).plus(1).pow(-2)).matmul(q.t());
        double trace = trace(steep);
        double plain = 0;
        double deflated = 0;
        for (int seed = 0; seed < 20; seed++) {
            TraceEstimator estimator = new TraceEstimator(30).seed(seed);
            plain += Math.pow(
                    estimator.trace(symmetric(steep), Tensors.zeros(60)).value() - trace, 2);
            deflated += Math.pow(
                    estimator.deflated(symmetric(steep), Tensors.zeros(60)).value() - trace, 2);
        }
        assertThat(deflated).isLessThan(plain / 25);
        assertThat(new TraceEstimator(300).deflated(symmetric(steep), Tensors.zeros(60)))
                .satisfies(e -> assertThat(e.value()).isCloseTo(trace, within(1e-12)))
                .satisfies(e -> assertThat(e.standardError()).isZero());
    }

    @Test
    void theInverseFisherMatrixIsTheDenseOne() {
        Tensor g = Random.normal(Key.of(7), 6, 20);
        Tensor dense =
                Linalg.inverse(g.t().matmul(g).div(6).plus(Tensors.eye(20).times(0.1)));
        InverseFisher inverse = InverseFisher.of(g, 0.1);
        Tensor x = Random.normal(Key.of(8), 20);
        assertThat(inverse.apply(x).toDoubles()).containsExactly(dense.matmul(x).toDoubles(), within(1e-12));
        assertThat(inverse.entry(3, 11).item()).isCloseTo(dense.get(3, 11).item(), within(1e-12));
        assertThat(inverse.entry(4, 4).item()).isCloseTo(dense.get(4, 4).item(), within(1e-12));
        for (int i = 0; i < 20; i++) {
            assertThat(inverse.diagonal().get(i).item())
                    .isCloseTo(dense.get(i, i).item(), within(1e-12));
        }
        assertThat(inverse.kind()).isEqualTo(Kind.POSITIVE_DEFINITE);
    }

    /** ½(w − c)ᵀF(w − c) with weight k held at 0: cost and compensation of the optimal brain surgeon are exact. */
    @Test
    void removingAWeightOfAQuadraticCostsWhatTheSurgeonSays() {
        Tensor g = Random.normal(Key.of(7), 9, 5);
        Tensor f = g.t().matmul(g).div(9).plus(Tensors.eye(5).times(0.3));
        Tensor w = Random.normal(Key.of(8), 5);
        InverseFisher inverse = InverseFisher.of(g, 0.3);
        Tensor moved = inverse.compensation(w, 2);
        assertThat(w.plus(moved).get(2).item()).isCloseTo(0, within(1e-15));
        double cost = Tree.dot(moved, f.matmul(moved)).item() / 2;
        assertThat(inverse.removalCosts(w).get(2).item()).isCloseTo(cost, within(1e-12));
        Tensor gradient = f.matmul(moved);
        for (int i = 0; i < 5; i++) {
            if (i != 2) {
                assertThat(gradient.get(i).item()).isCloseTo(0, within(1e-12));
            }
        }
    }

    @Test
    void wrongUsesAreRefused() {
        assertThatThrownBy(() -> new TraceEstimator(0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new TraceEstimator(2).deflated(symmetric(Tensors.eye(3)), Tensors.zeros(3)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("three parts");
        assertThatThrownBy(() -> InverseFisher.of(Tensors.zeros(3), 1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> InverseFisher.of(Tensors.zeros(3, 2), 0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new TraceEstimator(1)
                        .trace(symmetric(Tensors.eye(2).times(Double.POSITIVE_INFINITY)), Tensors.zeros(2)))
                .isInstanceOf(NonFiniteException.class);
    }

    private static double trace(Tensor a) {
        return a.times(Tensors.eye(a.dim(0))).sum().item();
    }
}
