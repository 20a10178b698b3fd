package org.gradus.plainjava;

import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Which numbers depend on the argument (<em>varied</em>), which have an influence on the result (<em>useful</em>), and which
 * are both: only those have derivatives.
 */
final class Activity {
    private final Graph graph;
    private final Memory memory;
    private final Set<Node> varied = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> useful = Collections.newSetFromMap(new IdentityHashMap<>());
    private final BitSet variedSites = new BitSet();
    private final BitSet usefulSites = new BitSet();

    /** Sites whose arrays have a shadow: numbers with derivatives are in them, or arrays that have a shadow. */
    private final BitSet shadowed = new BitSet();

    Activity(Graph graph, Memory memory, List<Node> arguments) {
        this.graph = graph;
        this.memory = memory;
        for (Node p : arguments) {
            if (p.isReference()) {
                variedSites.or(memory.innermost(p));
            } else {
                varied.add(p);
            }
        }
        findVaried();
        refuse();
        findUseful();
        refuseUseful();
        findShadowed();
    }

    private void findVaried() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block b : graph.blocks) {
                for (Node n : b.nodes) {
                    if (n.op == Op.STORE && varied.contains(n.in[2])) {
                        changed |= grow(variedSites, memory.of(n.in[0]));
                    } else if (n.op == Op.APPLY && n.isReference() && takesVaried(n)) {
                        changed |= grow(variedSites, memory.of(n));
                    } else if (n.isReal() && !varied.contains(n) && becomesVaried(n)) {
                        varied.add(n);
                        changed = true;
                    }
                }
            }
        }
    }

    private boolean becomesVaried(Node n) {
        if (n.op == Op.LOAD) {
            return memory.of(n.in[0]).intersects(variedSites);
        }
        for (int k = 0; k < n.in.length; k++) {
            if (varied.contains(n.in[k]) && MathRules.passes(n, k)) {
                return true;
            }
        }
        return false;
    }

    private boolean takesVaried(Node apply) {
        for (Node array : apply.in) {
            if (memory.of(array).intersects(variedSites)) {
                return true;
            }
        }
        return false;
    }

    private static boolean grow(BitSet to, BitSet by) {
        int before = to.cardinality();
        to.or(by);
        return to.cardinality() != before;
    }

    /** What would lose a derivative silently. */
    private void refuse() {
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                boolean takes = false;
                for (Node operand : n.in) {
                    takes |= varied.contains(operand);
                }
                if (n.op == Op.PUT_FIELD && takes && !n.outer) {
                    throw Text.refusal(
                            n.line,
                            "a number that depends on the argument is stored in the field " + n.data
                                    + " of an object outside that is not the function's own receiver",
                            "keep it in a local variable, in an array, or in a field of this or of a class");
                }
            }
        }
    }

    private void refuseUseful() {
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                boolean asked = (n.op == Op.CALL || n.op == Op.APPLY) && n.isReal() && useful.contains(n);
                for (Node operand : asked ? n.in : Node.NONE) {
                    if (varied.contains(operand) || takesVaried(n)) {
                        throw Text.refusal(
                                n.line,
                                n.data + " takes a number that depends on the argument, and has no rule",
                                n.data instanceof Call call ? Rules.remedy(call) : Applied.REMEDY);
                    }
                }
            }
        }
    }

    private void findUseful() {
        Block last = graph.returning();
        if (last == null) {
            return;
        }
        for (Node result : last.exit.in) {
            if (result.isReference()) {
                usefulSites.or(memory.innermost(result));
            } else {
                useful.add(result);
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block b : graph.blocks.reversed()) {
                for (Node n : b.nodes.reversed()) {
                    changed |= spreadUseful(n);
                }
            }
        }
    }

    private boolean spreadUseful(Node n) {
        if (n.op == Op.STORE) {
            return n.in[2].isReal() && memory.of(n.in[0]).intersects(usefulSites) && useful.add(n.in[2]);
        }
        if (n.op == Op.APPLY && n.isReference()) {
            boolean changed = false;
            for (Node array : memory.of(n).intersects(usefulSites) ? n.in : Node.NONE) {
                changed |= grow(usefulSites, memory.of(array));
            }
            return changed;
        }
        if (!useful.contains(n)) {
            return false;
        }
        if (n.op == Op.LOAD) {
            return grow(usefulSites, memory.of(n.in[0]));
        }
        boolean changed = false;
        for (int k = 0; k < n.in.length; k++) {
            if (MathRules.passes(n, k)) {
                changed |= useful.add(n.in[k]);
            }
        }
        return changed;
    }

    private void findShadowed() {
        shadowed.or(variedSites);
        shadowed.and(usefulSites);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block b : graph.blocks) {
                for (Node n : b.nodes) {
                    if (!n.isReference()) {
                        continue;
                    }
                    BitSet sites = memory.of(n);
                    if (sites.intersects(shadowed)) {
                        changed |= grow(shadowed, sites);
                    } else if (memory.contents(sites).intersects(shadowed)) {
                        changed |= grow(shadowed, sites);
                    }
                }
            }
        }
    }

    boolean isVaried(Node n) {
        return varied.contains(n);
    }

    /** Whether a number has a derivative. */
    boolean isActive(Node n) {
        return n.isReal() && varied.contains(n) && useful.contains(n);
    }

    /** Whether the arrays that a reference points to have shadows. */
    boolean hasShadow(Node n) {
        return n.isReference() && memory.of(n).intersects(shadowed) && Memory.holdsReals(n.type);
    }
}
