package org.gradus.plainjava;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph as bytecode: each value in a local variable, or on the stack where it is used once. */
class ForwardCode {
    final CodeBuilder c;
    final Graph graph;
    final Slots slots;
    final Emission emission;
    final Set<Node> trees;
    final Map<Block, Label> labels = new IdentityHashMap<>();

    private final Set<Node> unused = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The order in which blocks are written: those of a loop together. */
    final List<Block> layout = new ArrayList<>();

    ForwardCode(CodeBuilder c, Graph graph, Emitter emitter, Set<Node> keep) {
        this.c = c;
        this.graph = graph;
        this.slots = new Slots(c);
        this.emission = new Emission(c, emitter);
        this.trees = Trees.of(graph, keep);
        for (Block b : graph.blocks) {
            labels.put(b, c.newLabel());
        }
        layOut(new Flow(graph), null, new HashSet<>());
    }

    /** Leaves out values that nobody needs but the other sweep, which has its own way to them: loads of shadows above all. */
    void dropUnused(Set<Node> kept) {
        Set<Node> used = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Node> todo = new ArrayList<>(kept);
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                if (n.op != Op.LOAD && n.op != Op.PHI && n.op != Op.CAST) {
                    todo.add(n);
                }
            }
            todo.addAll(List.of(b.exit.in));
        }
        while (!todo.isEmpty()) {
            Node n = todo.removeLast();
            if (used.add(n)) {
                todo.addAll(List.of(n.in));
            }
        }
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                if (!used.contains(n)) {
                    unused.add(n);
                }
            }
        }
    }

    private void layOut(Flow flow, Flow.Loop within, Set<Block> placed) {
        for (Block b : graph.blocks) {
            if ((within != null && !within.holds(b)) || placed.contains(b)) {
                continue;
            }
            Flow.Loop loop = flow.loopAt(b);
            if (loop != null && loop != within) {
                layOut(flow, loop, placed);
            } else if (placed.add(b)) {
                layout.add(b);
            }
        }
    }

    /** What comes before the nodes of a block, after them, on an edge, and in place of returning. */
    void before(Block b) {}

    void after(Block b) {}

    void edge(Block from, Block to) {}

    void beforeStore(Node store) {}

    void returning(Block b) {
        Node value = b.exit.in[0];
        push(value);
        c.return_(value.kind);
    }

    /** Loads captured values, which come as an array in the first parameter. */
    void captures() {
        for (Node n : graph.captures) {
            Slots.cut(c);
            c.aload(0).loadConstant((int) n.data).aaload();
            if (n.isReference()) {
                c.checkcast(n.type);
            } else {
                Unboxing.emit(c, n.kind);
            }
            slots.store(n);
        }
    }

    void blocks() {
        for (int i = 0; i < layout.size(); i++) {
            Block b = layout.get(i);
            Block next = i + 1 < layout.size() ? layout.get(i + 1) : null;
            c.labelBinding(labels.get(b));
            before(b);
            for (Node n : b.nodes) {
                statement(n);
            }
            after(b);
            exit(b, next);
        }
    }

    private void statement(Node n) {
        switch (n.op) {
            case PHI, PARAM, CAPTURE, CONST, CLOSURE -> {}
            default -> {
                if (trees.contains(n) || unused.contains(n)) {
                    return;
                }
                Slots.cut(c);
                if (n.op == Op.STORE) {
                    beforeStore(n);
                }
                compute(n);
                if (n.kind != TypeKind.VOID) {
                    slots.store(n);
                }
            }
        }
    }

    void compute(Node n) {
        if (n.op == Op.NEW_OPAQUE) {
            emission.construct(n, () -> pushAll(n.in));
        } else if (n.op == Op.APPLY) {
            emission.apply((Applied) n.data, () -> pushAll(n.in));
        } else {
            pushAll(n.in);
            emission.op(n);
        }
    }

    private void pushAll(Node[] values) {
        for (Node v : values) {
            push(v);
        }
    }

    /** Puts a value on the stack. */
    void push(Node n) {
        if (n.op == Op.CONST) {
            emission.constant(n);
        } else if (trees.contains(n)) {
            compute(n);
        } else {
            slots.load(n);
        }
    }

    private void exit(Block b, Block next) {
        Exit exit = b.exit;
        switch (exit.kind) {
            case GOTO -> jump(b, exit.targets[0], next);
            case IF -> {
                pushAll(exit.in);
                Block taken = exit.targets[0];
                // Blocks with several ways out lead to blocks with one way in: no φ, no edge code.
                c.branch(exit.branch, labels.get(taken));
                jump(b, exit.targets[1], next);
            }
            case SWITCH -> choice(exit);
            case RETURN -> returning(b);
            case THROW -> {
                push(exit.in[0]);
                c.athrow();
            }
        }
    }

    private void choice(Exit exit) {
        push(exit.in[0]);
        List<SwitchCase> cases = new ArrayList<>();
        for (int k = 0; k < exit.keys.length; k++) {
            cases.add(SwitchCase.of(exit.keys[k], labels.get(exit.targets[k])));
        }
        c.lookupswitch(labels.get(exit.targets[exit.keys.length]), cases);
    }

    /** The way to a block over an edge: values for its φ, all read before any is set. */
    private void jump(Block from, Block to, Block next) {
        edge(from, to);
        List<Node> phis = new ArrayList<>();
        int k = to.before.indexOf(from);
        for (Node phi : to.phis()) {
            if (phi.in[k] != phi && !unused.contains(phi)) {
                push(phi.in[k]);
                phis.add(phi);
            }
        }
        for (Node phi : phis.reversed()) {
            slots.store(phi);
        }
        if (to != next) {
            c.goto_(labels.get(to));
        }
    }
}
