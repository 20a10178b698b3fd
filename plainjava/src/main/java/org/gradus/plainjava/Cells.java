package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields outside that the function sets: beside each goes an array of one element, from which it is read, so that derivatives
 * follow what is kept there. What the field holds when a call begins counts as constant.
 */
final class Cells {
    private final Graph graph;
    private final Map<Field, List<Node>> accesses = new HashMap<>();

    /** What has been put at the beginning of the graph. */
    private final List<Node> made = new ArrayList<>();

    private Cells(Graph graph) {
        this.graph = graph;
    }

    static void run(Graph graph) {
        new Cells(graph).run();
    }

    private void run() {
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                if (n.op == Op.GET_FIELD || n.op == Op.PUT_FIELD) {
                    accesses.computeIfAbsent((Field) n.data, _ -> new ArrayList<>())
                            .add(n);
                }
            }
        }
        accesses.forEach(this::mirror);
        int at = 0;
        while (at < graph.entry.nodes.size() && isGiven(graph.entry.nodes.get(at))) {
            at++;
        }
        graph.entry.nodes.addAll(at, made);
    }

    private static boolean isGiven(Node n) {
        return n.op == Op.PARAM || n.op == Op.CAPTURE;
    }

    private void mirror(Field field, List<Node> all) {
        boolean carries = false;
        Node object = field.isStatic() ? null : all.getFirst().in[0];
        boolean one = true;
        for (Node n : all) {
            carries |= n.op == Op.PUT_FIELD && holds(n.in[n.in.length - 1]);
            one &= field.isStatic() || (n.in[0] == object && object.op == Op.CAPTURE);
        }
        if (!carries) {
            return;
        }
        if (!one) {
            for (Node n : all) {
                if (n.op == Op.PUT_FIELD) {
                    Objects.checkEscape(n);
                }
            }
            return;
        }
        Node like = all.getFirst();
        Node initial = make(
                like,
                graph.typed(Op.GET_FIELD, field.type(), field, field.isStatic() ? Node.NONE : new Node[] {object}));
        initial.outer = true;
        Node zero = make(like, graph.constant(0));
        Node length = make(like, graph.constant(1));
        Node cell = make(like, graph.typed(Op.NEW_ARRAY, field.type().arrayType(), null, length));
        make(like, graph.node(Op.STORE, TypeKind.VOID, null, null, cell, zero, initial));
        for (Node n : all) {
            if (n.op == Op.GET_FIELD) {
                n.op = Op.LOAD;
                n.data = null;
                n.in = new Node[] {cell, zero};
            } else {
                n.outer = true;
                Node store = graph.node(Op.STORE, TypeKind.VOID, null, null, cell, zero, n.in[n.in.length - 1]);
                store.line = n.line;
                store.block = n.block;
                n.block.nodes.add(n.block.nodes.indexOf(n) + 1, store);
            }
        }
    }

    private static boolean holds(Node value) {
        return value.isReal() || (value.isReference() && !value.outer && !value.isNull());
    }

    private Node make(Node like, Node n) {
        n.line = like.line;
        n.block = graph.entry;
        made.add(n);
        return n;
    }
}
