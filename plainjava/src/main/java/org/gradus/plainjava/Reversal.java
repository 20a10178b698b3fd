package org.gradus.plainjava;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The control flow of the reverse sweep: the graph's, backward. A loop runs back as often as it ran; where ways meet, the
 * forward sweep notes which was taken. Blocks and whole loops in which nothing happens backward are passed over.
 */
final class Reversal {

    /** One way out of a reversed block: values that φ pass on, then the next reversed block. */
    record Arm(Block from, List<Node[]> moves, Block target) {
        boolean isSame(Arm other) {
            return target == other.target && moves.isEmpty() && other.moves.isEmpty();
        }
    }

    private final Graph graph;
    private final Flow flow;
    private final Set<Block> live;
    private final AdjointRules rules;
    private final Storage storage;
    private final Activity activity;
    private final Map<Block, Block> resolved = new HashMap<>();
    private final Set<Flow.Loop> counted = new HashSet<>();

    Reversal(Graph graph, Flow flow, Set<Block> live, AdjointRules rules, Storage storage, Activity activity) {
        this.graph = graph;
        this.flow = flow;
        this.live = live;
        this.rules = rules;
        this.storage = storage;
        this.activity = activity;
        for (Block b : graph.blocks) {
            if (live.contains(b)) {
                resolved.put(b, resolve(b));
            }
        }
    }

    private Block resolve(Block b) {
        if (b == graph.entry) {
            return b;
        }
        // A block in a loop where nothing happens leads to where the loop's head leads.
        Flow.Loop idle = null;
        for (Flow.Loop l = flow.loop(b); l != null; l = l.outer) {
            if (isIdle(l)) {
                idle = l;
            }
        }
        if (idle != null && idle.head != b) {
            return resolved.get(idle.head);
        }
        if (idle == null && (flow.loopAt(b) != null || !isIdle(b))) {
            if (flow.loopAt(b) != null) {
                counted.add(flow.loopAt(b));
            }
            return b;
        }
        Block only = null;
        for (Block p : b.before) {
            if (idle != null && idle.holds(p)) {
                continue;
            }
            Block target = resolved.get(p);
            if (only != null && only != target) {
                return b;
            }
            only = target;
        }
        return only;
    }

    private final Map<Flow.Loop, Boolean> idleLoops = new HashMap<>();

    private boolean isIdle(Flow.Loop loop) {
        return idleLoops.computeIfAbsent(loop, l -> {
            for (Block b : graph.blocks) {
                if (l.holds(b) && live.contains(b) && !isIdle(b)) {
                    return false;
                }
            }
            return true;
        });
    }

    private boolean isIdle(Block b) {
        if (!storage.tapedIn(b).isEmpty()) {
            return false;
        }
        for (Node phi : b.phis()) {
            if (activity.isActive(phi)) {
                return false;
            }
        }
        for (AdjointRules.Statement s : rules.of(b)) {
            if (!(s instanceof AdjointRules.Statement.Restore) || storage.isRestored(s.of())) {
                return false;
            }
        }
        return true;
    }

    /** Whether the reverse sweep has code for a block. */
    boolean isVisited(Block b) {
        return live.contains(b) && resolved.get(b) == b;
    }

    Block start() {
        return resolved.get(graph.returning());
    }

    /** The loop that a block heads and whose iterations are counted, or null. */
    Flow.Loop countedAt(Block b) {
        Flow.Loop loop = flow.loopAt(b);
        return loop != null && counted.contains(loop) ? loop : null;
    }

    /** The ways back from a block's entries (of its loop's, if it heads one: from outside or from inside), those alike joined. */
    List<Arm> arms(Block b, Boolean inside) {
        List<Arm> all = new ArrayList<>();
        for (int k = 0; k < b.before.size(); k++) {
            if (!belongs(b, k, inside)) {
                continue;
            }
            Arm arm = arm(b, k);
            if (all.stream().noneMatch(arm::isSame)) {
                all.add(arm);
            }
        }
        return all;
    }

    /** The number of the arm that a predecessor leads to. */
    int armOf(Block b, Block from, Boolean inside) {
        List<Arm> all = arms(b, inside);
        Arm mine = arm(b, b.before.indexOf(from));
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).from() == from || all.get(i).isSame(mine)) {
                return i;
            }
        }
        throw new IllegalStateException();
    }

    private boolean belongs(Block b, int k, Boolean inside) {
        Flow.Loop loop = flow.loopAt(b);
        // Of a loop that is passed over, only the ways in from outside count.
        boolean within = loop != null && loop.holds(b.before.get(k));
        return inside == null ? !within : within == inside;
    }

    private Arm arm(Block b, int k) {
        List<Node[]> moves = new ArrayList<>();
        for (Node phi : b.phis()) {
            if (activity.isActive(phi)) {
                moves.add(new Node[] {phi, phi.in[k]});
            }
        }
        return new Arm(b.before.get(k), moves, resolved.get(b.before.get(k)));
    }
}
