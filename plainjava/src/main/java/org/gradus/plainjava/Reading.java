package org.gradus.plainjava;

import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.error.SourceLine;

/** What is known while a function and all that it calls become one graph. */
final class Reading {
    /** More than any sensible function has; a guard against explosions of calls in calls. */
    private static final int LARGEST = 60_000;

    private static final int DEEPEST = 200;

    /** Marks a φ at the head of a loop: what comes around is not known while the loop is read. */
    static final Object GROWS = "grows";

    final ClassFiles files;
    final Graph graph;
    final Functions functions;

    /** The classes of which the function makes objects that are followed. */
    final Set<Class<?>> made = new HashSet<>();

    /** Decisions that hold as long as no further class comes up, checked at the end. */
    final List<Runnable> assumptions = new ArrayList<>();

    /** How often the code of a rule's derivatives is being read inside itself. */
    final Map<Rule, Integer> depth = new IdentityHashMap<>();

    /** The methods being read, outermost first. */
    final List<Procedure> inside = new ArrayList<>();

    /** Arrays in static final fields, which are read when a call begins. */
    final Map<Field, Node> tables = new HashMap<>();

    /** What earlier readings of the same function found out. */
    final Restart.Facts facts;

    /** Whether some exceptions are caught. */
    boolean catches;

    Reading(ClassFiles files, Graph graph, Functions functions) {
        this.files = files;
        this.graph = graph;
        this.functions = functions;
        this.facts = functions.facts;
    }

    void enter(Procedure procedure, SourceLine line) {
        if (inside.size() > DEEPEST) {
            throw Text.refusal(
                    line,
                    graph.name + " calls methods in methods more than " + DEEPEST + " deep, each with other lambdas",
                    "let the recursive method pass the same lambda on");
        }
        inside.add(procedure);
    }

    void checkSize(SourceLine line) {
        if (graph.nodeCount() > LARGEST) {
            throw Text.refusal(
                    line,
                    graph.name + " is too large with all the methods that it calls: more than " + LARGEST
                            + " operations",
                    "shorten it with loops, or differentiate parts of it");
        }
    }

    /** Whether objects of a class are followed field by field when the function makes them. */
    boolean isFollowed(Class<?> type) {
        return !type.isArray()
                && !type.isPrimitive()
                && (!isLibrary(type) || Boxes.TYPES.contains(type))
                && !Throwable.class.isAssignableFrom(type)
                && !type.isEnum();
    }

    static boolean isLibrary(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("sun.");
    }

    /** The class of every object that a node can be, where that is certain; else null. */
    Class<?> exact(Node n) {
        return exact(n, new HashSet<>());
    }

    @SuppressWarnings("ReferenceEquality")
    private Class<?> exact(Node n, Set<Node> seen) {
        if (n == null || !seen.add(n)) {
            return null;
        }
        return switch (n.op) {
            case NEW_OBJECT, NEW_OPAQUE -> files.type(n.type);
            case CAPTURE -> functions.capturedClass(n);
            case CAST -> {
                // In code for another class, which never runs for this object, nothing is known.
                Class<?> one = exact(n.in[0], seen);
                yield one != null && files.type(n.type).isAssignableFrom(one) ? one : null;
            }
            case PHI -> {
                if (n.data == GROWS) {
                    yield null;
                }
                Class<?> all = null;
                for (Node operand : n.in) {
                    Class<?> one = operand == n ? all : exact(operand, seen);
                    if (one == null || (all != null && all != one)) {
                        yield null;
                    }
                    all = one;
                }
                yield all;
            }
            default -> null;
        };
    }

    /** The type of a value that is one of several. */
    ClassDesc common(ClassDesc a, ClassDesc b) {
        if (a == null || b == null || a.equals(b)) {
            return a == null ? b : a;
        }
        Class<?> one = files.type(a);
        Class<?> other = files.type(b);
        if (one.isAssignableFrom(other)) {
            return a;
        }
        while (!one.isAssignableFrom(other)) {
            if (other.isAssignableFrom(one)) {
                return b;
            }
            one = one.getSuperclass();
            if (one == null) {
                one = Object.class;
            }
        }
        return ClassFiles.desc(isLibrary(one) ? sharedInterface(files.type(a), other, one) : one);
    }

    /** An interface of the person's that two classes share, if there is one. */
    private Class<?> sharedInterface(Class<?> a, Class<?> b, Class<?> otherwise) {
        for (Class<?> c = a; c != null; c = c.getSuperclass()) {
            for (Class<?> i : c.getInterfaces()) {
                if (i.isAssignableFrom(b) && !isLibrary(i)) {
                    return i;
                }
            }
        }
        return otherwise;
    }
}
