package org.gradus.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.tensor.Tensors.log1p;
import static org.gradus.tensor.Tensors.softmax;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.program.Program;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which equations become one region, and that regions compute the bits of the interpreter. */
class FusionTest {
    private static final List<DType> REALS = List.of(DType.FLOAT64, DType.FLOAT32);

    private static Tensor normal(DType dtype, long seed, int... dims) {
        return Random.normal(Key.of(seed), new ArrayType(dtype, Shape.of(dims)));
    }

    private static String stages(Program program) {
        return String.join(
                " ",
                Fusion.plan(program).stages().stream()
                        .map(stage -> switch (stage) {
                            case Region region -> "region" + region.equations().size();
                            case Stage.Small small ->
                                "small" + small.equations().size();
                            case Stage.Single(var equation) -> equation.op().mnemonic();
                        })
                        .toList());
    }

    private static void sameBits(Program program, List<Tensor> arguments) {
        List<NdArray> arrays = arguments.stream().map(Tensor::array).toList();
        List<NdArray> expected = Backend.interpreter().compile(program).run(arrays);
        for (Backend backend : List.of(Backend.tiled(), Backend.jvm())) {
            List<NdArray> actual = backend.compile(program).run(arrays);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                Same.bits(arguments.getFirst().type() + " result " + i, expected.get(i), actual.get(i));
            }
        }
    }

    @Test
    void aChainIsOneRegion() {
        Fn2<Tensor, Tensor, Tensor> chain =
                (x, w) -> log1p(x.times(w).plus(0.5).square().unaryMinus().exp())
                        .times(x.tanh())
                        .sum();
        Program program =
                Gradus.trace(Gradus.grad(chain), normal(DType.FLOAT64, 1, 1000), normal(DType.FLOAT64, 2, 1000));
        assertThat(stages(program)).matches("region\\d+");
    }

    @Test
    void softmaxIsOneRegionAndProductsStandAlone() {
        Fn2<Tensor, Tensor, Tensor> attention =
                (q, k) -> softmax(q.matmul(k.t()), -1).matmul(k);
        Program program = Gradus.trace(attention, normal(DType.FLOAT64, 1, 6, 4), normal(DType.FLOAT64, 2, 5, 4));
        assertThat(stages(program)).matches("(transpose )?matmul region\\d+ matmul");
    }

    @Test
    void whatMustRunInBetweenKeepsRegionsApart() {
        // The product needs the first half, the second half needs the product.
        Fn2<Tensor, Tensor, Tensor> f = (x, w) -> {
            Tensor y = x.exp().plus(1);
            return y.matmul(w).times(y).sqrt();
        };
        Program program = Gradus.trace(f, normal(DType.FLOAT64, 1, 3, 3), normal(DType.FLOAT64, 2, 3, 3));
        assertThat(stages(program)).isEqualTo("region2 matmul region2");
    }

    @Test
    void rowValuesStayInTheRegion() {
        Fn2<Tensor, Tensor, Tensor> normalized = (x, w) -> {
            Tensor mean = x.mean(1).expandDims(1);
            Tensor centered = x.minus(mean);
            Tensor scale = centered.square().mean(1).plus(1e-5).sqrt().expandDims(1);
            return centered.div(scale).times(w);
        };
        Program program = Gradus.trace(normalized, normal(DType.FLOAT64, 1, 7, 5), normal(DType.FLOAT64, 2, 5));
        assertThat(stages(program)).matches("region\\d+");
    }

    @Test
    void rowsTooLongForATileAreSummedByPartsAndUsedLater() {
        Fn2<Tensor, Tensor, Tensor> f =
                (x, w) -> x.times(w).square().sum(1).expandDims(1).plus(x).exp();
        Program program = Gradus.trace(f, normal(DType.FLOAT64, 1, 2, 5000), normal(DType.FLOAT64, 2, 2, 5000));
        assertThat(stages(program)).matches("region3 .*region.*");
    }

    static Stream<Fn2<Tensor, Tensor, Tensor>> functions() {
        return Stream.of(
                (x, w) -> x.times(w).plus(0.5).square().unaryMinus().exp().times(x),
                (x, w) -> softmax(x, -1).times(w).sum(),
                (x, w) -> Tensors.logSoftmax(x.plus(w), -1).sum(-1),
                (x, w) -> Tensors.where(x.gt(w), x, w.times(2))
                        .max(-1)
                        .expandDims(-1)
                        .minus(x)
                        .square()
                        .sum(),
                (x, w) -> x.minus(x.logSumExp(-1).expandDims(-1)).plus(w).sin().sum(0),
                (x, w) -> x.to(DType.FLOAT32)
                        .times(w.to(DType.FLOAT32))
                        .to(x.dtype())
                        .plus(x),
                (x, w) -> x.lt(0)
                        .and(w.gt(0))
                        .any(-1)
                        .to(x.dtype())
                        .plus(x.times(w).sum(-1)));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void awkwardSizesHaveTheBitsOfTheInterpreter(Fn2<Tensor, Tensor, Tensor> f) {
        for (DType dtype : REALS) {
            for (int n : new int[] {1, 3, 7, 8, 9, 15, 17, 31, 33, 255, 257, 511, 513, 4095, 4097, 4099, 9000}) {
                for (int rows : n > 4000 ? new int[] {1, 2} : new int[] {1, 3, 50}) {
                    List<Tensor> arguments = List.of(normal(dtype, n, rows, n), normal(dtype, n + 1, rows, n));
                    sameBits(Gradus.trace(f, arguments.get(0), arguments.get(1)), arguments);
                    Fn2<Tensor, Tensor, Tensor> gradient = Gradus.grad(
                            (Tensor x, Tensor w) -> f.apply(x, w).square().sum());
                    sameBits(Gradus.trace(gradient, arguments.get(0), arguments.get(1)), arguments);
                }
            }
        }
    }

    @Test
    void operandsSpreadOverAnyAxes() {
        Tensor x = normal(DType.FLOAT64, 1, 5, 6, 7);
        List<Tensor> small = new ArrayList<>();
        for (int[] dims : new int[][] {{5, 1, 1}, {1, 6, 1}, {1, 1, 7}, {5, 6, 1}, {5, 1, 7}, {1, 6, 7}, {1, 1, 1}}) {
            small.add(normal(DType.FLOAT64, 2, dims));
        }
        for (Tensor y : small) {
            Fn2<Tensor, Tensor, Tensor> f = (a, b) -> a.times(b).plus(b).exp();
            Program program = Gradus.trace(f, x, y);
            assertThat(stages(program)).matches("(reshape )?region\\d+");
            sameBits(program, List.of(x, y));
        }
    }

    @Test
    void argumentsOfEqualElementsStoredOnce() {
        Fn2<Tensor, Tensor, Tensor> f = (x, w) -> x.times(w).plus(x).exp().sum(1);
        Tensor one = Tensors.full(0.25, new ArrayType(DType.FLOAT64, Shape.of(30, 40)));
        Tensor other = normal(DType.FLOAT64, 3, 30, 40);
        Program program = Gradus.trace(f, other, other);
        sameBits(program, List.of(one, other));
        sameBits(program, List.of(other, one));
        sameBits(program, List.of(one, one));
    }

    /** In square matrices a row value has the shape of a column too, and must not be taken for one. */
    @Test
    void squareShapesDoNotConfuseRowsAndColumns() {
        List<Fn2<Tensor, Tensor, Tensor>> functions = List.of(
                (x, w) -> x.times(2).minus(x.times(2).sum(1).expandDims(0)).exp(),
                (x, w) -> {
                    Tensor rows = x.times(2).sum(1);
                    return x.times(2)
                            .minus(rows.expandDims(0))
                            .plus(rows.expandDims(1))
                            .times(w);
                },
                (x, w) -> {
                    Tensor rows = x.square().mean(1).plus(1);
                    Tensor both = rows.expandDims(0).times(rows.expandDims(1));
                    return x.div(both).plus(w).sum(1).times(rows);
                },
                (x, w) -> x.plus(w.sum(0)).plus(w.sum(1)).plus(x.sum(1).square()));
        for (Fn2<Tensor, Tensor, Tensor> f : functions) {
            for (int n : new int[] {1, 2, 5, 40}) {
                List<Tensor> arguments = List.of(normal(DType.FLOAT64, n, n, n), normal(DType.FLOAT64, n + 1, n, n));
                sameBits(Gradus.trace(f, arguments.get(0), arguments.get(1)), arguments);
                Fn2<Tensor, Tensor, Tensor> gradient = Gradus.grad(
                        (Tensor x, Tensor w) -> f.apply(x, w).square().sum());
                sameBits(Gradus.trace(gradient, arguments.get(0), arguments.get(1)), arguments);
            }
        }
    }
}
