package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.error.SourceLine;

/** A method as blocks of nodes, with all that it calls inlined. One block returns; others may throw. */
final class Graph {
    final String name;
    final List<Node> params = new ArrayList<>();
    final List<Node> captures = new ArrayList<>();
    final Block entry;

    /** Blocks in reverse postorder. */
    List<Block> blocks = new ArrayList<>();

    /** Whether the methods catch exceptions. */
    boolean catches;

    private int nextNode;
    private int nextBlock;

    Graph(String name) {
        this.name = name;
        this.entry = block();
    }

    Block block() {
        return new Block(nextBlock++);
    }

    int nodeCount() {
        return nextNode;
    }

    Node node(Op op, TypeKind kind, ClassDesc type, Object data, Node... in) {
        return new Node(nextNode++, op, kind, type, data, in);
    }

    Node add(Block b, Node n) {
        n.block = b;
        b.nodes.add(n);
        return n;
    }

    /** Adds a parameter, with the kind of its type. */
    Node param(ClassDesc type, SourceLine line) {
        Node p = typed(Op.PARAM, type, params.size());
        p.line = line;
        params.add(p);
        return add(entry, p);
    }

    Node capture(ClassDesc type, SourceLine line) {
        Node p = typed(Op.CAPTURE, type, captures.size());
        p.line = line;
        p.outer = true;
        captures.add(p);
        return add(entry, p);
    }

    /** A node whose kind is the one of its type. */
    Node typed(Op op, ClassDesc type, Object data, Node... in) {
        TypeKind kind = TypeKind.from(type);
        return node(op, kind.asLoadable(), kind == TypeKind.REFERENCE ? type : null, data, in);
    }

    Node constant(double value) {
        return node(Op.CONST, TypeKind.DOUBLE, null, value);
    }

    Node constant(int value) {
        return node(Op.CONST, TypeKind.INT, null, value);
    }

    static Set<Block> reachable(Block from) {
        Set<Block> seen = new HashSet<>();
        List<Block> todo = new ArrayList<>(List.of(from));
        while (!todo.isEmpty()) {
            Block b = todo.removeLast();
            if (seen.add(b)) {
                todo.addAll(b.after());
            }
        }
        return seen;
    }

    /** Brings the graph into the form that analyses expect: no dead code, no trivial φ, no critical or double edges. */
    void normalize() {
        dropUnreachable();
        removeTrivialPhis();
        joinChains();
        splitEdges();
        removeDead();
        order();
    }

    private void dropUnreachable() {
        Set<Block> live = reachable(entry);
        for (Block b : live) {
            for (int i = b.before.size() - 1; i >= 0; i--) {
                if (!live.contains(b.before.get(i))) {
                    removePredecessor(b, i);
                }
            }
        }
        order();
    }

    static void removePredecessor(Block b, int index) {
        b.before.remove(index);
        for (Node phi : b.phis()) {
            Node[] in = new Node[phi.in.length - 1];
            System.arraycopy(phi.in, 0, in, 0, index);
            System.arraycopy(phi.in, index + 1, in, index, in.length - index);
            phi.in = in;
        }
    }

    /** Replaces φ whose operands are one value and itself. */
    void removeTrivialPhis() {
        Map<Node, Node> replaced = new IdentityHashMap<>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block b : blocks) {
                for (Node phi : b.phis()) {
                    Node only = onlyOperand(phi, replaced);
                    if (only != null) {
                        replaced.put(phi, only);
                        b.nodes.remove(phi);
                        changed = true;
                    }
                }
            }
        }
        replace(replaced);
    }

    private static Node onlyOperand(Node phi, Map<Node, Node> replaced) {
        Node only = null;
        for (Node raw : phi.in) {
            Node n = resolve(raw, replaced);
            if (n == null) {
                return null;
            }
            if (n != phi) {
                if (only != null && only != n) {
                    return null;
                }
                only = n;
            }
        }
        return only;
    }

    static Node resolve(Node n, Map<Node, Node> replaced) {
        Node at = n;
        while (at != null && replaced.containsKey(at)) {
            at = replaced.get(at);
        }
        return at;
    }

    void replace(Map<Node, Node> replaced) {
        if (replaced.isEmpty()) {
            return;
        }
        for (Block b : blocks) {
            for (Node n : b.nodes) {
                replace(n.in, replaced);
            }
            replace(b.exit.in, replaced);
        }
    }

    private static void replace(Node[] in, Map<Node, Node> replaced) {
        for (int i = 0; i < in.length; i++) {
            in[i] = resolve(in[i], replaced);
        }
    }

    /** Appends a block to its only predecessor where that has no other way out. */
    private void joinChains() {
        for (Block b : blocks) {
            while (b.exit.kind == Exit.Kind.GOTO) {
                Block next = b.exit.targets[0];
                if (next.before.size() != 1 || next == b || next == entry) {
                    break;
                }
                for (Node n : next.nodes) {
                    n.block = b;
                    b.nodes.add(n);
                }
                b.exit = next.exit;
                for (Block after : Set.copyOf(b.after())) {
                    Collections.replaceAll(after.before, next, b);
                }
                next.nodes.clear();
            }
        }
        order();
    }

    /** Puts an empty block on each edge from a block with several ways out to a block with several ways in. */
    private void splitEdges() {
        for (Block b : List.copyOf(blocks)) {
            Block[] targets = b.exit.targets;
            if (targets.length < 2) {
                continue;
            }
            Map<Block, Integer> nth = new HashMap<>();
            for (int i = 0; i < targets.length; i++) {
                Block target = targets[i];
                if (target.before.size() < 2) {
                    continue;
                }
                Block middle = block();
                middle.exit = Exit.to(target);
                middle.before.add(b);
                // Of several edges from b to the target, take them in the order in which they were entered.
                int from = nth.getOrDefault(target, 0);
                while (target.before.get(from) != b) {
                    from++;
                }
                nth.put(target, from + 1);
                target.before.set(from, middle);
                b.exit.redirect(i, middle);
            }
        }
        order();
    }

    /** Removes nodes that nobody needs. */
    void removeDead() {
        Set<Node> live = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Node> todo = new ArrayList<>();
        for (Block b : blocks) {
            for (Node n : b.nodes) {
                if (n.hasEffect()) {
                    todo.add(n);
                }
            }
            todo.addAll(List.of(b.exit.in));
        }
        while (!todo.isEmpty()) {
            Node n = todo.removeLast();
            if (n != null && live.add(n)) {
                for (Node operand : n.in) {
                    if (operand == null) {
                        throw new IllegalStateException("a value is used where it is not set: " + n + " in " + name);
                    }
                    todo.add(operand);
                }
            }
        }
        for (Block b : blocks) {
            b.nodes.removeIf(n -> !live.contains(n) && n.op != Op.PARAM && n.op != Op.CAPTURE);
        }
    }

    /** Sets {@link #blocks} to the reachable blocks in reverse postorder. */
    void order() {
        List<Block> post = new ArrayList<>();
        Set<Block> seen = new HashSet<>();
        List<Block> path = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        path.add(entry);
        positions.add(0);
        seen.add(entry);
        while (!path.isEmpty()) {
            Block b = path.getLast();
            int i = positions.removeLast();
            List<Block> after = b.after();
            if (i == after.size()) {
                path.removeLast();
                post.add(b);
            } else {
                positions.add(i + 1);
                // The last target first: bodies of loops then come before what follows the loop.
                Block next = after.get(after.size() - 1 - i);
                if (seen.add(next)) {
                    path.add(next);
                    positions.add(0);
                }
            }
        }
        blocks = new ArrayList<>(post.reversed());
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).order = i;
        }
    }

    ClassDesc resultType() {
        Node value = returning().exit.in[0];
        return value.isReference()
                ? value.type
                : value.kind == TypeKind.DOUBLE ? ConstantDescs.CD_double : ConstantDescs.CD_float;
    }

    /** The one block that returns, or null. */
    Block returning() {
        for (Block b : blocks) {
            if (b.exit.kind == Exit.Kind.RETURN) {
                return b;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name + "\n");
        for (Block b : blocks) {
            text.append(b).append(" from ").append(b.before).append('\n');
            for (Node n : b.nodes) {
                text.append("  ").append(n).append('\n');
            }
            text.append("  ").append(b.exit).append('\n');
        }
        return text.toString();
    }
}
