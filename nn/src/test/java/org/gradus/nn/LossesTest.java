package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.nn.Numbers.checkDerivatives;
import static org.gradus.nn.Numbers.close;
import static org.gradus.nn.Numbers.normal;
import static org.gradus.tensor.Tensors.tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives, limits and kinks of losses; their values are in LayerTableTest. */
class LossesTest {
    private static final Tensor TARGET = normal(2, 4, 5);

    private static Map<String, Fn<Tensor, Tensor>> losses() {
        Map<String, Fn<Tensor, Tensor>> losses = new LinkedHashMap<>();
        Tensor labels = TARGET.gt(0.0).to(DType.FLOAT64);
        Tensor numbers = tensor(new long[] {0, 4, 2, 2});
        losses.put("squared", y -> Losses.squaredError(y, TARGET));
        losses.put("absolute", y -> Losses.absoluteError(y, TARGET));
        losses.put("huber", y -> Losses.huber(y, TARGET, 1.1));
        losses.put("log cosh", y -> Losses.logCosh(y, TARGET));
        losses.put("hinge", y -> Losses.hinge(y, labels.times(2.0).minus(1.0)));
        losses.put("focal", y -> Losses.focal(y, labels, 2));
        losses.put("focal of probabilities", y -> Losses.focal(y, Tensors.sigmoid(TARGET), 1.5));
        losses.put("smoothed", y -> Losses.smoothedCrossEntropy(y, numbers, 0.1));
        losses.put("smoothed probabilities", y -> Losses.smoothedCrossEntropy(y, Tensors.softmax(TARGET, -1), 0.1));
        losses.put("kl", y -> Losses.klDivergence(Tensors.logSoftmax(y, -1), Tensors.logSoftmax(TARGET, -1)));
        losses.put("kl backward", y -> Losses.klDivergence(Tensors.logSoftmax(TARGET, -1), Tensors.logSoftmax(y, -1)));
        losses.put("cosine", y -> Losses.cosineSimilarity(y, TARGET));
        losses.put("gaussian", y -> Losses.gaussian(TARGET, y, TARGET.plus(1.0)));
        losses.put("contrastive", y -> Losses.contrastive(y, TARGET, 0.3));
        return losses;
    }

    static Set<String> names() {
        return losses().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void derivatives(String name) {
        Fn<Tensor, Tensor> loss = losses().get(name);
        Tensor x = normal(1, 4, 5);
        Shape result = loss.apply(x).shape();
        assertThat(result.dim(0)).isEqualTo(4);
        Tensor weights = normal(3, result.dims());
        checkDerivatives((Tensor y) -> loss.apply(y).times(weights).sum(), x);
        assertThat(loss.apply(x.to(DType.FLOAT32)).shape()).isEqualTo(result);
    }

    private static double second(Fn<Tensor, Tensor> f, double x) {
        Fn<Tensor, Tensor> slope = Gradus.grad(f);
        return Gradus.grad(slope).apply(Tensors.scalar(x)).item();
    }

    @Test
    void curvatureWhereNothingIsWrong() {
        Tensor zero = Tensors.scalar(0);
        assertThat(second(y -> Losses.huber(y, zero, 1), 0)).isEqualTo(1);
        assertThat(second(y -> Losses.logCosh(y, zero), 0)).isCloseTo(1, within(1e-15));
        assertThat(second(y -> Losses.squaredError(y, zero), 0)).isEqualTo(2);
    }

    @Test
    void largeDifferencesAndLogitsAreFinite() {
        Tensor far = tensor(-1e308, -800, 0, 1e-9, 800, 1e308);
        Tensor zeros = Tensors.zerosLike(far);
        Tensor cosh = Losses.logCosh(far, zeros);
        close("log cosh", tensor(1e308, 800 - Math.log(2), 0, 5e-19, 800 - Math.log(2), 1e308), cosh, 1e-15);
        assertThat(cosh.get(3).item()).isCloseTo(5e-19, within(1e-33));
        Tensor g = Gradus.grad((Tensor x) -> Losses.logCosh(x, zeros).sum()).apply(far);
        close("slope", tensor(-1, -1, 0, 1e-9, 1, 1), g, 1e-15);
        Tensor logits = tensor(-800, 800);
        Tensor loss = Losses.focal(logits, tensor(1, 1), 2);
        close("focal", tensor(800, 0), loss, 1e-15);
        Tensor slope = Gradus.grad(
                        (Tensor x) -> Losses.focal(x, tensor(1, 1), 2).sum())
                .apply(logits);
        close("focal slope", tensor(-1, 0), slope, 1e-15);
    }

    @Test
    void impossibleClassesCostNothing() {
        double none = Double.NEGATIVE_INFINITY;
        Tensor p = tensor(new double[][] {{0, none}, {Math.log(0.5), Math.log(0.5)}});
        Tensor q = tensor(new double[][] {{Math.log(0.25), Math.log(0.75)}, {Math.log(0.5), Math.log(0.5)}});
        close("kl", tensor(Math.log(4), 0), Losses.klDivergence(p, q), 1e-15);
        close("kl", tensor(0, 0), Losses.klDivergence(p, p), 0);
        Tensor gradient =
                Gradus.grad((Tensor x) -> Losses.klDivergence(x, q).sum()).apply(p);
        assertThat(gradient.allFinite()).isTrue();
        Tensor logits = tensor(new double[][] {{1, none, 2}});
        Tensor sharp = Losses.smoothedCrossEntropy(logits, tensor(new long[] {2}), 0);
        close("no smoothing", Tensors.softmaxCrossEntropy(logits, tensor(new long[] {2})), sharp, 0);
    }

    @Test
    void zeroVectorsHaveFiniteSlopes() {
        Tensor zero = Tensors.zeros(1, 3);
        Tensor y = tensor(new double[][] {{1, 2, 2}});
        assertThat(Losses.cosineSimilarity(zero, y).item()).isZero();
        Tensor g =
                Gradus.grad((Tensor x) -> Losses.cosineSimilarity(x, y).sum()).apply(zero);
        close("slope", y.div(3e-8), g, 1e-12);
        assertThat(Losses.cosineSimilarity(y, y.times(7.0)).item()).isCloseTo(1, within(1e-15));
    }

    @Test
    void focalWithoutFocusIsTheCrossEntropy() {
        Tensor logits = normal(1, 6);
        Tensor labels = Tensors.sigmoid(normal(2, 6));
        close("γ = 0", Tensors.sigmoidCrossEntropy(logits, labels), Losses.focal(logits, labels, 0), 1e-14);
    }
}
