package org.gradus.plainjava;

import java.util.Random;

/** Writes random methods {@code static double fN(double[] x)}: loops, branches, arrays, records, helpers, aliases. */
final class RandomMethods {
    private static final String[] VARIABLES = {"a", "b", "c", "d"};
    private static final String[] ARRAYS = {"u", "v", "w"};

    private final Random random;
    private final StringBuilder code = new StringBuilder();
    private int depth;
    private int loops;
    private int labels;

    RandomMethods(long seed) {
        random = new Random(seed);
    }

    /** A class of some methods, numbered from 0. */
    static String classOf(String name, long seed, int methods) {
        StringBuilder all = new StringBuilder("import java.util.Arrays;\npublic class " + name + " {\n");
        all.append("  record P(double s, double t) { P mix(double q) { return new P(t * q, s - q); } }\n");
        all.append(
                "  static final class M { double total; int n; void add(double v) { total = 0.7 * total + v; n++; } }\n");
        all.append(
                "  static double helper(double p, double q) { if (p > q) { return Math.sin(p) * q; } return p - 0.3 * q * q; }\n");
        all.append(
                "  static double sum(double... z) { double s = 0; for (double e : z) { s += e * (1 - s); } return s; }\n");
        all.append(
                "  static void fill(double[] z, double q) { for (int i = 0; i < z.length; i++) { z[i] = z[i] * 0.5 + q * i; } }\n");
        all.append("  static final double[] WORK = new double[3]; static double kept;\n");
        all.append("  static double down(double p, double q, int n) { if (n <= 0) { return p * q; } ")
                .append(
                        "double h = down(q, 0.5 * p, n - 1); return n % 2 == 0 ? Math.sin(h + p) : h * down(p, h, n - 2) + q; }\n");
        all.append("  static double tie(double[] z, double q, int n) { if (n == 0) { return q; } double s = 0; ")
                .append(
                        "for (int i = 0; i < n; i++) { z[i] = z[i] * 0.8 + 0.1 * q; s += tie(z, 0.6 * q + z[i], n - 1); } return 0.3 * s; }\n");
        all.append("  sealed interface T permits L, N {}\n  record L(double v) implements T {}\n")
                .append("  record N(T l, T r, double w) implements T {}\n");
        all.append(
                "  static T grow(double p, int n) { return n <= 0 ? new L(p) : new N(grow(0.7 * p, n - 1), grow(p * p, n - 2), p); }\n");
        all.append("  static double fold(T t, double q) { return switch (t) { case L(double v) -> v * q; ")
                .append("case N(T l, T r, double w) -> fold(l, 0.5 * q + w) - 0.4 * fold(r, q * w); }; }\n");
        all.append(
                        "  static double guarded(double q) { try { if (q < 0.1) { throw new ArithmeticException(\"q \" + q); } ")
                .append("return Math.sqrt(q); } catch (ArithmeticException e) { return q * q + 0.3; } }\n");
        for (int i = 0; i < methods; i++) {
            all.append(new RandomMethods(seed * 1_000_003 + i).method("f" + i));
        }
        return all.append("}\n").toString();
    }

    private String method(String name) {
        code.append("  public static double ").append(name).append("(double[] x) {\n");
        code.append("    kept = 0.4; Arrays.fill(WORK, x[2]);\n");
        code.append(
                "    double a = x[0], b = x[1], c = x[2], d = 0.3;\n    int k = 1;\n    P p = new P(x[1], 0.5);\n    M m = new M();\n");
        code.append(
                "    double[] u = x.clone(), v = new double[3], w = {0.1, x[0] * x[2], 0.7};\n    double[][] g = {u, w, {0.2, 0.4, x[1]}};\n");
        int n = 4 + random.nextInt(7);
        for (int i = 0; i < n; i++) {
            statement();
        }
        code.append(
                "    return a + 2 * b - c * d + u[0] * v[1] + w[2] + u[1] - v[2] * w[0] + p.s() * p.t() + 0.1 * m.total + g[1][2] + k;\n  }\n");
        return code.toString();
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    private String index() {
        return loops > 0 && random.nextInt(3) > 0
                ? "(i" + (1 + random.nextInt(loops)) + " + " + random.nextInt(3) + ") % 3"
                : "" + random.nextInt(3);
    }

    private String place() {
        return switch (random.nextInt(7)) {
            case 6 -> "WORK[" + index() + "]";
            case 0, 1, 2 -> pick(VARIABLES);
            case 3, 4 -> pick(ARRAYS) + "[" + index() + "]";
            default -> "g[" + index() + "][" + index() + "]";
        };
    }

    private String value(int nesting) {
        if (nesting == 0) {
            return switch (random.nextInt(9)) {
                case 8 -> "kept";
                case 0 -> "x[" + index() + "]";
                case 1 -> "(" + (random.nextInt(19) - 9) * 0.125 + ")";
                case 2 -> "p." + pick("s", "t") + "()";
                case 3 -> "m.total";
                default -> place();
            };
        }
        String y = value(nesting - 1);
        String z = value(random.nextInt(nesting));
        return switch (random.nextInt(18)) {
            case 0, 1 -> "(" + y + " + " + z + ")";
            case 2 -> "(" + y + " - " + z + ")";
            case 3, 4, 5 -> "(" + y + " * " + z + ")";
            case 6 -> "(" + y + " / (1.5 + " + z + " * " + z + "))";
            case 7 -> "Math.sin(" + y + ")";
            case 8 -> "Math.exp(-Math.abs(" + y + "))";
            case 9 -> "Math.sqrt(1 + " + y + " * " + y + ")";
            case 10 -> "Math.atan(" + y + ")";
            case 11 -> "Math.tanh(" + y + ")";
            case 12 -> "Math.max(" + y + ", " + z + ")";
            case 13 -> "(" + y + " > " + z + " ? " + z + " : 0.5 * " + y + ")";
            case 14 ->
                random.nextInt(3) > 0
                        ? "helper(" + y + ", " + z + ")"
                        : pick(
                                "down(Math.sin(" + y + "), " + z + ", " + random.nextInt(5) + ")",
                                "down(0.5, Math.atan(" + y + "), k)",
                                "tie(" + pick(ARRAYS) + ", Math.sin(" + y + "), " + random.nextInt(3) + ")",
                                "fold(grow(Math.sin(" + y + "), " + random.nextInt(4) + "), Math.atan(" + z + "))",
                                "guarded(" + y + ")");
            case 15 -> "Math.log1p(" + y + " * " + y + ")";
            case 16 -> "(0.9 - " + y + ")";
            default -> "Math.pow(1.2 + " + y + " * " + y + ", 0.5 * Math.cos(" + z + "))";
        };
    }

    private String bounded() {
        return pick("Math.sin(", "Math.tanh(", "Math.atan(", "0.7 * Math.cos(") + value(1 + random.nextInt(3)) + ")";
    }

    private void line(String text) {
        code.append("    ").append("  ".repeat(depth)).append(text).append('\n');
    }

    private void block(int statements) {
        depth++;
        for (int i = 0; i < statements; i++) {
            statement();
        }
        depth--;
    }

    private void statement() {
        int kind = random.nextInt(depth > 2 ? 10 : 20);
        switch (kind) {
            case 0, 1, 2 -> line(place() + " = " + bounded() + ";");
            case 3 -> line(place() + " += 0.3 * " + bounded() + ";");
            case 4 -> line(pick(place() + " *= " + bounded() + ";", "kept = " + bounded() + ";"));
            case 5 ->
                line("p = " + pick("new P(" + value(1) + ", " + bounded() + ")", "p.mix(" + bounded() + ")") + ";");
            case 6 -> line("m.add(" + bounded() + ");");
            case 7 ->
                line(pick(
                        "{ double[] q = u; u = v; v = q; }",
                        "{ double[] q = g[0]; g[0] = g[2]; g[2] = q; }",
                        "w = u.clone();",
                        "v = w;",
                        "g[1] = v;"));
            case 8 ->
                line(pick(
                        "System.arraycopy(u, 0, v, 1, 2);",
                        "Arrays.fill(v, " + bounded() + ");",
                        "fill(w, " + bounded() + ");",
                        "w = Arrays.copyOf(u, 3);"));
            case 9 -> line("k = (k + " + (1 + random.nextInt(3)) + ") % 5;");
            case 10, 11 -> {
                line("if (" + condition() + ") {");
                block(1 + random.nextInt(3));
                if (random.nextBoolean()) {
                    line("} else {");
                    block(1 + random.nextInt(2));
                }
                line("}");
            }
            case 12, 13, 14 -> loop();
            case 15 -> {
                line("switch (k) {");
                line("  case 0: a = " + bounded() + ";");
                line("  case 1: b -= 0.2 * " + bounded() + "; break;");
                line("  case 3: " + pick(ARRAYS) + "[1] = " + bounded() + "; break;");
                line("  default: d = " + bounded() + ";");
                line("}");
            }
            case 16 -> {
                String n = "n" + labels++;
                line("int " + n + " = 0;");
                line("while (" + n + " < 4 && " + value(1) + " < 0.8) {");
                block(1 + random.nextInt(2));
                line("  " + n + "++;");
                line("}");
            }
            case 17 -> smallArray();
            case 18 -> line(place() + " += 0.2 * sum(" + bounded() + ", " + bounded() + ", x[" + index() + "]);");
            default ->
                line(place() + " = switch (k % 3) { case 0 -> " + bounded() + "; case 1 -> { double q = " + bounded()
                        + "; yield q * q; } default -> " + value(1) + " * 0.5; };");
        }
    }

    /** An array that nothing else sees. */
    private void smallArray() {
        String t = "t" + labels;
        String j = "j" + labels++;
        line("double[] " + t + " = {" + bounded() + ", " + bounded() + ", 0.4};");
        line("for (int " + j + " = 0; " + j + " < " + pick(t + ".length", "2", "3") + "; " + j + "++) {");
        line("  " + t + "[" + j + "] = 0.5 * " + t + "[2 - " + j + "] + " + bounded() + ";");
        line("  if (" + condition() + ") { " + t + "[" + random.nextInt(3) + "] *= " + bounded() + "; }");
        line("}");
        line(place() + " = 0.7 * " + t + "[0] - " + t + "[1] * " + t + "[2];");
    }

    private String condition() {
        return switch (random.nextInt(4)) {
            case 0 -> "k > " + random.nextInt(4);
            case 1 -> loops > 0 ? "i" + loops + " % 2 == 0" : "k % 2 == 1";
            case 2 -> value(1) + " > " + value(1) + " && k < 3";
            default -> value(1) + " < " + value(1);
        };
    }

    private void loop() {
        if (loops == 3) {
            line("a = " + bounded() + ";");
            return;
        }
        loops++;
        String i = "i" + loops;
        String label = "l" + labels++;
        line(label + ": "
                + pick(
                        "for (int " + i + " = 0; " + i + " < 3; " + i + "++) {",
                        "for (int " + i + " = 4; " + i + " > 0; " + i + "--) {",
                        "for (int " + i + " = k; " + i + " < 7; " + i + " += 2) {"));
        block(1 + random.nextInt(3));
        if (random.nextInt(3) == 0) {
            line("  if (" + condition() + ") { " + pick("break ", "continue ") + label + "; }");
            block(1);
        }
        line("}");
        loops--;
    }
}
