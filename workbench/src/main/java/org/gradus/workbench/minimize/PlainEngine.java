package org.gradus.workbench.minimize;

import java.lang.reflect.Method;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.plainjava.PlainJava;

/** Derivatives by {@link PlainJava}. */
record PlainEngine(CompiledFile file) implements UserFunctions.Engine {
    @Override
    public Differentiable scalar(Method method) {
        return PlainJava.with(file.lookup(method.getDeclaringClass())).of(method);
    }

    @Override
    public DifferentiableVector vector(Method method) {
        return PlainJava.with(file.lookup(method.getDeclaringClass())).ofVector(method);
    }
}
