package org.gradus.plainjava;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LocalVariable;
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

/**
 * Instructions cut at labels and jumps, where the operand stack is empty, with the variables that are alive at each cut. The
 * types of variables with references come from local-variable elements among the instructions.
 */
final class Segments {

    /** A run of instructions that is entered at its start only. */
    static final class Segment {
        final List<Instruction> code = new ArrayList<>();
        final List<Label> targets = new ArrayList<>();
        final List<Integer> after = new ArrayList<>();
        final List<Integer> before = new ArrayList<>();
        int size;

        /** Whether the next segment follows. */
        boolean falls = true;

        /** Variables that are read before they are written, that are written, and that are alive at the start. */
        final BitSet reads = new BitSet();

        final BitSet writes = new BitSet();
        BitSet alive = new BitSet();
    }

    final List<Segment> all = new ArrayList<>();
    final Map<Integer, TypeKind> kinds = new HashMap<>();
    final Map<Integer, ClassDesc> types = new HashMap<>();
    private final Map<Label, Integer> positions = new HashMap<>();

    /** How many loops each cut is in. */
    private int[] depths;

    Segments(List<CodeElement> elements) {
        Segment now = open();
        for (CodeElement e : elements) {
            switch (e) {
                case LabelTarget t -> {
                    now = now.code.isEmpty() ? now : open();
                    positions.put(t.label(), all.size() - 1);
                }
                case LocalVariable v -> types.put(v.slot(), v.typeSymbol());
                case Instruction i -> {
                    if (ends(now)) {
                        now = open();
                    }
                    add(now, i);
                }
                default -> {}
            }
        }
        if (now.code.isEmpty()) {
            all.removeLast();
        }
        findWays();
        findDepths();
        findAlive();
    }

    private void findWays() {
        BitSet read = new BitSet();
        for (int i = 0; i < all.size(); i++) {
            Segment s = all.get(i);
            read.or(s.reads);
            if (s.falls) {
                s.after.add(i + 1);
            }
            s.targets.forEach(t -> s.after.add(position(t)));
            for (int t : s.after) {
                all.get(t).before.add(i);
            }
        }
        // Variables of one segment alone are nobody's business.
        all.forEach(s -> s.writes.and(read));
    }

    private Segment open() {
        Segment s = new Segment();
        all.add(s);
        return s;
    }

    private static boolean ends(Segment s) {
        return !s.targets.isEmpty() || !s.falls;
    }

    int size() {
        return all.stream().mapToInt(s -> s.size).sum();
    }

    private void add(Segment s, Instruction i) {
        s.code.add(i);
        s.size += Math.max(1, i.sizeInBytes());
        switch (i) {
            case LoadInstruction l -> read(s, l.slot(), l.typeKind());
            case StoreInstruction l -> {
                kinds.put(l.slot(), l.typeKind());
                s.writes.set(l.slot());
            }
            case IncrementInstruction l -> {
                read(s, l.slot(), TypeKind.INT);
                s.writes.set(l.slot());
            }
            case BranchInstruction b -> {
                s.targets.add(b.target());
                s.falls = b.opcode() != java.lang.classfile.Opcode.GOTO
                        && b.opcode() != java.lang.classfile.Opcode.GOTO_W;
            }
            case TableSwitchInstruction t -> choice(s, t.defaultTarget(), t.cases());
            case LookupSwitchInstruction t -> choice(s, t.defaultTarget(), t.cases());
            case ReturnInstruction _, ThrowInstruction _ -> s.falls = false;
            default -> {}
        }
    }

    private void read(Segment s, int slot, TypeKind kind) {
        kinds.put(slot, kind);
        if (!s.writes.get(slot)) {
            s.reads.set(slot);
        }
    }

    private static void choice(Segment s, Label otherwise, List<SwitchCase> cases) {
        s.falls = false;
        s.size += 16 + 8 * cases.size();
        s.targets.add(otherwise);
        cases.forEach(c -> s.targets.add(c.target()));
    }

    int position(Label label) {
        return positions.get(label);
    }

    /** Where the control can go from a segment. */
    List<Integer> after(int i) {
        return all.get(i).after;
    }

    private void findDepths() {
        int[] change = new int[all.size() + 2];
        for (int i = 0; i < all.size(); i++) {
            for (int t : after(i)) {
                if (t <= i) {
                    change[t + 1]++;
                    change[i + 1]--;
                }
            }
        }
        depths = new int[all.size() + 1];
        for (int i = 1; i <= all.size(); i++) {
            depths[i] = depths[i - 1] + change[i];
        }
    }

    /** How many loops a cut before a segment goes through. */
    int depth(int cut) {
        return depths[cut];
    }

    private void findAlive() {
        List<BitSet> ends = new ArrayList<>();
        all.forEach(_ -> ends.add(new BitSet()));
        BitSet[] alive = findAlive(0, all.size(), ends);
        for (int i = 0; i < alive.length; i++) {
            all.get(i).alive = alive[i];
        }
    }

    /** The variables alive at the start of each segment of a range, from those alive at the ends of segments that leave it. */
    BitSet[] findAlive(int from, int to, List<BitSet> ends) {
        BitSet[] alive = new BitSet[to - from];
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = to - 1; i >= from; i--) {
                int at = i;
                BitSet now = (BitSet) ends.get(i - from).clone();
                for (int t : after(i)) {
                    if (t >= from && t < to && alive[t - from] != null) {
                        now.or(alive[t - from]);
                    }
                }
                now.andNot(all.get(i).writes);
                now.or(all.get(i).reads);
                if (!now.equals(alive[i - from])) {
                    alive[i - from] = now;
                    // What comes later is known already, unless it leads back.
                    changed |= all.get(i).before.stream().anyMatch(b -> b >= at);
                }
            }
        }
        return alive;
    }
}
