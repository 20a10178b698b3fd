package org.gradus.plainjava;

import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which arrays a reference can point to. An array is known by the place that makes it (a <em>site</em>); all that comes from
 * outside is one site, number 0. A flow-insensitive analysis: what holds anywhere holds everywhere.
 */
final class Memory {
    static final int OUTSIDE = 0;

    /** The site of the shadows of what is outside. */
    static final int OUTER_SHADOWS = 1;

    /** The types that arrays have besides their own. */
    private static final Set<String> BASES =
            Set.of("Ljava/lang/Object;", "Ljava/lang/Cloneable;", "Ljava/io/Serializable;");

    private final Map<Node, BitSet> pointsTo = new IdentityHashMap<>();
    private final Map<Node, int[]> sites = new IdentityHashMap<>();

    /** What the elements of a site's arrays point to, where they are references. */
    private final List<BitSet> content = new ArrayList<>();

    private boolean changed = true;

    Memory(Graph graph) {
        newSite().set(OUTSIDE);
        newSite().set(OUTER_SHADOWS);
        while (changed) {
            changed = false;
            for (Block b : graph.blocks) {
                for (Node n : b.nodes) {
                    visit(n);
                }
            }
        }
    }

    private BitSet newSite() {
        BitSet inside = new BitSet();
        content.add(inside);
        return inside;
    }

    int sites() {
        return content.size();
    }

    BitSet of(Node n) {
        return pointsTo.getOrDefault(n, new BitSet());
    }

    /** The sites of the innermost arrays that are reached from a reference. */
    BitSet innermost(Node n) {
        BitSet all = (BitSet) of(n).clone();
        int depth = depth(n.type);
        for (int i = 1; i < depth; i++) {
            all = contents(all);
        }
        return all;
    }

    BitSet contents(BitSet of) {
        BitSet all = new BitSet();
        of.stream().forEach(s -> all.or(content.get(s)));
        return all;
    }

    static int depth(ClassDesc type) {
        int depth = 0;
        for (ClassDesc t = type; t != null && t.isArray(); t = t.componentType()) {
            depth++;
        }
        return depth;
    }

    private void visit(Node n) {
        if (n.op == Op.STORE && n.in[2].isReference()) {
            BitSet value = of(n.in[2]);
            of(n.in[0]).stream().forEach(s -> grow(content.get(s), value));
            return;
        }
        if (!n.isReference()) {
            return;
        }
        BitSet mine = pointsTo.computeIfAbsent(n, _ -> new BitSet());
        switch (n.op) {
            // None of these has arrays in it that anyone loads from.
            case CONST, CONCAT, NEW_OPAQUE, CLOSURE -> {}
            case PARAM -> add(mine, own(n, Math.max(1, depth(n.type))));
            case OUTER_SHADOW -> add(mine, OUTER_SHADOWS);
            case NEW_ARRAY -> add(mine, own(n, n.in.length));
            case APPLY -> add(mine, own(n, 1));
            case PHI, CAST -> {
                for (Node operand : n.in) {
                    grow(mine, of(operand));
                }
            }
            case LOAD -> grow(mine, contents(of(n.in[0])));
            default -> {
                if (canBeArray(n.type)) {
                    add(mine, OUTSIDE);
                }
            }
        }
    }

    /** Whether arrays of a type can have shadows: of real numbers, or of anything. */
    static boolean holdsReals(ClassDesc type) {
        ClassDesc inner = type;
        while (inner != null && inner.isArray()) {
            inner = inner.componentType();
        }
        return inner == null || JdkMethods.isReal(inner) || BASES.contains(inner.descriptorString());
    }

    private static boolean canBeArray(ClassDesc type) {
        return type == null || type.isArray() || BASES.contains(type.descriptorString());
    }

    /** The site of a node that makes an array, or nested arrays to a depth. */
    private int own(Node n, int depth) {
        return sites.computeIfAbsent(n, _ -> {
            int first = content.size();
            for (int i = 0; i < depth; i++) {
                newSite();
            }
            for (int i = 0; i + 1 < depth; i++) {
                content.get(first + i).set(first + i + 1);
            }
            return new int[] {first};
        })[0];
    }

    private void add(BitSet to, int site) {
        if (!to.get(site)) {
            to.set(site);
            changed = true;
        }
    }

    private void grow(BitSet to, BitSet by) {
        int before = to.cardinality();
        to.or(by);
        changed |= to.cardinality() != before;
    }

    boolean mayShare(Node a, Node b) {
        return of(a).intersects(of(b));
    }
}
