package org.gradus.plainjava;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Locals and operand stack of a method at one point. */
final class Frame {
    final Node[] locals;
    final List<Node> stack;

    Frame(Node[] locals, List<Node> stack) {
        this.locals = locals;
        this.stack = stack;
    }

    Frame copy() {
        return new Frame(locals.clone(), new ArrayList<>(stack));
    }

    void push(Node n) {
        stack.add(n);
    }

    Node pop() {
        return stack.removeLast();
    }

    /** The last n values, in the order in which they were pushed. */
    Node[] pop(int n) {
        Node[] values = new Node[n];
        for (int i = n - 1; i >= 0; i--) {
            values[i] = pop();
        }
        return values;
    }

    /** All values, in the order of {@link #setAll}. */
    Node[] all() {
        List<Node> values = new ArrayList<>();
        for (Node n : locals) {
            if (n != null) {
                values.add(n);
            }
        }
        values.addAll(stack);
        return values.toArray(Node[]::new);
    }

    /** Takes the shape of another frame, with other values. */
    void setAll(Frame like, Node[] values) {
        int at = 0;
        for (int i = 0; i < like.locals.length; i++) {
            locals[i] = like.locals[i] == null ? null : values[at++];
        }
        stack.clear();
        while (at < values.length) {
            stack.add(values[at++]);
        }
    }

    /** Puts a value in the place of another everywhere. */
    void replace(Node old, Node with) {
        stack.replaceAll(n -> n == old ? with : n);
        for (int i = 0; i < locals.length; i++) {
            if (locals[i] == old) {
                locals[i] = with;
            }
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(locals) + stack;
    }
}
