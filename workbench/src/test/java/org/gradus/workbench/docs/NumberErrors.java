package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Numbers asked of tensors that have not one, or none. */
final class NumberErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Numbers of tensors",
            List.of(
                    java("The number of a tensor with many", """
                    tensor(1.0, 2.0, 3.0).item();
                    """, """
                    item: tensor f64[3] has 3 elements, not one
                      where: Example.java:1 (Example.main)
                      to do: take one element with get(...), or all with toDoubles()
                    """),
                    java("A number inside jit", """
                    Fn<Tensor, Tensor> f = x -> x.item() > 0 ? x : x.times(0.1);
                    jit(f).apply(scalar(-2));
                    """, """
                    item: tensor f64[] has no numbers here: jit, vmap and trace run a function on shapes alone
                      where: Example.java:1 (Example.main)
                      to do: choose between values with where(condition, a, b), or take this line out of the function that is jitted or vmapped
                    """),
                    java("Numbers inside vmap", """
                    Fn<Tensor, Tensor> f = x -> tensor(x.toDoubles());
                    vmap(f).apply(ones(3, 4));
                    """, """
                    toDoubles: tensor f64[4] has no numbers here: jit, vmap and trace run a function on shapes alone
                      where: Example.java:1 (Example.main)
                      to do: choose between values with where(condition, a, b), or take this line out of the function that is jitted or vmapped
                    """),
                    java("A tensor kept from a derivative", """
                    List<Tensor> kept = new ArrayList<>();
                    grad((Tensor x) -> {
                        kept.add(x.square());
                        return x.sum();
                    }).apply(ones(2));
                    kept.getFirst().plus(1.0);
                    """, """
                    tensor f64[2]: belongs to a transformation that has ended
                      where: Example.java:6 (Example.main)
                      to do: return it from the transformed function instead of keeping it in a variable or field
                    """)));

    private NumberErrors() {}
}
