package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** The examples of the documentation, with what they print. */
class DocumentationTest {

    @Test
    void minimizer() {
        Solution<Tensor> s =
                Minimizer.of((Tensor x) -> x.minus(3).square().sum()).run(Tensors.zeros(2));
        assertThat(s.status() + " after " + s.counts()).isEqualTo("GRADIENT after 2 iterations, 3 values, 3 gradients");
    }

    @Test
    void packageInfo() {
        Fn<Tensor, Tensor> rosenbrock = x -> {
            Tensor a = x.get(0);
            Tensor b = x.get(1);
            return b.minus(a.square()).square().times(100).plus(a.minus(1).square());
        };
        Solution<Tensor> s = Minimizer.of(rosenbrock).run(Tensors.tensor(-1.2, 1));
        String said = switch (s) {
            case Solution.Converged<Tensor> c -> "done by " + c.criterion();
            case Solution.Stopped<Tensor> t -> "stopped: " + t.detail();
            case Solution.Failed<Tensor> f -> "failed: " + f.detail();
        };
        assertThat(said).isEqualTo("done by GRADIENT");
    }

    @Test
    void batches() {
        record Table(Tensor x, Tensor y) {}
        Batches<Table> batches = Batches.of(new Table(Tensors.zeros(100, 30), Tensors.arange(100)))
                .size(32)
                .seed(0);
        Table first = batches.at(0);
        assertThat(first.x().type()).hasToString("f64[32,30]");
        assertThat(first.y().type()).hasToString("i64[32]");
    }

    @Test
    void injectHyperparameters() {
        record Rates(Tensor learningRate) {}
        var adam = new InjectHyperparameters<Tensor, Rates, ScaleByAdam.State<Tensor>>(
                new Rates(Tensors.scalar(1e-3)), h -> new Adam<>(Schedules.constant(h.learningRate())));
        Solution<Tensor> s = Minimizer.of((Tensor x) -> x.square().sum())
                .method(adam)
                .maxIterations(10)
                .run(Tensors.ones(2));
        assertThat(s.value()).isLessThan(2);
    }
}
