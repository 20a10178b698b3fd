package org.gradus.plainjava;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Methods that call themselves, as a loop that keeps what calls interrupt on stacks. Each time around it goes to one state: the
 * beginning of a method, what follows a call, or the head of a loop with such calls inside. Results and arguments are
 * variables of the loop, so all of this is a graph like any other.
 */
final class Machine {
    static final int STACKS = 5;
    private static final int SMALLEST = 64;
    private static final ClassDesc[] TYPES = {Layout.DOUBLES, Layout.INTS, Layout.LONGS, Layout.OBJECTS, Layout.OBJECTS
    };

    private final MethodReader caller;
    private final Calls calls;
    private final Reading reading;
    private final Graph graph;

    /** Nodes with smaller numbers are from outside and stay the same while the machine runs. */
    private final int first;

    private final Block before;
    private final Block head;
    private final Block dispatch;
    private final Block exit;

    private final List<Node> registers = new ArrayList<>();

    /** The values of registers on each way to the head; others stay as they are. */
    private final List<Map<Node, Node>> edges = new ArrayList<>();

    private final Node state;
    private final Node[] top = new Node[STACKS];
    private final Node[] stack = new Node[STACKS];

    /** The stacks once they are long enough. */
    private final Node[] grown = new Node[STACKS];

    private final int[] largest = new int[STACKS];
    private final Node[] lengths = new Node[STACKS];

    /** Targets of states from 1 on; state 0 ends. */
    private final List<Block> states = new ArrayList<>();

    private final Map<Procedure, Body> bodies = new LinkedHashMap<>();
    private final Deque<Body> unread = new ArrayDeque<>();
    private boolean returns;

    /** A method of the machine. */
    final class Body {
        final Procedure procedure;
        final ClassFiles.Found method;
        final Block start = graph.block();
        final int number;

        /** What parts of arguments are: registers, or the same node in all calls. */
        final List<Node> parts = new ArrayList<>();

        Node[] arguments;
        final Node result;
        final Map<RawCode.RawBlock, Head> heads = new HashMap<>();

        Body(Procedure procedure, ClassFiles.Found method) {
            this.procedure = procedure;
            this.method = method;
            this.number = newState(start);
            ClassDesc type = method.method().methodTypeSymbol().returnType();
            this.result = type.equals(ConstantDescs.CD_void) ? null : register(type);
            if (result != null && result.isReference()) {
                result.outer = reading.facts.has(new Restart.Facts.Outer(procedure));
            }
        }
    }

    /** The head of a loop that is a state. */
    final class Head {
        final Block start = graph.block();
        final int number = newState(start);
        final List<Node> parts = new ArrayList<>();
        Frame frame;
    }

    Machine(MethodReader caller, Calls calls) {
        this.caller = caller;
        this.calls = calls;
        this.reading = caller.reading;
        this.graph = caller.graph;
        this.first = graph.nodeCount();
        this.before = caller.block;
        this.head = graph.block();
        this.dispatch = graph.block();
        this.exit = graph.block();
        this.state = register(ConstantDescs.CD_int);
        edges.add(new IdentityHashMap<>());
        before.exit = Exit.to(head);
        head.before.add(before);
        for (int s = 0; s < STACKS; s++) {
            lengths[s] = initial(graph.constant(SMALLEST));
            stack[s] = register(TYPES[s]);
            edges.getFirst().put(stack[s], initial(graph.typed(Op.NEW_ARRAY, TYPES[s], null, lengths[s])));
            top[s] = register(ConstantDescs.CD_int);
            edges.getFirst().put(top[s], initial(graph.constant(s == 1 ? 1 : 0)));
            grown[s] = graph.typed(Op.PHI, TYPES[s], null);
            grown[s].line = caller.line;
        }
    }

    private Node initial(Node n) {
        n.line = caller.line;
        return graph.add(before, n);
    }

    private Node register(ClassDesc type) {
        Node phi = graph.typed(Op.PHI, type, Reading.GROWS);
        if (phi.isReference()) {
            phi.type = type;
        }
        phi.line = caller.line;
        registers.add(phi);
        return graph.add(head, phi);
    }

    private int newState(Block target) {
        states.add(target);
        return states.size();
    }

    // ---- from outside ----

    /** Runs the machine from a call of one of its methods on; false when that never returns. */
    boolean run(Procedure procedure, ClassFiles.Found callee, Node[] arguments) {
        Body main = body(procedure, callee, arguments);
        Map<Node, Node> start = edges.getFirst();
        pass(main, arguments, start);
        start.put(state, initial(graph.constant(main.number)));
        while (!unread.isEmpty()) {
            read(unread.removeFirst());
        }
        finish();
        if (!returns) {
            return false;
        }
        caller.block = exit;
        if (main.result != null) {
            caller.frame.push(main.result);
        }
        return true;
    }

    private void read(Body body) {
        reading.enter(body.procedure, caller.line);
        MethodReader reader = new MethodReader(reading, body.method, caller.line);
        reader.machine = this;
        reader.body = body;
        reader.readIn(body.start, body.arguments, top);
        reading.inside.removeLast();
    }

    private Body body(Procedure procedure, ClassFiles.Found callee, Node[] arguments) {
        Body known = bodies.get(procedure);
        if (known != null) {
            return known;
        }
        Body body = new Body(procedure, callee);
        bodies.put(procedure, body);
        for (Node part : parts(arguments)) {
            boolean varies = reading.facts.has(new Restart.Facts.Varying(procedure, body.parts.size()));
            body.parts.add(isFixed(part) && !varies ? part : register(part));
        }
        body.arguments = rebuild(arguments, body.parts, body.start);
        unread.add(body);
        return body;
    }

    private Node register(Node like) {
        Node phi = register(
                like.isReference()
                        ? (like.type == null ? ConstantDescs.CD_Object : like.type)
                        : like.kind.upperBound());
        phi.outer = like.outer;
        return phi;
    }

    private boolean isFixed(Node n) {
        return n.id < first || n.block == null || n.block == graph.entry;
    }

    /** Notes what arguments' parts are on an edge. */
    private void pass(Body body, Node[] arguments, Map<Node, Node> edge) {
        List<Node> values = parts(arguments);
        for (int i = 0; i < values.size(); i++) {
            Node part = body.parts.get(i);
            if (registers.contains(part)) {
                set(edge, part, values.get(i));
            } else if (part != values.get(i)) {
                reading.facts.learn(new Restart.Facts.Varying(body.procedure, i));
            }
        }
    }

    private void set(Map<Node, Node> edge, Node register, Node value) {
        edge.put(register, value);
        if (register.isReference()) {
            Worlds.join(caller, register, value);
        }
    }

    // ---- from the methods ----

    /** A call in a method of the machine: keeps what is needed after it, goes to the method, and comes back. */
    void call(MethodReader reader, Procedure procedure, ClassFiles.Found callee, Node[] arguments) {
        reader.cutLoops();
        Body to = body(procedure, callee, arguments);
        Map<Node, Node> edge = new IdentityHashMap<>();
        pass(to, arguments, edge);
        Frame live = reader.liveFrame();
        List<Node> kept = new ArrayList<>();
        for (Node part : parts(live.all())) {
            if (!isFixed(part) && !part.isConstant()) {
                kept.add(part);
            }
        }
        int[] counts = new int[STACKS];
        for (Node part : kept) {
            int s = stackOf(part);
            push(reader, s, counts[s]++, part);
        }
        Block back = graph.block();
        push(reader, 1, counts[1]++, reader.constant(newState(back)));
        for (int s = 0; s < STACKS; s++) {
            largest[s] = Math.max(largest[s], counts[s]);
            Node now = reader.top(s);
            edge.put(
                    top[s],
                    counts[s] == 0
                            ? now
                            : reader.add(Op.ADD, TypeKind.INT, null, null, now, reader.constant(counts[s])));
        }
        jump(reader.block, reader.constant(to.number), edge);
        comeBack(reader, back, live, kept, counts);
        if (to.result != null) {
            reader.frame.push(to.result);
        }
    }

    private void push(MethodReader reader, int s, int offset, Node value) {
        Node at = offset(reader, reader.top(s), offset);
        Node stored = value.kind == TypeKind.FLOAT ? reader.add(Op.CONVERT, TypeKind.DOUBLE, null, null, value) : value;
        reader.add(Op.STORE, TypeKind.VOID, null, null, grown[s], at, stored);
    }

    private static Node offset(MethodReader reader, Node base, int by) {
        return by == 0 ? base : reader.add(Op.ADD, TypeKind.INT, null, null, base, reader.constant(by));
    }

    private void comeBack(MethodReader reader, Block back, Frame live, List<Node> kept, int[] counts) {
        reader.block = back;
        // The return took the number of the state off already.
        counts[1]--;
        Node[] tops = new Node[STACKS];
        for (int s = 0; s < STACKS; s++) {
            tops[s] = counts[s] == 0
                    ? top[s]
                    : reader.add(Op.SUB, TypeKind.INT, null, null, top[s], reader.constant(counts[s]));
        }
        int[] at = new int[STACKS];
        Map<Node, Node> restored = new IdentityHashMap<>();
        for (Node part : kept) {
            int s = stackOf(part);
            restored.put(part, restore(reader, s, offset(reader, tops[s], at[s]++), part));
        }
        List<Node> parts = new ArrayList<>();
        for (Node part : parts(live.all())) {
            Node again = restored.get(part);
            if (again == null) {
                again = isFixed(part) ? part : reader.add(graph.node(part.op, part.kind, part.type, part.data));
                again.outer = part.outer;
            }
            parts.add(again);
        }
        reader.frame.setAll(live, rebuild(live.all(), parts, back));
        for (int s = 0; s < STACKS; s++) {
            reader.setTop(s, tops[s]);
        }
    }

    private Node restore(MethodReader reader, int s, Node at, Node like) {
        if (like.isReference()) {
            Node any = reader.add(Op.LOAD, TypeKind.REFERENCE, ConstantDescs.CD_Object, null, grown[s], at);
            any.outer = like.outer;
            Node cast = reader.add(Op.CAST, TypeKind.REFERENCE, like.type, null, any);
            cast.outer = like.outer;
            return cast;
        }
        Node n = reader.add(Op.LOAD, s == 0 ? TypeKind.DOUBLE : like.kind, null, null, grown[s], at);
        return like.kind == TypeKind.FLOAT ? reader.add(Op.CONVERT, TypeKind.FLOAT, null, null, n) : n;
    }

    private static int stackOf(Node n) {
        return switch (n.kind) {
            case DOUBLE, FLOAT -> 0;
            case LONG -> 2;
            case REFERENCE -> n.outer ? 4 : 3;
            default -> 1;
        };
    }

    /** The end of a method of the machine. */
    void returns(MethodReader reader, Node value) {
        returns = true;
        Node result = reader.body.result;
        Map<Node, Node> edge = new IdentityHashMap<>();
        if (result != null) {
            boolean other = value.isReference() && !value.isNull() && value.outer && !result.outer;
            if (other && !Worlds.isAlike(reader, value)) {
                reading.facts.learn(new Restart.Facts.Outer(reader.body.procedure));
            }
            set(edge, result, value);
        }
        Node last = reader.add(Op.SUB, TypeKind.INT, null, null, reader.top(1), reader.constant(1));
        Node next = reader.add(Op.LOAD, TypeKind.INT, null, null, grown[1], last);
        for (int s = 0; s < STACKS; s++) {
            edge.put(top[s], s == 1 ? last : reader.top(s));
        }
        jump(reader.block, next, edge);
    }

    /** A way to the head of a loop that has calls of the machine's methods in it. */
    void loop(MethodReader reader, RawCode.RawBlock raw, Block from, Frame frame, Frame whole) {
        Head at = reader.body.heads.computeIfAbsent(raw, _ -> new Head());
        List<Node> values = parts(frame.all());
        if (at.frame != null && !sameFunctions(at.frame.all(), frame.all())) {
            throw Text.refusal(
                    reader.line,
                    "a loop around calls of " + reader.method.name() + ", which calls itself, changes a lambda",
                    "keep the lambda in a final variable before the loop");
        }
        if (at.frame == null) {
            at.frame = frame;
            for (Node part : values) {
                boolean assigned =
                        reading.facts.has(new Restart.Facts.Assigned(reader.body.procedure, raw.from, at.parts.size()));
                at.parts.add(isFixed(part) && !assigned ? part : register(part));
            }
            Frame start = reader.emptyFrame();
            start.setAll(frame, rebuild(frame.all(), at.parts, at.start));
            reader.startLoop(raw, at.start, start, top);
        }
        Map<Node, Node> edge = new IdentityHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            Node part = at.parts.get(i);
            if (registers.contains(part)) {
                set(edge, part, values.get(i));
            } else if (part != values.get(i)) {
                reading.facts.learn(new Restart.Facts.Assigned(reader.body.procedure, raw.from, i));
            }
        }
        for (int s = 0; s < STACKS; s++) {
            edge.put(top[s], reader.top(whole, s));
        }
        Node number = graph.constant(at.number);
        number.line = reader.line;
        graph.add(from, number);
        jump(from, number, edge);
    }

    private void jump(Block from, Node number, Map<Node, Node> edge) {
        edge.put(state, number);
        for (int s = 0; s < STACKS; s++) {
            edge.put(stack[s], grown[s]);
        }
        from.exit = Exit.to(head);
        head.before.add(from);
        edges.add(edge);
    }

    // ---- the parts of values: what lambdas have captured instead of the lambdas ----

    private static boolean sameFunctions(Node[] a, Node[] b) {
        boolean same = a.length == b.length;
        for (int i = 0; i < a.length && same; i++) {
            boolean function = a[i].op == Op.CLOSURE || b[i].op == Op.CLOSURE;
            same = !function || Procedure.shape(a[i]).equals(Procedure.shape(b[i]));
        }
        return same;
    }

    private static List<Node> parts(Node[] values) {
        List<Node> all = new ArrayList<>();
        for (Node v : values) {
            parts(v, all);
        }
        return all;
    }

    private static void parts(Node n, List<Node> into) {
        if (n.op == Op.CLOSURE) {
            for (Node captured : n.in) {
                parts(captured, into);
            }
        } else {
            into.add(n);
        }
    }

    private Node[] rebuild(Node[] like, List<Node> parts, Block at) {
        Deque<Node> rest = new ArrayDeque<>(parts);
        Node[] all = new Node[like.length];
        for (int i = 0; i < like.length; i++) {
            all[i] = rebuild(like[i], rest, at);
        }
        return all;
    }

    private Node rebuild(Node like, Deque<Node> rest, Block at) {
        if (like.op != Op.CLOSURE) {
            return rest.removeFirst();
        }
        Node[] in = new Node[like.in.length];
        for (int k = 0; k < in.length; k++) {
            in[k] = rebuild(like.in[k], rest, at);
        }
        Node closure = graph.node(Op.CLOSURE, like.kind, like.type, like.data, in);
        closure.line = like.line;
        closure.outer = like.outer;
        return graph.add(at, closure);
    }

    // ---- the loop itself ----

    private void finish() {
        for (Node r : registers) {
            r.in = new Node[edges.size()];
            for (int k = 0; k < r.in.length; k++) {
                Node value = edges.get(k).get(r);
                r.in[k] = value != null ? value : k == 0 ? initial(zero(r)) : r;
            }
        }
        Block at = head;
        Block normal = caller.block;
        for (int s = 0; s < STACKS; s++) {
            Block joined = s == STACKS - 1 ? dispatch : graph.block();
            graph.add(joined, grown[s]);
            if (largest[s] > 0) {
                lengths[s].data = Math.max(SMALLEST, 2 * largest[s]);
                grow(s, at, joined);
            } else {
                at.exit = Exit.to(joined);
                joined.before.add(at);
                grown[s].in = new Node[] {stack[s]};
            }
            at = joined;
        }
        caller.block = normal;
        int[] keys = new int[states.size()];
        Block[] targets = new Block[keys.length + 1];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = k + 1;
            targets[k] = states.get(k);
        }
        targets[keys.length] = exit;
        dispatch.exit = Exit.choice(state, keys, targets);
        for (Block target : targets) {
            target.before.add(dispatch);
        }
    }

    private Node zero(Node like) {
        Object value = switch (like.kind) {
            case DOUBLE -> 0.0;
            case FLOAT -> 0f;
            case LONG -> 0L;
            case REFERENCE -> null;
            default -> 0;
        };
        return graph.node(Op.CONST, like.kind, null, value);
    }

    private void grow(int s, Block at, Block joined) {
        caller.block = at;
        Node needed = caller.add(Op.ADD, TypeKind.INT, null, null, top[s], caller.constant(largest[s]));
        Node length = caller.add(Op.LENGTH, TypeKind.INT, null, null, stack[s]);
        Block longer = graph.block();
        at.exit = Exit.branch(Opcode.IF_ICMPLE, new Node[] {needed, length}, joined, longer);
        joined.before.add(at);
        longer.before.add(at);
        caller.block = longer;
        Node[] old = {stack[s]};
        calls.inline(Library.find(reading.files, "grow", old), old);
        Node more = caller.frame.pop();
        caller.block.exit = Exit.to(joined);
        joined.before.add(caller.block);
        grown[s].in = new Node[] {stack[s], more};
    }
}
