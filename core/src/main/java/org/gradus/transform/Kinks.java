package org.gradus.transform;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.SourceLine;
import org.gradus.evaluate.Evaluation;
import org.gradus.program.Constant;
import org.gradus.program.Control;
import org.gradus.program.Elementwise;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Places where a function is continuous and has no derivative: activations whose derivative there is chosen by the caller, and a
 * report of the kinks that a computation touches. With machine numbers kinks are hit exactly. In a network whose neurons have
 * biases of their own, a derivative between those of the two sides gives the true gradient wherever there is one, and an element
 * of the Clarke subdifferential elsewhere. Lee, Park and Aiken, "On the correctness of automatic differentiation for neural
 * networks with machine-representable parameters", ICML 2023.
 *
 * <p>The plain functions choose for themselves: {@code relu}, {@code abs} and {@code clamp} take 0 at their kinks,
 * {@code maximum} and {@code minimum} half of each side.
 */
public final class Kinks {
    private Kinks() {}

    /**
     * An operation that was evaluated exactly at a kink.
     *
     * @param operation its name in programs
     * @param line the caller's line
     * @param elements how many elements were there
     */
    public record Touch(String operation, SourceLine line, int elements) {}

    /**
     * The kinks that a computation touched.
     *
     * @param touches one an operation that touched any
     * @param complete whether every operation was looked at: false where loops and branches ran, whose inside was not
     */
    public record Report(List<Touch> touches, boolean complete) {
        /** Copies the list. */
        public Report {
            touches = List.copyOf(touches);
        }

        /**
         * Whether any kink was touched.
         *
         * @return false where the derivative is beyond doubt, if the report is complete
         */
        public boolean any() {
            return !touches.isEmpty();
        }
    }

    // ---- activations -----------------------------------------------------------------------------------------------

    /**
     * max(x, 0) with a chosen derivative at 0.
     *
     * @param atZero the derivative at 0, from 0 to 1
     * @return the activation
     * @throws ArgumentException when it is not between the derivatives of the two sides
     */
    public static Fn<Tensor, Tensor> relu(double atZero) {
        return leakyRelu(0, atZero);
    }

    /**
     * x where x ≥ 0, slope·x elsewhere, with a chosen derivative at 0.
     *
     * @param slope of the negative side
     * @param atZero the derivative at 0, between the slope and 1
     * @return the activation
     * @throws ArgumentException when it is not between the derivatives of the two sides
     */
    public static Fn<Tensor, Tensor> leakyRelu(double slope, double atZero) {
        check("leakyRelu", atZero, slope, 1);
        return x -> slope == 0
                ? chosen(Tensors::relu, at -> sides(at, 0, slope, atZero, 1), x)
                : chosen(a -> Tensors.leakyRelu(a, slope), at -> sides(at, 0, slope, atZero, 1), x);
    }

    /**
     * |x| with a chosen derivative at 0.
     *
     * @param atZero the derivative at 0, from −1 to 1
     * @return the function
     * @throws ArgumentException when it is not between the derivatives of the two sides
     */
    public static Fn<Tensor, Tensor> abs(double atZero) {
        check("abs", atZero, -1, 1);
        return x -> chosen(Tensors::abs, at -> sides(at, 0, -1, atZero, 1), x);
    }

    /**
     * x between −1 and 1, and the nearer of the two elsewhere, with a chosen derivative at both.
     *
     * @param atKinks the derivative at −1 and 1, from 0 to 1
     * @return the activation
     * @throws ArgumentException when it is not between the derivatives of the two sides
     */
    public static Fn<Tensor, Tensor> hardTanh(double atKinks) {
        check("hardTanh", atKinks, 0, 1);
        return x -> chosen(a -> a.clamp(-1.0, 1.0), at -> sides(at.abs(), 1, 1, atKinks, 0), x);
    }

    private static void check(String name, double chosen, double left, double right) {
        if (!(Math.min(left, right) <= chosen && chosen <= Math.max(left, right))) {
            throw new ArgumentException(
                    name + ": derivative " + chosen + " at the kink, where the sides have " + left + " and " + right,
                    "choose a number between them");
        }
    }

    private static Tensor chosen(Fn<Tensor, Tensor> f, Fn<Tensor, Tensor> slope, Tensor x) {
        return CustomRules.jvp(
                f,
                (at, tangent) -> TensorOps.scale(slope.apply(at), tangent),
                Require.notNull(x, "kinks", "the argument"));
    }

    private static Tensor sides(Tensor at, double kink, double below, double there, double above) {
        Tensor like = Tensors.zerosLike(at);
        return Tensors.where(
                at.lt(kink), like.plus(below), Tensors.where(at.gt(kink), like.plus(above), like.plus(there)));
    }

    // ---- report ----------------------------------------------------------------------------------------------------

    /**
     * Runs a function and looks at every operation that has a kink: {@code relu} and {@code abs} of 0, {@code maximum},
     * {@code minimum} and {@code clamp} of equal numbers, and comparisons of equal real numbers, by which {@code where} makes
     * kinks. Whether the function has a derivative in spite of a touch depends on what follows: it has one if its derivative
     * by the result of the operation is zero.
     *
     * @param <A> the argument's type
     * @param f the function
     * @param x where
     * @return the kinks that were touched
     * @throws ArgumentException inside another transformation, where numbers are not known
     */
    public static <A> Report report(Fn<A, ?> f, A x) {
        String name = "kinks";
        Tree.Flat<A> argument = Tree.flatten(Require.notNull(x, name, "the argument"));
        List<ArrayType> types = argument.leaves().stream().map(Tensor::type).toList();
        Traced<?> traced = Traced.of(
                name, types, in -> Require.notNull(f, name, "the function").apply(argument.with(in)));
        if (!Traced.captured(List.of(traced)).isEmpty()) {
            throw new ArgumentException(
                    "kinks: the function uses values of a transformation around it",
                    "ask for the report outside of it");
        }
        Watch watch = new Watch();
        watch.run(
                traced.program(List.of()),
                argument.leaves().stream().map(Tensor::array).toList());
        return new Report(watch.touches, watch.complete);
    }

    /** Evaluates programs and looks at operands. */
    private static final class Watch {
        private final List<Touch> touches = new ArrayList<>();
        private boolean complete = true;

        List<NdArray> run(Program program, List<NdArray> arguments) {
            Map<Operand, NdArray> values = new IdentityHashMap<>();
            for (int i = 0; i < arguments.size(); i++) {
                values.put(program.inputs().get(i), arguments.get(i));
            }
            for (Equation equation : program.equations()) {
                List<NdArray> in = values(values, equation.inputs());
                List<NdArray> out = evaluated(equation, in);
                for (int i = 0; i < equation.outputs().size(); i++) {
                    values.put(equation.outputs().get(i), out.get(i));
                }
            }
            return values(values, program.outputs());
        }

        private static List<NdArray> values(Map<Operand, NdArray> values, List<Operand> operands) {
            return operands.stream()
                    .map(o -> o instanceof Constant(NdArray value) ? value : values.get(o))
                    .toList();
        }

        private List<NdArray> evaluated(Equation equation, List<NdArray> in) {
            return switch (equation.op()) {
                case Control.Checkpoint c -> run(c.body(), in);
                case Control.CustomJvp c -> run(c.forward(), in);
                case Control.CustomVjp c -> run(c.forward(), in).subList(0, c.results());
                case Control c -> {
                    complete = false;
                    yield Evaluation.evaluate(c, in);
                }
                case Elementwise e -> {
                    look(e, in, equation.line());
                    yield Evaluation.evaluate(e, in);
                }
                default -> Evaluation.evaluate(equation.op(), in);
            };
        }

        private void look(Elementwise op, List<NdArray> in, SourceLine line) {
            int count = 0;
            for (int i = 0; i < in.getFirst().size(); i++) {
                count += touches(op, in, i) ? 1 : 0;
            }
            if (count > 0) {
                touches.add(new Touch(op.mnemonic(), line, count));
            }
        }

        private static boolean touches(Elementwise op, List<NdArray> in, int i) {
            if (!in.getFirst().dtype().isFloat()) {
                return false;
            }
            double x = in.getFirst().getDouble(i);
            return switch (op) {
                case Elementwise.Unary(Elementwise.UnaryFunction f) ->
                    x == 0 && (f == Elementwise.UnaryFunction.RELU || f == Elementwise.UnaryFunction.ABS);
                case Elementwise.Binary(Elementwise.BinaryFunction f) ->
                    (f == Elementwise.BinaryFunction.MAXIMUM || f == Elementwise.BinaryFunction.MINIMUM)
                            && x == in.get(1).getDouble(i);
                case Elementwise.Ternary(Elementwise.TernaryFunction f) ->
                    f == Elementwise.TernaryFunction.CLAMP
                            && (x == in.get(1).getDouble(i) || x == in.get(2).getDouble(i));
                case Elementwise.Compare _ -> x == in.get(1).getDouble(i);
                default -> false;
            };
        }
    }
}
