package org.gradus.plainjava;

import java.util.ArrayList;
import java.util.List;

/** Nodes that run one after another, φ first, and what comes then. */
final class Block {
    final int id;
    final List<Node> nodes = new ArrayList<>();
    final List<Block> before = new ArrayList<>();
    Exit exit;

    /** Position in reverse postorder, set by {@link Flow}. */
    int order;

    Block(int id) {
        this.id = id;
    }

    List<Block> after() {
        return exit == null ? List.of() : exit.targets();
    }

    List<Node> phis() {
        List<Node> phis = new ArrayList<>();
        for (Node n : nodes) {
            if (n.op == Op.PHI) {
                phis.add(n);
            }
        }
        return phis;
    }

    @Override
    public String toString() {
        return "b" + id;
    }
}
