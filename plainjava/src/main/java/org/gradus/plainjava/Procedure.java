package org.gradus.plainjava;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A method as it is called: for functional arguments with what they call, so that a method that is given different functions
 * is another one for each.
 *
 * @param owner the class that declares the method
 * @param method its name and descriptor
 * @param shapes what is known of each argument
 */
record Procedure(Class<?> owner, String method, List<Object> shapes) {

    static Procedure of(ClassFiles.Found callee, Node[] arguments) {
        String method = callee.method().methodName().stringValue()
                + callee.method().methodType().stringValue();
        return new Procedure(
                callee.owner(),
                method,
                Stream.of(arguments).map(Procedure::shape).toList());
    }

    static Object shape(Node n) {
        if (n.op == Op.CLOSURE) {
            List<Object> all = new ArrayList<>();
            all.add(n.data);
            for (Node captured : n.in) {
                all.add(shape(captured));
            }
            return all;
        }
        if (n.isNull()) {
            return "null";
        }
        return n.isReference() ? (n.outer ? "outside" : "inside") : n.kind;
    }
}
