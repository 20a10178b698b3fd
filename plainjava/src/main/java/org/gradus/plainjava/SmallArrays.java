package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Dissolves small arrays, such as those of calls with a variable number of arguments, into their elements: arrays whose
 * length and indices are known once loops over them are written out, and of which nothing but elements is used.
 */
final class SmallArrays {
    private static final int LONGEST = 16;

    /** How many nodes loops that are written out may add. */
    private static final int MOST_ADDED = 600;

    private final Graph graph;
    private int added;

    /** The nodes that use a new array. */
    private final Map<Node, List<Node>> uses = new IdentityHashMap<>();

    private SmallArrays(Graph graph) {
        this.graph = graph;
    }

    static void dissolve(Graph graph) {
        new SmallArrays(graph).run();
    }

    private void run() {
        if (candidates().isEmpty()) {
            return;
        }
        fold();
        while (unroll()) {
            fold();
        }
        for (Node array : candidates()) {
            if (uses.get(array).stream().allMatch(n -> isInside(n, array))) {
                Map<Integer, ClassDesc> places = new HashMap<>();
                for (int i = 0; i < Constants.length(array); i++) {
                    places.put(i, array.component());
                }
                new Promotion<>(graph, array, places, n -> (Integer) n.in[1].data).run();
            }
        }
        graph.normalize();
    }

    private void fold() {
        do {
            graph.normalize();
        } while (Constants.fold(graph));
        graph.normalize();
    }

    private static boolean isInside(Node use, Node array) {
        return use.in[1].isConstant() && (int) use.in[1].data >= 0 && (int) use.in[1].data < Constants.length(array);
    }

    /** Small new arrays of numbers of which only elements and the length are used. */
    private Set<Node> candidates() {
        uses.clear();
        Set<Node> found = new LinkedHashSet<>();
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                if (n.op == Op.NEW_ARRAY && isSmall(n)) {
                    found.add(n);
                    uses.put(n, new ArrayList<>());
                }
            }
        }
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                for (int k = 0; k < n.in.length; k++) {
                    boolean access = k == 0 && (n.op == Op.LOAD || n.op == Op.STORE);
                    if (access && found.contains(n.in[0])) {
                        uses.get(n.in[0]).add(n);
                    } else if (!access && n.op != Op.LENGTH) {
                        found.remove(n.in[k]);
                    }
                }
            }
            List.of(b.exit.in).forEach(found::remove);
        }
        return found;
    }

    private static boolean isSmall(Node array) {
        Integer length = array.in.length == 1 ? Constants.length(array) : null;
        // Shorter kinds of ints are cut when they are stored; references have types to be checked.
        return length != null
                && length <= LONGEST
                && switch (TypeKind.from(array.component())) {
                    case DOUBLE, FLOAT, INT, LONG -> true;
                    default -> false;
                };
    }

    // ---- loops over them ----

    /** Writes out one loop over an array that dissolves then; false if there is none. */
    private boolean unroll() {
        Flow flow = new Flow(graph);
        Map<Node, Unrolling> variables = new IdentityHashMap<>();
        for (Block b : graph.blocks) {
            Unrolling u = flow.loopAt(b) == null ? null : Unrolling.of(graph, flow.loopAt(b));
            if (u != null) {
                u.known.forEach(phi -> variables.put(phi, u));
            }
        }
        Set<Unrolling> wanted = new LinkedHashSet<>();
        for (Node array : candidates()) {
            Set<Unrolling> of = new LinkedHashSet<>();
            if (uses.get(array).stream()
                    .allMatch(n -> n.in[1].isConstant() ? isInside(n, array) : collect(n.in[1], variables, of, 0))) {
                wanted.addAll(of);
            }
        }
        Unrolling innermost = null;
        for (Unrolling u : wanted) {
            if (innermost == null || u.loop.depth() > innermost.loop.depth()) {
                innermost = u;
            }
        }
        if (innermost == null || added + cost(innermost, wanted) > MOST_ADDED) {
            return false;
        }
        int before = count();
        innermost.run(graph);
        added += Math.max(0, count() - before);
        return true;
    }

    private int count() {
        return graph.blocks.stream().mapToInt(b -> b.nodes.size()).sum();
    }

    /** How many nodes there are more when a loop and those around it are written out. */
    private int cost(Unrolling innermost, Set<Unrolling> wanted) {
        long cost = 0;
        for (Block b : graph.blocks) {
            long times = 1;
            boolean counts = false;
            for (Unrolling u : wanted) {
                if (u.loop.holds(b)) {
                    times *= Math.max(1, u.times);
                    counts |= u.loop.holds(innermost.loop.head);
                }
            }
            cost += counts ? (times - 1) * b.nodes.size() : 0;
        }
        return (int) Math.min(cost, Integer.MAX_VALUE / 2);
    }

    /** Whether an index is made of variables of loops that can be written out; they are collected. */
    private static boolean collect(Node index, Map<Node, Unrolling> variables, Set<Unrolling> into, int depth) {
        if (variables.containsKey(index)) {
            into.add(variables.get(index));
            return true;
        }
        return switch (index.op) {
            case CONST -> true;
            case ADD, SUB, MUL ->
                depth < 8
                        && collect(index.in[0], variables, into, depth + 1)
                        && collect(index.in[1], variables, into, depth + 1);
            default -> false;
        };
    }
}
