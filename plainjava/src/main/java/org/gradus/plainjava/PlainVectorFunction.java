package org.gradus.plainjava;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.gradus.DifferentiableVector;
import org.gradus.SparseJacobian;
import org.gradus.error.ShapeException;

/** A function from numbers to numbers with derivatives by generated methods. */
final class PlainVectorFunction implements DifferentiableVector {

    /** The function itself. */
    @FunctionalInterface
    interface Original {
        double[] apply(double[] x);
    }

    private final Functions function;
    private final Emitter emitter;
    private final Original original;
    private final Object[] captured;
    private final boolean writes;
    private final boolean catches;
    private final MethodHandle adjoint;
    private final Kernel kernel = new Kernel();
    private final SparseJacobian sparse = SparseJacobian.of(this);
    private volatile MethodHandle tangent;
    private volatile MethodHandle second;

    PlainVectorFunction(Functions function, MethodHandles.Lookup given, Original original) {
        this.function = function;
        MethodHandles.Lookup lookup = Door.lookupIn(function.host(), given);
        this.emitter = new Emitter(lookup);
        this.original = original != null ? original : function.original(lookup)::vector;
        Graph graph = Translation.of(function.name(), function::read);
        this.captured = function.captured();
        this.catches = graph.catches;
        this.writes = Arguments.areWritten(graph);
        this.adjoint = Translation.of(function.name(), () -> emitter.adjoint(graph, List.copyOf(graph.params)));
    }

    /** A function of several arrays as one of a vector. */
    static PlainVectorFunction of(Object f, Class<?> type, int[] lengths, Differentiator by, Original original) {
        return new PlainVectorFunction(Functions.many(f, type, lengths, by), by.lookup(), original);
    }

    private double[] point(double[] x) {
        return writes ? x.clone() : x;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public double[] value(double[] x) {
        double[] value = original.apply(point(x));
        return value == x ? value.clone() : value;
    }

    @Override
    public double[] jvp(double[] x, double[] v) {
        Arguments.checkLength("jvp", x, v);
        try {
            double[] at = point(x);
            // The shadow of the argument is overwritten with it, and may be the result.
            double[] direction = v.clone();
            double[] result = (double[]) tangent().invokeExact(captured, at, direction);
            return result != null ? result : new double[value(x).length];
        } catch (Throwable e) {
            throw Arguments.rethrown(e, catches, function.name(), () -> original.apply(x.clone()));
        }
    }

    @Override
    public double[] vjp(double[] x, double[] cotangent) {
        double[] product = new double[x.length];
        Object[] tape = kernel.take();
        try {
            double[] value = (double[]) adjoint.invokeExact(captured, tape, point(x), product, cotangent);
            if (value.length != cotangent.length) {
                throw new ShapeException(
                        "vjp: the value has " + value.length + " elements, the cotangent " + cotangent.length,
                        "give one cotangent for each element of the value");
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            int length = value(x).length;
            if (length == cotangent.length) {
                throw e;
            }
            throw new ShapeException(
                    "vjp: the value has " + length + " elements, the cotangent " + cotangent.length,
                    "give one cotangent for each element of the value");
        } catch (Throwable e) {
            throw Arguments.rethrown(e, catches, function.name(), () -> original.apply(x.clone()));
        } finally {
            kernel.give(tape);
        }
        return product;
    }

    @Override
    public double[] hvp(double[] x, double[] weights, double[] v) {
        Arguments.checkLength("hvp", x, v);
        double[] product = new double[x.length];
        Object[] tape = kernel.take();
        try {
            double[] _ = (double[]) second().invokeExact(captured, tape, point(x), v.clone(), product, weights);
        } catch (Throwable e) {
            throw Arguments.rethrown(e, catches, function.name(), () -> original.apply(x.clone()));
        } finally {
            kernel.give(tape);
        }
        return product;
    }

    @Override
    public SparseJacobian.Evaluation sparseJacobian(double[] x) {
        return sparse.at(x);
    }

    private synchronized MethodHandle second() {
        if (second == null) {
            second = Translation.second(function, emitter);
        }
        return second;
    }

    private synchronized MethodHandle tangent() {
        if (tangent == null) {
            tangent = Translation.tangent(function, emitter);
        }
        return tangent;
    }
}
