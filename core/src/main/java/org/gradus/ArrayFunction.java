package org.gradus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.ShapeException;
import org.gradus.evaluate.HostFunctions;
import org.gradus.program.Host;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Trace;
import org.gradus.transform.HostRules;

/**
 * A function of arrays as one of tensors: an operation that calls it, whose derivatives call its derivatives. Each product is
 * such an operation again, linear in what it is linear in, so both modes in any order follow up to second derivatives.
 */
final class ArrayFunction {
    private final DifferentiableVector f;
    private final Shape shape;

    private ArrayFunction(DifferentiableVector f, Shape shape) {
        this.f = f;
        this.shape = shape;
    }

    static Fn<Tensor, Tensor> of(Differentiable f) {
        return new ArrayFunction(new OneNumber(f), Shape.of())::apply;
    }

    static Fn<Tensor, Tensor> of(DifferentiableVector f, int outputs) {
        return new ArrayFunction(f, Shape.of(outputs))::apply;
    }

    private Tensor apply(Tensor x) {
        return call(Kind.VALUE, x);
    }

    /** The products, by what they take after the point. */
    private enum Kind {
        /** f(x). */
        VALUE,
        /** J(x)·v, of v like x. */
        JVP,
        /** J(x)ᵀ·u, of u like the value. */
        VJP,
        /** Σ uᵢ·∇²fᵢ(x)·v, of u and v. */
        HVP,
        /** vᵀ·∇²fᵢ(x)·w for each i, of v and w. */
        CURVATURE;

        boolean givesValue() {
            return this == VALUE || this == JVP || this == CURVATURE;
        }
    }

    private Tensor call(Kind kind, Tensor... operands) {
        Host.Key key = new Host.Key(
                kind == Kind.VALUE ? "function" : "function's " + kind.name().toLowerCase(java.util.Locale.ROOT));
        HostFunctions.register(key, new Rules(kind));
        ArrayType like = operands[0].type();
        ArrayType result = kind.givesValue() ? like.with(shape) : like;
        Host op = new Host(key, List.of(result), true);
        return Tensor.of(
                Trace.apply(op, Stream.of(operands).map(Tensor::value).toList()).getFirst());
    }

    private final class Rules implements HostRules {
        private final Kind kind;

        Rules(Kind kind) {
            this.kind = kind;
        }

        @Override
        public List<NdArray> evaluate(List<NdArray> inputs) {
            NdArray like = inputs.getFirst();
            List<double[]> in = inputs.stream().map(NdArray::toDoubles).toList();
            double[] x = in.getFirst();
            double[] result = switch (kind) {
                case VALUE -> f.value(x);
                case JVP -> f.jvp(x, in.get(1));
                case VJP -> f.vjp(x, in.get(1));
                case HVP -> f.hvp(x, in.get(1), in.get(2));
                case CURVATURE -> curvature(x, in.get(1), in.get(2));
            };
            Shape expected = kind.givesValue() ? shape : like.shape();
            if (result.length != expected.size()) {
                throw new ShapeException(
                        "asFunction: the value has " + result.length + " elements, not the " + expected.size()
                                + " that were announced",
                        "give the number of elements of the value to asFunction");
            }
            if (like.dtype() == DType.FLOAT64) {
                return List.of(NdArray.wrap(expected, result));
            }
            float[] rounded = new float[result.length];
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = (float) result[i];
            }
            return List.of(NdArray.wrap(expected, rounded));
        }

        private double[] curvature(double[] x, double[] v, double[] w) {
            double[] weights = new double[shape.size()];
            double[] result = new double[weights.length];
            for (int i = 0; i < result.length; i++) {
                weights[i] = 1;
                double[] product = f.hvp(x, weights, w);
                weights[i] = 0;
                for (int j = 0; j < product.length; j++) {
                    result[i] += v[j] * product[j];
                }
            }
            return result;
        }

        @Override
        public List<Tensor> jvp(List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents) {
            Tensor x = primals.getFirst();
            Tensor moved = tangents.getFirst();
            List<Tensor> terms = new ArrayList<>();
            // Linear in what comes after the point.
            for (int k = 1; k < primals.size(); k++) {
                if (tangents.get(k) != null) {
                    Tensor[] operands = primals.toArray(Tensor[]::new);
                    operands[k] = tangents.get(k);
                    terms.add(call(kind, operands));
                }
            }
            if (moved != null) {
                terms.add(
                        switch (kind) {
                            case VALUE -> call(Kind.JVP, x, moved);
                            case JVP -> call(Kind.CURVATURE, x, primals.get(1), moved);
                            case VJP -> call(Kind.HVP, x, primals.get(1), moved);
                            case HVP, CURVATURE ->
                                throw new NotDifferentiableException(
                                        "asFunction: third derivatives of a function of arrays are not known",
                                        "write it with tensors, or ask for no third derivatives");
                        });
            }
            return Collections.singletonList(terms.stream().reduce(Tensor::plus).orElse(null));
        }

        @Override
        public List<Tensor> transpose(List<Tensor> inputs, List<Tensor> cotangents) {
            Tensor u = cotangents.getFirst();
            Tensor x = inputs.getFirst();
            List<Tensor> result = new ArrayList<>(Collections.nCopies(inputs.size(), null));
            int linear = inputs.indexOf(null);
            if (x == null || linear != inputs.lastIndexOf(null)) {
                return HostRules.super.transpose(inputs, cotangents);
            }
            if (u != null) {
                result.set(
                        linear,
                        switch (kind) {
                            case JVP -> call(Kind.VJP, x, u);
                            case VJP -> call(Kind.JVP, x, u);
                            case HVP ->
                                linear == 2
                                        ? call(Kind.HVP, x, inputs.get(1), u)
                                        : call(Kind.CURVATURE, x, inputs.get(2), u);
                            case CURVATURE -> call(Kind.HVP, x, u, inputs.get(3 - linear));
                            case VALUE -> throw new IllegalStateException();
                        });
            }
            return result;
        }
    }

    /** A function with one number as its value. */
    private record OneNumber(Differentiable f) implements DifferentiableVector {
        @Override
        public double[] value(double[] x) {
            return new double[] {f.value(x)};
        }

        @Override
        public double[] jvp(double[] x, double[] v) {
            return new double[] {f.jvp(x, v)};
        }

        @Override
        public double[] vjp(double[] x, double[] cotangent) {
            return f.vjp(x, cotangent[0]);
        }

        @Override
        public double[] hvp(double[] x, double[] weights, double[] v) {
            double[] product = f.hvp(x, v);
            for (int i = 0; i < product.length; i++) {
                product[i] *= weights[0];
            }
            return product;
        }
    }
}
