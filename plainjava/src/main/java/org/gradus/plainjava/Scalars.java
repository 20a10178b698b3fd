package org.gradus.plainjava;

import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Dissolves objects into their fields where that is possible: immutable ones (records) also through φ, others as long as
 * nothing but fields of them is used.
 */
final class Scalars {
    private final Graph graph;
    private final Reading reading;

    /** The value that each field of a new object is set to, if it is set at one place. */
    private final Map<Node, Map<Field, Node>> set = new IdentityHashMap<>();

    private final Map<Node, Map<Field, Node>> phis = new IdentityHashMap<>();
    private final Map<Node, Node> replaced = new IdentityHashMap<>();

    private Scalars(Reading reading) {
        this.graph = reading.graph;
        this.reading = reading;
    }

    static void dissolve(Reading reading) {
        Scalars scalars = new Scalars(reading);
        scalars.immutable();
        scalars.dropUnused();
        scalars.mutable();
        scalars.dropUnused();
    }

    // ---- immutable objects ----

    private void immutable() {
        Set<Node> twice = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                if (n.op == Op.PUT
                        && n.in[0].op == Op.NEW_OBJECT
                        && set.computeIfAbsent(n.in[0], _ -> new HashMap<>()).put((Field) n.data, n.in[1]) != null) {
                    twice.add(n.in[0]);
                }
            }
        }
        twice.forEach(set::remove);
        for (Block b : List.copyOf(graph.blocks)) {
            for (Node n : List.copyOf(b.nodes)) {
                if (n.op == Op.GET && isFinal((Field) n.data) && comesFromNew(n.in[0], (Field) n.data)) {
                    replaced.put(n, value(n.in[0], (Field) n.data));
                    b.nodes.remove(n);
                }
            }
        }
        graph.replace(replaced);
        graph.removeTrivialPhis();
    }

    private boolean isFinal(Field f) {
        Class<?> owner = reading.files.type(f.owner());
        return Boxes.TYPES.contains(owner) || Objects.isFinalField(owner, f.name());
    }

    /** Whether all that a reference can be are objects that were made here with the field set. */
    private boolean comesFromNew(Node object, Field f) {
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Node> todo = new ArrayList<>(List.of(object));
        while (!todo.isEmpty()) {
            Node n = todo.removeLast();
            if (!seen.add(n)) {
                continue;
            }
            switch (n.op) {
                case PHI, CAST -> todo.addAll(List.of(n.in));
                case NEW_OBJECT -> {
                    if (!set.getOrDefault(n, Map.of()).containsKey(f)) {
                        return false;
                    }
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private Node value(Node object, Field f) {
        return switch (object.op) {
            case CAST -> value(object.in[0], f);
            case NEW_OBJECT -> set.get(object).get(f);
            default -> {
                Map<Field, Node> mine = phis.computeIfAbsent(object, _ -> new HashMap<>());
                if (mine.containsKey(f)) {
                    yield mine.get(f);
                }
                Node phi = graph.typed(Op.PHI, f.type(), null);
                phi.line = object.line;
                phi.block = object.block;
                object.block.nodes.addFirst(phi);
                mine.put(f, phi);
                Node[] in = new Node[object.in.length];
                for (int k = 0; k < in.length; k++) {
                    in[k] = value(object.in[k], f);
                    phi.outer |= in[k].outer;
                }
                phi.in = in;
                yield phi;
            }
        };
    }

    /** Removes objects of which fields are set, and nothing is read. */
    private void dropUnused() {
        boolean changed = true;
        while (changed) {
            changed = false;
            graph.removeDead();
            Set<Node> read = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Block b : graph.blocks) {
                for (Node n : b.nodes) {
                    for (int k = 0; k < n.in.length; k++) {
                        if (n.op != Op.PUT || k > 0) {
                            read.add(n.in[k]);
                        }
                    }
                }
                read.addAll(List.of(b.exit.in));
            }
            for (Block b : graph.blocks) {
                changed |=
                        b.nodes.removeIf(n -> n.op == Op.PUT && n.in[0].op == Op.NEW_OBJECT && !read.contains(n.in[0]));
            }
        }
    }

    // ---- objects that change ----

    private void mutable() {
        Set<Node> escaping = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                for (int k = 0; k < n.in.length; k++) {
                    if (k > 0 || (n.op != Op.PUT && n.op != Op.GET)) {
                        escaping.add(n.in[k]);
                    }
                }
            }
            escaping.addAll(List.of(b.exit.in));
        }
        for (Block b : List.copyOf(graph.blocks)) {
            for (Node n : List.copyOf(b.nodes)) {
                if (n.op == Op.NEW_OBJECT && !escaping.contains(n)) {
                    Map<Field, ClassDesc> fields = new LinkedHashMap<>();
                    Layout.fields(reading, reading.files.type(n.type)).forEach(f -> fields.put(f, f.type()));
                    new Promotion<>(graph, n, fields, g -> (Field) g.data).run();
                }
            }
        }
    }
}
