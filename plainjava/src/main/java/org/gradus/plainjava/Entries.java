package org.gradus.plainjava;

import java.lang.classfile.MethodModel;

/** How functions of each type are called from a point: read like any method, so that they end up in the graph. */
final class Entries {
    private static final ClassFiles OWN = new ClassFiles(Entries.class);

    private Entries() {}

    static double scalarOfVector(PlainJava.Function f, double[] x) {
        return f.apply(x);
    }

    static double[] vectorOfVector(PlainJava.VectorFunction f, double[] x) {
        return f.apply(x);
    }

    static double scalarOfScalar(PlainJava.ScalarFunction f, double[] x) {
        return f.apply(x[0]);
    }

    static ClassFiles.Found method(String name) {
        for (MethodModel m : OWN.model(Entries.class).methods()) {
            if (m.methodName().equalsString(name)) {
                return new ClassFiles.Found(Entries.class, m);
            }
        }
        throw new IllegalArgumentException(name);
    }
}
