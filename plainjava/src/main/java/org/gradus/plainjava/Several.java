package org.gradus.plainjava;

import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/** Calls a function of several arguments with parts of one vector. */
final class Several {
    private final MethodReader reader;
    private final int[] lengths;

    Several(MethodReader reader, int[] lengths) {
        this.reader = reader;
        this.lengths = lengths;
    }

    MethodReader.Result read(ClassDesc type, MethodTypeDesc apply, Node f, Node x) {
        Objects objects = new Objects(reader);
        Calls calls = new Calls(reader, objects);
        reader.frame = new Frame(new Node[0], new ArrayList<>());
        List<Node> arguments = new ArrayList<>(List.of(f));
        int at = 0;
        for (int length : lengths) {
            if (length < 0) {
                Node number = reader.typed(Op.LOAD, ConstantDescs.CD_double, null, x, reader.constant(at));
                arguments.add(Boxes.adapt(reader, objects, number, ConstantDescs.CD_Object));
            } else {
                Node[] range = {x, reader.constant(at), reader.constant(at + length)};
                calls.inline(Library.find(reader.reading.files, "copyOfRange", range), range);
                arguments.add(reader.frame.pop());
            }
            at += Math.abs(length);
        }
        Call call = new Call(Opcode.INVOKEINTERFACE, type, "apply", apply, true);
        boolean returns = calls.call(call, arguments.toArray(Node[]::new));
        return returns
                ? new MethodReader.Result(reader.block, reader.frame.pop())
                : new MethodReader.Result(null, null);
    }
}
