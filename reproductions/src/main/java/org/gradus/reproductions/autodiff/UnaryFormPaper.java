package org.gradus.reproductions.autodiff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.categories.UnaryForm;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.SourceLine;
import org.gradus.evaluate.Interpreter;
import org.gradus.program.Constant;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Gradient programs from the unary form: their operations, their shape, and their values. */
final class UnaryFormPaper implements Reproduction {
    private static final int[] SIZES = {10, 100, 1000};
    private static final double STEP = 1e-5;
    private static final ArrayType NUMBER = new ArrayType(DType.FLOAT64, Shape.of());
    private static final Set<UnaryFunction> NO_UNARY = EnumSet.of(UnaryFunction.STOP_GRADIENT, UnaryFunction.NOT);
    private static final Set<BinaryFunction> NO_BINARY = EnumSet.of(
            BinaryFunction.AND,
            BinaryFunction.OR,
            BinaryFunction.XOR,
            BinaryFunction.SHIFT_LEFT,
            BinaryFunction.SHIFT_RIGHT);

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "unary-form-reverse-ad",
                "Denotationally Correct, Purely Functional, Efficient Reverse-mode Automatic Differentiation",
                2022);
    }

    @Override
    public String claim() {
        return "Reverse mode is a purely functional transformation of programs, efficient and denotationally correct; after"
                + " partial evaluation its output resembles static single assignment.";
    }

    private static Tensor product(List<Tensor> x) {
        Tensor all = x.getFirst();
        for (Tensor t : x.subList(1, x.size())) {
            all = all.times(t);
        }
        return all;
    }

    private static Tensor sines(List<Tensor> x) {
        Tensor sum = x.get(0).sin().times(x.get(1));
        for (int i = 1; i < x.size() - 1; i++) {
            sum = sum.plus(x.get(i).sin().times(x.get(i + 1)));
        }
        return sum;
    }

    private static double[] run(Program program, List<Tensor> inputs) {
        return new Interpreter(program)
                .run(inputs.stream().map(Tensor::array).toList()).stream()
                        .mapToDouble(a -> a.getDouble(0))
                        .toArray();
    }

    /** Whether an equation multiplies by a constant 0 or 1 or adds a constant 0. */
    private static boolean isIdle(Equation e) {
        if (!(e.op() instanceof Elementwise.Binary(BinaryFunction f))) {
            return false;
        }
        boolean product = f == BinaryFunction.MULTIPLY || f == BinaryFunction.ANNIHILATE;
        boolean sum = f == BinaryFunction.ADD || f == BinaryFunction.SUBTRACT;
        for (Operand operand : e.inputs()) {
            if (operand instanceof Constant(NdArray value)) {
                double c = value.getDouble(0);
                if ((product && (c == 0 || c == 1)) || (sum && c == 0)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isSingleAssignment(Program program) {
        Set<Object> defined = Collections.newSetFromMap(new IdentityHashMap<>());
        boolean once = true;
        for (var input : program.inputs()) {
            once &= defined.add(input);
        }
        for (Equation e : program.equations()) {
            for (var output : e.outputs()) {
                once &= defined.add(output);
            }
        }
        return once;
    }

    private static void program(
            Outcome.Builder outcome, String name, Fn<List<Tensor>, Tensor> f, double withValue, Context context) {
        double[] ops = new double[3];
        double[] ratio = new double[3];
        double worst = 0;
        int idle = 0;
        int unused = 0;
        boolean scalar = true;
        boolean once = true;
        double valued = 0;
        for (int k = 0; k < 3; k++) {
            List<Tensor> x = new ArrayList<>();
            for (double v : Random.uniform(context.key(SIZES[k]), 0.9, 1.1, Shape.of(SIZES[k]))
                    .toDoubles()) {
                x.add(Tensors.scalar(v));
            }
            Program forward = Gradus.trace(f, x);
            Program gradient = UnaryForm.of(forward).gradient(false);
            ops[k] = gradient.equations().size();
            ratio[k] = ops[k] / forward.equations().size();
            valued = UnaryForm.of(forward).gradient(true).equations().size()
                    / (double) forward.equations().size();
            double[] found = run(gradient, x);
            List<Tensor> tape = Gradus.grad(f).apply(x);
            for (int i = 0; i < found.length; i++) {
                double expected = tape.get(i).item();
                worst = Math.max(worst, Math.abs(found[i] - expected) / Math.abs(expected));
            }
            idle += (int)
                    gradient.equations().stream().filter(UnaryFormPaper::isIdle).count();
            unused += gradient.equations().size()
                    - gradient.pruned(_ -> false).equations().size();
            once &= isSingleAssignment(gradient);
            scalar &= gradient.equations().stream().allMatch(e -> e.op() instanceof Elementwise);
            outcome.atMost(name + ", n = " + SIZES[k] + ": operations of the gradient / of the function", 5, ratio[k]);
        }
        double slope = (ops[2] - ops[1]) / 900;
        outcome.close(name + ": ratio at 100 / at 1000", 1, ratio[1] / ratio[2], 0.1)
                .close(
                        name + ": operations a variable, up to 1000 / up to 100",
                        1,
                        slope / ((ops[1] - ops[0]) / 90),
                        0.01)
                .close(name + ": ratio with the value, n = 1000", withValue, valued, 0.02)
                .atMost(name + ": values against the tape, relative", 1e-12, worst)
                .holds(name + ": every value is assigned once, by pure scalar operations", once && scalar)
                .close(name + ": unused values", 0, unused, 0)
                .close(name + ": products by 0 or 1 and sums with 0", 0, idle, 0);
    }

    /** One operation as a program of one variable operand. */
    private static Program primitive(Elementwise op, double[] at, int variable) {
        var input = new Variable(NUMBER);
        var output = new Variable(NUMBER);
        List<Operand> operands = new ArrayList<>();
        for (int i = 0; i < at.length; i++) {
            operands.add(i == variable ? input : new Constant(NdArray.splat(NUMBER, at[i])));
        }
        Equation equation = new Equation(List.of(output), op, operands, SourceLine.UNKNOWN);
        return new Program(List.of(input), List.of(equation), List.of(output));
    }

    private static double value(Program program, double x) {
        return run(program, List.of(Tensors.scalar(x)))[0];
    }

    private static void primitives(Outcome.Builder outcome) {
        List<Elementwise> ops = new ArrayList<>();
        List<double[]> points = new ArrayList<>();
        for (UnaryFunction f : UnaryFunction.values()) {
            if (!NO_UNARY.contains(f)) {
                ops.add(new Elementwise.Unary(f));
                points.add(new double[] {f == UnaryFunction.ACOSH ? 1.7 : 0.37});
            }
        }
        for (var f : Elementwise.SpecialFunction.values()) {
            ops.add(new Elementwise.Special(f));
            points.add(new double[] {0.37});
        }
        for (var f : Elementwise.OrderedFunction.values()) {
            ops.add(new Elementwise.Ordered(f, 0));
            points.add(new double[] {0.37});
        }
        for (BinaryFunction f : BinaryFunction.values()) {
            if (!NO_BINARY.contains(f)) {
                ops.add(new Elementwise.Binary(f));
                points.add(new double[] {1.3, 0.7});
            }
        }
        for (var f : Elementwise.TernaryFunction.values()) {
            ops.add(new Elementwise.Ternary(f));
            points.add(
                    f == Elementwise.TernaryFunction.CLAMP
                            ? new double[] {0.4, 0.1, 0.8}
                            : new double[] {1.3, 2.1, 0.4});
        }
        double worst = 0;
        String where = "";
        int checked = 0;
        for (int k = 0; k < ops.size(); k++) {
            double[] at = points.get(k);
            for (int i = 0; i < at.length; i++) {
                Program program = primitive(ops.get(k), at, i);
                double found;
                try {
                    found = value(UnaryForm.of(program).gradient(false), at[i]);
                } catch (NotDifferentiableException _) {
                    // The shapes of incomplete gamma and beta functions have no derivative here, and say so.
                    continue;
                }
                double quotient = (value(program, at[i] + STEP) - value(program, at[i] - STEP)) / (2 * STEP);
                double off = found == 0 ? Math.abs(quotient) : Math.abs(quotient - found) / Math.abs(found);
                where = off > worst ? ops.get(k).toString() : where;
                worst = Math.max(worst, off);
                checked++;
            }
        }
        outcome.atMost("primitives against differences, relative; worst is " + where, 1e-7, worst)
                .atLeast("primitives checked, by operand", ops.size(), checked);
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        program(outcome, "product", UnaryFormPaper::product, 2995 / 999.0, context);
        program(outcome, "sines", UnaryFormPaper::sines, 2, context);
        primitives(outcome);
        return outcome.done();
    }
}
