package org.gradus.plainjava;

import java.util.IdentityHashMap;
import java.util.Map;

/** Finds {@code a[i] = a[i] ± …} in one block: there the adjoint of the element need not be moved out and back. */
final class Updates {
    private final Map<Node, Integer> uses = new IdentityHashMap<>();
    private final Memory memory;

    Updates(Graph graph, Memory memory) {
        this.memory = memory;
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                for (Node operand : n.in) {
                    uses.merge(operand, 1, Integer::sum);
                }
            }
            for (Node operand : b.exit.in) {
                uses.merge(operand, 1, Integer::sum);
            }
        }
    }

    /** The load whose element a store updates, or null. */
    Node of(Node store) {
        Node at = store.in[2];
        while (at.block == store.block && uses.get(at) == 1) {
            if (at.op == Op.LOAD) {
                boolean same = at.in[0] == store.in[0] && at.in[1] == store.in[1];
                return same && nothingBetween(at, store) ? at : null;
            }
            if (at.op != Op.ADD && at.op != Op.SUB) {
                return null;
            }
            Node left = at.in[0];
            at = isLeft(left, store) || at.op == Op.SUB ? left : at.in[1];
        }
        return null;
    }

    /** Whether the sum goes on to the load on its left side. */
    private boolean isLeft(Node n, Node store) {
        Node at = n;
        while (at.op == Op.ADD || at.op == Op.SUB) {
            at = at.in[0];
        }
        return at.op == Op.LOAD && at.in[0] == store.in[0] && at.in[1] == store.in[1];
    }

    private boolean nothingBetween(Node load, Node store) {
        Block b = store.block;
        for (int i = b.nodes.indexOf(load) + 1; i < b.nodes.indexOf(store); i++) {
            Node n = b.nodes.get(i);
            // Loads between may stay: what they add to the shadow comes on top of the update's own.
            if (n.op == Op.STORE && memory.mayShare(n.in[0], store.in[0])) {
                return false;
            }
        }
        return true;
    }
}
