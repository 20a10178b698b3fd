package org.gradus.plainjava;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gradus.DifferentiableVector;

/** Derivatives from products that a person gives; the second ones by reading the transposed one. */
final class GivenProducts implements DifferentiableVector {
    private final PlainJava.VectorFunction f;
    private final PlainJava.Product jvp;
    private final PlainJava.Product vjp;

    /** Reads the product, in which the rule holds too. */
    Differentiator by;

    private final Map<String, DifferentiableVector> byLengths = new ConcurrentHashMap<>();

    GivenProducts(PlainJava.VectorFunction f, PlainJava.Product jvp, PlainJava.Product vjp) {
        this.f = f;
        this.jvp = jvp;
        this.vjp = vjp;
    }

    @Override
    public double[] value(double[] x) {
        return f.apply(x.clone());
    }

    @Override
    public double[] jvp(double[] x, double[] v) {
        return jvp.apply(x.clone(), v.clone());
    }

    @Override
    public double[] vjp(double[] x, double[] cotangent) {
        double[] product = vjp.apply(x.clone(), cotangent.clone());
        Arguments.checkLength("vectorRule", x, product);
        return product;
    }

    /** The derivative along v of what {@code vjp} gives for the weights. */
    @Override
    public double[] hvp(double[] x, double[] weights, double[] v) {
        double[] point = Arrays.copyOf(x, x.length + weights.length);
        System.arraycopy(weights, 0, point, x.length, weights.length);
        return transposed(x.length, weights.length).jvp(point, Arrays.copyOf(v, point.length));
    }

    private DifferentiableVector transposed(int inputs, int outputs) {
        return byLengths.computeIfAbsent(
                inputs + " " + outputs,
                _ -> PlainVectorFunction.of(
                        vjp,
                        PlainJava.Product.class,
                        new int[] {inputs, outputs},
                        by,
                        z -> vjp.apply(Arrays.copyOf(z, inputs), Arrays.copyOfRange(z, inputs, z.length))));
    }
}
