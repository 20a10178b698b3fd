package org.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.gradus.Gradus.debugNonFinite;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.taylor;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.where;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.NonFiniteException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The search for the first operation that makes a NaN or an infinity. */
class NonFiniteTest {
    @AfterEach
    void off() {
        debugNonFinite(false);
    }

    private static NonFiniteException thrown(Supplier<Tensor> body) {
        NonFiniteException e = catchThrowableOfType(NonFiniteException.class, () -> debugNonFinite(body));
        assertThat(e).as("a search that finds nothing").isNotNull();
        return e;
    }

    @Test
    void offByDefault() {
        assertThat(tensor(-1.0, 0.0).log().toDoubles()).containsExactly(Double.NaN, Double.NEGATIVE_INFINITY);
    }

    @Test
    void madeHere() {
        NonFiniteException e = thrown(() -> tensor(2.0, -1.0, 0.0).log().sum());
        assertThat(e.problem())
                .isEqualTo(
                        "log: a NaN in the result, f64[3] between 0.6931471805599453 and 0.6931471805599453 with 1 NaN"
                                + " and 1 infinite, the first at [1], was made here: all operands are finite\n"
                                + "  operands: f64[3] between -1.0 and 2.0");
        assertThat(e.line().className()).isEqualTo(NonFiniteTest.class.getName());
        assertThat(e.line().method()).isEqualTo("madeHere");
        assertThat(thrown(() -> scalar(1).div(scalar(0))).problem())
                .isEqualTo(
                        "divide: an infinity in the result, f64[] = Infinity, was made here: all operands are finite\n"
                                + "  operands: f64[] = 1.0; f64[] = 0.0");
        assertThat(thrown(() -> scalar(1e30).to(DType.FLOAT32).square()).problem())
                .startsWith("square: an infinity in the result, f32[] = Infinity");
        assertThat(thrown(() -> tensor(new double[][] {{1, 2}, {3, -4}}).sqrt()).problem())
                .contains("the first at [1, 1]");
    }

    @Test
    void cameIn() {
        Tensor x = tensor(1.0, Double.NaN);
        NonFiniteException e = thrown(() -> tensor(1.0, 2.0).plus(x));
        assertThat(e.problem())
                .startsWith("add: a NaN in the result")
                .contains("came in with operand 2")
                .contains(
                        "operands: f64[2] between 1.0 and 2.0; f64[2] between 1.0 and 1.0 with 1 NaN, the first at [1]");
        assertThat(e.remedy()).contains("an argument, a constant, or data");
    }

    @Test
    void compiledPrograms() {
        Fn<Tensor, Tensor> f = jit(x -> {
            Tensor y = x.minus(1);
            Tensor z = y.log();
            return z.times(2).exp().plus(z).sum();
        });
        assertThat(f.apply(tensor(1.0, 2.0)).item()).isEqualTo(Double.NEGATIVE_INFINITY);
        NonFiniteException e = thrown(() -> f.apply(tensor(1.0, 2.0)));
        assertThat(e.problem())
                .startsWith("log: an infinity in the result")
                .contains("was made here")
                .contains("operands: f64[2] between 0.0 and 1.0");
        assertThat(e.line().method()).isEqualTo("compiledPrograms");
        assertThat(thrown(() -> f.apply(tensor(Double.NaN, 2.0))).problem())
                .startsWith("subtract: a NaN in the result")
                .contains("came in with operand 1");
        assertThat(thrown(() -> jit((Tensor x) -> x).apply(scalar(Double.NaN))).problem())
                .isEqualTo(
                        "program: a NaN or an infinity came in as an argument or constant, f64[], and is result 1 itself");
        // What leaves no trace in the results is no fault.
        Fn<Tensor, Tensor> safe = jit(x -> where(x.gt(0), x.log(), 0).sum());
        assertThat(debugNonFinite(() -> safe.apply(tensor(0.0, 1.0))).item()).isZero();
    }

    @Test
    void batches() {
        Fn<Tensor, Tensor> f = vmap(x -> x.sum().sqrt());
        NonFiniteException e = thrown(() -> f.apply(tensor(new double[][] {{1, 2}, {-3, 1}})));
        assertThat(e.problem()).startsWith("sqrt: a NaN in the result, f64[2]");
        assertThat(e.line().method()).isEqualTo("batches");
    }

    private static Tensor root(Tensor x) {
        return x.sqrt();
    }

    @Test
    void derivatives() {
        Fn<Tensor, Tensor> f = x -> root(x).times(3).sum();
        NonFiniteException reverse = thrown(() -> grad(f).apply(tensor(0.0, 4.0)));
        assertThat(reverse.problem())
                .startsWith("derivative of sqrt at f64[2] between 0.0 and 4.0: an infinity in the result")
                .contains("was made here");
        assertThat(reverse.line().method()).isEqualTo("root");
        NonFiniteException forward =
                thrown(() -> jvp(f, tensor(0.0, 4.0), tensor(1.0, 1.0)).tangent());
        assertThat(forward.problem()).startsWith("derivative of sqrt at f64[2] between 0.0 and 4.0: an infinity");
        assertThat(forward.line().method()).isEqualTo("root");
        NonFiniteException compiled = thrown(() -> jit(grad(f)).apply(tensor(0.0, 4.0)));
        assertThat(compiled.problem()).contains("was made here");
        assertThat(compiled.line().method()).isEqualTo("root");
        NonFiniteException second = thrown(() ->
                grad((Tensor x) -> grad((Tensor y) -> y.pow(1.5)).apply(x)).apply(scalar(0)));
        assertThat(second.problem()).startsWith("derivative of ");
        NonFiniteException batch =
                thrown(() -> vmap(grad(f)).apply(tensor(0.0, 4.0).reshape(2, 1)));
        assertThat(batch.problem())
                .startsWith("derivative of sqrt: an infinity in the result")
                .contains("was made here");
        assertThat(batch.line().method()).isEqualTo("root");
        NonFiniteException linear =
                thrown(() -> Gradus.linearize(f, tensor(0.0, 4.0)).pushforward(tensor(1.0, 1.0)));
        assertThat(linear.problem()).startsWith("derivative of sqrt at f64[2] between 0.0 and 4.0: an infinity");
    }

    @Test
    void annihilatedCoefficientsAreNoFault() {
        Fn<Tensor, Tensor> f = x -> where(x.gt(0), x.sqrt(), 0).sum();
        Tensor x = tensor(0.0, 4.0);
        assertThat(debugNonFinite(() -> grad(f).apply(x)).toDoubles()).containsExactly(0, 0.25);
        assertThat(debugNonFinite(() -> jit(grad(f)).apply(x)).toDoubles()).containsExactly(0, 0.25);
        assertThat(debugNonFinite(() -> vmap(grad(f)).apply(x.reshape(2, 1))).toDoubles())
                .containsExactly(0, 0.25);
    }

    @Test
    void taylorCoefficients() {
        NonFiniteException e = thrown(() ->
                taylor((Tensor x) -> root(x).plus(1), scalar(0), scalar(1), 3).value());
        assertThat(e.problem()).startsWith("Taylor coefficient of sqrt of order 1: an infinity in the result");
        assertThat(e.line().method()).isEqualTo("root");
        Fn<Tensor, Tensor> cube = x -> x.pow(3);
        assertThat(debugNonFinite(() -> taylor(cube, scalar(0), scalar(1), 4).coefficient(3))
                        .item())
                .isEqualTo(1);
    }

    @Test
    void everywhereAndForOneThread() throws InterruptedException {
        debugNonFinite(true);
        assertThatThrownBy(() -> scalar(-1).log()).isInstanceOf(NonFiniteException.class);
        AtomicReference<Throwable> elsewhere = new AtomicReference<>();
        Runnable logarithm = () -> {
            try {
                scalar(-1).log();
            } catch (NonFiniteException e) {
                elsewhere.set(e);
            }
        };
        Thread other = new Thread(logarithm);
        other.start();
        other.join();
        assertThat(elsewhere.getAndSet(null)).isInstanceOf(NonFiniteException.class);
        debugNonFinite(false);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread scoped = new Thread(() -> debugNonFinite(() -> {
            inside.countDown();
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return scalar(1);
        }));
        scoped.start();
        inside.await();
        assertThat(scalar(-1).log().item()).isNaN();
        done.countDown();
        scoped.join();
        assertThatThrownBy(() -> debugNonFinite(
                        () -> debugNonFinite(() -> scalar(1)).minus(2).log()))
                .isInstanceOf(NonFiniteException.class);
        assertThat(scalar(-1).log().item()).isNaN();
    }

    @Test
    void finiteWorkIsUntouched() {
        debugNonFinite(true);
        Fn<Tensor, Tensor> f =
                x -> x.reshape(2, 2).matmul(x.reshape(2, 2)).tanh().sum();
        Tensor x = tensor(1.0, 2.0, 3.0, 4.0);
        List<Tensor> on = List.of(f.apply(x), grad(f).apply(x), jit(grad(f)).apply(x));
        debugNonFinite(false);
        List<Tensor> off = List.of(f.apply(x), grad(f).apply(x), jit(grad(f)).apply(x));
        for (int i = 0; i < on.size(); i++) {
            assertThat(on.get(i).array().sameBits(off.get(i).array())).isTrue();
        }
        assertThatThrownBy(() -> debugNonFinite((Supplier<Tensor>) null)).isInstanceOf(ArgumentException.class);
    }
}
