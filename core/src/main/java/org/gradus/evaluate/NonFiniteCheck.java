package org.gradus.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.gradus.array.NdArray;
import org.gradus.error.NonFiniteException;
import org.gradus.error.SourceLine;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Variable;

/**
 * The search for the first operation that makes a NaN or an infinity, off unless a person asks for it. While nobody does, it
 * costs one read of a static field an operation.
 *
 * <p>Coefficients inside a derivative rule may be infinite, since a zero annihilates them; so rules are run quietly, and what
 * they return is looked at.
 */
public final class NonFiniteCheck {
    private static final ScopedValue<Boolean> HERE = ScopedValue.newInstance();
    private static final ScopedValue<Origin> ORIGIN = ScopedValue.newInstance();
    private static final Map<Variable, String> NAMES = Collections.synchronizedMap(new WeakHashMap<>());

    /** Whether anybody asked: everywhere, or in a scope of some thread. */
    private static volatile boolean wanted;

    private static boolean everywhere;
    private static int scopes;

    private NonFiniteCheck() {}

    /**
     * What an operation of derivative code is for.
     *
     * @param name how errors call it, for example {@code derivative of sqrt}
     * @param line the person's line with the operation that is differentiated
     */
    public record Origin(String name, SourceLine line) {}

    /**
     * Turns the search on or off for all threads.
     *
     * @param on whether to look
     */
    public static synchronized void everywhere(boolean on) {
        everywhere = on;
        wanted = on || scopes > 0;
    }

    private static synchronized void scope(int change) {
        scopes += change;
        wanted = everywhere || scopes > 0;
    }

    /**
     * Tells whether operations are to be looked at here.
     *
     * @return true when a person asked, and no derivative rule is at work
     */
    public static boolean isOn() {
        return wanted && HERE.orElse(everywhere);
    }

    /**
     * Runs a body, on this thread, with its operations looked at.
     *
     * @param <T> the body's result
     * @param body what to run
     * @return the body's result
     */
    public static <T> T within(Supplier<T> body) {
        scope(1);
        try {
            return ScopedValue.where(HERE, true).call(body::get);
        } finally {
            scope(-1);
        }
    }

    /**
     * Runs a derivative rule, whose operations are not looked at.
     *
     * @param <T> the rule's result
     * @param origin what it is the rule of
     * @param rule what to run
     * @return the rule's result
     */
    public static <T> T quietly(Origin origin, Supplier<T> rule) {
        return ScopedValue.where(HERE, false).where(ORIGIN, origin).call(rule::get);
    }

    /**
     * Notes what the equations that a derivative rule records are for.
     *
     * @param outputs the variables of an equation
     * @param line the line it would have
     * @return the line of the operation that is differentiated, if a rule is at work that knows it
     */
    public static SourceLine noted(List<Variable> outputs, SourceLine line) {
        if (!wanted || !ORIGIN.isBound()) {
            return line;
        }
        Origin origin = ORIGIN.get();
        outputs.forEach(v -> NAMES.put(v, origin.name()));
        return origin.line().isKnown() ? origin.line() : line;
    }

    /**
     * Runs an equation of a recorded program; quietly if a derivative rule recorded it.
     *
     * @param <T> the body's result
     * @param equation the equation
     * @param body what to run
     * @return the body's result
     */
    public static <T> T run(Equation equation, Supplier<T> body) {
        String name = isOn() && !equation.outputs().isEmpty() ? NAMES.get(equation.output()) : null;
        return name == null ? body.get() : quietly(new Origin(name, equation.line()), body);
    }

    /**
     * How errors call the operation that gives a variable.
     *
     * @param variable one of its results
     * @param op the operation
     * @return what was noted, or the operation's name
     */
    public static String name(Variable variable, Op op) {
        return NAMES.getOrDefault(variable, op.mnemonic());
    }

    /**
     * Looks at the results of an operation.
     *
     * @param name how the error shall call it
     * @param inputs its operands
     * @param outputs its results
     * @throws NonFiniteException when a result holds a NaN or an infinity
     */
    public static void check(String name, List<NdArray> inputs, List<NdArray> outputs) {
        for (NdArray output : outputs) {
            if (!isFinite(output)) {
                throw error(name, inputs, output);
            }
        }
    }

    /**
     * What errors say of operands.
     *
     * @param arrays some arrays
     * @return their types with the range of their numbers, and how many are not finite
     */
    public static String describe(List<NdArray> arrays) {
        return arrays.stream().map(a -> Summary.of(a).toString()).collect(Collectors.joining("; "));
    }

    static NonFiniteException error(String name, List<NdArray> inputs, NdArray output) {
        List<Integer> guilty = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (!isFinite(inputs.get(i))) {
                guilty.add(i + 1);
            }
        }
        String what = Summary.of(output).kind();
        String problem = name + ": " + what + " in the result, " + Summary.of(output);
        String from = inputs.isEmpty() ? "" : "\n  operands: " + describe(inputs);
        if (guilty.isEmpty()) {
            return new NonFiniteException(
                    problem + ", was made here: all operands are finite" + from,
                    "keep the operand away from where the operation is not finite, as in where(x.gt(0), x, 1) before a"
                            + " logarithm");
        }
        return new NonFiniteException(
                problem + ", came in with operand " + guilty.getFirst() + from,
                "look at where that operand comes from: an argument, a constant, or data");
    }

    /**
     * Tells whether an array has finite numbers only; whole numbers and truth values always are.
     *
     * @param array the array
     * @return false when there is a NaN or an infinity
     */
    public static boolean isFinite(NdArray array) {
        if (!array.dtype().isFloat() || array.size() == 0) {
            return true;
        }
        return switch (array.stored()) {
            case double[] a -> isFinite(a);
            case float[] a -> isFinite(a);
            default -> true;
        };
    }

    private static boolean isFinite(double[] numbers) {
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFinite(float[] numbers) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    /** What an error says of an array. */
    private record Summary(NdArray array, int nans, int infinities, int first, double least, double largest) {

        static Summary of(NdArray array) {
            int nans = 0;
            int infinities = 0;
            int first = -1;
            double least = Double.POSITIVE_INFINITY;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < array.size(); i++) {
                double number = array.getDouble(i);
                if (Double.isFinite(number)) {
                    least = Math.min(least, number);
                    largest = Math.max(largest, number);
                } else {
                    nans += Double.isNaN(number) ? 1 : 0;
                    infinities += Double.isNaN(number) ? 0 : 1;
                    first = first < 0 ? i : first;
                }
            }
            return new Summary(array, nans, infinities, first, least, largest);
        }

        String kind() {
            return Double.isNaN(array.getDouble(first)) ? "a NaN" : "an infinity";
        }

        private String index() {
            int[] strides = array.shape().strides();
            List<Integer> index = new ArrayList<>();
            int rest = first;
            for (int stride : strides) {
                index.add(rest / stride);
                rest %= stride;
            }
            return index.toString();
        }

        @Override
        public String toString() {
            StringBuilder out = new StringBuilder(array.type().toString());
            if (array.size() == 1) {
                return out.append(" = ").append(array.getDouble(0)).toString();
            }
            if (least <= largest) {
                out.append(" between ").append(least).append(" and ").append(largest);
            }
            if (first >= 0) {
                out.append(least <= largest ? " with " : " of ");
                out.append(nans > 0 ? nans + " NaN" : "");
                out.append(nans > 0 && infinities > 0 ? " and " : "");
                out.append(infinities > 0 ? infinities + " infinite" : "");
                out.append(", the first at ").append(index());
            }
            return out.toString();
        }
    }
}
