package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Element types that an operation does not take. */
final class ElementTypeErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Element types",
            List.of(
                    java("Arithmetic with truth values", """
                    Tensor positive = tensor(-1.0, 2.0).gt(0);
                    positive.plus(positive);
                    """, """
                    add: takes numbers, but received bool[2]
                      where: Example.java:2 (Example.main)
                      to do: convert the operand, as in x.to(DType.FLOAT64)
                    """),
                    java("Logic with numbers", """
                    tensor(1.0, 0.0).and(tensor(1.0, 1.0));
                    """, """
                    and: takes truth values or whole numbers, but received f64[2]
                      where: Example.java:1 (Example.main)
                      to do: compare the operand with something, as in x.gt(0)
                    """),
                    java("A condition of numbers", """
                    Tensor x = tensor(-1.0, 2.0);
                    where(x, x, 0.0);
                    """, """
                    where: the condition is f64[2], not truth values
                      where: Example.java:2 (Example.main)
                      to do: compare, as in x.gt(0), or convert it with to(DType.BOOL)
                    """),
                    java("A number that the type does not hold", """
                    tensor(new int[] {1, 2}).plus(1L << 40);
                    """, """
                    scalar 1099511627776: is out of the range of i32[2] beside it
                      where: Example.java:1 (Example.main)
                      to do: convert the tensor, as in x.to(DType.INT64)
                    """),
                    java("A system of two element types", """
                    Linalg.solve(eye(2), ones(2, 1).to(DType.FLOAT32));
                    """, """
                    solve: operands f64[2,2] and f32[2,1] have different element types
                      where: Example.java:1 (Example.main)
                      to do: convert one of them, as in x.to(DType.FLOAT64)
                    """)));

    private ElementTypeErrors() {}
}
