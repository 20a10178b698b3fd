package org.gradus.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Scanned;
import org.junit.jupiter.api.Test;

/** Amounts of data counted by hand. */
class LivenessTest {
    private static final Tensor X = Tensors.ones(10);

    private static long elements(Fn<Tensor, Tensor> f) {
        return Liveness.of(Gradus.trace(f, X)).elements();
    }

    @Test
    void aChainHoldsTheArgumentAndTwoValues() {
        assertThat(elements(x -> x.exp())).isEqualTo(20);
        assertThat(elements(x -> x.exp().sin().cos().exp())).isEqualTo(30);
    }

    @Test
    void aValueThatIsUsedLaterStays() {
        assertThat(elements(x -> {
                    Tensor y = x.exp();
                    return y.sin().cos().plus(y);
                }))
                .isEqualTo(40);
    }

    @Test
    void whatNothingReadsGoesAtOnce() {
        assertThat(elements(x -> {
                    x.exp();
                    return x.sin();
                }))
                .isEqualTo(20);
    }

    @Test
    void bytesGoByElementType() {
        Liveness narrow = Liveness.of(Gradus.trace((Tensor x) -> x.exp(), X.to(DType.FLOAT32)));
        assertThat(narrow).isEqualTo(new Liveness(20, 80));
    }

    @Test
    void equalConstantsAreOneElement() {
        assertThat(elements(x -> x.plus(Tensors.full(2, 10)))).isEqualTo(21);
    }

    @Test
    void aLoopHoldsOneStepAtATime() {
        // x; the last carry; and inside carry, next carry and what is between.
        Fn<Tensor, Tensor> loop =
                x -> Gradus.scan((Tensor c) -> new Scanned<>(c.sin().cos(), c.sum()), x, 1000)
                        .carry();
        long elements = Liveness.of(Gradus.trace(loop, X)).elements();
        assertThat(elements).isBetween(1000 + 40L, 1000 + 60L);
    }
}
