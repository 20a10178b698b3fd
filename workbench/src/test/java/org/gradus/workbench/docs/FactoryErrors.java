package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Tensors and keys that cannot be made. */
final class FactoryErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Making tensors",
            List.of(
                    java("Rows of different lengths", """
                    tensor(new double[][] {{1, 2}, {3}});
                    """, """
                    tensor: row 1 has 1 elements, row 0 has 2
                      where: Example.java:1 (Example.main)
                      to do: give rows of equal length
                    """),
                    java("Too few elements", """
                    tensor(Shape.of(2, 2), new double[] {1, 2, 3});
                    """, """
                    array: 3 elements do not fill shape [2,2] of 4
                      where: Example.java:1 (Example.main)
                      to do: give as many elements as the product of the axis lengths
                    """),
                    java("A negative length", """
                    zeros(-1);
                    """, """
                    shape: axis length -1 in [-1] is negative
                      where: Example.java:1 (Example.main)
                      to do: give axis lengths of zero or more
                    """),
                    java("Too many elements", """
                    zeros(100_000, 100_000);
                    """, """
                    shape: [100000, 100000] has more than 2^31-1 elements
                      where: Example.java:1 (Example.main)
                      to do: split the array: one Java array holds at most 2^31-1 elements
                    """),
                    java("Elements of another type", """
                    NdArray.wrap(Shape.of(2), new short[] {1, 2});
                    """, """
                    array: elements of type short[] cannot be held
                      where: Example.java:1 (Example.main)
                      to do: give double[], float[], long[], int[] or boolean[]
                    """),
                    java("An operand that is null", """
                    record Model(Tensor w, Tensor b) {}

                    Model m = new Model(ones(3), null);
                    m.w().plus(m.b());
                    """, """
                    add: an operand is null
                      where: Example.java:4 (Example.main)
                      to do: pass a value; perhaps a variable, record component or map entry was never set
                    """),
                    java("No keys", """
                    Key.of(1).split(0);
                    """, """
                    split: 0 keys asked for
                      where: Example.java:1 (Example.main)
                      to do: ask for one or more
                    """),
                    java("A key of other numbers", """
                    Random.normal(new Key(ones(2)), 3);
                    """, """
                    sample: f64[2] is not a key
                      where: Example.java:1 (Example.main)
                      to do: make keys with Key.of(seed) and key.split(n)
                    """)));

    private FactoryErrors() {}
}
