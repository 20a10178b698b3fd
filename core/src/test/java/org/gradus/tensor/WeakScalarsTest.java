package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.tensor.Tensors.div;
import static org.gradus.tensor.Tensors.minus;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.where;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java numbers beside tensors: they take the tensor's element type, and f64 beside whole numbers when they are real. */
class WeakScalarsTest {
    record Case(String name, Fn<Tensor, Tensor> f, DType ofInt32, DType ofInt64, DType ofFloat32, double ofThree) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case whole(String name, Fn<Tensor, Tensor> f, double ofThree) {
        return new Case(name, f, DType.INT32, DType.INT64, DType.FLOAT32, ofThree);
    }

    private static Case real(String name, Fn<Tensor, Tensor> f, double ofThree) {
        return new Case(name, f, DType.FLOAT64, DType.FLOAT64, DType.FLOAT32, ofThree);
    }

    private static Case truth(String name, Fn<Tensor, Tensor> f, double ofThree) {
        return new Case(name, f, DType.BOOL, DType.BOOL, DType.BOOL, ofThree);
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(whole("x + 2", x -> x.plus(2), 5));
        cases.add(whole("x - 2", x -> x.minus(2), 1));
        cases.add(whole("2 - x", x -> minus(2, x), -1));
        cases.add(whole("x * 2", x -> x.times(2), 6));
        cases.add(whole("where(x > 1, x, 0)", x -> where(x.gt(1), x, 0), 3));
        cases.add(whole("where(x > 5, 0, x)", x -> where(x.gt(5), 0, x), 3));
        cases.add(whole("where(x > 5, x, 7)", x -> where(x.gt(5), x, 7), 7));
        cases.add(whole("-x", x -> x.unaryMinus(), -3));
        cases.add(whole("x^2 by square", x -> x.square(), 9));
        cases.add(whole("clamp(x, 0, 2)", x -> x.clamp(0, 2), 2));
        cases.add(whole("max(x, 5)", x -> Tensors.maximum(x, 5), 5));
        cases.add(whole("min(x, 2)", x -> Tensors.minimum(x, 2), 2));
        cases.add(whole("floorDivide(x, 2)", x -> x.floorDivide(2), 1));
        cases.add(whole("mod(x, -2)", x -> x.mod(-2), -1));
        cases.add(whole("fmod(x, -2)", x -> Tensors.fmod(x, -2), 1));
        cases.add(whole("floor", x -> x.floor(), 3));
        cases.add(whole("ceil", x -> x.ceil(), 3));
        cases.add(whole("round", x -> x.round(), 3));
        cases.add(whole("trunc", x -> Tensors.trunc(x), 3));
        cases.add(real("clamp(x, 0.5, 2.5)", x -> x.clamp(0.5, 2.5), 2.5));
        cases.add(real("max(x, 3.5)", x -> Tensors.maximum(x, 3.5), 3.5));
        cases.add(real("min(x, 0.5)", x -> Tensors.minimum(x, 0.5), 0.5));
        cases.add(real("floorDivide(x, 0.5)", x -> x.floorDivide(0.5), 6));
        cases.add(real("mod(x, 2.5)", x -> x.mod(2.5), 0.5));
        cases.add(real("fmod(x, -2.5)", x -> Tensors.fmod(x, -2.5), 0.5));
        cases.add(real("log2(x + 5)", x -> Tensors.log2(x.plus(5)), 3));
        cases.add(real("silu of 0 x", x -> Tensors.silu(x.times(0)).plus(x), 3));
        cases.add(real("elu", x -> Tensors.elu(x), 3));
        cases.add(real("hypot(x, 4)", x -> Tensors.hypot(x, x.plus(1)), 5));
        cases.add(real("xlogy(x, 1)", x -> Tensors.xlogy(x, x.minus(2)).plus(3.0), 3));
        cases.add(real("gammainc(x, 0)", x -> Tensors.gammainc(x, x.minus(3)).plus(3.0), 3));
        cases.add(real("betainc(x, x, 1)", x -> Tensors.betainc(x, x, x.minus(2)), 1));
        cases.add(real("erf(0)", x -> Tensors.erf(x.minus(3)), 0));
        cases.add(truth("x != 2", x -> x.ne(2), 1));
        cases.add(truth("isNan", x -> x.isNan(), 0));
        cases.add(truth("isInf", x -> x.isInf(), 0));
        cases.add(truth("isFinite", x -> x.isFinite(), 1));
        cases.add(real("x + 2.5", x -> x.plus(2.5), 5.5));
        cases.add(real("x - 0.5", x -> x.minus(0.5), 2.5));
        cases.add(real("0.5 - x", x -> minus(0.5, x), -2.5));
        cases.add(real("x * 0.5", x -> x.times(0.5), 1.5));
        cases.add(real("where(x > 5, x, 0.5)", x -> where(x.gt(5), x, 0.5), 0.5));
        cases.add(real("where(x > 1, 0.5, x)", x -> where(x.gt(1), 0.5, x), 0.5));
        cases.add(real("x / 2", x -> x.div(2), 1.5));
        cases.add(real("6 / x", x -> div(6, x), 2));
        cases.add(real("x^2", x -> x.pow(2), 9));
        cases.add(real("x^3", x -> x.pow(3), 27));
        cases.add(real("x^1", x -> x.pow(1), 3));
        cases.add(real("x^0", x -> x.pow(0), 1));
        cases.add(real("x^-1", x -> x.pow(-1).times(3), 1));
        cases.add(real("mean", x -> x.mean().broadcastTo(1), 3));
        cases.add(truth("x > 2", x -> x.gt(2), 1));
        cases.add(truth("x >= 3.5", x -> x.ge(3.5), 0));
        cases.add(truth("x < 4", x -> x.lt(4), 1));
        cases.add(truth("x <= 2.5", x -> x.le(2.5), 0));
        cases.add(truth("x = 3", x -> x.eq(3), 1));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takeTheTensorsType(Case c) {
        check(c, tensor(new int[] {3}), c.ofInt32);
        check(c, tensor(new long[] {3}), c.ofInt64);
        check(c, tensor(new float[] {3}), c.ofFloat32);
        check(c, tensor(3.0), c.ofFloat32 == DType.FLOAT32 ? DType.FLOAT64 : c.ofFloat32);
    }

    private static void check(Case c, Tensor x, DType expected) {
        Tensor y = c.f.apply(x);
        assertThat(y.dtype()).as("%s of %s", c, x.type()).isEqualTo(expected);
        assertThat(y.toDoubles()).containsExactly(c.ofThree);
    }
}
