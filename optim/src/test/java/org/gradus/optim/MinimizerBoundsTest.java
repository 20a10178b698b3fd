package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** Bounds of a minimizer of tensors, records and arrays. */
class MinimizerBoundsTest {
    private static final Fn<Tensor, Tensor> DISTANCE =
            x -> x.minus(Tensors.tensor(1, -2, 3)).square().sum();

    /** Parameters of two leaves. */
    record Pair(Tensor a, Tensor b) {}

    @Test
    void bothMethodsKeepThem() {
        Minimizer<Tensor, Void> bounded = Minimizer.of(DISTANCE).bounds(Tensors.zeros(3), Tensors.tensor(0.5, 1, 9));
        for (ArraySolver<BoxProblem, ?> method : List.of(new Lbfgsb(), new TrustRegionNewtonCg())) {
            Solution<Tensor> s = bounded.method(method).run(Tensors.ones(3));
            assertThat(s).as(s.toString()).isInstanceOf(Solution.Converged.class);
            assertThat(s.point().toDoubles()).containsExactly(new double[] {0.5, 0, 3}, within(1e-9));
        }
        assertThat(bounded.run(Tensors.ones(3)).point().toDoubles())
                .containsExactly(new double[] {0.5, 0, 3}, within(1e-9));
        assertThat(Minimizer.of(DISTANCE)
                        .method(new TrustRegionNewtonCg())
                        .run(Tensors.zeros(3))
                        .point()
                        .toDoubles())
                .containsExactly(new double[] {1, -2, 3}, within(1e-9));
    }

    @Test
    void treesHaveBoundsLikeThem() {
        Fn<Pair, Tensor> f =
                p -> p.a().minus(2).square().sum().plus(p.b().plus(1).square().sum());
        Pair lower = new Pair(Tensors.zeros(2), Tensors.scalar(0));
        Pair upper = new Pair(Tensors.ones(2), Tensors.scalar(5));
        Solution<Pair> s = Minimizer.of(f).bounds(lower, upper).run(new Pair(Tensors.zeros(2), Tensors.scalar(1)));
        assertThat(s.point().a().toDoubles()).containsExactly(1, 1);
        assertThat(s.point().b().item()).isZero();
    }

    @Test
    void methodsWithoutBoundsAreRefused() {
        Tensor low = Tensors.zeros(3);
        Tensor high = Tensors.ones(3);
        assertThatThrownBy(() -> Minimizer.of(DISTANCE).method(new Lbfgs()).bounds(low, high))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("Lbfgs takes no bounds")
                .hasMessageContaining("use Lbfgsb or TrustRegionNewtonCg");
        assertThatThrownBy(() -> Minimizer.of(DISTANCE).bounds(low, high).method(new Lbfgs()))
                .hasMessageContaining("Lbfgs takes no bounds");
        assertThatThrownBy(() -> Minimizer.of(DISTANCE).bounds(high, low))
                .hasMessageContaining("no number is between lower[0] = 1.0 and upper[0] = 0.0");
        assertThatThrownBy(() -> Minimizer.of(DISTANCE).bounds(low, high).run(Tensors.zeros(2)))
                .hasMessageContaining("the start has 2 entries and the bounds 3");
    }
}
