package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Turns the places of one new object or array into values.
 *
 * @param <K> what names a place: a field, or an index
 */
final class Promotion<K> {
    private final Graph graph;
    private final Node object;

    /** The places and their types. */
    private final Map<K, ClassDesc> places;

    /** The place that a node sets or reads. */
    private final Function<Node, K> placeOf;

    private final Map<K, Map<Block, Node>> atEnd = new HashMap<>();
    private final Map<K, Map<Block, Node>> atStart = new HashMap<>();
    private final Map<Node, Node> gets = new IdentityHashMap<>();
    private final Map<K, Node> zeros = new HashMap<>();

    Promotion(Graph graph, Node object, Map<K, ClassDesc> places, Function<Node, K> placeOf) {
        this.graph = graph;
        this.object = object;
        this.places = places;
        this.placeOf = placeOf;
    }

    private boolean sets(Node n) {
        return (n.op == Op.PUT || n.op == Op.STORE) && n.in[0] == object;
    }

    private boolean reads(Node n) {
        return (n.op == Op.GET || n.op == Op.LOAD) && n.in[0] == object;
    }

    void run() {
        for (Block b : graph.blocks) {
            Map<K, Node> now = new HashMap<>();
            for (Node n : b.nodes.toArray(Node[]::new)) {
                if (n == object) {
                    places.keySet().forEach(k -> now.put(k, zero(k)));
                } else if (sets(n)) {
                    now.put(placeOf.apply(n), n.in[n.in.length - 1]);
                }
            }
            now.forEach((k, v) -> atEnd.computeIfAbsent(k, _ -> new HashMap<>()).put(b, v));
        }
        for (Block b : List.copyOf(graph.blocks)) {
            Map<K, Node> now = new HashMap<>();
            for (Node n : List.copyOf(b.nodes)) {
                if (n == object) {
                    places.keySet().forEach(k -> now.put(k, zero(k)));
                } else if (sets(n)) {
                    now.put(placeOf.apply(n), n.in[n.in.length - 1]);
                    b.nodes.remove(n);
                } else if (reads(n)) {
                    K k = placeOf.apply(n);
                    gets.put(n, now.containsKey(k) ? now.get(k) : start(k, b));
                    b.nodes.remove(n);
                }
            }
        }
        object.block.nodes.remove(object);
        graph.replace(gets);
        graph.removeTrivialPhis();
    }

    private Node zero(K k) {
        return zeros.computeIfAbsent(k, _ -> {
            TypeKind kind = TypeKind.from(places.get(k)).asLoadable();
            Object value = switch (kind) {
                case DOUBLE -> 0.0;
                case FLOAT -> 0f;
                case LONG -> 0L;
                case REFERENCE -> null;
                default -> 0;
            };
            Node n = graph.node(Op.CONST, kind, null, value);
            n.block = graph.entry;
            graph.entry.nodes.addFirst(n);
            return n;
        });
    }

    private Node end(K k, Block b) {
        Node own = atEnd.getOrDefault(k, Map.of()).get(b);
        return own != null ? own : start(k, b);
    }

    private Node start(K k, Block b) {
        Map<Block, Node> known = atStart.computeIfAbsent(k, _ -> new HashMap<>());
        if (known.containsKey(b)) {
            return known.get(b);
        }
        Node phi = graph.typed(Op.PHI, places.get(k), null);
        phi.block = b;
        phi.line = object.line;
        known.put(b, phi);
        if (b.before.isEmpty()) {
            // Not reached after the object is made: any value will do.
            known.put(b, zero(k));
            return zero(k);
        }
        b.nodes.addFirst(phi);
        Node[] in = new Node[b.before.size()];
        for (int i = 0; i < in.length; i++) {
            in[i] = end(k, b.before.get(i));
            phi.outer |= in[i].outer;
        }
        phi.in = in;
        return phi;
    }
}
