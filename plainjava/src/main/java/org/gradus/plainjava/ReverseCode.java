package org.gradus.plainjava;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.plainjava.AdjointRules.Statement;

/** The code of the reverse sweep, block by block. */
final class ReverseCode {
    private final AdjointCode code;
    private final CodeBuilder c;
    private final AdjointPlan plan;
    private final Map<Block, Label> labels = new IdentityHashMap<>();
    private final Map<Node, Integer> adjoints = new IdentityHashMap<>();
    private final Label end;

    /** Variables of adjoints that have been passed on for good. */
    private final List<Integer> free = new ArrayList<>();

    /** Values that are computed again in the block at hand. */
    private final Set<Node> known = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Map<Node, Integer> again = new IdentityHashMap<>();
    private Set<Node> nonzero = Set.of();

    ReverseCode(AdjointCode code) {
        this.code = code;
        this.c = code.builder();
        this.plan = code.plan();
        this.end = c.newLabel();
        for (Block b : plan.graph.blocks) {
            if (plan.reversal.isVisited(b)) {
                labels.put(b, c.newLabel());
            }
        }
    }

    Label label(Block b) {
        return labels.get(b);
    }

    Label end() {
        return end;
    }

    /** Gives each adjoint a variable; those that pass from block to block begin as zero. */
    void prepare() {
        for (Node n : plan.adjointsAcross()) {
            Slots.cut(c);
            c.dconst_0().dstore(slot(n));
        }
    }

    int slot(Node n) {
        return adjoints.computeIfAbsent(n, _ -> free.isEmpty() ? c.allocateLocal(TypeKind.DOUBLE) : free.removeLast());
    }

    void block(Block b) {
        known.clear();
        nonzero = plan.adjoints.atStart(b);
        c.labelBinding(labels.get(b));
        List<Node> taped = plan.storage.tapedIn(b);
        for (Node n : taped.reversed()) {
            if (!plan.storage.isSaved(n)) {
                code.tape().pop(n.kind, n.type);
                code.slots.store(n);
            }
        }
        for (Statement s : plan.rules.of(b)) {
            Slots.cut(c);
            statement(s);
            Adjoints.step(s, nonzero);
        }
        for (Node n : taped.reversed()) {
            if (plan.storage.isSaved(n)) {
                code.tape().pop(n.kind, n.type);
                c.storeLocal(n.kind, code.savedSlot(n));
            }
        }
        leave(b);
    }

    private void leave(Block b) {
        if (b == plan.graph.entry) {
            c.goto_(end);
            return;
        }
        Flow.Loop loop = plan.reversal.countedAt(b);
        if (loop == null) {
            code.goBack(b, null);
            return;
        }
        int count = code.countSlot(loop);
        Label out = c.newLabel();
        c.iload(count).ifle(out);
        c.iinc(count, -1);
        code.goBack(b, true);
        c.labelBinding(out);
        if (loop.outer != null) {
            code.tape().pop(TypeKind.INT, null);
            c.istore(count);
        }
        code.goBack(b, false);
    }

    /** Passes the adjoints of φ on to what came over an edge, all read before any is set, and goes on. */
    void follow(Reversal.Arm arm) {
        List<Node[]> moves = new ArrayList<>();
        for (Node[] m : arm.moves()) {
            if (nonzero.contains(m[0]) && m[0] != m[1]) {
                moves.add(m);
            }
        }
        for (Node[] m : moves) {
            c.dload(slot(m[0]));
        }
        Set<Node> now = Collections.newSetFromMap(new IdentityHashMap<>());
        now.addAll(nonzero);
        for (Node[] m : moves.reversed()) {
            now.remove(m[0]);
        }
        // Cleared before anything is added, since one φ may pass on to another.
        for (Node[] m : moves) {
            c.dconst_0().dstore(slot(m[0]));
        }
        for (Node[] m : moves.reversed()) {
            if (!plan.activity.isActive(m[1])) {
                c.pop2();
            } else if (now.add(m[1])) {
                c.dstore(slot(m[1]));
            } else {
                c.dload(slot(m[1])).dadd().dstore(slot(m[1]));
            }
        }
        c.goto_(labels.get(arm.target()));
    }

    private void statement(Statement s) {
        switch (s) {
            case Statement.Add a -> {
                if (Adjoints.isZero(a.value(), nonzero)) {
                    return;
                }
                if (nonzero.contains(a.target())) {
                    c.dload(slot(a.target()));
                    value(a.value());
                    c.dadd();
                } else {
                    value(a.value());
                }
                c.dstore(slot(a.target()));
            }
            case Statement.Clear clear -> {
                if (plan.adjointsAcross().contains(clear.of()) && nonzero.contains(clear.of())) {
                    c.dconst_0().dstore(slot(clear.of()));
                } else if (!plan.adjointsAcross().contains(clear.of()) && adjoints.containsKey(clear.of())) {
                    free.add(adjoints.remove(clear.of()));
                }
            }
            case Statement.AddElement a -> {
                if (Adjoints.isZero(a.value(), nonzero)) {
                    return;
                }
                value(a.shadow());
                value(a.index());
                c.dup2().daload();
                value(a.value());
                c.dadd().dastore();
            }
            case Statement.ClearElement a -> {
                value(a.shadow());
                value(a.index());
                c.dconst_0().dastore();
            }
            case Statement.Pull p -> pull(p);
            case Statement.Restore r -> {
                if (plan.storage.isRestored(r.of())) {
                    Node value = r.of().in[2];
                    value(r.of().in[0]);
                    value(r.of().in[1]);
                    code.tape()
                            .pop(value.kind, value.isReference() ? r.of().in[0].component() : null);
                    c.arrayStore(Emission.element(r.of().in[0], value.kind));
                }
            }
        }
    }

    private void pull(Statement.Pull p) {
        Applied applied = (Applied) p.of().data;
        code.emission.handle(applied.reverse(), applied.reverseType(), () -> {
            p.arrays().forEach(this::value);
            for (Node shadow : p.shadows()) {
                if (shadow == null) {
                    c.aconst_null();
                } else {
                    value(shadow);
                }
            }
            value(p.cotangent());
        });
    }

    /** Puts the value of a tree on the stack. */
    void value(Node tree) {
        if (tree.op == Op.ADJOINT) {
            c.dload(slot((Node) tree.data));
        } else if (tree.op == Op.CONST) {
            code.emission.constant(tree);
        } else if (AdjointRules.isValue(tree)) {
            ofForwardSweep(tree);
        } else {
            for (Node operand : tree.in) {
                value(operand);
            }
            code.emission.op(tree);
        }
    }

    private void ofForwardSweep(Node n) {
        if (plan.storage.isTaped(n)) {
            if (plan.storage.isSaved(n)) {
                c.loadLocal(n.kind, code.savedSlot(n));
            } else {
                code.slots.load(n);
            }
            return;
        }
        if (plan.storage.isRegister(n)) {
            code.slots.load(n);
            return;
        }
        if (!known.add(n)) {
            c.loadLocal(n.kind, again.get(n));
            return;
        }
        if (n.op == Op.PHI) {
            induction(Induction.of(n, plan.flow));
        } else {
            for (Node operand : n.in) {
                value(operand);
            }
            code.emission.op(n);
        }
        int slot = again.computeIfAbsent(n, _ -> Slots.fresh(c, n));
        if (n.kind.slotSize() == 2) {
            c.dup2();
        } else {
            c.dup();
        }
        c.storeLocal(n.kind, slot);
    }

    private void induction(Induction i) {
        boolean fromZero = i.start().isConstant() && (int) i.start().data == 0;
        if (!fromZero) {
            value(i.start());
        }
        c.iload(code.countSlot(i.loop()));
        if (i.step() != 1) {
            c.loadConstant(i.step()).imul();
        }
        if (!fromZero) {
            c.iadd();
        }
    }
}
