package org.gradus.workbench.minimize;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.optim.Bounds;

/**
 * The problem that a file states: its public static methods, found and checked.
 */
public final class UserProblem {
    private static final String SIGNATURES =
            "double objective(double[] x) or double[] residuals(double[] x), double[] start()";
    private static final Map<String, Class<?>> RESULTS = Map.of(
            "objective", double.class,
            "residuals", double[].class,
            "equalities", double[].class,
            "inequalities", double[].class,
            "start", double[].class,
            "lower", double[].class,
            "upper", double[].class);
    private static final List<String> NULLARY = List.of("start", "lower", "upper");

    private final Evaluation evaluation;
    private final Class<?> type;
    private final Map<String, Method> methods;
    private final Map<String, MethodHandle> handles = new TreeMap<>();

    private UserProblem(Evaluation evaluation, Class<?> type, Map<String, Method> methods) {
        this.evaluation = evaluation;
        this.type = type;
        this.methods = methods;
        methods.forEach((name, method) -> {
            try {
                handles.put(name, MethodHandles.lookup().unreflect(method));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        });
    }

    /**
     * Finds the methods of a file.
     *
     * @param command whose errors begin with its name
     * @param file the file
     * @return the problem
     * @throws ArgumentException when a method is missing or has another form than it must have
     */
    public static UserProblem of(String command, CompiledFile file) {
        List<Class<?>> stating = file.classes().stream()
                .filter(c -> has(c, "objective") || has(c, "residuals"))
                .toList();
        String name = file.path().getFileName().toString();
        String expected = name.endsWith(".java") ? name.substring(0, name.length() - 5) : name;
        if (stating.isEmpty()) {
            throw wrong(
                    command + ": " + name + " has neither objective nor residuals",
                    "write public static " + SIGNATURES);
        }
        Class<?> type = stating.stream()
                .filter(c -> c.getSimpleName().equals(expected))
                .findFirst()
                .orElse(stating.getFirst());
        if (stating.size() > 1 && !type.getSimpleName().equals(expected)) {
            throw wrong(
                    command + ": " + name + " states problems in several classes: "
                            + String.join(
                                    ", ",
                                    stating.stream().map(Class::getSimpleName).toList()),
                    "keep one, or name the class that counts as the file: " + expected);
        }
        Map<String, Method> methods = new TreeMap<>();
        RESULTS.forEach((method, result) -> find(command, type, method, result).ifPresent(m -> methods.put(method, m)));
        if (methods.containsKey("objective") && methods.containsKey("residuals")) {
            throw wrong(
                    command + ": " + type.getSimpleName() + " has both objective and residuals",
                    "keep residuals for least squares, whose value is their sum of squares, or objective");
        }
        return new UserProblem(new Evaluation(command, file), type, methods);
    }

    private static boolean has(Class<?> type, String method) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(m -> m.getName().equals(method));
    }

    private static Optional<Method> find(String command, Class<?> type, String name, Class<?> result) {
        List<Method> named = Arrays.stream(type.getDeclaredMethods())
                .filter(m -> m.getName().equals(name) && !m.isSynthetic())
                .toList();
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Class<?>[] parameters = NULLARY.contains(name) ? new Class<?>[0] : new Class<?>[] {double[].class};
        String form = "public static " + result.getSimpleName() + " " + name
                + (parameters.length == 0 ? "()" : "(double[] x)");
        Method method = named.stream()
                .filter(m -> Arrays.equals(m.getParameterTypes(), parameters))
                .findFirst()
                .orElseThrow(() -> wrong(
                        command + ": " + shown(named.getFirst()) + " does not take "
                                + (parameters.length == 0 ? "no arguments" : "one double[]"),
                        "write " + form));
        if (method.getReturnType() != result) {
            throw wrong(
                    command + ": " + shown(method) + " returns "
                            + method.getReturnType().getSimpleName() + ", not " + result.getSimpleName(),
                    "write " + form);
        }
        if (!Modifier.isStatic(method.getModifiers())) {
            throw wrong(command + ": " + shown(method) + " is not static", "write " + form);
        }
        if (!Modifier.isPublic(method.getModifiers())) {
            throw wrong(command + ": " + shown(method) + " is not public", "write " + form);
        }
        // The class itself need not be public: a file's main class often is not.
        method.setAccessible(true);
        return Optional.of(method);
    }

    private static String shown(Method method) {
        StringBuilder types = new StringBuilder();
        for (Class<?> parameter : method.getParameterTypes()) {
            types.append(types.isEmpty() ? "" : ", ").append(parameter.getSimpleName());
        }
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(" + types + ")";
    }

    private static ArgumentException wrong(String problem, String remedy) {
        return new ArgumentException(problem, remedy, SourceLine.UNKNOWN, null);
    }

    /**
     * Whether the value is a sum of squared residuals.
     *
     * @return true for {@code residuals}
     */
    public boolean isLeastSquares() {
        return methods.containsKey("residuals");
    }

    /**
     * Whether there are equalities or inequalities.
     *
     * @return true when the file has constraints
     */
    public boolean isConstrained() {
        return methods.containsKey("equalities") || methods.containsKey("inequalities");
    }

    boolean has(String method) {
        return methods.containsKey(method);
    }

    Method method(String name) {
        return methods.get(name);
    }

    Class<?> type() {
        return type;
    }

    Evaluation evaluation() {
        return evaluation;
    }

    /**
     * Where to begin.
     *
     * @param given instead of {@code start()}, or null
     * @return finite numbers
     * @throws ArgumentException when there is none, or a number is not finite
     */
    double[] start(double[] given) {
        if (given == null && !has("start")) {
            throw wrong(
                    evaluation.command() + ": " + type.getSimpleName() + " has no start, and none was given",
                    "write public static double[] start(), or give --start 1,2,...");
        }
        double[] start = given == null ? array("start", null, OptionalDouble.empty()) : given.clone();
        if (start.length == 0) {
            throw wrong(evaluation.command() + ": the start holds no numbers", "give one number for each parameter");
        }
        for (int i = 0; i < start.length; i++) {
            if (!Double.isFinite(start[i])) {
                throw wrong(
                        evaluation.command() + ": start[" + i + "] is " + start[i],
                        "give finite numbers to begin with");
            }
        }
        return start;
    }

    /** The bounds, infinite where the file has none. */
    Bounds bounds(int length) {
        Bounds none = Bounds.none(length);
        double[] lower = has("lower") ? array("lower", null, OptionalDouble.of(length)) : none.lower();
        double[] upper = has("upper") ? array("upper", null, OptionalDouble.of(length)) : none.upper();
        return new Bounds(lower, upper);
    }

    /** Calls a method that returns an array; the length is checked where it is known. */
    double[] array(String name, double[] x, OptionalDouble length) {
        double[] result = evaluation.call(name, () -> (double[]) invoke(name, x));
        if (result == null) {
            throw new UserCodeException(
                    evaluation.command() + ": " + name + " returned null", "return an array", SourceLine.UNKNOWN, null);
        }
        if (length.isPresent() && result.length != (int) length.getAsDouble()) {
            throw wrong(
                    evaluation.command() + ": " + name + " has " + result.length + " numbers and the start "
                            + (int) length.getAsDouble(),
                    "give one number for each parameter in both");
        }
        return result;
    }

    double number(String name, double[] x) {
        return evaluation.call(name, () -> (double) invoke(name, x));
    }

    private Object invoke(String name, double[] x) {
        try {
            MethodHandle handle = handles.get(name);
            return x == null ? handle.invoke() : handle.invoke(x.clone());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw evaluation.thrown(name, e);
        }
    }
}
