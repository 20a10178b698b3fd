package org.gradus.plainjava;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Dominators, loops and reachability of a graph's blocks. */
final class Flow {

    /** A natural loop: the blocks from which its head is reached again. */
    static final class Loop {
        final Block head;
        final BitSet blocks = new BitSet();
        Loop outer;

        Loop(Block head) {
            this.head = head;
        }

        boolean holds(Block b) {
            return blocks.get(b.order);
        }

        /** How many loops are around the blocks in here, this one included. */
        int depth() {
            return outer == null ? 1 : outer.depth() + 1;
        }
    }

    private final Graph graph;
    private final Map<Block, Loop> byHead = new HashMap<>();
    private final Loop[] innermost;
    private final BitSet[] reach;
    private final int[] dominator;

    Flow(Graph graph) {
        this.graph = graph;
        int n = graph.blocks.size();
        dominator = dominators();
        innermost = new Loop[n];
        reach = new BitSet[n];
        findLoops();
        findReach();
    }

    private int[] dominators() {
        int n = graph.blocks.size();
        int[] up = new int[n];
        java.util.Arrays.fill(up, -1);
        up[0] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 1; i < n; i++) {
                int common = -1;
                for (Block p : graph.blocks.get(i).before) {
                    if (up[p.order] >= 0) {
                        common = common < 0 ? p.order : meet(up, common, p.order);
                    }
                }
                if (up[i] != common) {
                    up[i] = common;
                    changed = true;
                }
            }
        }
        return up;
    }

    private static int meet(int[] up, int a, int b) {
        int x = a;
        int y = b;
        while (x != y) {
            if (x > y) {
                x = up[x];
            } else {
                y = up[y];
            }
        }
        return x;
    }

    boolean dominates(Block a, Block b) {
        int at = b.order;
        while (at > a.order) {
            at = dominator[at];
        }
        return at == a.order;
    }

    private void findLoops() {
        for (Block b : graph.blocks) {
            for (Block p : b.before) {
                if (p.order >= b.order) {
                    if (!dominates(b, p)) {
                        throw Text.refusal(
                                org.gradus.error.SourceLine.UNKNOWN,
                                graph.name + " has a loop with two entries, which no Java compiler writes",
                                "compile it with javac");
                    }
                    fill(byHead.computeIfAbsent(b, Loop::new), p);
                }
            }
        }
        // Inner loops have later heads: going through heads in order leaves the innermost.
        for (Block b : graph.blocks) {
            Loop loop = byHead.get(b);
            if (loop != null) {
                loop.outer = innermost[b.order];
                for (int i = loop.blocks.nextSetBit(0); i >= 0; i = loop.blocks.nextSetBit(i + 1)) {
                    innermost[i] = loop;
                }
            }
        }
    }

    private static void fill(Loop loop, Block latch) {
        loop.blocks.set(loop.head.order);
        List<Block> todo = new ArrayList<>(List.of(latch));
        while (!todo.isEmpty()) {
            Block b = todo.removeLast();
            if (!loop.blocks.get(b.order)) {
                loop.blocks.set(b.order);
                todo.addAll(b.before);
            }
        }
    }

    private void findReach() {
        int n = graph.blocks.size();
        for (int i = 0; i < n; i++) {
            reach[i] = new BitSet(n);
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = n - 1; i >= 0; i--) {
                int before = reach[i].cardinality();
                for (Block s : graph.blocks.get(i).after()) {
                    reach[i].set(s.order);
                    reach[i].or(reach[s.order]);
                }
                changed |= reach[i].cardinality() != before;
            }
        }
    }

    /** Whether b can run some time after a has ended. */
    boolean reaches(Block a, Block b) {
        return reach[a.order].get(b.order);
    }

    /** The innermost loop around a block, or null. */
    Loop loop(Block b) {
        return innermost[b.order];
    }

    Loop loopAt(Block head) {
        return byHead.get(head);
    }

    int depth(Block b) {
        Loop loop = loop(b);
        return loop == null ? 0 : loop.depth();
    }
}
