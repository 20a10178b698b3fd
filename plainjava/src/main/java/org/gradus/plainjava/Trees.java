package org.gradus.plainjava;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which nodes are computed where their only use is, on the operand stack, instead of in a local variable. */
final class Trees {
    private Trees() {}

    static Set<Node> of(Graph graph, Set<Node> keep) {
        Map<Node, Integer> uses = new IdentityHashMap<>();
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                count(n.in, uses);
            }
            count(b.exit.in, uses);
        }
        Set<Node> trees = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Block b : graph.blocks) {
            inBlock(b, uses, keep, trees);
        }
        return trees;
    }

    private static void count(Node[] in, Map<Node, Integer> uses) {
        for (Node n : in) {
            uses.merge(n, 1, Integer::sum);
        }
    }

    private static void inBlock(Block b, Map<Node, Integer> uses, Set<Node> keep, Set<Node> trees) {
        int end = b.nodes.size();
        // Where each value of the block is used for good: the position of the instruction that starts the tree.
        Map<Node, Integer> usedAt = new IdentityHashMap<>();
        note(List.of(b.exit.in), end, usedAt);
        for (Block next : b.after()) {
            int k = next.before.indexOf(b);
            for (Node phi : next.phis()) {
                note(List.of(phi.in[k]), end, usedAt);
            }
        }
        Map<Integer, Integer> effects = new HashMap<>();
        int seen = 0;
        for (int i = 0; i <= end; i++) {
            effects.put(i, seen);
            if (i < end && b.nodes.get(i).hasEffect()) {
                seen++;
            }
        }
        for (int i = end - 1; i >= 0; i--) {
            Node n = b.nodes.get(i);
            int at = i;
            if (uses.getOrDefault(n, 0) == 1
                    && usedAt.containsKey(n)
                    && !keep.contains(n)
                    && mayMove(n, i, usedAt.get(n), effects)) {
                trees.add(n);
                at = usedAt.get(n);
            }
            if (n.op != Op.PHI) {
                note(List.of(n.in), at, usedAt);
            }
        }
    }

    private static void note(List<Node> used, int at, Map<Node, Integer> usedAt) {
        for (Node n : used) {
            usedAt.put(n, at);
        }
    }

    private static boolean mayMove(Node n, int from, int to, Map<Integer, Integer> effects) {
        return switch (n.op) {
            case PARAM,
                    CAPTURE,
                    PHI,
                    STORE,
                    PUT_FIELD,
                    CALL,
                    APPLY,
                    NEW_ARRAY,
                    NEW_OPAQUE,
                    CONCAT,
                    CLOSURE,
                    OUTER_SHADOW -> false;
            case LOAD, GET_FIELD -> effects.get(to) - effects.get(from) == 0;
            default -> true;
        };
    }
}
