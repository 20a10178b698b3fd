package org.gradus.optim;

import java.util.List;
import org.gradus.Differentiable;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.evaluate.HostFunctions;
import org.gradus.program.Host;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;
import org.gradus.transform.ValueAndGrad;

/**
 * A function of {@code double[]} that brings its own derivatives. Solvers of vectors call it from within compiled
 * steps, as Java code that a program calls.
 */
final class ArrayObjective implements Objective<double[]> {
    private final Differentiable f;
    private final Objective<Tensor> vectors;

    ArrayObjective(Differentiable f) {
        this.f = f;
        this.vectors = new Vectors(f);
    }

    @Override
    public Tensor value(double[] x) {
        return Tensors.scalar(f.value(x));
    }

    @Override
    public ValueAndGrad<double[]> valueAndGradient(double[] x) {
        return new ValueAndGrad<>(value(x), f.gradient(x));
    }

    @Override
    public double[] hvp(double[] x, double[] v) {
        return f.hvp(x, v);
    }

    /** The same function of f64 vectors, which may be traced. */
    Objective<Tensor> vectors() {
        return vectors;
    }

    private static final class Vectors implements Objective<Tensor> {
        private static final ArrayType SCALAR = new ArrayType(DType.FLOAT64, Shape.SCALAR);

        private final Host.Key valueKey = new Host.Key("value");
        private final Host.Key gradientKey = new Host.Key("value-and-gradient");
        private final Host.Key productKey = new Host.Key("hessian-product");

        Vectors(Differentiable f) {
            HostFunctions.register(valueKey, x -> List.of(scalar(f.value(doubles(x, 0)))));
            HostFunctions.register(
                    gradientKey, x -> List.of(scalar(f.value(doubles(x, 0))), vector(f.gradient(doubles(x, 0)))));
            HostFunctions.register(productKey, x -> List.of(vector(f.hvp(doubles(x, 0), doubles(x, 1)))));
        }

        @Override
        public Tensor value(Tensor x) {
            return call(valueKey, List.of(SCALAR), x).getFirst();
        }

        @Override
        public ValueAndGrad<Tensor> valueAndGradient(Tensor x) {
            List<Tensor> both = call(gradientKey, List.of(SCALAR, x.type()), x);
            return new ValueAndGrad<>(both.get(0), both.get(1));
        }

        @Override
        public Tensor hvp(Tensor x, Tensor v) {
            return call(productKey, List.of(x.type()), x, v).getFirst();
        }

        private static List<Tensor> call(Host.Key key, List<ArrayType> outputs, Tensor... inputs) {
            List<Value> values = List.of(inputs).stream().map(Tensor::value).toList();
            return Trace.apply(new Host(key, outputs), values).stream()
                    .map(Tensor::of)
                    .toList();
        }

        private static double[] doubles(List<NdArray> inputs, int position) {
            return inputs.get(position).toDoubles();
        }

        private static NdArray scalar(double number) {
            return NdArray.splat(SCALAR, number);
        }

        private static NdArray vector(double[] numbers) {
            return NdArray.wrap(Shape.of(numbers.length), numbers.clone());
        }
    }
}
