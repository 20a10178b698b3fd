package org.gradus.plainjava;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The instructions of one method, cut into basic blocks, with its loops. */
final class RawCode {

    /** Instructions from one index up to another. */
    static final class RawBlock {
        final int from;
        int to;
        final List<RawBlock> after = new ArrayList<>();
        final List<RawBlock> before = new ArrayList<>();
        /** Locals assigned in the loop that begins here; null where none begins. */
        BitSet loopAssigned;

        /** The blocks of that loop. */
        BitSet loopBlocks;

        /** Where exceptions that are thrown here may be caught, in the order in which that is tried. */
        final List<Handler> handlers = new ArrayList<>();

        /** Locals that are read before they are written, here or later. */
        final BitSet live = new BitSet();

        int order = -1;
        private boolean onPath;

        RawBlock(int from) {
            this.from = from;
        }
    }

    /** A handler of a type of exceptions, null for all. */
    record Handler(ClassDesc type, RawBlock block) {}

    final List<CodeElement> elements;
    final List<ExceptionCatch> catches = new ArrayList<>();

    /** Reachable blocks in reverse postorder. */
    final List<RawBlock> blocks = new ArrayList<>();

    private final Map<Label, Integer> positions = new HashMap<>();
    private final Map<Integer, RawBlock> starts = new HashMap<>();

    RawCode(CodeModel code) {
        elements = code.elementList();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof LabelTarget t) {
                positions.put(t.label(), i);
            } else if (elements.get(i) instanceof ExceptionCatch c) {
                catches.add(c);
            }
        }
        cut();
        RawBlock first = starts.get(0);
        visit(first, new ArrayList<>());
    }

    RawBlock at(Label label) {
        return starts.get(positions.get(label));
    }

    private void cut() {
        starts.put(0, new RawBlock(0));
        for (ExceptionCatch c : catches) {
            for (Label label : List.of(c.tryStart(), c.tryEnd(), c.handler())) {
                starts.computeIfAbsent(positions.get(label), RawBlock::new);
            }
        }
        for (int i = 0; i < elements.size(); i++) {
            CodeElement e = elements.get(i);
            for (Label target : targets(e)) {
                starts.computeIfAbsent(positions.get(target), RawBlock::new);
            }
            if (ends(e) && i + 1 < elements.size()) {
                starts.computeIfAbsent(i + 1, RawBlock::new);
            }
        }
        List<RawBlock> all = new ArrayList<>(starts.values());
        all.sort((a, b) -> Integer.compare(a.from, b.from));
        for (int i = 0; i < all.size(); i++) {
            RawBlock b = all.get(i);
            b.to = i + 1 < all.size() ? all.get(i + 1).from : elements.size();
            CodeElement last = lastInstruction(b);
            for (Label target : targets(last)) {
                b.after.add(at(target));
            }
            if (i + 1 < all.size() && fallsThrough(last)) {
                b.after.add(all.get(i + 1));
            }
            for (ExceptionCatch c : catches) {
                if (positions.get(c.tryStart()) <= b.from && b.from < positions.get(c.tryEnd())) {
                    b.handlers.add(
                            new Handler(c.catchType().map(t -> t.asSymbol()).orElse(null), at(c.handler())));
                }
            }
        }
    }

    CodeElement lastInstruction(RawBlock b) {
        for (int i = b.to - 1; i >= b.from; i--) {
            if (elements.get(i) instanceof Instruction e) {
                return e;
            }
        }
        return null;
    }

    private static boolean ends(CodeElement e) {
        return e instanceof BranchInstruction
                || e instanceof ReturnInstruction
                || e instanceof ThrowInstruction
                || e instanceof LookupSwitchInstruction
                || e instanceof TableSwitchInstruction;
    }

    private static boolean fallsThrough(CodeElement e) {
        return !ends(e)
                || (e instanceof BranchInstruction b && b.opcode() != Opcode.GOTO && b.opcode() != Opcode.GOTO_W);
    }

    /** Where an instruction may jump, a switch's default last. */
    static List<Label> targets(CodeElement e) {
        return switch (e) {
            case BranchInstruction b -> List.of(b.target());
            case LookupSwitchInstruction s -> targets(s.cases(), s.defaultTarget());
            case TableSwitchInstruction s -> targets(s.cases(), s.defaultTarget());
            case null, default -> List.of();
        };
    }

    private static List<Label> targets(List<SwitchCase> cases, Label otherwise) {
        List<Label> all = new ArrayList<>();
        for (SwitchCase c : cases) {
            all.add(c.target());
        }
        all.add(otherwise);
        return all;
    }

    /** Depth first: reverse postorder, predecessors, and for each edge back to a block on the path a loop. */
    private void visit(RawBlock first, List<RawBlock> post) {
        List<RawBlock[]> back = new ArrayList<>();
        List<RawBlock> path = new ArrayList<>(List.of(first));
        List<Integer> next = new ArrayList<>(List.of(0));
        first.order = 0;
        first.onPath = true;
        while (!path.isEmpty()) {
            RawBlock b = path.getLast();
            int i = next.removeLast();
            List<RawBlock> ways = ways(b);
            if (i == ways.size()) {
                path.removeLast();
                b.onPath = false;
                post.add(b);
                continue;
            }
            next.add(i + 1);
            RawBlock to = ways.get(i);
            to.before.add(b);
            if (to.onPath) {
                back.add(new RawBlock[] {b, to});
            } else if (to.order < 0) {
                to.order = 0;
                to.onPath = true;
                path.add(to);
                next.add(0);
            }
        }
        blocks.addAll(post.reversed());
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).order = i;
        }
        for (RawBlock[] edge : back) {
            loop(edge[0], edge[1]);
        }
        findLive();
    }

    private static List<RawBlock> ways(RawBlock b) {
        List<RawBlock> all = new ArrayList<>(b.after);
        b.handlers.forEach(h -> all.add(h.block()));
        return all;
    }

    private void findLive() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (RawBlock b : blocks.reversed()) {
                BitSet now = liveAfter(b, b.from);
                if (!now.equals(b.live)) {
                    b.live.or(now);
                    changed = true;
                }
            }
        }
    }

    /** Locals that are read before they are written, from an element of a block on. */
    BitSet liveAfter(RawBlock b, int index) {
        BitSet live = new BitSet();
        for (RawBlock next : b.after) {
            live.or(next.live);
        }
        for (int i = b.to - 1; i >= index; i--) {
            switch (elements.get(i)) {
                case StoreInstruction s -> live.clear(s.slot());
                case LoadInstruction l -> live.set(l.slot());
                case IncrementInstruction l -> live.set(l.slot());
                default -> {}
            }
        }
        // An exception can leave the block anywhere.
        b.handlers.forEach(h -> live.or(h.block().live));
        return live;
    }

    private void loop(RawBlock latch, RawBlock head) {
        if (head.loopAssigned == null) {
            head.loopAssigned = new BitSet();
            head.loopBlocks = new BitSet();
        }
        List<RawBlock> todo = new ArrayList<>(List.of(latch));
        BitSet seen = new BitSet();
        seen.set(head.order);
        assigned(head, head.loopAssigned);
        while (!todo.isEmpty()) {
            RawBlock b = todo.removeLast();
            if (!seen.get(b.order)) {
                seen.set(b.order);
                assigned(b, head.loopAssigned);
                todo.addAll(b.before);
            }
        }
        head.loopBlocks.or(seen);
    }

    private void assigned(RawBlock b, BitSet into) {
        for (int i = b.from; i < b.to; i++) {
            if (elements.get(i) instanceof StoreInstruction s) {
                into.set(s.slot());
            } else if (elements.get(i) instanceof IncrementInstruction s) {
                into.set(s.slot());
            }
        }
    }

    /** The first line number at or before an instruction of a block, for blocks that begin between two. */
    int lineAt(int index) {
        for (int i = index; i >= 0; i--) {
            if (elements.get(i) instanceof LineNumber n) {
                return n.line();
            }
        }
        return -1;
    }
}
