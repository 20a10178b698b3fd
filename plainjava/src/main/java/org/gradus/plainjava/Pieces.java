package org.gradus.plainjava;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes code as one method or, where that would be longer than what HotSpot compiles, as several. These keep the variables
 * that pass from one to another in a <em>frame</em>, arrays that belong to the thread, and tell which comes next; the method
 * itself calls one after another.
 */
final class Pieces {
    /** HotSpot leaves longer methods to the interpreter. */
    static final int LONGEST_COMPILED = Integer.getInteger("gradus.plainjava.longest", 8000);

    static final MethodTypeDesc TYPE =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object.arrayType(), ConstantDescs.CD_int);
    private static final ClassDesc THREAD_LOCAL = ClassDesc.of("java.lang.ThreadLocal");
    private static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
    private static final ClassDesc[] PARTS = {
        ConstantDescs.CD_double.arrayType(), ConstantDescs.CD_int.arrayType(), OBJECTS
    };
    private static final int FLAGS = ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE;

    /** What a piece costs beside its code, and a variable that it takes from the frame or puts there. */
    private static final int FIXED = 200;

    private static final int VARIABLE = 10;

    private final ClassDesc self;
    private final List<Piece> pieces = new ArrayList<>();
    private final int[] frame = {1, 0, 1};

    Pieces(ClassDesc self) {
        this.self = self;
    }

    /** Writes the body of a method. */
    void write(CodeBuilder c, MethodTypeDesc type, Consumer<CodeBuilder> code) {
        List<CodeElement> elements = new ArrayList<>();
        c.transforming((_, e) -> elements.add(e), code);
        Segments segments = new Segments(elements);
        if (segments.size() <= LONGEST_COMPILED) {
            elements.stream()
                    .filter(e -> !(e instanceof java.lang.classfile.instruction.LocalVariable))
                    .forEach(c);
            return;
        }
        Split split = new Split(segments);
        split.cut(0, segments.all.size());
        split.number();
        split.run(c, type);
    }

    /** Writes what the bodies are in need of. */
    void rest(ClassBuilder b) {
        if (pieces.isEmpty()) {
            return;
        }
        for (Piece p : pieces) {
            b.withMethodBody(p.name(), TYPE, FLAGS, p::write);
        }
        b.withField("frames", THREAD_LOCAL, FLAGS | ClassFile.ACC_FINAL);
        b.withMethodBody(
                "<clinit>",
                ConstantDescs.MTD_void,
                ClassFile.ACC_STATIC,
                c -> c.new_(THREAD_LOCAL)
                        .dup()
                        .invokespecial(THREAD_LOCAL, "<init>", ConstantDescs.MTD_void)
                        .putstatic(self, "frames", THREAD_LOCAL)
                        .return_());
        b.withMethodBody("takeFrame", MethodTypeDesc.of(OBJECTS), FLAGS, this::writeTake);
        b.withMethodBody("giveFrame", MethodTypeDesc.of(ConstantDescs.CD_void, OBJECTS), FLAGS, this::writeGive);
    }

    /** A frame is taken out while it is in use, so that a method that calls itself gets another. */
    private void writeTake(CodeBuilder c) {
        Label fresh = c.newLabel();
        MethodTypeDesc get = MethodTypeDesc.of(ConstantDescs.CD_Object);
        c.getstatic(self, "frames", THREAD_LOCAL).invokevirtual(THREAD_LOCAL, "get", get);
        c.checkcast(OBJECTS).astore(0).aload(0).ifnull(fresh);
        c.getstatic(self, "frames", THREAD_LOCAL).aconst_null();
        c.invokevirtual(THREAD_LOCAL, "set", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object));
        c.aload(0).areturn().labelBinding(fresh);
        c.iconst_3().anewarray(ConstantDescs.CD_Object);
        c.dup().iconst_0().loadConstant(frame[0]).newarray(TypeKind.DOUBLE).aastore();
        c.dup().iconst_1().loadConstant(frame[1]).newarray(TypeKind.INT).aastore();
        c.dup()
                .iconst_2()
                .loadConstant(frame[2])
                .anewarray(ConstantDescs.CD_Object)
                .aastore();
        c.areturn();
    }

    private void writeGive(CodeBuilder c) {
        c.aload(0).iconst_2().aaload().checkcast(OBJECTS).aconst_null();
        c.invokestatic(
                ClassDesc.of("java.util.Arrays"),
                "fill",
                MethodTypeDesc.of(ConstantDescs.CD_void, OBJECTS, ConstantDescs.CD_Object));
        c.getstatic(self, "frames", THREAD_LOCAL).aload(0);
        c.invokevirtual(THREAD_LOCAL, "set", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object));
        c.return_();
    }

    /** One method in parts. */
    final class Split {
        final Segments segments;
        private final List<Piece> mine = new ArrayList<>();

        /** Numbers of the segments at which pieces are entered. */
        private final Map<Integer, Integer> entries = new HashMap<>();

        /** Places of variables in the frame; place 0 is the result's. */
        private final Map<Integer, Integer> places = new HashMap<>();

        private Split(Segments segments) {
            this.segments = segments;
        }

        /** Cuts a range until each piece is short enough: outside of loops if possible, and near the middle. */
        private void cut(int from, int to) {
            int total = 0;
            for (int i = from; i < to; i++) {
                total += segments.all.get(i).size;
            }
            Piece whole = total <= LONGEST_COMPILED || to - from == 1 ? new Piece(this, pieces.size(), from, to) : null;
            if (whole != null && (whole.estimate() <= LONGEST_COMPILED || to - from == 1)) {
                pieces.add(whole);
                mine.add(whole);
                return;
            }
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            int before = 0;
            for (int at = from + 1; at < to; at++) {
                before += segments.all.get(at - 1).size;
                double off = Math.abs((double) before / total - 0.5);
                double cost = (off > 0.4 ? 1000 : 0) + segments.depth(at) + off;
                if (cost < least) {
                    least = cost;
                    best = at;
                }
            }
            cut(from, best);
            cut(best, to);
        }

        private void number() {
            entries.put(0, 0);
            for (Piece p : mine) {
                for (int s : p.entries()) {
                    entries.putIfAbsent(s, entries.size());
                }
            }
            // Numbers of one piece follow each other.
            int next = 0;
            for (Piece p : mine) {
                for (int s : p.entries()) {
                    entries.put(s, next++);
                }
            }
        }

        int entry(int segment) {
            return entries.get(segment);
        }

        int place(int slot) {
            return places.computeIfAbsent(slot, s -> {
                int part = Tape.index(segments.kinds.get(s));
                return frame[part]++;
            });
        }

        /** The method itself. */
        private void run(CodeBuilder c, MethodTypeDesc type) {
            int frameSlot = c.allocateLocal(TypeKind.REFERENCE);
            int state = c.allocateLocal(TypeKind.INT);
            c.invokestatic(self, "takeFrame", MethodTypeDesc.of(OBJECTS)).astore(frameSlot);
            BitSet alive = segments.all.getFirst().alive;
            for (int slot = alive.nextSetBit(0); slot >= 0; slot = alive.nextSetBit(slot + 1)) {
                int part = Tape.index(segments.kinds.get(slot));
                c.aload(frameSlot).loadConstant(part).aaload().checkcast(PARTS[part]);
                put(c, slot, slot);
            }
            parameters(type);
            Label head = c.newLabel();
            Label done = c.newLabel();
            List<SwitchCase> cases = new ArrayList<>();
            List<Label> labels = new ArrayList<>();
            for (Piece p : mine) {
                Label label = c.newLabel();
                labels.add(label);
                p.entries().forEach(s -> cases.add(SwitchCase.of(entry(s), label)));
            }
            c.iconst_0().istore(state).labelBinding(head).iload(state);
            c.tableswitch(0, cases.size() - 1, done, cases);
            for (int i = 0; i < mine.size(); i++) {
                c.labelBinding(labels.get(i)).aload(frameSlot).iload(state);
                c.invokestatic(self, mine.get(i).name(), TYPE).istore(state).goto_(head);
            }
            c.labelBinding(done);
            result(c, type, frameSlot);
        }

        private void parameters(MethodTypeDesc type) {
            int slot = 0;
            for (ClassDesc p : type.parameterList()) {
                segments.types.putIfAbsent(slot, p);
                slot += TypeKind.from(p).slotSize();
            }
        }

        private void result(CodeBuilder c, MethodTypeDesc type, int frameSlot) {
            TypeKind kind = TypeKind.from(type.returnType());
            if (kind != TypeKind.VOID) {
                int part = Tape.index(kind);
                c.aload(frameSlot)
                        .loadConstant(part)
                        .aaload()
                        .checkcast(PARTS[part])
                        .iconst_0();
                fromFrame(c, kind, type.returnType());
            }
            c.aload(frameSlot).invokestatic(self, "giveFrame", MethodTypeDesc.of(ConstantDescs.CD_void, OBJECTS));
            c.return_(kind);
        }

        /** With an array of the frame on the stack, puts a variable there; the variable may have another number in the method. */
        void put(CodeBuilder c, int slot, int here) {
            TypeKind kind = segments.kinds.get(slot);
            c.loadConstant(place(slot)).loadLocal(kind, here);
            toFrame(c, kind);
        }

        void get(CodeBuilder c, int slot, int here) {
            TypeKind kind = segments.kinds.get(slot);
            c.loadConstant(place(slot));
            fromFrame(c, kind, segments.types.getOrDefault(slot, ConstantDescs.CD_Object));
            c.storeLocal(kind, here);
        }
    }

    static void toFrame(CodeBuilder c, TypeKind kind) {
        Tape.widen(c, kind);
        switch (Tape.index(kind)) {
            case 0 -> c.dastore();
            case 1 -> c.iastore();
            default -> c.aastore();
        }
    }

    private static void fromFrame(CodeBuilder c, TypeKind kind, ClassDesc type) {
        switch (Tape.index(kind)) {
            case 0 -> c.daload();
            case 1 -> c.iaload();
            default -> c.aaload();
        }
        Tape.narrow(c, kind);
        if (kind == TypeKind.REFERENCE && !type.equals(ConstantDescs.CD_Object)) {
            c.checkcast(type);
        }
    }

    /** A range of segments as a method. */
    static final class Piece {
        private final Split split;
        private final Segments segments;
        private final int number;
        private final int from;
        private final int to;
        private final List<Integer> entries = new ArrayList<>();
        private final BitSet written = new BitSet();

        Piece(Split split, int number, int from, int to) {
            this.split = split;
            this.segments = split.segments;
            this.number = number;
            this.from = from;
            this.to = to;
            BitSet entered = new BitSet();
            for (int i = from; i < to; i++) {
                written.or(segments.all.get(i).writes);
                for (int p : segments.all.get(i).before) {
                    if (p < from || p >= to) {
                        entered.set(i);
                    }
                }
            }
            if (from == 0) {
                entered.set(0);
            }
            entered.stream().forEach(entries::add);
        }

        String name() {
            return "piece" + number;
        }

        List<Integer> entries() {
            return entries;
        }

        /** Segments outside to which the piece goes. */
        private Map<Integer, BitSet> exits() {
            Map<Integer, BitSet> exits = new TreeMap<>();
            for (int i = from; i < to; i++) {
                for (int t : segments.after(i)) {
                    if (t < from || t >= to) {
                        exits.computeIfAbsent(t, k -> {
                            BitSet out = (BitSet) segments.all.get(k).alive.clone();
                            out.and(written);
                            return out;
                        });
                    }
                }
            }
            return exits;
        }

        /** Variables to be taken from the frame. */
        private BitSet taken() {
            Map<Integer, BitSet> exits = exits();
            List<BitSet> ends = new ArrayList<>();
            for (int i = from; i < to; i++) {
                BitSet end = new BitSet();
                for (int t : segments.after(i)) {
                    if (exits.containsKey(t)) {
                        end.or(exits.get(t));
                    }
                }
                ends.add(end);
            }
            BitSet[] alive = segments.findAlive(from, to, ends);
            BitSet taken = new BitSet();
            entries.forEach(e -> taken.or(alive[e - from]));
            return taken;
        }

        int estimate() {
            int size = FIXED + 4 * entries.size() + VARIABLE * taken().cardinality();
            for (int i = from; i < to; i++) {
                size += segments.all.get(i).size;
            }
            for (BitSet out : exits().values()) {
                size += 8 + VARIABLE * out.cardinality();
            }
            return size;
        }

        private Map<Integer, Integer> slots;
        private Map<Integer, Label> starts;
        private Map<Integer, Label> stubs;
        private int[] parts;

        private int slot(CodeBuilder c, int old) {
            return slots.computeIfAbsent(old, s -> c.allocateLocal(segments.kinds.get(s)));
        }

        private Label label(CodeBuilder c, int segment) {
            return segment >= from && segment < to
                    ? starts.computeIfAbsent(segment, _ -> c.newLabel())
                    : stubs.computeIfAbsent(segment, _ -> c.newLabel());
        }

        void write(CodeBuilder c) {
            slots = new HashMap<>();
            starts = new HashMap<>();
            stubs = new LinkedHashMap<>();
            parts = new int[3];
            for (int k = 0; k < 3; k++) {
                parts[k] = c.allocateLocal(TypeKind.REFERENCE);
                c.aload(0).loadConstant(k).aaload().checkcast(PARTS[k]).astore(parts[k]);
            }
            BitSet taken = taken();
            for (int slot = taken.nextSetBit(0); slot >= 0; slot = taken.nextSetBit(slot + 1)) {
                c.aload(parts[Tape.index(segments.kinds.get(slot))]);
                split.get(c, slot, slot(c, slot));
            }
            List<SwitchCase> cases = new ArrayList<>();
            for (int e : entries) {
                cases.add(SwitchCase.of(split.entry(e), label(c, e)));
            }
            if (cases.size() > 1) {
                int low = cases.getFirst().caseValue();
                c.iload(1)
                        .tableswitch(
                                low, low + cases.size() - 1, cases.getFirst().target(), cases);
            } else if (entries.getFirst() != from) {
                c.goto_(cases.getFirst().target());
            }
            for (int i = from; i < to; i++) {
                c.labelBinding(label(c, i));
                Segments.Segment s = segments.all.get(i);
                s.code.forEach(e -> rewrite(c, e));
                if (s.falls && i + 1 == to) {
                    c.goto_(label(c, to));
                }
            }
            exits().forEach((target, out) -> leave(c, target, out));
        }

        private void leave(CodeBuilder c, int target, BitSet out) {
            c.labelBinding(label(c, target));
            for (int slot = out.nextSetBit(0); slot >= 0; slot = out.nextSetBit(slot + 1)) {
                c.aload(parts[Tape.index(segments.kinds.get(slot))]);
                split.put(c, slot, slot(c, slot));
            }
            c.loadConstant(split.entry(target)).ireturn();
        }

        private void rewrite(CodeBuilder c, java.lang.classfile.Instruction e) {
            switch (e) {
                case java.lang.classfile.instruction.LoadInstruction l -> c.loadLocal(l.typeKind(), slot(c, l.slot()));
                case java.lang.classfile.instruction.StoreInstruction l ->
                    c.storeLocal(l.typeKind(), slot(c, l.slot()));
                case java.lang.classfile.instruction.IncrementInstruction l -> c.iinc(slot(c, l.slot()), l.constant());
                case java.lang.classfile.instruction.BranchInstruction b ->
                    c.branch(b.opcode(), label(c, segments.position(b.target())));
                case java.lang.classfile.instruction.TableSwitchInstruction t ->
                    c.tableswitch(
                            t.lowValue(),
                            t.highValue(),
                            label(c, segments.position(t.defaultTarget())),
                            cases(c, t.cases()));
                case java.lang.classfile.instruction.LookupSwitchInstruction t ->
                    c.lookupswitch(label(c, segments.position(t.defaultTarget())), cases(c, t.cases()));
                case java.lang.classfile.instruction.ReturnInstruction r -> result(c, r.typeKind());
                default -> c.with(e);
            }
        }

        private List<SwitchCase> cases(CodeBuilder c, List<SwitchCase> old) {
            return old.stream()
                    .map(k -> SwitchCase.of(k.caseValue(), label(c, segments.position(k.target()))))
                    .toList();
        }

        private void result(CodeBuilder c, TypeKind kind) {
            if (kind != TypeKind.VOID) {
                int value = c.allocateLocal(kind);
                c.storeLocal(kind, value);
                c.aload(parts[Tape.index(kind)]).iconst_0().loadLocal(kind, value);
                toFrame(c, kind);
            }
            c.iconst_m1().ireturn();
        }
    }
}
