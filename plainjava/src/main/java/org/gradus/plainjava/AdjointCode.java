package org.gradus.plainjava;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.plainjava.AdjointRules.Statement;

/** Reverse mode: the graph, with values noted for the way back, then the way back. */
final class AdjointCode extends ForwardCode {
    private final AdjointPlan plan;
    private final Tape tape;
    private final Seed seed;

    /** Number of the arm by which a block was entered, for blocks outside of loops. */
    private final Map<Block, Integer> ways = new IdentityHashMap<>();

    private final Map<Flow.Loop, Integer> counts = new HashMap<>();
    private final Map<Node, Integer> saved = new IdentityHashMap<>();
    private final ReverseCode reverse;

    /** Sets the adjoint of the result when the forward sweep has ended, and returns when the reverse sweep has. */
    interface Seed {
        void begin(AdjointCode code, Node result);

        void end(AdjointCode code, Node result);
    }

    AdjointCode(CodeBuilder c, Emitter emitter, AdjointPlan plan, Seed seed) {
        super(c, plan.graph, emitter, plan.storage.kept());
        dropUnused(plan.storage.kept());
        this.plan = plan;
        this.seed = seed;
        this.tape = new Tape(c, emitter.self(), 1);
        this.reverse = new ReverseCode(this);
    }

    CodeBuilder builder() {
        return c;
    }

    AdjointPlan plan() {
        return plan;
    }

    Tape tape() {
        return tape;
    }

    ReverseCode reverse() {
        return reverse;
    }

    int savedSlot(Node n) {
        return saved.get(n);
    }

    int countSlot(Flow.Loop loop) {
        return counts.get(loop);
    }

    /** Variables that the way back reads, set so that no path finds them unset. */
    void prepare() {
        tape.open();
        for (Node n : plan.storage.registers()) {
            if (n.op != Op.PARAM && n.op != Op.CAPTURE) {
                Slots.cut(c);
                slots.clear(n.kind, slots.of(n));
            }
        }
        for (Block b : graph.blocks) {
            for (Node n : plan.storage.tapedIn(b)) {
                if (plan.storage.isSaved(n)) {
                    Slots.cut(c);
                    saved.put(n, slots.fresh(n));
                    slots.clear(n.kind, saved.get(n));
                }
            }
            Flow.Loop loop = plan.reversal.countedAt(b);
            if (loop != null) {
                counts.put(loop, slots.fresh(TypeKind.INT));
                slots.clear(TypeKind.INT, counts.get(loop));
            }
            if (plan.reversal.isVisited(b)
                    && plan.flow.loop(b) == null
                    && plan.reversal.arms(b, null).size() > 1) {
                ways.put(b, slots.fresh(TypeKind.INT));
                slots.clear(TypeKind.INT, ways.get(b));
            }
        }
    }

    // ---- the forward sweep ----

    @Override
    void before(Block b) {
        if (!plan.live.contains(b)) {
            return;
        }
        reserve(b);
        // The values of the last time go on tape; the variable keeps the latest.
        for (Node n : plan.storage.tapedIn(b)) {
            if (plan.storage.isSaved(n)) {
                tape.push(n.kind, () -> c.loadLocal(n.kind, saved.get(n)));
            }
        }
    }

    @Override
    void after(Block b) {
        if (!plan.live.contains(b)) {
            return;
        }
        for (Node n : plan.storage.tapedIn(b)) {
            if (plan.storage.isSaved(n)) {
                slots.load(n);
                c.storeLocal(n.kind, saved.get(n));
            } else {
                tape.push(n.kind, () -> slots.load(n));
            }
        }
    }

    /** Makes room for all that a block pushes, the edge that it ends with included. */
    private void reserve(Block b) {
        Map<TypeKind, Integer> counts = new java.util.EnumMap<>(TypeKind.class);
        for (Node n : plan.storage.tapedIn(b)) {
            counts.merge(Tape.stackOf(n.kind), 1, Integer::sum);
        }
        for (Node n : b.nodes) {
            if (n.op == Op.STORE && plan.storage.isRestored(n)) {
                counts.merge(Tape.stackOf(n.in[2].kind), 1, Integer::sum);
            }
        }
        if (b.exit.kind == Exit.Kind.GOTO) {
            Block to = b.exit.targets[0];
            Flow.Loop loop = plan.reversal.countedAt(to);
            if (notesWay(b, to) && !ways.containsKey(to)) {
                counts.merge(TypeKind.INT, 1, Integer::sum);
            }
            if (loop != null && !loop.holds(b) && loop.outer != null) {
                counts.merge(TypeKind.INT, 1, Integer::sum);
            }
        }
        counts.forEach(tape::reserve);
    }

    private boolean notesWay(Block from, Block to) {
        return isReversed(from, to) && plan.reversal.arms(to, inside(from, to)).size() > 1;
    }

    /** Whether the reverse sweep goes along an edge. */
    private boolean isReversed(Block from, Block to) {
        if (!plan.live.contains(to) || !plan.reversal.isVisited(to)) {
            return false;
        }
        Flow.Loop loop = plan.flow.loopAt(to);
        return loop == null || plan.reversal.countedAt(to) != null || !loop.holds(from);
    }

    private Boolean inside(Block from, Block to) {
        Flow.Loop loop = plan.reversal.countedAt(to);
        return loop == null ? null : (Boolean) loop.holds(from);
    }

    @Override
    void beforeStore(Node store) {
        if (plan.storage.isRestored(store) && plan.live.contains(store.block)) {
            TypeKind kind = store.in[2].kind;
            tape.push(kind, () -> {
                push(store.in[0]);
                push(store.in[1]);
                c.arrayLoad(Emission.element(store.in[0], kind));
            });
        }
    }

    @Override
    void edge(Block from, Block to) {
        if (!isReversed(from, to)) {
            return;
        }
        Flow.Loop loop = plan.reversal.countedAt(to);
        if (notesWay(from, to)) {
            int way = plan.reversal.armOf(to, from, inside(from, to));
            if (ways.containsKey(to)) {
                c.loadConstant(way).istore(ways.get(to));
            } else {
                tape.push(TypeKind.INT, () -> c.loadConstant(way));
            }
        }
        if (loop != null && loop.holds(from)) {
            c.iinc(counts.get(loop), 1);
        } else if (loop != null) {
            if (loop.outer != null) {
                tape.push(TypeKind.INT, () -> c.iload(counts.get(loop)));
            }
            c.iconst_0().istore(counts.get(loop));
        }
    }

    @Override
    void returning(Block b) {
        Node result = b.exit.in[0];
        int kept = slots.fresh(result);
        push(result);
        c.storeLocal(result.kind, kept);
        reverse.prepare();
        seed.begin(this, result);
        c.goto_(reverse.label(plan.reversal.start()));
        for (Block back : layout.reversed()) {
            if (plan.reversal.isVisited(back)) {
                reverse.block(back);
            }
        }
        c.labelBinding(reverse.end());
        tape.close();
        seed.end(this, result);
        c.loadLocal(result.kind, kept);
        c.return_(result.kind);
    }

    /** Goes on from a reversed block by the arm that was noted. */
    void goBack(Block b, Boolean inside) {
        List<Reversal.Arm> arms = plan.reversal.arms(b, inside);
        if (arms.size() == 1) {
            reverse.follow(arms.getFirst());
            return;
        }
        if (ways.containsKey(b)) {
            c.iload(ways.get(b));
        } else {
            tape.pop(TypeKind.INT, null);
        }
        List<Label> labels = new ArrayList<>();
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            labels.add(c.newLabel());
            if (i > 0) {
                cases.add(SwitchCase.of(i, labels.get(i)));
            }
        }
        if (arms.size() == 2) {
            c.ifne(labels.get(1));
        } else {
            c.tableswitch(labels.get(0), cases);
        }
        for (int i = 0; i < arms.size(); i++) {
            c.labelBinding(labels.get(i));
            reverse.follow(arms.get(i));
        }
    }

    Set<Node> seeds() {
        return plan.seeds;
    }

    List<Statement> statements(Block b) {
        return plan.rules.of(b);
    }
}
