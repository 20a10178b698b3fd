package org.gradus.plainjava;

import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a {@link Block} ends. */
final class Exit {
    enum Kind {
        GOTO,
        /** To target 0 if the branch instruction takes its way, else to target 1. */
        IF,
        /** To the target of the key, else to the last. */
        SWITCH,
        RETURN,
        THROW
    }

    final Kind kind;
    final Opcode branch;
    final int[] keys;
    Node[] in;
    final Block[] targets;

    private Exit(Kind kind, Opcode branch, int[] keys, Node[] in, Block... targets) {
        this.kind = kind;
        this.branch = branch;
        this.keys = keys;
        this.in = in;
        this.targets = targets;
    }

    static Exit to(Block target) {
        return new Exit(Kind.GOTO, null, null, Node.NONE, target);
    }

    static Exit branch(Opcode opcode, Node[] in, Block taken, Block otherwise) {
        return new Exit(Kind.IF, opcode, null, in, taken, otherwise);
    }

    static Exit choice(Node key, int[] keys, Block[] targets) {
        return new Exit(Kind.SWITCH, null, keys, new Node[] {key}, targets);
    }

    static Exit returning(Node... values) {
        return new Exit(Kind.RETURN, null, null, values);
    }

    static Exit throwing(Node thrown) {
        return new Exit(Kind.THROW, null, null, new Node[] {thrown});
    }

    /** An exit of the same kind with other values and targets. */
    Exit copy(Node[] values, Block[] to) {
        return new Exit(kind, branch, keys, values, to);
    }

    List<Block> targets() {
        return new ArrayList<>(Arrays.asList(targets));
    }

    void redirect(int target, Block to) {
        targets[target] = to;
    }

    @Override
    public String toString() {
        return kind + (branch == null ? "" : " " + branch) + " " + Arrays.toString(targets) + " " + Arrays.toString(in);
    }
}
