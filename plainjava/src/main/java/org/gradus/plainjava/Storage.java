package org.gradus.plainjava;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides how the reverse sweep comes by the values of the forward sweep that it needs. What is computed once stays in its
 * variable. What loops compute again and again is recomputed if that is cheap, else pushed on a tape. Arrays that are
 * overwritten are put back as they were, element by element, where that takes less tape than keeping what was read.
 */
final class Storage {
    private static final int TOO_MUCH = 1_000;
    private static final int CHEAP = 10;

    private final Flow flow;
    private final Memory memory;
    private final Map<Node, Integer> position = new IdentityHashMap<>();
    private final List<Node> stores = new ArrayList<>();

    /** Sites of arrays that the reverse sweep restores. */
    private final BitSet restored = new BitSet();

    /** Values on tape, and whether that is needed outside their own block. */
    private final Map<Node, Boolean> taped = new IdentityHashMap<>();

    private final Set<Node> registers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Block, List<Node>> tapedIn = new HashMap<>();

    Storage(Graph graph, Flow flow, Memory memory) {
        this.flow = flow;
        this.memory = memory;
        for (Block b : graph.blocks) {
            for (int i = 0; i < b.nodes.size(); i++) {
                Node n = b.nodes.get(i);
                position.put(n, i);
                if (n.op == Op.STORE) {
                    stores.add(n);
                }
            }
        }
    }

    /** A value that is needed while the reverse sweep is at the node {@code at}. */
    record Need(Node value, Node at) {}

    void plan(List<Need> needs, List<Block> live) {
        chooseRestored(needs);
        List<Need> all = new ArrayList<>(needs);
        for (Node s : stores) {
            if (isRestored(s) && live.contains(s.block)) {
                all.add(new Need(s.in[0], s));
                all.add(new Need(s.in[1], s));
            }
        }
        for (Need n : all) {
            if (!isRegister(n.value()) && cost(n.value(), n.at()) >= TOO_MUCH) {
                tape(n.value(), n.at().block);
            }
        }
        for (Need n : all) {
            need(n.value(), n.at());
        }
        taped.keySet().stream()
                .sorted((a, b) -> Integer.compare(a.id, b.id))
                .forEach(n ->
                        tapedIn.computeIfAbsent(n.block, _ -> new ArrayList<>()).add(n));
    }

    // ---- what the sweeps ask ----

    boolean isRegister(Node n) {
        return n.op != Op.CONST && (n.op == Op.PARAM || n.op == Op.CAPTURE || flow.loop(n.block) == null);
    }

    /** Values that must have a variable of their own in the forward sweep. */
    Set<Node> kept() {
        Set<Node> kept = new HashSet<>(registers);
        kept.addAll(taped.keySet());
        return kept;
    }

    Set<Node> registers() {
        return registers;
    }

    boolean isTaped(Node n) {
        return taped.containsKey(n);
    }

    /** Whether a value on tape is used in other blocks too, so that its variable is restored after its own block. */
    boolean isSaved(Node n) {
        return Boolean.TRUE.equals(taped.get(n));
    }

    List<Node> tapedIn(Block b) {
        return tapedIn.getOrDefault(b, List.of());
    }

    boolean isRestored(Node store) {
        return memory.of(store.in[0]).intersects(restored);
    }

    // ---- decisions ----

    private void tape(Node n, Block use) {
        taped.merge(n, use != n.block, Boolean::logicalOr);
    }

    private void need(Node n, Node at) {
        if (n.op == Op.CONST) {
            return;
        }
        if (isRegister(n)) {
            registers.add(n);
        } else if (taped.containsKey(n) || cost(n, at) > CHEAP) {
            tape(n, at.block);
        } else if (n.op == Op.PHI) {
            need(Induction.of(n, flow).start(), at);
        } else {
            for (Node operand : n.in) {
                need(operand, at);
            }
        }
    }

    private boolean livesOn(Node n, Node at) {
        Flow.Loop loop = flow.loop(n.block);
        return loop != null && !loop.holds(at.block);
    }

    private int cost(Node n, Node at) {
        return cost(n, at, flow.depth(n.block), 0);
    }

    /** What it costs to compute a value again, in simple operations; of what loops farther out compute, to keep it on tape. */
    private int cost(Node n, Node at, int loops, int depth) {
        if (n.op == Op.CONST || isRegister(n) || taped.containsKey(n)) {
            return 0;
        }
        int again = costAgain(n, at, loops, depth);
        return again >= TOO_MUCH && flow.depth(n.block) < loops ? 2 : again;
    }

    private int costAgain(Node n, Node at, int loops, int depth) {
        if (livesOn(n, at) || depth > CHEAP) {
            return TOO_MUCH;
        }
        int own = switch (n.op) {
            case ADD, SUB, NEG, SHL, SHR, USHR, AND, OR, XOR, CONVERT, NARROW, LENGTH, CAST -> 1;
            case MUL, COMPARE, COMPARE_LESS, COMPARE_GREATER -> 1;
            case DIV, REM -> n.isReal() ? TOO_MUCH : 4;
            case LOAD -> isUnchanged(n, at) ? 1 : TOO_MUCH;
            case MATH -> Induction.isQuick(n) ? 2 : TOO_MUCH;
            case PHI -> Induction.of(n, flow) == null ? TOO_MUCH : 1;
            default -> TOO_MUCH;
        };
        if (n.op == Op.PHI) {
            return own >= TOO_MUCH ? own : own + cost(Induction.of(n, flow).start(), at, loops, depth + 1);
        }
        for (int k = 0; k < n.in.length && own < TOO_MUCH; k++) {
            own += cost(n.in[k], at, loops, depth + 1);
        }
        return Math.min(own, TOO_MUCH);
    }

    /** Whether loading again, while the reverse sweep is at a node, gives what was loaded in the forward sweep. */
    private boolean isUnchanged(Node load, Node at) {
        for (Node s : stores) {
            if (!memory.mayShare(s.in[0], load.in[0])) {
                continue;
            }
            boolean later = (s.block == load.block && position.get(s) > position.get(load))
                    || flow.reaches(load.block, s.block);
            if (later && (!isRestored(s) || isBetween(load, s, at))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a store can run after the load and not later than the node, in the same iteration of the load's block. */
    private boolean isBetween(Node load, Node store, Node at) {
        Block from = load.block;
        Block to = at.block;
        int s = position.get(store);
        if (from == to) {
            return store.block == from && s > position.get(load) && s <= position.get(at);
        }
        if (store.block == from) {
            return s > position.get(load);
        }
        if (store.block == to && s <= position.get(at)) {
            return true;
        }
        return passes(from, store.block, from)
                && (store.block == to ? passes(to, to, from) : passes(store.block, to, from));
    }

    /** Whether there is a way of at least one edge from a block to another that does not go through a third. */
    private static boolean passes(Block from, Block to, Block around) {
        Set<Block> seen = new HashSet<>();
        List<Block> todo = new ArrayList<>(from.after());
        while (!todo.isEmpty()) {
            Block b = todo.removeLast();
            if (b != around && seen.add(b)) {
                if (b == to) {
                    return true;
                }
                todo.addAll(b.after());
            }
        }
        return false;
    }

    /** Restores the sites whose stores run less often than the loads that would have to be kept. */
    private void chooseRestored(List<Need> needs) {
        Set<Node> loads = new HashSet<>();
        Set<Node> seen = new HashSet<>();
        for (Need n : needs) {
            collect(n.value(), loads, seen);
        }
        double[] kept = new double[memory.sites()];
        double[] overwritten = new double[memory.sites()];
        for (Node load : loads) {
            if (!isUnchanged(load, load)) {
                memory.of(load.in[0]).stream().forEach(s -> kept[s] += often(load));
            }
        }
        for (Node store : stores) {
            memory.of(store.in[0]).stream().forEach(s -> overwritten[s] += often(store));
        }
        for (int s = 0; s < kept.length; s++) {
            if (kept[s] > 0 && s != Memory.OUTSIDE && overwritten[s] <= kept[s]) {
                restored.set(s);
            }
        }
    }

    private double often(Node n) {
        return Math.pow(16, flow.depth(n.block));
    }

    private void collect(Node n, Set<Node> loads, Set<Node> seen) {
        if (!seen.add(n) || isRegister(n)) {
            return;
        }
        if (n.op == Op.LOAD) {
            loads.add(n);
        }
        switch (n.op) {
            case ADD, SUB, MUL, NEG, CONVERT, NARROW, LENGTH, CAST, LOAD -> {
                for (Node operand : n.in) {
                    collect(operand, loads, seen);
                }
            }
            default -> {}
        }
    }
}
