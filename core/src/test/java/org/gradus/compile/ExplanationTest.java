package org.gradus.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.softplus;

import org.gradus.Gradus;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    @Test
    void kernelsInOrderWithWhatTheyReadAndWrite() {
        Fn2<Tensor, Tensor, Tensor> loss =
                (w, x) -> softplus(x.matmul(w)).mean().plus(w.square().sum().times(0.5));
        assertThat(Gradus.explain(loss, ones(30), ones(2000, 30)).lines().map(String::strip))
                .containsExactly(
                        "#1   reshape: the same elements, not copied",
                        "reads x:f64[30]",
                        "writes f64[30,1]",
                        "0 flop, 0 B; bound by overhead",
                        "#2   matmul",
                        "reads y:f64[2000,30], #1:f64[30,1]",
                        "writes f64[2000,1]",
                        "120 kflop, 496 kB; bound by memory",
                        "#3   reshape: the same elements, not copied",
                        "reads #2:f64[2000,1]",
                        "writes f64[2000]",
                        "0 flop, 0 B; bound by overhead",
                        "#4   fused over [30]: square sum multiply",
                        "in tiles of 30: load, loop of 1, sum rows, multiply, store rows",
                        "reads x:f64[30], a number",
                        "writes f64[]",
                        "61 flop, 256 B; bound by overhead",
                        "#5   fused over [2000]: softplus sum divide add",
                        "in tiles of 2000: load, softplus, sum rows, divide, load rows, add, store rows",
                        "reads #3:f64[2000], a number, #4:f64[]",
                        "writes f64[]",
                        "42 kflop, 16 kB; bound by memory",
                        "10 equations in 5 kernels: 162 kflop, 513 kB");
    }
}
