package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Functions that are compiled or batched. */
final class StagingErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Compiling and batching",
            List.of(
                    java("A Java array in a compiled function", """
                    record Model(Tensor w, double[] b) {}

                    jit((Model m) -> m.w().sum()).apply(new Model(ones(3), new double[] {1, 2}));
                    """, """
                    jit: leaf 'b' is a Java array, and has no numbers while the function is recorded
                      where: Example.java:3 (Example.main)
                      to do: hold it as a Tensor, as in tensor(array)
                    """),
                    java("An example without a batch axis", """
                    record Model(Tensor w, Tensor b) {}

                    vmap((Model m) -> m.w().sum()).apply(new Model(ones(3, 2), scalar(1)));
                    """, """
                    vmap: leaf 'b' is f64[] and has no axis to batch over
                      where: Example.java:3 (Example.main)
                      to do: capture values that all examples share, instead of passing them
                    """),
                    java("Batches of different sizes", """
                    Fn2<Tensor, Tensor, Tensor> f = (x, y) -> x.times(y).sum();
                    vmap(f).apply(ones(3, 2), ones(4, 2));
                    """, """
                    vmap: leaf 'second' is f64[4,2], a batch of 4, but leaf 'first' is a batch of 3
                      where: Example.java:2 (Example.main)
                      to do: give every leaf the same first axis
                    """),
                    java("Nothing to batch", """
                    vmap((String s) -> s).apply("one");
                    """, """
                    vmap: the argument holds no tensors
                      where: Example.java:1 (Example.main)
                      to do: pass tensors with a batch axis
                    """),
                    java("A program made inside a derivative", """
                    grad((Tensor x) -> {
                        Program p = trace((Tensor y) -> y.times(x), ones(2));
                        return x.sum();
                    }).apply(ones(2));
                    """, """
                    trace: the function uses a tensor of a derivative that is being taken around it
                      where: Example.java:2 (Example.main)
                      to do: trace the outermost function, as in trace(grad(f), x)
                    """),
                    java("A program run on other shapes", """
                    import org.gradus.evaluate.Interpreter;

                    Program p = trace((Tensor x) -> x.sum(), ones(3));
                    new Interpreter(p).run(List.of(NdArray.wrap(Shape.of(2), new double[] {1, 2})));
                    """, """
                    program: arguments [f64[2]] are not of the input types [f64[3]]
                      where: Example.java:4 (Example.main)
                      to do: pass one array of the declared type for each input
                    """),
                    java("A failure inside a compiled function: the line is the function's", """
                    Fn<Tensor, Tensor> root = a -> Linalg.cholesky(a);
                    Fn<Tensor, Tensor> fast = jit(root);
                    fast.apply(eye(2).times(-1.0));
                    """, """
                    cholesky: matrix is not positive definite: pivot 0 of 2 is -1.0
                      where: Example.java:1 (Example.main)
                      to do: add a small multiple of the identity to the matrix, or check that it is symmetric and positive definite
                    """)));

    private StagingErrors() {}
}
