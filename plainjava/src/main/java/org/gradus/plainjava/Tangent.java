package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Forward mode: turns a graph into one of the derivative along a direction. Each active number gets a tangent computed beside
 * it; arrays have shadows of tangents. The result is a graph like any other, so its adjoint gives second derivatives.
 */
final class Tangent {
    private final Graph graph;
    private final Activity activity;
    private final Shadows shadows;
    private final MathRules rules;
    private final Map<Node, Node> tangents = new IdentityHashMap<>();

    private Tangent(Graph graph, List<Node> arguments) {
        this.graph = graph;
        this.activity = new Activity(graph, new Memory(graph), arguments);
        for (Node a : List.copyOf(arguments)) {
            if (!a.isReference()) {
                tangents.put(a, graph.param(java.lang.constant.ConstantDescs.CD_double, a.line));
            } else if (!activity.hasShadow(a)) {
                // Keeps the signature: one direction for each argument.
                graph.param(Shadows.shadowType(a.type), a.line);
            }
        }
        this.shadows = new Shadows(graph, activity, arguments, true);
        this.rules = new MathRules(graph);
    }

    /** Replaces the result by its tangent; directions become parameters at the end, one for each argument. */
    static void of(Graph graph, List<Node> arguments) {
        new Tangent(graph, arguments).run();
        graph.normalize();
    }

    private void run() {
        for (Block b : graph.blocks) {
            for (Node n : b.phis()) {
                if (activity.isActive(n)) {
                    Node t = graph.node(Op.PHI, TypeKind.DOUBLE, null, null);
                    t.line = n.line;
                    t.block = b;
                    tangents.put(n, t);
                }
            }
        }
        for (Block b : graph.blocks) {
            rebuild(b);
        }
        for (Block b : graph.blocks) {
            finishPhis(b);
        }
        Exit exit = graph.returning().exit;
        Node result = exit.in[0];
        exit.in = new Node[] {result.isReference() ? shadow(result) : ofOrZero(result, graph.returning())};
    }

    private Node shadow(Node result) {
        Node shadow = shadows.of(result);
        return shadow == null
                ? graph.add(graph.returning(), graph.node(Op.CONST, TypeKind.REFERENCE, null, null))
                : shadow;
    }

    private void finishPhis(Block b) {
        for (Node n : b.phis()) {
            Node t = tangents.get(n);
            if (t != null) {
                t.in = new Node[n.in.length];
                for (int k = 0; k < n.in.length; k++) {
                    t.in[k] = ofOrZero(n.in[k], b.before.get(k));
                }
            }
        }
    }

    private Node ofOrZero(Node n, Block at) {
        Node t = tangents.get(n);
        return t != null ? t : graph.add(at, graph.constant(0.0));
    }

    private void rebuild(Block b) {
        List<Node> old = new ArrayList<>(b.nodes);
        b.nodes.clear();
        for (Node n : old) {
            if (n.op == Op.PHI && tangents.containsKey(n)) {
                b.nodes.add(tangents.get(n));
            }
        }
        for (Node n : old) {
            b.nodes.add(n);
            if (n.op == Op.STORE && n.in[2].isReal() && activity.hasShadow(n.in[0])) {
                place(
                        b,
                        n,
                        graph.node(
                                Op.STORE,
                                TypeKind.VOID,
                                null,
                                null,
                                shadows.of(n.in[0]),
                                n.in[1],
                                ofOrZero(n.in[2], b)));
            } else if (n.op != Op.PHI && n.op != Op.PARAM && activity.isActive(n)) {
                tangents.put(n, tangent(b, n));
            }
        }
    }

    private Node tangent(Block b, Node n) {
        if (n.op == Op.LOAD) {
            return place(b, n, graph.node(Op.LOAD, TypeKind.DOUBLE, null, null, shadows.of(n.in[0]), n.in[1]));
        }
        Node sum = null;
        for (int k = 0; k < n.in.length; k++) {
            Node t = tangents.get(n.in[k]);
            if (t != null && MathRules.passes(n, k)) {
                Node term = rules.pass(n, k, t);
                sum = sum == null ? term : rules.add(sum, term);
            }
        }
        return place(b, n, sum);
    }

    /** Puts a tree of new nodes into a block. */
    private Node place(Block b, Node like, Node tree) {
        if (tree.block != null) {
            return tree;
        }
        for (Node operand : tree.in) {
            place(b, like, operand);
        }
        tree.line = like.line;
        return graph.add(b, tree);
    }
}
