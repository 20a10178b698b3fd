package org.gradus.plainjava;

/** Turns objects that the function makes into arrays of numbers and references. */
final class Lowering {
    private Lowering() {}

    static void run(Reading reading) {
        for (Block b : reading.graph.blocks) {
            for (Node n : b.nodes) {
                if (n.op == Op.NEW_OBJECT) {
                    throw Text.refusal(n.line, "an object of type " + n.type.displayName() + " is made", "use arrays");
                }
            }
        }
    }
}
