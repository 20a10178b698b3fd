package org.gradus.plainjava;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives each reference to arrays with derivatives a twin that refers to their shadows: arrays of the same shape that hold
 * tangents (forward mode) or adjoints (reverse mode). Shadows are made where the arrays are, and stored, loaded and swapped
 * with them, so aliases stay aliases. The twins are ordinary nodes of the graph.
 */
final class Shadows {
    private final Graph graph;
    private final Activity activity;
    private final Map<Node, Node> twins = new IdentityHashMap<>();

    /** Whether shadows hold tangents, which come with the arrays; adjoints come later. */
    private final boolean forward;

    /** Nodes that make shadows of parameters. */
    private final List<Node> made = new ArrayList<>();

    /** What knows the shadows of arrays outside. */
    private Node outer;

    /** Adds the twins to the graph; arguments that have derivatives get a parameter each, at the end. */
    Shadows(Graph graph, Activity activity, List<Node> arguments, boolean forward) {
        this.graph = graph;
        this.activity = activity;
        this.forward = forward;
        for (Block b : graph.blocks) {
            for (Node n : b.phis()) {
                if (activity.hasShadow(n)) {
                    twin(n, Op.PHI, null);
                }
            }
        }
        for (Node p : List.copyOf(graph.params)) {
            if (activity.hasShadow(p) && arguments.contains(p)) {
                twins.put(p, graph.param(shadowType(p.type), p.line));
            } else if (activity.hasShadow(p)) {
                // Data that the function overwrites with active numbers.
                Node length = graph.node(Op.LENGTH, TypeKind.INT, null, null, p);
                made.add(graph.add(graph.entry, length));
                made.add(graph.add(graph.entry, twin(p, Op.NEW_ARRAY, null, length)));
            }
        }
        findOuter();
        for (Block b : graph.blocks) {
            rebuild(b);
        }
        for (Block b : graph.blocks) {
            for (Node phi : b.phis()) {
                Node twin = twins.get(phi);
                if (twin != null) {
                    twin.in = new Node[phi.in.length];
                    for (int k = 0; k < phi.in.length; k++) {
                        twin.in[k] = of(phi.in[k], b.before.get(k));
                    }
                }
            }
        }
    }

    private void findOuter() {
        boolean any = false;
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                any |= isFromOutside(n) && activity.hasShadow(n);
            }
        }
        if (any) {
            ClassDesc map = ClassDesc.of("java.util.IdentityHashMap");
            MethodTypeDesc type = MethodTypeDesc.of(ConstantDescs.CD_void);
            Call init = new Call(Opcode.INVOKESPECIAL, map, "<init>", type, false);
            outer = graph.typed(Op.NEW_OPAQUE, map, init);
            outer.outer = true;
            made.add(graph.add(graph.entry, outer));
        }
    }

    private static boolean isFromOutside(Node n) {
        return n.op == Op.CAPTURE || n.op == Op.GET_FIELD || n.op == Op.CALL || n.op == Op.OUTER_SHADOW;
    }

    /** The shadow of a reference, null for one that has none. */
    Node of(Node n) {
        return twins.get(n);
    }

    private Node of(Node n, Block at) {
        Node twin = twins.get(n);
        if (twin == null) {
            // Null, or something without arrays in it.
            twin = graph.node(Op.CONST, TypeKind.REFERENCE, null, null);
            twins.put(n, graph.add(n.block == null ? at : n.block, twin));
        }
        return twin;
    }

    private Node twin(Node n, Op op, Object data, Node... in) {
        Node twin = graph.node(op, TypeKind.REFERENCE, shadowType(n.type), data, in);
        twin.line = n.line;
        twin.block = n.block;
        twins.put(n, twin);
        return twin;
    }

    private void rebuild(Block b) {
        List<Node> old = new ArrayList<>(b.nodes);
        b.nodes.clear();
        if (b == graph.entry) {
            old.removeAll(made);
            b.nodes.addAll(made);
        }
        for (Node n : old) {
            if (n.op == Op.PHI && twins.containsKey(n)) {
                b.nodes.add(twins.get(n));
            }
        }
        for (Node n : old) {
            b.nodes.add(n);
            if (n.op == Op.STORE && n.in[2].isReference() && activity.hasShadow(n.in[0])) {
                Node store = graph.node(Op.STORE, TypeKind.VOID, null, null, of(n.in[0], b), n.in[1], of(n.in[2], b));
                store.line = n.line;
                graph.add(b, store);
            } else if (n.op != Op.PHI && n.op != Op.PARAM && activity.hasShadow(n)) {
                b.nodes.add(follow(n, b));
            }
        }
    }

    private Node follow(Node n, Block b) {
        return switch (n.op) {
            case NEW_ARRAY -> twin(n, Op.NEW_ARRAY, null, n.in.clone());
            case LOAD -> twin(n, Op.LOAD, null, of(n.in[0], b), n.in[1]);
            case CAST -> twin(n, Op.CAST, null, of(n.in[0], b));
            case APPLY -> applied(n, b);
            case CAPTURE, GET_FIELD, CALL, OUTER_SHADOW -> twin(n, Op.OUTER_SHADOW, null, outer, n);
            default -> throw new IllegalStateException("no shadow of " + n + " in " + graph);
        };
    }

    private Node applied(Node n, Block b) {
        if (!forward) {
            Node length = graph.add(b, graph.node(Op.LENGTH, TypeKind.INT, null, null, n));
            return twin(n, Op.NEW_ARRAY, null, length);
        }
        Node[] in = java.util.Arrays.copyOf(n.in, 2 * n.in.length);
        for (int k = 0; k < n.in.length; k++) {
            in[n.in.length + k] = of(n.in[k], b);
        }
        return twin(n, Op.APPLY, ((Applied) n.data).tangent(n.line), in);
    }

    /** The type of a shadow: of doubles where the array is of floats. */
    static ClassDesc shadowType(ClassDesc type) {
        if (type == null) {
            return null;
        }
        if (type.isArray()) {
            return shadowType(type.componentType()).arrayType();
        }
        return type.equals(ConstantDescs.CD_float) ? ConstantDescs.CD_double : type;
    }
}
