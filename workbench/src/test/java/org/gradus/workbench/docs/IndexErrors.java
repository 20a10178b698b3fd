package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Axes and indices that do not exist, and nothing where something is needed. */
final class IndexErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Axes and indices",
            List.of(
                    java("An axis that does not exist", """
                    ones(3, 4).sum(2);
                    """, """
                    sum: axis 2 does not exist in shape [3,4]
                      where: Example.java:1 (Example.main)
                      to do: use an axis from -2 to 1
                    """),
                    java("An axis named twice", """
                    ones(3, 4).sum(1, -1);
                    """, """
                    sum: axis 1 is named twice in [1, -1] for shape [3,4]
                      where: Example.java:1 (Example.main)
                      to do: name each axis once
                    """),
                    java("An axis of a scalar", """
                    scalar(1).max(0);
                    """, """
                    max: axis 0 does not exist in shape []
                      where: Example.java:1 (Example.main)
                      to do: a scalar has no axes: leave the axis out
                    """),
                    java("A new axis out of place", """
                    tensor(1.0, 2.0).expandDims(3);
                    """, """
                    expandDims: position 3 does not exist for shape [2]
                      where: Example.java:1 (Example.main)
                      to do: use a position from -2 to 1
                    """),
                    java("An index outside", """
                    tensor(1.0, 2.0, 3.0).get(5);
                    """, """
                    get: index 5 is outside axis 0 of f64[3]
                      where: Example.java:1 (Example.main)
                      to do: use an index from -3 to 2
                    """),
                    java("More indices than axes", """
                    tensor(1.0, 2.0, 3.0).get(0, 0);
                    """, """
                    get: 2 indices for tensor f64[3] of 1 axes
                      where: Example.java:1 (Example.main)
                      to do: give at most one index for each axis
                    """),
                    java("A part that reaches outside", """
                    tensor(1.0, 2.0, 3.0).slice(0, 1, 9);
                    """, """
                    slice: from 1 to 9 step 1 is not inside axis 0 of f64[3]
                      where: Example.java:1 (Example.main)
                      to do: keep from <= to <= 3 and step >= 1
                    """),
                    java("A taken index outside", """
                    Tensor rows = tensor(new long[] {0, 7});
                    Indexing.take(ones(3, 2), rows, 0);
                    """, """
                    take: index 7 at position 1 is outside 0 … 2, the positions of an axis of size 3
                      where: Example.java:2 (Example.main)
                      to do: give indices from 0 to 2; negative ones do not count from the end
                    """),
                    java("Indices that are no whole numbers", """
                    Indexing.take(ones(3, 2), tensor(0.0, 1.0), 0);
                    """, """
                    take: takes integer indices, but received f64[2]
                      where: Example.java:1 (Example.main)
                      to do: convert the indices, as in indices.to(DType.INT64)
                    """),
                    java("Indices that do not fit along an axis", """
                    Indexing.takeAlong(ones(3, 4), tensor(new long[] {0}), 0);
                    """, """
                    takeAlong: indices i64[1] do not fit f64[3,4] along axis 0
                      where: Example.java:1 (Example.main)
                      to do: give indices that agree with the tensor on every other axis
                    """),
                    java("Updates without an index each", """
                    Indexing.scatterAdd(ones(3), tensor(new long[] {0, 1}), 0, 4);
                    """, """
                    scatterAdd: updates f64[3] have not the shape of indices i64[2] from axis 0 on
                      where: Example.java:1 (Example.main)
                      to do: give one update for each index: shape[:axis] + indices.shape + shape[axis+1:] of the result's shape
                    """),
                    java("The mean of nothing", """
                    zeros(0).mean();
                    """, """
                    mean: tensor f64[0] has no elements along [0]
                      where: Example.java:1 (Example.main)
                      to do: give at least one element to average, or use sum, which is 0 of none
                    """),
                    java("The largest of nothing", """
                    zeros(0, 3).max(0);
                    """, """
                    max: axis 0 of f64[0,3] is empty, and nothing has no extreme
                      where: Example.java:1 (Example.main)
                      to do: give at least one element along the axis
                    """)));

    private IndexErrors() {}
}
