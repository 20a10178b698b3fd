package org.gradus.compile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradus.array.NdArray;
import org.gradus.evaluate.Evaluation;
import org.gradus.program.Constant;
import org.gradus.program.Control;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Equation;
import org.gradus.program.Host;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Structural;

/**
 * Replaces equations by operands or cheaper equations with the same bits: x·1, x/1, x−0, −(−x), not(not x), and and or with
 * itself, magnitudes and roundings done twice, select with equal branches, reshapes and transpositions that undo each other,
 * the marks of stopped gradients, and operations on small constants.
 *
 * <p>x+0 stays, because −0+0 is 0; x·0 stays, because x may be infinite.
 */
final class Simplification implements Pass {
    private static final int FOLDED_ELEMENTS = 64;
    private static final Set<UnaryFunction> ROUNDINGS =
            Set.of(UnaryFunction.FLOOR, UnaryFunction.CEIL, UnaryFunction.ROUND, UnaryFunction.TRUNC);
    private static final Op ANNIHILATE = new Elementwise.Binary(BinaryFunction.ANNIHILATE);
    private static final Op MULTIPLY = new Elementwise.Binary(BinaryFunction.MULTIPLY);

    @Override
    public Program apply(Program program) {
        Substitution substitution = new Substitution();
        Map<Operand, Equation> definitions = new IdentityHashMap<>();
        List<Equation> kept = new ArrayList<>();
        for (Equation original : program.equations()) {
            Equation equation = merged(substitution.of(original), definitions);
            Optional<Operand> simpler = simpler(equation, definitions);
            if (simpler.isPresent()) {
                substitution.replace(equation.output(), simpler.get());
                continue;
            }
            kept.add(equation);
            equation.outputs().forEach(v -> definitions.put(v, equation));
        }
        return new Program(program.inputs(), kept, substitution.of(program.outputs()));
    }

    /** Two reshapes in a row are one; a product with a finite number, not zero, needs no annihilation. */
    private static Equation merged(Equation equation, Map<Operand, Equation> definitions) {
        if (equation.op().equals(ANNIHILATE) && equation.inputs().stream().anyMatch(Simplification::isFinite)) {
            return new Equation(equation.outputs(), MULTIPLY, equation.inputs(), equation.line());
        }
        if (equation.op() instanceof Structural.Reshape && !equation.inputs().isEmpty()) {
            Equation inner = definitions.get(equation.inputs().getFirst());
            if (inner != null && inner.op() instanceof Structural.Reshape) {
                return new Equation(equation.outputs(), equation.op(), inner.inputs(), equation.line());
            }
        }
        return equation;
    }

    private static Optional<Operand> simpler(Equation equation, Map<Operand, Equation> definitions) {
        List<Operand> inputs = equation.inputs();
        Optional<Operand> constant = folded(equation);
        if (constant.isPresent()) {
            return constant;
        }
        return switch (equation.op()) {
            case Elementwise.Unary(var f) -> unary(f, inputs.getFirst(), definitions);
            case Elementwise.Binary(var f) -> binary(f, inputs.get(0), inputs.get(1));
            case Elementwise.Select _ when inputs.get(1).equals(inputs.get(2)) -> Optional.of(inputs.get(1));
            case Elementwise.RoundTo r -> {
                Equation inner = definitions.get(inputs.getFirst());
                yield inner != null && inner.op().equals(r) ? Optional.of(inputs.getFirst()) : Optional.empty();
            }
            case Elementwise.Convert(var dtype)
            when inputs.getFirst().type().dtype() == dtype -> Optional.of(inputs.getFirst());
            case Structural.Reshape(var shape)
            when inputs.getFirst().type().shape().equals(shape) -> Optional.of(inputs.getFirst());
            case Structural.Broadcast(var shape, var _)
            when inputs.getFirst().type().shape().equals(shape) -> Optional.of(inputs.getFirst());
            case Structural.Transpose t -> transpose(t, inputs.getFirst(), definitions);
            default -> Optional.empty();
        };
    }

    private static Optional<Operand> folded(Equation equation) {
        boolean small = equation.outputs().size() == 1
                && !(equation.op() instanceof Host)
                && !(equation.op() instanceof Control)
                && equation.inputs().stream().allMatch(Simplification::isSmallConstant)
                && (equation.output().type().shape().size() <= FOLDED_ELEMENTS || staysSplat(equation));
        if (!small) {
            return Optional.empty();
        }
        List<NdArray> arrays =
                equation.inputs().stream().map(o -> ((Constant) o).value()).toList();
        return Optional.of(
                new Constant(Evaluation.evaluate(equation.op(), arrays).getFirst()));
    }

    /** Whether the result is one number for all elements, however many they are. */
    private static boolean staysSplat(Equation equation) {
        boolean spreads = equation.op() instanceof Elementwise || equation.op() instanceof Structural.Broadcast;
        return spreads
                && equation.inputs().stream()
                        .map(o -> ((Constant) o).value())
                        .allMatch(value -> value.isSplat() || value.size() == 1);
    }

    private static boolean isSmallConstant(Operand operand) {
        return operand instanceof Constant(NdArray value) && (value.isSplat() || value.size() <= FOLDED_ELEMENTS);
    }

    private static Optional<Operand> unary(UnaryFunction f, Operand x, Map<Operand, Equation> definitions) {
        if (f == UnaryFunction.STOP_GRADIENT) {
            return Optional.of(x);
        }
        Equation inner = definitions.get(x);
        if (inner == null || !(inner.op() instanceof Elementwise.Unary(var before))) {
            return Optional.empty();
        }
        return switch (f) {
            case NEGATE, NOT -> before == f ? Optional.of(inner.inputs().getFirst()) : Optional.empty();
            case ABS, SIGN, RELU -> before == f ? Optional.of(x) : Optional.empty();
            case FLOOR, CEIL, ROUND, TRUNC -> ROUNDINGS.contains(before) ? Optional.of(x) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Operand> binary(BinaryFunction f, Operand x, Operand y) {
        return switch (f) {
            case MULTIPLY -> isAll(y, 1.0) ? Optional.of(x) : isAll(x, 1.0) ? Optional.of(y) : Optional.empty();
            case DIVIDE -> isAll(y, 1.0) ? Optional.of(x) : Optional.empty();
            case SUBTRACT -> isAll(y, 0.0) ? Optional.of(x) : Optional.empty();
            case AND, OR -> x.equals(y) ? Optional.of(x) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isAll(Operand operand, double number) {
        return operand instanceof Constant(NdArray value)
                && value.isSplat()
                && value.size() > 0
                && Double.compare(value.getDouble(0), number) == 0;
    }

    private static boolean isFinite(Operand operand) {
        if (!(operand instanceof Constant(NdArray value)) || !value.isSplat() || value.size() == 0) {
            return false;
        }
        double number = value.getDouble(0);
        return number != 0 && Double.isFinite(number);
    }

    private static Optional<Operand> transpose(Structural.Transpose op, Operand x, Map<Operand, Equation> definitions) {
        if (isIdentity(op.permutation())) {
            return Optional.of(x);
        }
        Equation inner = definitions.get(x);
        if (inner == null || !(inner.op() instanceof Structural.Transpose(var before))) {
            return Optional.empty();
        }
        List<Integer> both = op.permutation().stream().map(before::get).toList();
        return isIdentity(both) ? Optional.of(inner.inputs().getFirst()) : Optional.empty();
    }

    private static boolean isIdentity(List<Integer> permutation) {
        for (int i = 0; i < permutation.size(); i++) {
            if (permutation.get(i) != i) {
                return false;
            }
        }
        return true;
    }
}
