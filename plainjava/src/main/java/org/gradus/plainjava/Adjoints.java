package org.gradus.plainjava;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which adjoints can be other than zero at the start of each reversed block: elsewhere adding becomes setting, and what
 * would pass on a zero is left out.
 */
final class Adjoints {
    private final Reversal reversal;
    private final AdjointRules rules;
    private final Activity activity;
    private final Map<Block, Set<Node>> atStart = new HashMap<>();

    Adjoints(Graph graph, Reversal reversal, AdjointRules rules, Activity activity, Set<Node> seeds) {
        this.reversal = reversal;
        this.rules = rules;
        this.activity = activity;
        atStart.put(reversal.start(), set(seeds));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block b : graph.blocks.reversed()) {
                if (reversal.isVisited(b) && atStart.containsKey(b)) {
                    changed |= flowThrough(b);
                }
            }
        }
    }

    private static Set<Node> set(Set<Node> from) {
        Set<Node> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(from);
        return set;
    }

    Set<Node> atStart(Block b) {
        return set(atStart.getOrDefault(b, Set.of()));
    }

    private boolean flowThrough(Block b) {
        Set<Node> now = atStart(b);
        for (AdjointRules.Statement s : rules.of(b)) {
            step(s, now);
        }
        boolean changed = false;
        for (Boolean inside :
                reversal.countedAt(b) == null ? Collections.singletonList((Boolean) null) : List.of(true, false)) {
            for (Reversal.Arm arm : reversal.arms(b, inside)) {
                Set<Node> there = set(now);
                arm.moves().forEach(m -> there.remove(m[0]));
                for (Node[] m : arm.moves()) {
                    if (now.contains(m[0]) && activity.isActive(m[1])) {
                        there.add(m[1]);
                    }
                }
                Set<Node> known = atStart.get(arm.target());
                if (known == null) {
                    atStart.put(arm.target(), there);
                    changed = true;
                } else {
                    changed |= known.addAll(there);
                }
            }
        }
        return changed;
    }

    /** What a statement does to the set. */
    static void step(AdjointRules.Statement s, Set<Node> nonzero) {
        switch (s) {
            case AdjointRules.Statement.Add a -> {
                if (!isZero(a.value(), nonzero)) {
                    nonzero.add(a.target());
                }
            }
            case AdjointRules.Statement.Clear c -> nonzero.remove(c.of());
            default -> {}
        }
    }

    /** Whether a value passes on an adjoint that is zero. */
    static boolean isZero(Node tree, Set<Node> nonzero) {
        if (tree.op == Op.ADJOINT) {
            return !nonzero.contains((Node) tree.data);
        }
        if (!AdjointRules.isValue(tree)) {
            for (Node operand : tree.in) {
                if (isZero(operand, nonzero)) {
                    return true;
                }
            }
        }
        return false;
    }
}
