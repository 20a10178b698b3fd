package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives values that loops compute and that are used after them a name outside the loop: a φ of one operand. The reverse sweep
 * then keeps the last value only, not that of each iteration.
 */
final class LoopExits {
    private LoopExits() {}

    static void name(Graph graph) {
        separate(graph, new Flow(graph));
        Flow flow = new Flow(graph);
        List<Flow.Loop> loops = new ArrayList<>();
        for (Block b : graph.blocks) {
            if (flow.loopAt(b) != null) {
                loops.add(flow.loopAt(b));
            }
        }
        loops.sort(Comparator.comparingInt(Flow.Loop::depth).reversed());
        for (Flow.Loop loop : loops) {
            for (Block b : graph.blocks) {
                if (loop.holds(b)) {
                    for (Block x : b.after()) {
                        if (!loop.holds(x)) {
                            name(graph, flow, loop, named(x));
                        }
                    }
                }
            }
        }
    }

    /** Puts a block on each edge out of a loop, so that the φ are set on the way. */
    private static void separate(Graph graph, Flow flow) {
        for (Block b : List.copyOf(graph.blocks)) {
            for (int i = 0; i < b.exit.targets.length; i++) {
                Block target = b.exit.targets[i];
                if (flow.loop(b) != null && !flow.loop(b).holds(target)) {
                    Block middle = graph.block();
                    middle.exit = Exit.to(target);
                    middle.before.add(b);
                    target.before.set(target.before.indexOf(b), middle);
                    b.exit.redirect(i, middle);
                }
            }
        }
        graph.order();
    }

    private static void name(Graph graph, Flow flow, Flow.Loop loop, Block exit) {
        Map<Node, Node> copies = new LinkedHashMap<>();
        for (Block u : graph.blocks) {
            boolean inside = flow.dominates(exit, u);
            for (Node user : u.nodes) {
                for (int k = 0; k < user.in.length; k++) {
                    boolean after = user.op == Op.PHI ? flow.dominates(exit, u.before.get(k)) : inside;
                    if (after && isNamed(user.in[k], loop)) {
                        user.in[k] = copies.computeIfAbsent(user.in[k], n -> copy(graph, n));
                    }
                }
            }
            for (int k = 0; k < u.exit.in.length; k++) {
                if (inside && isNamed(u.exit.in[k], loop)) {
                    u.exit.in[k] = copies.computeIfAbsent(u.exit.in[k], n -> copy(graph, n));
                }
            }
        }
        copies.values().forEach(copy -> copy.block = exit);
        exit.nodes.addAll(0, copies.values());
    }

    private static boolean isNamed(Node n, Flow.Loop loop) {
        return n.block != null
                && loop.holds(n.block)
                && n.kind != TypeKind.VOID
                && n.op != Op.CONST
                && n.op != Op.CLOSURE;
    }

    /** Where the φ of an edge out of a loop stand: behind the block on the edge, unless others come in there. */
    private static Block named(Block onEdge) {
        Block next = onEdge.exit.targets[0];
        return next.before.size() == 1 ? next : onEdge;
    }

    private static Node copy(Graph graph, Node n) {
        Node copy = graph.node(Op.PHI, n.kind, n.type, null, n);
        copy.line = n.line;
        copy.outer = n.outer;
        return copy;
    }
}
