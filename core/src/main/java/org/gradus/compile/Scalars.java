package org.gradus.compile;

/** What generated code calls where one instruction does not do: choices and comparisons, without branches of its own. */
final class Scalars {
    private Scalars() {}

    static double select(int condition, double x, double y) {
        return condition != 0 ? x : y;
    }

    static float select(int condition, float x, float y) {
        return condition != 0 ? x : y;
    }

    static long select(int condition, long x, long y) {
        return condition != 0 ? x : y;
    }

    static int select(int condition, int x, int y) {
        return condition != 0 ? x : y;
    }

    static int equal(double x, double y) {
        return x == y ? 1 : 0;
    }

    static int notEqual(double x, double y) {
        return x != y ? 1 : 0;
    }

    static int less(double x, double y) {
        return x < y ? 1 : 0;
    }

    static int lessOrEqual(double x, double y) {
        return x <= y ? 1 : 0;
    }

    static int equal(long x, long y) {
        return x == y ? 1 : 0;
    }

    static int notEqual(long x, long y) {
        return x != y ? 1 : 0;
    }

    static int less(long x, long y) {
        return x < y ? 1 : 0;
    }

    static int lessOrEqual(long x, long y) {
        return x <= y ? 1 : 0;
    }

    static double relu(double x) {
        return x <= 0 ? 0 : x;
    }
}
