package org.gradus.plainjava;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.plainjava.AdjointRules.Statement;

/** All decisions about the adjoint of a graph. */
final class AdjointPlan {
    final Graph graph;
    final Flow flow;
    final Memory memory;
    final Activity activity;
    final Shadows shadows;
    final AdjointRules rules;
    final Storage storage;
    final Reversal reversal;
    final Adjoints adjoints;

    /** Blocks from which the method can still return. */
    final Set<Block> live = new HashSet<>();

    final Set<Node> seeds = new HashSet<>();

    private final Set<Node> across = Collections.newSetFromMap(new IdentityHashMap<>());

    AdjointPlan(Graph graph, List<Node> arguments) {
        this.graph = graph;
        LoopExits.name(graph);
        Memory before = new Memory(graph);
        this.activity = new Activity(graph, before, arguments);
        this.shadows = new Shadows(graph, activity, arguments, false);
        graph.order();
        this.memory = new Memory(graph);
        this.flow = new Flow(graph);
        findLive();
        this.rules = new AdjointRules(graph, memory, activity, shadows, live);
        this.storage = new Storage(graph, flow, memory);
        storage.plan(needs(), graph.blocks.stream().filter(live::contains).toList());
        this.reversal = new Reversal(graph, flow, live, rules, storage, activity);
        Node result = graph.returning().exit.in[0];
        if (activity.isActive(result)) {
            seeds.add(result);
        }
        this.adjoints = new Adjoints(graph, reversal, rules, activity, seeds);
        findAcross();
    }

    private void findLive() {
        List<Block> todo = new ArrayList<>(List.of(graph.returning()));
        while (!todo.isEmpty()) {
            Block b = todo.removeLast();
            if (live.add(b)) {
                todo.addAll(b.before);
            }
        }
    }

    private List<Storage.Need> needs() {
        List<Storage.Need> needs = new ArrayList<>();
        for (Block b : graph.blocks) {
            if (!live.contains(b)) {
                continue;
            }
            for (Statement s : rules.of(b)) {
                if (s instanceof Statement.Restore) {
                    continue;
                }
                List<Node> values = new ArrayList<>();
                AdjointRules.values(s, values);
                for (Node v : values) {
                    needs.add(new Storage.Need(v, s.of()));
                }
            }
        }
        return needs;
    }

    /** Adjoints that are set and used in different blocks. */
    Set<Node> adjointsAcross() {
        return across;
    }

    private void findAcross() {
        across.addAll(seeds);
        Map<Node, Block> first = new IdentityHashMap<>();
        for (Block b : graph.blocks) {
            if (!reversal.isVisited(b)) {
                continue;
            }
            for (Statement s : rules.of(b)) {
                if (s instanceof Statement.Add a) {
                    note(a.target(), b, first);
                }
                note(s.of(), b, first);
            }
            for (Node phi : b.phis()) {
                if (activity.isActive(phi)) {
                    across.add(phi);
                    for (Node operand : phi.in) {
                        if (activity.isActive(operand)) {
                            across.add(operand);
                        }
                    }
                }
            }
        }
    }

    private void note(Node n, Block b, Map<Node, Block> first) {
        if (activity.isActive(n) && first.merge(n, b, (old, now) -> old) != b) {
            across.add(n);
        }
    }
}
