package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Functions, arguments and directions of derivatives. */
final class DerivativeErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Derivatives",
            List.of(
                    java("The gradient of many numbers", """
                    Fn<Tensor, Tensor> f = x -> x.times(2.0);
                    grad(f).apply(tensor(1.0, 2.0, 3.0));
                    """, """
                    grad: the function returned f64[3], not one real number
                      where: Example.java:2 (Example.main)
                      to do: reduce it with sum() or mean(), or use jacobian for all derivatives
                    """),
                    java("The gradient of a vector of one", """
                    Fn<Tensor, Tensor> f = x -> x.times(2.0);
                    grad(f).apply(tensor(1.0));
                    """, """
                    grad: the function returned f64[1], not one real number
                      where: Example.java:2 (Example.main)
                      to do: reduce it with sum() or mean(), or use jacobian for all derivatives
                    """),
                    java("The gradient of a truth value", """
                    grad((Tensor x) -> x.gt(0).any()).apply(tensor(1.0, 2.0));
                    """, """
                    grad: the function returned bool[], not one real number
                      where: Example.java:1 (Example.main)
                      to do: return a floating-point loss
                    """),
                    java("The Hessian of many numbers", """
                    hessian(x -> x.square()).apply(tensor(1.0, 2.0));
                    """, """
                    hessian: the function returned f64[2], not one real number
                      where: Example.java:1 (Example.main)
                      to do: reduce it with sum() or mean(), or use jacobian for all derivatives
                    """),
                    java("The Jacobian of an index", """
                    jacobian(x -> x.argmax(0)).apply(tensor(1.0, 3.0, 2.0));
                    """, """
                    jacobian: the function returned i64[], and whole numbers carry no derivative
                      where: Example.java:1 (Example.main)
                      to do: return floating-point numbers
                    """),
                    java("Whole numbers among the parameters", """
                    record Net(List<Layer> layers) {
                        record Layer(Tensor w, Tensor labels) {}
                    }

                    Net net = new Net(List.of(new Net.Layer(ones(3), arange(3))));
                    grad((Net n) -> n.layers().getFirst().w().sum()).apply(net);
                    """, """
                    grad: leaf 'layers[0].labels' is i64[3], and whole numbers carry no derivative
                      where: Example.java:6 (Example.main)
                      to do: pass it in the second argument, as data, or convert it with to(DType.FLOAT64)
                    """),
                    java("A Java array among the parameters", """
                    record Model(Tensor w, double[] b) {}

                    grad((Model m) -> m.w().sum()).apply(new Model(ones(3), new double[] {1, 2}));
                    """, """
                    grad: leaf 'b' is a Java array, which cannot carry a derivative through tensor operations
                      where: Example.java:3 (Example.main)
                      to do: hold it as a Tensor, as in tensor(array)
                    """),
                    java("Parameters without tensors", """
                    grad((String name) -> scalar(name.length())).apply("model");
                    """, """
                    grad: the first argument, of type String, holds no tensors, so there is nothing to differentiate by
                      where: Example.java:1 (Example.main)
                      to do: pass a Tensor, or a record, list or map of tensors
                    """),
                    java("Parameters that are no record", """
                    class Model {
                        Tensor w = ones(3);
                    }

                    grad((Model m) -> m.w.sum()).apply(new Model());
                    """, """
                    grad: the first argument, of type Model, holds no tensors, so there is nothing to differentiate by
                      where: Example.java:5 (Example.main)
                      to do: pass a Tensor, or a record, list or map of tensors
                    """),
                    java("Tensors where no derivative sees them", """
                    record Model(Tensor w, Optional<Tensor> b) {}

                    grad((Model m) -> m.w().sum()).apply(new Model(ones(3), Optional.of(ones(3))));
                    """, """
                    tree: leaf 'b' is an Optional with tensors in it, which would be held constant
                      where: Example.java:3 (Example.main)
                      to do: hold them in a record, list, map or array, or as a Tensor that may be null
                    """),
                    java("No parameters", """
                    grad((Tensor x) -> x.sum()).apply(null);
                    """, """
                    grad: the first argument is null
                      where: Example.java:1 (Example.main)
                      to do: pass a value; perhaps a variable, record component or map entry was never set
                    """),
                    java("No function", """
                    Fn<Tensor, Tensor> f = null;
                    grad(f);
                    """, """
                    grad: the function is null
                      where: Example.java:2 (Example.main)
                      to do: pass a value; perhaps a variable, record component or map entry was never set
                    """),
                    java("A function that returns nothing", """
                    grad((Tensor x) -> (Tensor) null).apply(ones(2));
                    """, """
                    grad: the function returned null, not a Tensor
                      where: Example.java:1 (Example.main)
                      to do: return a Tensor
                    """),
                    java("A cotangent of another shape", """
                    vjp((Tensor x) -> x.times(2.0), ones(3)).apply(scalar(1));
                    """, """
                    vjp: cotangent is f64[], where the result has f64[3]
                      where: Example.java:1 (Example.main)
                      to do: give a cotangent of the result's types
                    """),
                    java("A cotangent of another structure", """
                    record Model(Tensor w, Tensor b) {}

                    var pullback = vjp((Model m) -> Map.of("both", List.of(m.w(), m.b())), new Model(ones(3), scalar(0)));
                    pullback.apply(Map.of("both", List.of(ones(3))));
                    """, """
                    vjp: cotangent[both]: expected a list of 2, got a list of 1
                      where: Example.java:4 (Example.main)
                      to do: give trees of the same records, lists and static values
                    """),
                    java("A tangent of another shape", """
                    record Model(Tensor w, Tensor b) {}

                    Model m = new Model(ones(3), scalar(0));
                    jvp((Model x) -> x.w().plus(x.b()), m, new Model(ones(3), ones(3)));
                    """, """
                    jvp: tangent.b is f64[3], where the argument has f64[]
                      where: Example.java:4 (Example.main)
                      to do: give a tangent of the argument's types
                    """),
                    java("A direction of another shape", """
                    hvp((Tensor x) -> x.square().sum()).apply(ones(3), ones(2));
                    """, """
                    hvp: tangent is f64[2], where the argument has f64[3]
                      where: Example.java:1 (Example.main)
                      to do: give a tangent of the argument's types
                    """),
                    java("Java code without a derivative", """
                    import org.gradus.evaluate.HostFunctions;
                    import org.gradus.trace.Trace;

                    Host.Key key = new Host.Key("lookup");
                    HostFunctions.register(key, inputs -> inputs);
                    Fn<Tensor, Tensor> f = x ->
                            Tensor.of(Trace.apply(new Host(key, List.of(x.type())), List.of(x.value())).getFirst());
                    grad(f).apply(scalar(1));
                    """, """
                    host: the Java code 'lookup' has no derivative
                      where: Example.java:7 (Example.main)
                      to do: register it with rules, or mark its result with stopGradient
                    """),
                    java("An array function of many numbers", """
                    differentiable(x -> x.square()).value(new double[] {1, 2});
                    """, """
                    value: the function returned f64[2], not one real number
                      where: Example.java:1 (Example.main)
                      to do: reduce it with sum() or mean(), or use jacobian for all derivatives
                    """)));

    private DerivativeErrors() {}
}
