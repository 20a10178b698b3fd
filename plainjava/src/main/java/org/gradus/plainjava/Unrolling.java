package org.gradus.plainjava;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.plainjava.Flow.Loop;

/** A loop that runs a small number of times, which is known, and is left at its head alone: can be written out. */
final class Unrolling {
    private static final int MOST = 16;

    final Loop loop;

    /** How often the body runs. */
    final int times;

    /** The variables of the loop that are known in each iteration. */
    final List<Node> known;

    private final int entry;
    private final int latch;

    private Unrolling(Loop loop, int times, List<Node> known, int entry, int latch) {
        this.loop = loop;
        this.times = times;
        this.known = known;
        this.entry = entry;
        this.latch = latch;
    }

    /** How to write out a loop, or null. */
    static Unrolling of(Graph graph, Loop loop) {
        Block head = loop.head;
        if (head.before.size() != 2 || head.exit.kind != Exit.Kind.IF) {
            return null;
        }
        int entry = loop.holds(head.before.get(0)) ? 1 : 0;
        int latch = 1 - entry;
        if (loop.holds(head.before.get(entry)) || !loop.holds(head.before.get(latch))) {
            return null;
        }
        for (Block b : graph.blocks) {
            if (loop.holds(b)
                    && b != head
                    && (b.after().isEmpty() || !b.after().stream().allMatch(loop::holds))) {
                return null;
            }
        }
        boolean first = loop.holds(head.exit.targets[0]);
        if (first == loop.holds(head.exit.targets[1])) {
            return null;
        }
        Map<Node, Integer> now = new IdentityHashMap<>();
        for (Node phi : head.phis()) {
            Integer start = Constants.value(phi.in[entry], Map.of());
            if (start != null) {
                now.put(phi, start);
            }
        }
        for (int times = 0; times <= MOST; times++) {
            Boolean taken = Constants.decide(head.exit, now);
            if (taken == null) {
                return null;
            }
            if (taken != first) {
                return new Unrolling(loop, times, List.copyOf(now.keySet()), entry, latch);
            }
            Map<Node, Integer> next = new IdentityHashMap<>();
            for (Node phi : now.keySet()) {
                Integer value = Constants.value(phi.in[latch], now);
                if (value != null) {
                    next.put(phi, value);
                }
            }
            now = next;
        }
        return null;
    }

    /** Writes the loop out. */
    void run(Graph graph) {
        Block head = loop.head;
        boolean first = loop.holds(head.exit.targets[0]);
        Block body = head.exit.targets[first ? 0 : 1];
        Block after = head.exit.targets[first ? 1 : 0];
        List<Block> inside = new ArrayList<>();
        for (Block b : graph.blocks) {
            if (loop.holds(b)) {
                inside.add(b);
            }
        }
        Block from = head.before.get(entry);
        Block next = graph.block();
        for (int i = 0; i < from.exit.targets.length; i++) {
            if (from.exit.targets[i] == head) {
                from.exit.redirect(i, next);
            }
        }
        Map<Node, Node> values = new IdentityHashMap<>();
        for (Node phi : head.phis()) {
            values.put(phi, phi.in[entry]);
        }
        for (int i = 0; i < times; i++) {
            Map<Block, Block> blocks = new HashMap<>();
            for (Block b : inside) {
                blocks.put(b, b == head ? next : graph.block());
            }
            copyNodes(graph, inside, blocks, values);
            next.before.add(from);
            next.exit = Exit.to(blocks.get(body));
            Block again = graph.block();
            for (Block b : inside) {
                if (b == head) {
                    continue;
                }
                Block copy = blocks.get(b);
                b.before.forEach(p -> copy.before.add(blocks.get(p)));
                Block[] targets = new Block[b.exit.targets.length];
                for (int k = 0; k < targets.length; k++) {
                    Block target = b.exit.targets[k];
                    targets[k] = target == head ? again : blocks.get(target);
                }
                copy.exit = b.exit.copy(mapped(b.exit.in, values), targets);
            }
            from = blocks.get(head.before.get(latch));
            next = again;
            Map<Node, Node> then = new IdentityHashMap<>();
            for (Node phi : head.phis()) {
                then.put(phi, values.getOrDefault(phi.in[latch], phi.in[latch]));
            }
            values = then;
        }
        copyNodes(graph, List.of(head), Map.of(head, next), values);
        next.before.add(from);
        next.exit = Exit.to(after);
        after.before.set(after.before.indexOf(head), next);
        for (Block b : graph.blocks) {
            if (!loop.holds(b)) {
                for (Node n : b.nodes) {
                    n.in = mapped(n.in, values);
                }
                b.exit.in = mapped(b.exit.in, values);
            }
        }
        graph.order();
    }

    /** Copies all nodes but the φ of the head, and notes what became what. */
    private void copyNodes(Graph graph, List<Block> from, Map<Block, Block> to, Map<Node, Node> values) {
        List<Node> copies = new ArrayList<>();
        for (Block b : from) {
            for (Node n : b.nodes) {
                if (b == loop.head && n.op == Op.PHI) {
                    continue;
                }
                Node copy = graph.add(to.get(b), graph.node(n.op, n.kind, n.type, n.data, n.in));
                copy.line = n.line;
                copy.outer = n.outer;
                values.put(n, copy);
                copies.add(copy);
            }
        }
        copies.forEach(copy -> copy.in = mapped(copy.in, values));
    }

    private static Node[] mapped(Node[] in, Map<Node, Node> values) {
        Node[] out = new Node[in.length];
        for (int k = 0; k < in.length; k++) {
            out[k] = values.getOrDefault(in[k], in[k]);
        }
        return out;
    }
}
