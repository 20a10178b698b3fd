package org.gradus.plainjava;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.gradus.Differentiable;

/** A function of numbers with derivatives by generated methods; those that are not asked for are not generated. */
final class PlainFunction implements Differentiable {

    /** The function itself. */
    @FunctionalInterface
    interface Original {
        double apply(double[] x);
    }

    private final Functions function;
    private final Emitter emitter;
    private final Original original;
    private final Object[] captured;
    private final boolean writes;
    private final boolean catches;
    private final MethodHandle adjoint;
    private final Kernel kernel = new Kernel();
    private volatile MethodHandle tangent;
    private volatile MethodHandle second;

    PlainFunction(Functions function, MethodHandles.Lookup given, Original original) {
        this.function = function;
        MethodHandles.Lookup lookup = Door.lookupIn(function.host(), given);
        this.emitter = new Emitter(lookup);
        this.original = original != null ? original : function.original(lookup)::scalar;
        Graph graph = Translation.of(function.name(), function::read);
        this.captured = function.captured();
        this.catches = graph.catches;
        this.writes = Arguments.areWritten(graph);
        this.adjoint = Translation.of(function.name(), () -> emitter.adjoint(graph, List.copyOf(graph.params)));
    }

    /** The point, copied where the function overwrites its argument. */
    private double[] point(double[] x) {
        return writes ? x.clone() : x;
    }

    @Override
    public double value(double[] x) {
        return original.apply(point(x));
    }

    @Override
    public double[] gradient(double[] x) {
        return vjp(x, 1);
    }

    @Override
    public double valueAndGradient(double[] x, double[] gradient) {
        Arguments.checkLength("valueAndGradient", x, gradient);
        java.util.Arrays.fill(gradient, 0);
        return run(x, gradient, 1);
    }

    @Override
    public double[] vjp(double[] x, double cotangent) {
        double[] gradient = new double[x.length];
        run(x, gradient, cotangent);
        return gradient;
    }

    private double run(double[] x, double[] gradient, double seed) {
        Object[] tape = kernel.take();
        try {
            return (double) adjoint.invokeExact(captured, tape, point(x), gradient, seed);
        } catch (Throwable e) {
            throw Arguments.rethrown(e, catches, function.name(), () -> original.apply(x.clone()));
        } finally {
            kernel.give(tape);
        }
    }

    @Override
    public double jvp(double[] x, double[] v) {
        Arguments.checkLength("jvp", x, v);
        try {
            return (double) tangent().invokeExact(captured, point(x), point(v));
        } catch (Throwable e) {
            throw Arguments.rethrown(e, catches, function.name(), () -> original.apply(x.clone()));
        }
    }

    @Override
    public double[] hvp(double[] x, double[] v) {
        Arguments.checkLength("hvp", x, v);
        double[] product = new double[x.length];
        Object[] tape = kernel.take();
        try {
            double _ = (double) second().invokeExact(captured, tape, point(x), point(v), product, 1.0);
        } catch (Throwable e) {
            throw Arguments.rethrown(e, catches, function.name(), () -> original.apply(x.clone()));
        } finally {
            kernel.give(tape);
        }
        return product;
    }

    private synchronized MethodHandle tangent() {
        if (tangent == null) {
            tangent = Translation.tangent(function, emitter);
        }
        return tangent;
    }

    private synchronized MethodHandle second() {
        if (second == null) {
            second = Translation.second(function, emitter);
        }
        return second;
    }
}
