package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the reverse sweep does for each block: the adjoint statements of its nodes, last node first. */
final class AdjointRules {

    /** Something that the reverse sweep does for the node {@code of}. */
    sealed interface Statement {
        Node of();

        /** Adds a value to the adjoint of a number. */
        record Add(Node of, Node target, Node value) implements Statement {}

        /** Sets the adjoint of a number, which has been passed on, to zero. */
        record Clear(Node of) implements Statement {}

        /** Adds the adjoint of what was loaded to the shadow array. */
        record AddElement(Node of, Node shadow, Node index, Node value) implements Statement {}

        /** Sets an element of a shadow array, which was overwritten, to zero. */
        record ClearElement(Node of, Node shadow, Node index) implements Statement {}

        /** Adds what a function passes back to the shadows of the arrays that it takes; null for one without. */
        record Pull(Node of, List<Node> arrays, List<Node> shadows, Node cotangent) implements Statement {}

        /** Brings back the element that a store has overwritten. */
        record Restore(Node of) implements Statement {}
    }

    private final Graph graph;
    private final Activity activity;
    private final Shadows shadows;
    private final MathRules rules;
    private final Map<Block, List<Statement>> statements = new HashMap<>();

    /** Loads of what is stored back to the same place with something added: their shadow stays where it is. */
    private final Set<Node> updated = Collections.newSetFromMap(new IdentityHashMap<>());

    AdjointRules(Graph graph, Memory memory, Activity activity, Shadows shadows, Set<Block> live) {
        this.graph = graph;
        this.activity = activity;
        this.shadows = shadows;
        this.rules = new MathRules(graph);
        Updates updates = new Updates(graph, memory);
        for (Block b : graph.blocks) {
            if (live.contains(b)) {
                List<Statement> list = new ArrayList<>();
                for (Node n : b.nodes) {
                    Node load = n.op == Op.STORE ? updates.of(n) : null;
                    if (load != null && activity.hasShadow(n.in[0]) && activity.isActive(n.in[2])) {
                        updated.add(load);
                        updated.add(n);
                    }
                }
                for (Node n : b.nodes.reversed()) {
                    of(n, list);
                }
                statements.put(b, list);
            }
        }
    }

    List<Statement> of(Block b) {
        return statements.get(b);
    }

    private void of(Node n, List<Statement> list) {
        if (n.op == Op.STORE && n.in[2].isReal() && activity.hasShadow(n.in[0])) {
            Node shadow = shadows.of(n.in[0]);
            // An element that is stored back as it was loaded passes nothing on.
            if (activity.isActive(n.in[2]) && !updated.contains(n.in[2])) {
                Node element = graph.node(Op.LOAD, TypeKind.DOUBLE, null, null, shadow, n.in[1]);
                list.add(new Statement.Add(n, n.in[2], element));
            }
            if (!updated.contains(n)) {
                list.add(new Statement.ClearElement(n, shadow, n.in[1]));
            }
        }
        if (n.op == Op.STORE) {
            list.add(new Statement.Restore(n));
        }
        if (n.op == Op.APPLY && activity.hasShadow(n)) {
            List<Node> into = new ArrayList<>();
            for (Node array : n.in) {
                into.add(activity.hasShadow(array) ? shadows.of(array) : null);
            }
            list.add(new Statement.Pull(n, List.of(n.in), into, shadows.of(n)));
        }
        if (!activity.isActive(n) || n.op == Op.PHI || n.op == Op.PARAM || updated.contains(n)) {
            return;
        }
        Node mine = adjoint(n);
        if (n.op == Op.LOAD) {
            list.add(new Statement.AddElement(n, shadows.of(n.in[0]), n.in[1], mine));
        } else {
            for (int k = 0; k < n.in.length; k++) {
                if (activity.isActive(n.in[k]) && MathRules.passes(n, k) && !updated.contains(n.in[k])) {
                    list.add(new Statement.Add(n, n.in[k], rules.pass(n, k, adjoint(n))));
                }
            }
        }
        list.add(new Statement.Clear(n));
    }

    Node adjoint(Node n) {
        return graph.node(Op.ADJOINT, TypeKind.DOUBLE, null, n);
    }

    /** Whether the operand of a statement's tree is a value of the forward sweep. */
    static boolean isValue(Node tree) {
        return tree.block != null;
    }

    /** All values of the forward sweep in a statement. */
    static void values(Statement s, List<Node> into) {
        switch (s) {
            case Statement.Add a -> values(a.value(), into);
            case Statement.AddElement a -> {
                into.add(a.shadow());
                into.add(a.index());
            }
            case Statement.ClearElement a -> {
                into.add(a.shadow());
                into.add(a.index());
            }
            case Statement.Pull p -> {
                into.addAll(p.arrays());
                p.shadows().stream().filter(java.util.Objects::nonNull).forEach(into::add);
                into.add(p.cotangent());
            }
            case Statement.Restore r -> {
                into.add(r.of().in[0]);
                into.add(r.of().in[1]);
            }
            case Statement.Clear _ -> {}
        }
    }

    private static void values(Node tree, List<Node> into) {
        if (isValue(tree)) {
            into.add(tree);
            return;
        }
        for (Node operand : tree.in) {
            values(operand, into);
        }
    }
}
