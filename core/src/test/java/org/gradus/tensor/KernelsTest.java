package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import org.gradus.array.DType;
import org.gradus.error.ShapeException;
import org.gradus.transform.Derivatives;
import org.junit.jupiter.api.Test;

class KernelsTest {
    private static final Tensor X = Random.normal(Key.of(1), 7, 3);
    private static final Tensor Z = Random.normal(Key.of(2), 5, 3);
    private static final Tensor LENGTHS = tensor(0.5, 2.0, 1.5);

    private static double direct(Tensor x, Tensor z, int i, int j, double[] lengths) {
        double sum = 0;
        for (int k = 0; k < lengths.length; k++) {
            double difference = (x.get(i, k).item() - z.get(j, k).item()) / lengths[k];
            sum += difference * difference;
        }
        return sum;
    }

    @Test
    void distancesAreThoseOfThePairs() {
        Tensor squares = Kernels.squaredDistances(X, Z);
        Tensor values = Kernels.squaredExponential(X, Z, LENGTHS);
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 5; j++) {
                assertThat(squares.get(i, j).item())
                        .isCloseTo(direct(X, Z, i, j, new double[] {1, 1, 1}), within(1e-13));
                assertThat(values.get(i, j).item())
                        .isCloseTo(Math.exp(-0.5 * direct(X, Z, i, j, LENGTHS.toDoubles())), within(1e-13));
            }
        }
        assertThat(Kernels.squaredExponential(
                                X.to(DType.FLOAT32),
                                Z.to(DType.FLOAT32),
                                tensor(2.0).to(DType.FLOAT32))
                        .dtype())
                .isEqualTo(DType.FLOAT32);
    }

    /** The polynomial of close points comes out below zero; the function does not. */
    @Test
    void distancesAreNeverNegativeAndKeepTheirDerivatives() {
        Tensor far = X.times(1e-9).plus(1e3);
        Tensor squares = Kernels.squaredDistances(far, far);
        assertThat(squares.min().item()).isZero();
        Tensor curvature = Derivatives.hessian(
                p -> Kernels.squaredDistances(p.reshape(1, 3), far.slice(0, 0, 1))
                        .sum(),
                far.get(0));
        assertThat(curvature.toDoubles()).containsExactly(2, 0, 0, 0, 2, 0, 0, 0, 2);
    }

    @Test
    void derivativesAgreeWithDifferences() {
        Fn<Tensor, Tensor> f =
                t -> Kernels.squaredExponential(X, Z, t.exp()).square().sum();
        Tensor at = LENGTHS.log();
        double[] gradient = Derivatives.valueAndGrad(f, at).gradient().toDoubles();
        double[] second = Derivatives.hvp(f, at, tensor(1.0, 0.0, 0.0)).toDoubles();
        for (int k = 0; k < 3; k++) {
            double[] step = new double[3];
            step[k] = 1e-4;
            Tensor up = at.plus(tensor(step));
            Tensor down = at.minus(tensor(step));
            assertThat(gradient[k])
                    .isCloseTo((f.apply(up).item() - f.apply(down).item()) / 2e-4, within(1e-7));
            double change = Derivatives.valueAndGrad(f, up).gradient().get(0).item()
                    - Derivatives.valueAndGrad(f, down).gradient().get(0).item();
            assertThat(second[k]).isCloseTo(change / 2e-4, within(1e-6));
        }
    }

    @Test
    void batchesAndBadShapes() {
        Tensor batch = Random.normal(Key.of(3), 2, 4, 3);
        Tensor all = Kernels.squaredExponential(batch, batch, tensor(1.5));
        assertThat(all.shape().asList()).containsExactly(2, 4, 4);
        Tensor one = Kernels.squaredExponential(batch.get(1), batch.get(1), tensor(1.5));
        for (int i = 0; i < 16; i++) {
            assertThat(all.get(1).toDoubles()[i]).isCloseTo(one.toDoubles()[i], within(1e-13));
        }
        assertThat(Kernels.squaredDistances(Tensors.zeros(0, 3), Z).shape().asList())
                .containsExactly(0, 5);
        assertThatThrownBy(() -> Kernels.squaredDistances(X, Tensors.zeros(5, 2)))
                .isInstanceOfSatisfying(ShapeException.class, e -> {
                    assertThat(e.problem())
                            .isEqualTo(
                                    "squared distances: rows of f64[7,3] and of f64[5,2] are not points of one space");
                    assertThat(e.remedy()).isEqualTo("give points of shape [..., n, d] and [..., m, d]");
                });
    }
}
