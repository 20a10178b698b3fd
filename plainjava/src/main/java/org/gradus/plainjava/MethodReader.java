package org.gradus.plainjava;

import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradus.error.SourceLine;

/**
 * Translates the bytecode of one method, at one place of its use, into blocks of the graph. Blocks are taken in reverse
 * postorder, so that all ways into one are known when it is read, but for those that close a loop: there the locals that
 * the loop assigns get a φ at once.
 */
final class MethodReader {
    final Reading reading;
    final Graph graph;
    final ClassFiles.Found method;
    final RawCode code;

    /** Where nodes go now. */
    Block block;

    Frame frame;
    SourceLine line;

    /** The machine whose method this is; null for methods that are inlined. */
    Machine machine;

    Machine.Body body;

    /** What the method throws and does not catch, with the blocks that do. */
    final List<Thrown> thrown = new ArrayList<>();

    /** An exception and where it leaves the method. */
    record Thrown(Block block, Node exception) {}

    private RawCode.RawBlock raw;
    private int index;
    private final Deque<Block> landings = new ArrayDeque<>();

    private final String file;
    private final Map<RawCode.RawBlock, Block> blocks = new HashMap<>();
    private final Map<RawCode.RawBlock, List<Frame>> frames = new HashMap<>();
    private final Map<RawCode.RawBlock, Frame> loopFrames = new HashMap<>();
    private final List<Block> returns = new ArrayList<>();
    private final List<Node> values = new ArrayList<>();
    private final Instructions instructions;

    MethodReader(Reading reading, ClassFiles.Found method, SourceLine caller) {
        this.reading = reading;
        this.graph = reading.graph;
        this.method = method;
        CodeModel model = method.method()
                .code()
                .orElseThrow(() -> Text.refusal(
                        caller,
                        method.name() + (method.is(AccessFlag.NATIVE) ? " is native" : " has no body to read"),
                        Rules.remedy(method.call())));
        this.code = new RawCode(model);
        this.file = reading.files
                .model(method.owner())
                .findAttribute(Attributes.sourceFile())
                .map(a -> a.sourceFile().stringValue())
                .orElse("");
        this.instructions = new Instructions(this);
        this.line = at(code.lineAt(code.elements.size() - 1));
        reading.catches |= !code.catches.isEmpty();
    }

    private SourceLine at(int number) {
        String name = method.method().methodName().stringValue();
        if (name.startsWith("lambda$")) {
            String inner = name.substring("lambda$".length());
            name = inner.contains("$") ? inner.substring(0, inner.indexOf('$')) : inner;
        }
        return new SourceLine(method.owner().getName(), name, file, number);
    }

    /** What a call comes back with: the block where it goes on, or null when it never returns, and the value, null for void. */
    record Result(Block block, Node value) {}

    /** Reads the method with the given arguments (the receiver first) from the end of a block on. */
    Result read(Block from, Node[] arguments) {
        reading.enter(Procedure.of(method, arguments), line);
        Frame first = new Frame(new Node[maxLocals()], new ArrayList<>());
        int slot = 0;
        for (Node a : arguments) {
            first.locals[slot] = a;
            slot += a.kind.slotSize();
        }
        Block start = graph.block();
        from.exit = Exit.to(start);
        blocks.put(code.blocks.getFirst(), start);
        enter(code.blocks.getFirst(), from, first);
        for (RawCode.RawBlock raw : code.blocks) {
            readBlock(raw);
        }
        reading.inside.removeLast();
        return joinReturns();
    }

    /** Reads the method into a machine, from a block on. */
    void readIn(Block start, Node[] arguments, Node[] tops) {
        Frame first = emptyFrame();
        int slot = 0;
        for (Node a : arguments) {
            first.locals[slot] = a;
            slot += a.kind.slotSize();
        }
        System.arraycopy(tops, 0, first.locals, maxLocals(), tops.length);
        start.exit = Exit.to(targetOf(code.blocks.getFirst()));
        enter(code.blocks.getFirst(), start, first);
        for (RawCode.RawBlock b : code.blocks) {
            readBlock(b);
        }
    }

    private int maxLocals() {
        return method.method().findAttribute(Attributes.code()).orElseThrow().maxLocals();
    }

    // ---- methods of a machine: the tops of its stacks come after the locals ----

    Frame emptyFrame() {
        return new Frame(new Node[maxLocals() + Machine.STACKS], new ArrayList<>());
    }

    Node top(int s) {
        return top(frame, s);
    }

    Node top(Frame of, int s) {
        return of.locals[maxLocals() + s];
    }

    void setTop(int s, Node top) {
        frame.locals[maxLocals() + s] = top;
    }

    /** What is needed after the call at hand. */
    Frame liveFrame() {
        return live(frame, code.liveAfter(raw, index + 1));
    }

    private Frame live(Frame of, BitSet live) {
        Frame some = of.copy();
        for (int i = 0; i < some.locals.length; i++) {
            if (!live.get(i)) {
                some.locals[i] = null;
            }
        }
        return some;
    }

    /** Makes sure that all loops around the call at hand go through the machine. */
    void cutLoops() {
        for (RawCode.RawBlock head : code.blocks) {
            if (head.loopBlocks != null && head.loopBlocks.get(raw.order) && !isCut(head)) {
                reading.facts.learn(new Restart.Facts.Cut(body.procedure, head.from));
            }
        }
    }

    private boolean isCut(RawCode.RawBlock head) {
        return machine != null
                && head.loopBlocks != null
                && reading.facts.has(new Restart.Facts.Cut(body.procedure, head.from));
    }

    void startLoop(RawCode.RawBlock head, Block at, Frame with, Node[] tops) {
        System.arraycopy(tops, 0, with.locals, maxLocals(), tops.length);
        blocks.put(head, at);
        frames.put(head, List.of(with));
    }

    private void readBlock(RawCode.RawBlock raw) {
        Block target = blocks.get(raw);
        if (target == null) {
            return;
        }
        this.raw = raw;
        block = target;
        line = at(code.lineAt(raw.from));
        frame = merge(raw, target);
        if (raw.loopAssigned != null && !isCut(raw)) {
            loopFrames.put(raw, frame.copy());
        }
        for (int i = raw.from; i < raw.to; i++) {
            CodeElement e = code.elements.get(i);
            index = i;
            if (e instanceof LineNumber n) {
                line = at(n.line());
            } else if (!instructions.read(e, raw)) {
                return;
            }
        }
        // Falls through.
        block.exit = Exit.to(targetOf(raw.after.getLast()));
        enter(raw.after.getLast(), block, frame);
    }

    Block targetOf(RawCode.RawBlock raw) {
        if (isCut(raw)) {
            landings.add(graph.block());
            return landings.getLast();
        }
        return blocks.computeIfAbsent(raw, _ -> graph.block());
    }

    /** Registers a way into a block. */
    void enter(RawCode.RawBlock raw, Block from, Frame with) {
        if (isCut(raw)) {
            Block landing = landings.removeFirst();
            landing.before.add(from);
            machine.loop(this, raw, landing, live(with, raw.live), with);
            return;
        }
        Block target = blocks.get(raw);
        target.before.add(from);
        Frame loop = loopFrames.get(raw);
        if (loop == null) {
            frames.computeIfAbsent(raw, _ -> new ArrayList<>()).add(with.copy());
            return;
        }
        for (int i = 0; i < loop.locals.length; i++) {
            Node phi = loop.locals[i];
            if (phi != null && phi.op == Op.PHI && phi.block == target) {
                append(phi, with.locals[i]);
            }
        }
    }

    private void append(Node phi, Node value) {
        Node[] in = new Node[phi.in.length + 1];
        System.arraycopy(phi.in, 0, in, 0, phi.in.length);
        boolean fits = value != null && value.kind == phi.kind;
        in[phi.in.length] = fits ? value : null;
        phi.in = in;
        if (fits && phi.isReference()) {
            Worlds.join(this, phi, value);
        }
    }

    private Frame merge(RawCode.RawBlock raw, Block target) {
        List<Frame> all = frames.get(raw);
        Frame first = all.getFirst();
        Frame merged = first.copy();
        for (int i = 0; i < merged.locals.length; i++) {
            boolean again = raw.loopAssigned != null && raw.loopAssigned.get(i) && !isCut(raw);
            merged.locals[i] = merge(column(all, i, true), target, again);
        }
        for (int i = 0; i < merged.stack.size(); i++) {
            merged.stack.set(i, merge(column(all, i, false), target, false));
        }
        return merged;
    }

    private static Node[] column(List<Frame> all, int i, boolean local) {
        Node[] values = new Node[all.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = local ? all.get(k).locals[i] : all.get(k).stack.get(i);
        }
        return values;
    }

    /** The value that is one of several: a φ unless all are the same; null where they do not fit together. */
    private Node merge(Node[] values, Block target, boolean always) {
        Node first = values[0];
        boolean same = true;
        for (Node v : values) {
            if (v == null || v.kind != first.kind) {
                return null;
            }
            same &= v == first;
        }
        if (same && !always) {
            return first;
        }
        Node phi = graph.node(Op.PHI, first.kind, first.type, null, values.clone());
        phi.line = line;
        phi.outer = first.outer;
        phi.data = always ? Reading.GROWS : null;
        graph.add(target, phi);
        if (phi.isReference()) {
            for (Node v : values) {
                Worlds.join(this, phi, v);
            }
        }
        return phi;
    }

    void returns(Node value) {
        if (machine != null) {
            machine.returns(this, value);
            return;
        }
        returns.add(block);
        values.add(value);
    }

    private Result joinReturns() {
        if (returns.isEmpty()) {
            return new Result(null, null);
        }
        if (returns.size() == 1) {
            return new Result(returns.getFirst(), values.getFirst());
        }
        Block joined = graph.block();
        for (Block b : returns) {
            b.exit = Exit.to(joined);
            joined.before.add(b);
        }
        return new Result(joined, values.getFirst() == null ? null : merge(values.toArray(Node[]::new), joined, false));
    }

    /** An exception goes to where it is caught, or out. */
    void throwing(Node exception) {
        Class<?> exact = reading.exact(exception);
        for (RawCode.Handler h : raw == null ? List.<RawCode.Handler>of() : raw.handlers) {
            boolean all = h.type() == null;
            if (all || (exact != null && reading.files.type(h.type()).isAssignableFrom(exact))) {
                Frame caught = frame.copy();
                caught.stack.clear();
                caught.push(exception);
                block.exit = Exit.to(targetOf(h.block()));
                enter(h.block(), block, caught);
                return;
            }
        }
        block.exit = Exit.throwing(exception);
        thrown.add(new Thrown(block, exception));
    }

    /** The frames of several ways joined into one. */
    Frame join(List<Frame> all, Block target) {
        Frame merged = all.getFirst().copy();
        for (int i = 0; i < merged.locals.length; i++) {
            merged.locals[i] = merge(column(all, i, true), target, false);
        }
        for (int i = 0; i < merged.stack.size(); i++) {
            merged.stack.set(i, merge(column(all, i, false), target, false));
        }
        return merged;
    }

    // ---- making nodes, for those who read instructions and calls ----

    Node add(Node n) {
        n.line = line;
        return graph.add(block, n);
    }

    Node add(Op op, TypeKind kind, ClassDesc type, Object data, Node... in) {
        return add(graph.node(op, kind, type, data, in));
    }

    /** A node of a type, of the kind that the type has on the stack. */
    Node typed(Op op, ClassDesc type, Object data, Node... in) {
        return add(graph.typed(op, type, data, in));
    }

    Node constant(int value) {
        return add(graph.constant(value));
    }
}
