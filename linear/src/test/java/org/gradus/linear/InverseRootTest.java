package org.gradus.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.linear.InverseRoot.Ridge;
import org.gradus.linear.InverseRoot.Scale;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InverseRootTest {

    private static Tensor definite(long seed, int n, double condition) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> Math.pow(condition, -i / (n - 1.0)));
        Tensor q = Linalg.qr(Random.normal(Key.of(seed), n, n)).q();
        return q.times(Tensors.tensor(values)).matmul(q.t());
    }

    private static double largest(Tensor x) {
        return x.abs().max().item();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6, 8})
    void powersOfTheRootGiveTheInverse(int p) {
        Tensor a = definite(p, 12, 100);
        Tensor inverse = Linalg.inverse(a);
        for (InverseRoot way :
                new InverseRoot[] {new InverseRoot.Eigen(Ridge.NONE), new InverseRoot.Newton(Ridge.NONE, 1e-12, 100)}) {
            Tensor power = Linalg.matrixPower(way.of(a, p), p);
            assertThat(largest(power.minus(inverse)) / largest(inverse))
                    .as("%s", way)
                    .isLessThan(1e-9);
        }
    }

    @Test
    void newtonSaysHowFarItCame() {
        Tensor a = definite(3, 20, 1e4);
        InverseRoot.Newton newton = new InverseRoot.Newton();
        InverseRoot.Newton.Result found = newton.run(a, 4);
        Tensor exact = new InverseRoot.Eigen(newton.ridge()).of(a, 4);
        assertThat(largest(found.root().minus(exact)) / largest(exact)).isLessThan(1e-5);
        assertThat(found.error().item()).isLessThan(1e-6);
        assertThat(found.iterations().item()).isBetween(5.0, 20.0);
        assertThat(new InverseRoot.Newton(newton.ridge(), 1e-6, 3)
                        .run(a, 4)
                        .iterations()
                        .item())
                .isEqualTo(3);
        // An unreachable tolerance ends where rounding makes errors grow, not after all iterations.
        InverseRoot.Newton.Result strict = new InverseRoot.Newton(newton.ridge(), 0, 1000).run(a, 4);
        assertThat(strict.error().item()).isLessThan(1e-9);
    }

    @Test
    void ridgesAreMeasured() {
        Tensor a = definite(5, 6, 10).times(3);
        Tensor eye = Tensors.eye(6);
        assertThat(InverseRoot.largest(a).item()).isCloseTo(3, within(1e-9));
        assertThat(InverseRoot.largest(Tensors.zeros(4, 4)).item()).isZero();
        double trace = a.times(eye).sum().item();
        double[] expected = {0.1, 0.3, 0.1 * trace};
        for (Scale scale : Scale.values()) {
            Tensor added = new Ridge(0.1, scale).on(a).minus(a);
            assertThat(largest(added.minus(eye.times(expected[scale.ordinal()]))))
                    .isLessThan(1e-9);
        }
        assertThat(Ridge.NONE.on(a)).isSameAs(a);
    }

    @Test
    void worksCompiledInBatchesAndInSinglePrecision() {
        Tensor a = definite(7, 5, 50);
        InverseRoot.Newton newton = new InverseRoot.Newton();
        Tensor direct = newton.of(a, 4);
        assertThat(Gradus.jit((Tensor x) -> newton.of(x, 4)).apply(a).toDoubles())
                .isEqualTo(direct.toDoubles());
        Tensor two = Tensors.stack(a, definite(8, 5, 1e4));
        Tensor both = Gradus.vmap((Tensor x) -> newton.of(x, 4)).apply(two);
        assertThat(largest(both.get(0).minus(direct))).isLessThan(1e-9);
        Tensor narrow = newton.of(a.to(DType.FLOAT32), 4);
        assertThat(narrow.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(largest(narrow.to(DType.FLOAT64).minus(direct))).isLessThan(1e-4);
    }

    @Test
    void derivativesAreThoseOfDifferences() {
        Tensor a = definite(9, 4, 20);
        Tensor way = Random.normal(Key.of(10), 4, 4);
        Tensor symmetric = way.plus(way.t());
        double h = 1e-5;
        InverseRoot.Eigen eigen = new InverseRoot.Eigen(new Ridge(0.1, Scale.TRACE));
        Tensor difference = eigen.of(a.plus(symmetric.times(h)), 4)
                .minus(eigen.of(a.minus(symmetric.times(h)), 4))
                .div(2 * h);
        for (InverseRoot root : new InverseRoot[] {eigen, new InverseRoot.Newton(eigen.ridge(), 1e-13, 100)}) {
            Tensor tangent =
                    Gradus.jvp((Tensor x) -> root.of(x, 4), a, symmetric).tangent();
            assertThat(largest(tangent.minus(difference))).isLessThan(1e-6);
        }
        Tensor slope = Gradus.grad((Tensor x) -> eigen.of(x, 4).sum()).apply(a);
        assertThat(slope.times(symmetric).sum().item())
                .isCloseTo(difference.sum().item(), within(1e-6));
    }

    @Test
    void refusesWhatHasNoRoot() {
        InverseRoot.Newton newton = new InverseRoot.Newton();
        assertThatThrownBy(() -> newton.of(Tensors.zeros(2, 3), 4)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> newton.of(Tensors.eye(2), 0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new Ridge(-1, Scale.TRACE)).isInstanceOf(ArgumentException.class);
    }
}
