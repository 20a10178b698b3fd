/** Tensors, programs as data, and their transformations. */
module org.gradus.core {
    // Only where Java is started with it.
    requires static jdk.incubator.vector;

    exports org.gradus;
    exports org.gradus.array;
    exports org.gradus.categories;
    exports org.gradus.error;
    exports org.gradus.evaluate;
    exports org.gradus.io;
    exports org.gradus.program;
    exports org.gradus.rewrite;
    exports org.gradus.tensor;
    exports org.gradus.transform;
    exports org.gradus.tree;
    exports org.gradus.kernel to
            org.gradus.solve,
            org.gradus.workbench;
    exports org.gradus.compile to
            org.gradus.linear,
            org.gradus.optim,
            org.gradus.solve;
    exports org.gradus.trace to
            org.gradus.linear,
            org.gradus.optim,
            org.gradus.solve;
}
