package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.program.Constant;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Concrete;
import org.gradus.trace.Recorder;
import org.gradus.trace.Value;

/**
 * Operations on power series. How an operation acts on them is read off its forward derivative rule, so there is no rule
 * for series beside it:
 *
 * <ul>
 *   <li>no derivative: the result is that of the first coefficients;
 *   <li>a derivative that does not depend on the operands: the operation is linear, coefficient by coefficient;
 *   <li>a derivative in each of two operands that is the operation itself: a product, by sums of products;
 *   <li>else y′ = rule(x, y, x′), the rule run on series again, and y is its integral. Since coefficient k of y needs only
 *       coefficients below k of y′, the rule may use y itself.
 * </ul>
 *
 * Equal operations on equal series are done once. So the derivatives of sine and cosine close into a loop, and the cost grows
 * with a power of the order, not exponentially.
 */
final class SeriesGraph {
    private final Map<Application, List<Series>> applied = new HashMap<>();
    private final Map<RuleKey, Rule> rules = new HashMap<>();
    private final Map<Value, Series> constants = new IdentityHashMap<>();
    private final Map<Object, Series> splats = new HashMap<>();

    /** An operation on series, which are the same only when they are one object. */
    private record Application(Op op, List<Series> operands) {}

    private record RuleKey(Op op, List<ArrayType> types, List<Boolean> varying) {}

    private record Splat(ArrayType type, double number) {}

    /**
     * A derivative rule as a program, whose inputs are the operands, the results, and the tangents of the operands that vary.
     *
     * @param recording the program and what it captured
     * @param positions where each result's tangent stands among the outputs, -1 for zero
     * @param linear whether the program looks at none of the operands that vary, nor at the results
     */
    private record Rule(Recorder.Recording recording, int[] positions, boolean linear) {
        boolean isZero() {
            return Arrays.stream(positions).allMatch(p -> p < 0);
        }
    }

    /** The series of a value that does not depend on t. */
    Series constant(Value value) {
        if (value instanceof Concrete(NdArray array) && array.isSplat() && array.size() > 0) {
            return splats.computeIfAbsent(
                    new Splat(array.type(), array.getDouble(0)), _ -> Series.Polynomial.constant(Tensor.of(value)));
        }
        return constants.computeIfAbsent(value, v -> Series.Polynomial.constant(Tensor.of(v)));
    }

    /** The results of an operation. */
    List<Series> apply(Op op, List<Series> operands) {
        Application key = new Application(op, List.copyOf(operands));
        List<Series> results = applied.get(key);
        if (results == null) {
            results = compute(op, key.operands());
            applied.put(key, results);
        }
        return results;
    }

    private List<Series> compute(Op op, List<Series> operands) {
        List<Tensor> first =
                TensorOps.applyAll(op, operands.stream().map(Series::value).toList());
        List<Boolean> varying = operands.stream().map(Series::varies).toList();
        Rule rule = varying.contains(true) ? rule(op, operands, first, varying) : null;
        if (rule == null || rule.isZero()) {
            return first.stream().map(t -> constant(t.value())).toList();
        }
        int left = varying.indexOf(true);
        int right = varying.lastIndexOf(true);
        if (!rule.linear() && left < right && first.size() == 1 && isProduct(op, operands, first, left, right)) {
            return List.of(new Series.Product(op, operands, first.getFirst(), left, right));
        }
        Expansion expansion = new Expansion(rule, operands);
        List<Series> results = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            Tensor value = first.get(i);
            results.add(
                    rule.positions()[i] < 0
                            ? constant(value.value())
                            : rule.linear()
                                    ? new Series.Linear(op, operands, first, i)
                                    : new Series.Integral(value, expansion, i));
        }
        expansion.results = List.copyOf(results);
        return expansion.results;
    }

    private Rule rule(Op op, List<Series> operands, List<Tensor> first, List<Boolean> varying) {
        List<ArrayType> types = operands.stream().map(Series::type).toList();
        RuleKey key = new RuleKey(op, types, varying);
        Rule known = rules.get(key);
        if (known == null) {
            known = record(op, types, first.stream().map(Tensor::type).toList(), varying);
            rules.put(key, known);
        }
        return known;
    }

    private static Rule record(Op op, List<ArrayType> types, List<ArrayType> results, List<Boolean> varying) {
        try (Recorder recorder = Recorder.ofRules()) {
            List<Tensor> primals = inputs(recorder, types);
            List<Tensor> outputs = inputs(recorder, results);
            List<Tensor> tangents = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                tangents.add(varying.get(i) ? Tensor.of(recorder.input(types.get(i), "")) : null);
            }
            List<Tensor> derivatives = JvpRules.jvp(op, primals, outputs, tangents);
            int[] positions = new int[results.size()];
            List<Value> returned = new ArrayList<>();
            for (int i = 0; i < positions.length; i++) {
                positions[i] = derivatives.get(i) == null ? -1 : returned.size();
                if (derivatives.get(i) != null) {
                    returned.add(derivatives.get(i).value());
                }
            }
            Recorder.Recording recording = recorder.finish(returned);
            return new Rule(recording, positions, isLinear(recording.program(), varying, results.size()));
        }
    }

    private static List<Tensor> inputs(Recorder recorder, List<ArrayType> types) {
        List<Tensor> inputs = new ArrayList<>();
        types.forEach(type -> inputs.add(Tensor.of(recorder.input(type, ""))));
        return inputs;
    }

    private static boolean isLinear(Program rule, List<Boolean> varying, int results) {
        List<Variable> inputs = rule.inputs();
        List<Variable> seen = new ArrayList<>(inputs.subList(varying.size(), varying.size() + results));
        for (int i = 0; i < varying.size(); i++) {
            if (varying.get(i)) {
                seen.add(inputs.get(i));
            }
        }
        return Stream.concat(rule.equations().stream().flatMap(e -> e.inputs().stream()), rule.outputs().stream())
                .noneMatch(operand -> seen.stream().anyMatch(v -> v == operand));
    }

    /** Whether an operation is linear in each of two operands, and does not vary in others. */
    private boolean isProduct(Op op, List<Series> operands, List<Tensor> first, int left, int right) {
        for (int i = left + 1; i < right; i++) {
            if (operands.get(i).varies()) {
                return false;
            }
        }
        if (op instanceof Elementwise.Binary(var f)) {
            return f == BinaryFunction.MULTIPLY || f == BinaryFunction.ANNIHILATE;
        }
        return isItself(op, operands, first, left) && isItself(op, operands, first, right);
    }

    /** Whether the derivative in one operand is the operation with the tangent in its place. */
    private boolean isItself(Op op, List<Series> operands, List<Tensor> first, int which) {
        Boolean[] varying = new Boolean[operands.size()];
        Arrays.setAll(varying, i -> i == which);
        Program program =
                rule(op, operands, first, List.of(varying)).recording().program();
        if (program.equations().size() != 1
                || !program.equations().getFirst().op().equals(op)) {
            return false;
        }
        Equation only = program.equations().getFirst();
        List<Operand> expected = new ArrayList<>(program.inputs().subList(0, operands.size()));
        expected.set(which, program.inputs().get(operands.size() + first.size()));
        for (int i = 0; i < expected.size(); i++) {
            if (!only.inputs().get(i).equals(expected.get(i))) {
                return false;
            }
        }
        return program.outputs().getFirst().equals(only.output());
    }

    /** A derivative rule run on series, when first needed. */
    final class Expansion {
        private final Rule rule;
        private final List<Series> operands;
        private List<Series> results;
        private List<Series> derivatives;

        private Expansion(Rule rule, List<Series> operands) {
            this.rule = rule;
            this.operands = operands;
        }

        /** The derivative of a result. */
        Series derivative(int result) {
            if (derivatives == null) {
                derivatives = run();
            }
            return derivatives.get(rule.positions()[result]);
        }

        private List<Series> run() {
            List<Series> arguments = new ArrayList<>(operands);
            arguments.addAll(results);
            operands.stream().filter(Series::varies).forEach(o -> arguments.add(o.derivative()));
            rule.recording().captured().forEach(v -> arguments.add(constant(v)));
            Program program = rule.recording().program();
            Map<Variable, Series> environment = new IdentityHashMap<>();
            for (int i = 0; i < arguments.size(); i++) {
                environment.put(program.inputs().get(i), arguments.get(i));
            }
            for (Equation equation : program.equations()) {
                List<Series> inputs = equation.inputs().stream()
                        .map(o -> read(o, environment))
                        .toList();
                List<Series> outputs = apply(equation.op(), inputs);
                for (int i = 0; i < outputs.size(); i++) {
                    environment.put(equation.outputs().get(i), outputs.get(i));
                }
            }
            return program.outputs().stream().map(o -> read(o, environment)).toList();
        }

        private Series read(Operand operand, Map<Variable, Series> environment) {
            return switch (operand) {
                case Variable v -> environment.get(v);
                case Constant(NdArray array) -> constant(new Concrete(array));
            };
        }
    }
}
