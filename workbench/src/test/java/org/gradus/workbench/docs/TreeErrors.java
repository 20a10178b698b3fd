package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Trees that do not go together. */
final class TreeErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Trees",
            List.of(
                    java("Trees of different structure", """
                    record Model(List<Tensor> layers) {}

                    Tree.plus(new Model(List.of(ones(3))), new Model(List.of(ones(3), ones(3))));
                    """, """
                    plus: tree.layers: expected a list of 1, got a list of 2
                      where: Example.java:3 (Example.main)
                      to do: give trees of the same records, lists and static values
                    """),
                    java("Trees with different static values", """
                    record Model(Tensor w, int degree) {}

                    Tree.plus(new Model(ones(3), 1), new Model(ones(3), 2));
                    """, """
                    plus: tree.degree: expected the value 1, got the value 2
                      where: Example.java:3 (Example.main)
                      to do: give trees of the same records, lists and static values
                    """),
                    java("Trees with leaves of different shapes", """
                    record Model(Tensor w, Tensor b) {}

                    Tree.axpy(-0.1, new Model(ones(3), scalar(0)), new Model(ones(2), scalar(0)));
                    """, """
                    axpy: tree.w is f64[3] in one and f64[2] in the other
                      where: Example.java:3 (Example.main)
                      to do: give trees whose leaves have equal shapes
                    """),
                    java("Leaves that do not fill a tree", """
                    record Model(Tensor w, Tensor b) {}

                    Tree.flatten(new Model(ones(3), scalar(0))).with(List.of(ones(3)));
                    """, """
                    tree: 1 leaves for a tree that has 2
                      where: Example.java:3 (Example.main)
                      to do: give one tensor for each leaf, in the order that flatten gave
                    """),
                    java("A vector of another length", """
                    record Model(Tensor w, Tensor b) {}

                    Tree.ravel(new Model(ones(3), scalar(0))).unravel().apply(ones(3));
                    """, """
                    unravel: vector f64[3] does not fill a tree of 4 elements
                      where: Example.java:3 (Example.main)
                      to do: give a vector of the length that ravel gave
                    """),
                    java("A list that holds itself", """
                    List<Object> list = new ArrayList<>();
                    list.add(list);
                    Tree.flatten(list);
                    """, """
                    tree: more than 500 records, lists, maps or arrays inside one another
                      where: Example.java:3 (Example.main)
                      to do: check that no list, map or array holds itself
                    """)));

    private TreeErrors() {}
}
