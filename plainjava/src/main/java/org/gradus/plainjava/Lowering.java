package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.List;

/** Turns objects that the function makes into values or, where they are kept in arrays and other objects, into arrays. */
final class Lowering {
    private final Reading reading;
    private final Graph graph;

    /** Where nodes go. */
    private List<Node> into;

    private Block block;

    private Lowering(Reading reading) {
        this.reading = reading;
        this.graph = reading.graph;
    }

    static void run(Reading reading) {
        Scalars.dissolve(reading);
        new Lowering(reading).lower();
        reading.graph.normalize();
        SmallArrays.dissolve(reading.graph);
    }

    private void lower() {
        for (Block b : graph.blocks) {
            List<Node> old = new ArrayList<>(b.nodes);
            b.nodes.clear();
            into = b.nodes;
            block = b;
            for (Node n : old) {
                if (n.isReference() && !n.outer) {
                    ClassDesc type = Layout.type(reading, n.type);
                    if (n.op != Op.NEW_OBJECT) {
                        n.type = type;
                    }
                }
                lower(n);
            }
        }
    }

    private void lower(Node n) {
        switch (n.op) {
            case NEW_OBJECT -> create(n);
            case GET -> get(n);
            case PUT -> put(n);
            case INSTANCE_OF -> {
                if (!n.in[0].outer && !n.in[0].isNull()) {
                    n.in[0] = typed(n, n.in[0], Layout.OBJECTS);
                }
                into.add(n);
            }
            default -> into.add(n);
        }
    }

    private Node add(Node like, Op op, TypeKind kind, ClassDesc type, Object data, Node... in) {
        Node n = graph.node(op, kind, type, data, in);
        n.line = like.line;
        n.block = block;
        into.add(n);
        return n;
    }

    private Node constant(Node like, int value) {
        return add(like, Op.CONST, TypeKind.INT, null, value);
    }

    private Node array(Node like, ClassDesc type, int length) {
        return add(like, Op.NEW_ARRAY, TypeKind.REFERENCE, type, null, constant(like, length));
    }

    private void create(Node n) {
        Class<?> type = reading.files.type(n.type);
        boolean plain = Layout.isPlain(reading, type);
        n.op = Op.NEW_ARRAY;
        n.in = new Node[] {constant(n, Layout.count(reading, type, plain ? 1 : 0))};
        ClassDesc own = n.type;
        n.type = plain ? Layout.DOUBLES : Layout.OBJECTS;
        into.add(n);
        if (plain) {
            return;
        }
        Node tag = add(n, Op.CONST, TypeKind.REFERENCE, ConstantDescs.CD_Class, own);
        tag.outer = true;
        add(n, Op.STORE, TypeKind.VOID, null, null, n, constant(n, 0), tag);
        for (int part = 1; part <= 3; part++) {
            int count = Layout.count(reading, type, part);
            if (count > 0) {
                Node values = array(n, Layout.partType(part), count);
                add(n, Op.STORE, TypeKind.VOID, null, null, n, constant(n, part), values);
            }
        }
    }

    /** The array that holds a field of an object. */
    private Node part(Node like, Node object, Field f) {
        Class<?> owner = reading.files.type(f.owner());
        if (Layout.isPlain(reading, owner)) {
            return typed(like, object, Layout.DOUBLES);
        }
        Node whole = typed(like, object, Layout.OBJECTS);
        int part = Layout.part(f);
        if (part == 0) {
            return whole;
        }
        Node values =
                add(like, Op.LOAD, TypeKind.REFERENCE, ConstantDescs.CD_Object, null, whole, constant(like, part));
        return add(like, Op.CAST, TypeKind.REFERENCE, Layout.partType(part), null, values);
    }

    private Node typed(Node like, Node object, ClassDesc type) {
        if (object.type != null && object.type.equals(type)) {
            return object;
        }
        return add(like, Op.CAST, TypeKind.REFERENCE, type, null, object);
    }

    private void get(Node n) {
        Field f = (Field) n.data;
        Node from = part(n, n.in[0], f);
        Node at = constant(n, Layout.index(reading, f));
        n.data = null;
        if (n.kind == TypeKind.FLOAT) {
            Node wide = add(n, Op.LOAD, TypeKind.DOUBLE, null, null, from, at);
            n.op = Op.CONVERT;
            n.in = new Node[] {wide};
        } else if (n.isReference()) {
            Node any = add(n, Op.LOAD, TypeKind.REFERENCE, ConstantDescs.CD_Object, null, from, at);
            n.op = Op.CAST;
            n.in = new Node[] {any};
        } else {
            n.op = Op.LOAD;
            n.in = new Node[] {from, at};
        }
        into.add(n);
    }

    private void put(Node n) {
        Field f = (Field) n.data;
        Node to = part(n, n.in[0], f);
        Node value = n.in[1];
        if (value.kind == TypeKind.FLOAT) {
            value = add(n, Op.CONVERT, TypeKind.DOUBLE, null, null, value);
        }
        Node at = constant(n, Layout.index(reading, f));
        n.op = Op.STORE;
        n.data = null;
        n.in = new Node[] {to, at, value};
        into.add(n);
    }
}
