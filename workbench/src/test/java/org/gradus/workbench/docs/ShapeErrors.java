package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Shapes that do not fit an operation. */
final class ShapeErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Shapes",
            List.of(
                    java("Shapes that do not broadcast", """
                    ones(3, 4).plus(tensor(1.0, 2.0, 3.0));
                    """, """
                    add: shapes [3,4] and [3] do not broadcast: axis 1 is 4 against 3
                      where: Example.java:1 (Example.main)
                      to do: make the lengths equal, or one of them 1; axes are matched from the last
                    """),
                    java("A condition of another shape", """
                    where(tensor(new boolean[] {true, false}), ones(2, 3), 0.0);
                    """, """
                    where: shapes [2] and [2,3] do not broadcast: axis 1 is 2 against 3
                      where: Example.java:1 (Example.main)
                      to do: make the lengths equal, or one of them 1; axes are matched from the last
                    """),
                    java("A product of matrices that do not fit", """
                    Tensor x = ones(3, 4);
                    Tensor w = ones(5, 6);
                    x.matmul(w);
                    """, """
                    matmul: f64[3,4] and f64[5,6] do not multiply: 4 columns against 5 rows
                      where: Example.java:3 (Example.main)
                      to do: transpose one of them with t(), or check the order of the operands
                    """),
                    java("Batches of matrices that do not fit", """
                    ones(2, 3, 4).matmul(ones(5, 4, 2));
                    """, """
                    matmul: f64[2,3,4] and f64[5,4,2] do not multiply: their batch axes [2] and [5] do not broadcast
                      where: Example.java:1 (Example.main)
                      to do: make the batch axes equal, or 1; they are all but the last two
                    """),
                    java("A matrix times a scalar", """
                    ones(3, 4).matmul(scalar(2));
                    """, """
                    matmul: f64[3,4] and f64[] are not both matrices or vectors
                      where: Example.java:1 (Example.main)
                      to do: multiply by a scalar with times
                    """),
                    java("A transpose of a vector", """
                    tensor(1.0, 2.0, 3.0).t();
                    """, """
                    t: tensor f64[3] is not a matrix
                      where: Example.java:1 (Example.main)
                      to do: reshape it to two axes first, as in x.reshape(-1, 1)
                    """),
                    java("Another number of elements", """
                    ones(3, 4).reshape(5, 2);
                    """, """
                    reshape: f64[3,4] of 12 elements does not fill [5,2] of 10
                      where: Example.java:1 (Example.main)
                      to do: give a shape with the same number of elements
                    """),
                    java("A length that cannot be found", """
                    ones(3, 4).reshape(5, -1);
                    """, """
                    reshape: tensor f64[3,4] of 12 elements does not fill [5, -1]
                      where: Example.java:1 (Example.main)
                      to do: give lengths whose product divides the number of elements
                    """),
                    java("An order that leaves an axis out", """
                    ones(3, 4).transpose(0);
                    """, """
                    transpose: [0] is not an order of the axes of f64[3,4]
                      where: Example.java:1 (Example.main)
                      to do: name each axis from 0 to 1 once
                    """),
                    java("A repetition to a shape that does not fit", """
                    tensor(1.0, 2.0, 3.0).broadcastTo(3, 4);
                    """, """
                    broadcastTo: tensor f64[3] does not broadcast to [3,4]
                      where: Example.java:1 (Example.main)
                      to do: axes are matched from the last; each must be equal or 1
                    """),
                    java("Parts that differ beside the joined axis", """
                    concatenate(0, ones(3, 4), ones(3, 5));
                    """, """
                    concatenate: f64[3,4] and f64[3,5] differ on another axis than 0
                      where: Example.java:1 (Example.main)
                      to do: give operands that agree on every other axis and on the element type
                    """),
                    java("Parts of different shapes", """
                    stack(tensor(1.0, 2.0), tensor(1.0));
                    """, """
                    stack: f64[2] and f64[1] have different shapes
                      where: Example.java:1 (Example.main)
                      to do: give tensors of one shape, or join them with concatenate
                    """),
                    java("Nothing to join", """
                    concatenate(0);
                    """, """
                    concatenate: no tensors given
                      where: Example.java:1 (Example.main)
                      to do: give at least one
                    """)));

    private ShapeErrors() {}
}
