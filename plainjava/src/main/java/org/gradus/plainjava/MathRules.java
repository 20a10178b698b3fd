package org.gradus.plainjava;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;

/**
 * The derivative rules: how a change t of an operand, or the adjoint t of a result, passes through one operation. Both modes
 * take the same product t·∂, since operations on numbers have one result.
 *
 * <p>At kinks: |·|' = 0 at 0, the maximum of equal arguments has half the derivative of each, floor, ceil, rint, signum and
 * ulp have derivative 0. A zero t annihilates an infinite derivative, as of sqrt at 0.
 */
final class MathRules {
    private static final Set<String> FUNCTIONS = Set.of(
            "sin",
            "cos",
            "tan",
            "asin",
            "acos",
            "atan",
            "exp",
            "log",
            "log10",
            "sqrt",
            "cbrt",
            "sinh",
            "cosh",
            "tanh",
            "expm1",
            "log1p",
            "abs",
            "toRadians",
            "toDegrees",
            "atan2",
            "hypot",
            "pow",
            "max",
            "min",
            "IEEEremainder",
            "copySign",
            "nextAfter",
            "nextUp",
            "nextDown",
            "fma",
            "scalb",
            "signum",
            "floor",
            "ceil",
            "rint",
            "ulp");

    /** Functions whose derivative is zero by definition, away from their jumps. */
    static final Set<String> STEPS = Set.of("signum", "floor", "ceil", "rint", "ulp");

    private final Graph graph;

    MathRules(Graph graph) {
        this.graph = graph;
    }

    static boolean has(Call call) {
        return FUNCTIONS.contains(call.name());
    }

    /** Whether an operand has any influence to first order. */
    static boolean passes(Node n, int operand) {
        if (!n.in[operand].isReal()) {
            return false;
        }
        return switch (n.op) {
            case MATH -> {
                String name = ((Call) n.data).name();
                boolean first = name.equals("copySign") || name.startsWith("next") || name.equals("scalb");
                yield !STEPS.contains(name) && (operand == 0 || !first);
            }
            case HELPER -> n.data != Helper.SHARE;
            case CONVERT -> n.isReal();
            case ADD, SUB, MUL, DIV, REM, NEG, PHI -> true;
            case LINK -> operand < 2;
            default -> false;
        };
    }

    /** t·∂n/∂operand, as a tree of new nodes over t and the operands and result of n. */
    Node pass(Node n, int k, Node t) {
        return switch (n.op) {
            case ADD, CONVERT, PHI -> t;
            case LINK -> k == 0 ? t : scale(n.in[2], t);
            case SUB -> k == 0 ? t : neg(t);
            case NEG -> neg(t);
            case MUL -> mul(t, real(n.in[1 - k]));
            case DIV -> k == 0 ? div(t, x(n, 1)) : neg(mul(div(t, x(n, 1)), real(n)));
            case REM -> k == 0 ? t : neg(mul(t, rint(div(sub(x(n, 0), real(n)), x(n, 1)))));
            case HELPER -> helper(n, k, t);
            case MATH -> math(n, k, t, ((Call) n.data).name());
            default -> throw new IllegalStateException("no rule of " + n);
        };
    }

    private Node math(Node n, int k, Node t, String name) {
        Node x = x(n, 0);
        Node v = real(n);
        return switch (name) {
            case "sin" -> mul(t, call("cos", x));
            case "cos" -> neg(mul(t, call("sin", x)));
            case "tan" -> mul(t, add(one(), mul(v, v)));
            case "asin" -> quotient(t, call("sqrt", mul(sub(one(), x), add(one(), x))));
            case "acos" -> neg(quotient(t, call("sqrt", mul(sub(one(), x), add(one(), x)))));
            case "atan" -> div(t, add(one(), mul(x, x)));
            case "exp" -> mul(t, v);
            case "log" -> quotient(t, x);
            case "log10" -> quotient(t, mul(x, number(Math.log(10))));
            case "sqrt" -> quotient(t, add(v, v));
            case "cbrt" -> quotient(t, mul(number(3), mul(v, v)));
            case "sinh" -> mul(t, call("cosh", x));
            case "cosh" -> mul(t, call("sinh", x));
            case "tanh" -> mul(t, mul(sub(one(), v), add(one(), v)));
            case "expm1" -> mul(t, call("exp", x));
            case "log1p" -> quotient(t, add(one(), x));
            case "abs" -> mul(t, call("signum", x));
            case "toRadians", "toDegrees" -> call(name, t);
            case "nextUp", "nextDown", "nextAfter" -> t;
            case "scalb" -> linearScalb(n, t);
            case "copySign" -> mul(t, mul(call("signum", x), signOf(v)));
            case "fma" -> k == 2 ? t : mul(t, x(n, 1 - k));
            case "max" -> mul(t, share(x(n, k), x(n, 1 - k)));
            case "min" -> mul(t, share(x(n, 1 - k), x(n, k)));
            case "atan2" -> angle(n, k, t);
            case "hypot" -> quotient(mul(t, x(n, k)), v);
            case "pow" -> k == 0 ? power(n, t) : scale(two(Helper.TIMES_LOG, v, x), t);
            case "IEEEremainder" -> k == 0 ? t : neg(mul(t, rint(div(sub(x, v), x(n, 1)))));
            default -> throw new IllegalStateException("no rule of " + name);
        };
    }

    private Node power(Node n, Node t) {
        Node exponent = n.in[1];
        if (exponent.isConstant()) {
            double y = ((Number) exponent.data).doubleValue();
            if (y == 2) {
                return mul(t, add(x(n, 0), x(n, 0)));
            }
            if (y == 3) {
                return mul(t, mul(number(3), mul(x(n, 0), x(n, 0))));
            }
        }
        return scale(two(Helper.POWER_SLOPE, x(n, 0), x(n, 1)), t);
    }

    private Node angle(Node n, int k, Node t) {
        Node square = add(mul(x(n, 0), x(n, 0)), mul(x(n, 1), x(n, 1)));
        Node part = quotient(mul(t, x(n, 1 - k)), square);
        return k == 0 ? part : neg(part);
    }

    private Node linearScalb(Node n, Node t) {
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor("(DI)D");
        return graph.node(
                Op.MATH,
                TypeKind.DOUBLE,
                null,
                new Call(Opcode.INVOKESTATIC, Helper.MATH, "scalb", type, false),
                t,
                n.in[1]);
    }

    private Node signOf(Node v) {
        return graph.node(
                Op.MATH,
                TypeKind.DOUBLE,
                null,
                new Call(Opcode.INVOKESTATIC, Helper.MATH, "copySign", Helper.BINARY, false),
                one(),
                v);
    }

    private Node helper(Node n, int k, Node t) {
        Node a = n.in[0];
        Node b = n.in[1];
        return switch ((Helper) n.data) {
            case SCALE -> k == 0 ? mul(t, b) : scale(a, t);
            case QUOTIENT -> k == 0 ? quotient(t, b) : neg(scale(quotient(t, b), n));
            case POWER_SLOPE ->
                k == 0
                        ? scale(mul(b, two(Helper.POWER_SLOPE, a, sub(b, one()))), t)
                        : scale(powerSlopeInExponent(a, b), t);
            case TIMES_LOG -> k == 0 ? scale(call("log", b), t) : scale(quotient(a, b), t);
            case SHARE -> throw new IllegalStateException("steps have no derivative");
        };
    }

    private Node powerSlopeInExponent(Node x, Node y) {
        Node power = call2("pow", x, sub(y, one()));
        return add(power, mul(y, two(Helper.TIMES_LOG, power, x)));
    }

    // ---- building trees ----

    /** A node as a double. */
    Node real(Node n) {
        return n.kind == TypeKind.FLOAT ? graph.node(Op.CONVERT, TypeKind.DOUBLE, null, null, n) : n;
    }

    private Node x(Node n, int k) {
        return real(n.in[k]);
    }

    Node number(double value) {
        return graph.constant(value);
    }

    private Node one() {
        return number(1);
    }

    private Node binary(Op op, Node a, Node b) {
        return graph.node(op, TypeKind.DOUBLE, null, null, a, b);
    }

    Node add(Node a, Node b) {
        return binary(Op.ADD, a, b);
    }

    private Node sub(Node a, Node b) {
        return binary(Op.SUB, a, b);
    }

    private Node mul(Node a, Node b) {
        return binary(Op.MUL, a, b);
    }

    private Node div(Node a, Node b) {
        return binary(Op.DIV, a, b);
    }

    Node neg(Node a) {
        return graph.node(Op.NEG, TypeKind.DOUBLE, null, null, a);
    }

    private Node rint(Node a) {
        return call("rint", a);
    }

    private Node call(String name, Node a) {
        return graph.node(
                Op.MATH,
                TypeKind.DOUBLE,
                null,
                new Call(Opcode.INVOKESTATIC, Helper.MATH, name, Helper.UNARY, false),
                a);
    }

    private Node call2(String name, Node a, Node b) {
        return graph.node(
                Op.MATH,
                TypeKind.DOUBLE,
                null,
                new Call(Opcode.INVOKESTATIC, Helper.MATH, name, Helper.BINARY, false),
                a,
                b);
    }

    private Node two(Helper helper, Node a, Node b) {
        return graph.node(Op.HELPER, TypeKind.DOUBLE, null, helper, a, b);
    }

    private Node scale(Node c, Node t) {
        return two(Helper.SCALE, c, t);
    }

    private Node quotient(Node t, Node x) {
        return two(Helper.QUOTIENT, t, x);
    }

    private Node share(Node a, Node b) {
        return two(Helper.SHARE, a, b);
    }
}
