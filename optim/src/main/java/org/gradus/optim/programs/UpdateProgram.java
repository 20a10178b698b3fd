package org.gradus.optim.programs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Info;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Schedule;
import org.gradus.optim.Schedules;
import org.gradus.optim.Step;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * A rule of update as straight-line code over registers of one leaf: parameters, gradient, learning rate, two states that
 * last, the update, and eight others (Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms"). What is not
 * written is 0; the update is subtracted from the parameters.
 *
 * @param statements in order
 */
public record UpdateProgram(List<Statement> statements) {
    /** The register of the parameters. */
    public static final int PARAMETERS = 0;

    /** The register of the gradient. */
    public static final int GRADIENT = 1;

    /** The register of the learning rate, the same in every entry. */
    public static final int RATE = 2;

    /** The register of the first state. */
    public static final int FIRST = 3;

    /** The register of the second state. */
    public static final int SECOND = 4;

    /** The register of the update. */
    public static final int UPDATE = 5;

    /** The first of the other registers. */
    public static final int OTHER = 6;

    /** How many registers there are. */
    public static final int REGISTERS = 14;

    private static final String[] NAMES = {"w", "g", "lr", "v1", "v2", "update"};

    /**
     * An assignment.
     *
     * @param target a register from {@link #FIRST} on
     * @param operation what is computed
     * @param x a register
     * @param y a register, the same as x where there is one operand
     * @param constant c, 0 where there is none
     */
    public record Statement(int target, Operation operation, int x, int y, double constant) {
        /**
         * Checks the registers.
         *
         * @throws ArgumentException when one cannot be read or written
         */
        public Statement {
            if (target < FIRST || target >= REGISTERS || x < 0 || x >= REGISTERS || y < 0 || y >= REGISTERS) {
                throw new ArgumentException(
                        "statement: registers " + target + ", " + x + ", " + y + " cannot be used",
                        "write to " + FIRST + " to " + (REGISTERS - 1) + ", read from 0 on");
            }
        }
    }

    /** Copies the list. */
    public UpdateProgram {
        statements = List.copyOf(statements);
    }

    private static Statement set(int target, Operation operation, int x, int y, double c) {
        return new Statement(target, operation, x, y, c);
    }

    /**
     * AdamW without corrections for the start: the program from which searches begin.
     *
     * @param decay λ
     * @return nine statements
     */
    public static UpdateProgram adamW(double decay) {
        int a = OTHER;
        int b = OTHER + 1;
        return new UpdateProgram(List.of(
                set(FIRST, Operation.INTERPOLATE, GRADIENT, FIRST, 0.9),
                set(a, Operation.SQUARE, GRADIENT, GRADIENT, 0),
                set(SECOND, Operation.INTERPOLATE, a, SECOND, 0.999),
                set(a, Operation.ROOT, SECOND, SECOND, 0),
                set(a, Operation.SHIFT, a, a, 1e-8),
                set(a, Operation.DIVIDE, FIRST, a, 0),
                set(b, Operation.SCALE, PARAMETERS, PARAMETERS, decay),
                set(a, Operation.ADD, a, b, 0),
                set(UPDATE, Operation.MULTIPLY, a, RATE, 0)));
    }

    /**
     * Lion, which the search of the paper found.
     *
     * @param decay λ
     * @return six statements
     */
    public static UpdateProgram lion(double decay) {
        int a = OTHER;
        int b = OTHER + 1;
        return new UpdateProgram(List.of(
                set(a, Operation.INTERPOLATE, GRADIENT, FIRST, 0.9),
                set(a, Operation.SIGN, a, a, 0),
                set(b, Operation.SCALE, PARAMETERS, PARAMETERS, decay),
                set(a, Operation.ADD, a, b, 0),
                set(UPDATE, Operation.MULTIPLY, a, RATE, 0),
                set(FIRST, Operation.INTERPOLATE, GRADIENT, FIRST, 0.99)));
    }

    /**
     * The program without statements that reach neither update nor states.
     *
     * @return a program of the same effect
     */
    public UpdateProgram pruned() {
        boolean[] live = new boolean[REGISTERS];
        live[FIRST] = true;
        live[SECOND] = true;
        live[UPDATE] = true;
        List<Statement> kept = new ArrayList<>();
        for (Statement s : statements.reversed()) {
            if (live[s.target()]) {
                live[s.target()] = false;
                live[s.x()] = true;
                live[s.y()] |= s.operation().arity() == 2;
                kept.addFirst(s);
            }
        }
        return new UpdateProgram(kept);
    }

    /**
     * Whether the update depends on the gradient, now or through a state.
     *
     * @return false for programs that cannot learn
     */
    public boolean usesGradient() {
        boolean[] depends = new boolean[REGISTERS];
        depends[GRADIENT] = true;
        boolean any = false;
        for (int pass = 0; pass < 3; pass++) {
            for (int r = UPDATE; r < REGISTERS; r++) {
                depends[r] = false;
            }
            for (Statement s : statements) {
                depends[s.target()] = depends[s.x()] || (s.operation().arity() == 2 && depends[s.y()]);
            }
            any |= depends[UPDATE];
        }
        return any;
    }

    /**
     * What the program computes, whatever the names of registers and the order of its statements: equal for programs of
     * equal dataflow.
     *
     * @return a text
     */
    public String canonical() {
        String[] value = new String[REGISTERS];
        for (int r = 0; r < REGISTERS; r++) {
            value[r] = r < UPDATE ? NAMES[r] : "0";
        }
        for (Statement s : pruned().statements()) {
            String x = value[s.x()];
            String y = value[s.y()];
            boolean two = s.operation().arity() == 2;
            if (two && s.operation().isCommutative() && x.compareTo(y) > 0) {
                String swap = x;
                x = y;
                y = swap;
            }
            // Values are named by their digests, since texts would double with every use.
            String text = s.operation() + "(" + x + (two ? "," + y : "")
                    + (s.operation().hasConstant() ? "," + s.constant() : "") + ")";
            value[s.target()] = digest(text);
        }
        return value[UPDATE] + "|" + value[FIRST] + "|" + value[SECOND];
    }

    private static String digest(String text) {
        long h = 0xcbf29ce484222325L;
        long k = 0x9e3779b97f4a7c15L;
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * 0x100000001b3L;
            k = Long.rotateLeft(k ^ text.charAt(i), 23) * 0xff51afd7ed558ccdL;
        }
        return Long.toHexString(h) + Long.toHexString(k);
    }

    /**
     * One step on plain arrays, for searches: states and parameters are changed in place.
     *
     * @param w parameters
     * @param g gradient
     * @param rate learning rate
     * @param first first state
     * @param second second state
     */
    public void step(double[] w, double[] g, double rate, double[] first, double[] second) {
        double[][] r = new double[REGISTERS][];
        r[PARAMETERS] = w;
        r[GRADIENT] = g;
        r[RATE] = new double[w.length];
        Arrays.fill(r[RATE], rate);
        r[FIRST] = first;
        r[SECOND] = second;
        double[] zero = new double[w.length];
        for (int i = UPDATE; i < REGISTERS; i++) {
            r[i] = zero;
        }
        for (Statement s : statements) {
            double[] out = new double[w.length];
            s.operation().run(r[s.x()], r[s.y()], s.constant(), out);
            r[s.target()] = out;
        }
        double[] update = r[UPDATE].clone();
        double[] one = r[FIRST].clone();
        double[] two = r[SECOND].clone();
        for (int i = 0; i < w.length; i++) {
            w[i] -= update[i];
            first[i] = one[i];
            second[i] = two[i];
        }
    }

    /**
     * The program as an ordinary optimizer.
     *
     * @param <P> the parameters' type
     * @param rate its learning rate, of the step number
     * @return the optimizer
     */
    public <P> Optimizer<P, Rule.State<P>> optimizer(Schedule rate) {
        return new Rule<>(this, rate);
    }

    /**
     * A program as an optimizer.
     *
     * @param <P> the parameters' type
     * @param program the program
     * @param learningRate of the step number
     */
    public record Rule<P>(UpdateProgram program, Schedule learningRate) implements Optimizer<P, Rule.State<P>> {

        /**
         * The state.
         *
         * @param <P> the parameters' type
         * @param first the first state, zero at the start
         * @param second the second state, zero at the start
         */
        public record State<P>(P first, P second) {}

        @Override
        public State<P> init(P params) {
            return new State<>(Tree.zerosLike(params), Tree.zerosLike(params));
        }

        @Override
        public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
            Tensor rate = learningRate.at(info.step()).to(DType.FLOAT64);
            Tree.Flat<P> flat = Tree.flatten(gradient);
            List<Tensor> params = Tree.flatten(info.params()).leaves();
            List<Tensor> first = Tree.flatten(state.first()).leaves();
            List<Tensor> second = Tree.flatten(state.second()).leaves();
            List<List<Tensor>> out = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < params.size(); i++) {
                Tensor g = flat.leaves().get(i);
                Tensor zero = Tensors.zerosLike(g);
                Tensor[] r = new Tensor[REGISTERS];
                Arrays.fill(r, zero);
                r[PARAMETERS] = params.get(i);
                r[GRADIENT] = g;
                r[RATE] = zero.plus(rate.to(g.dtype()));
                r[FIRST] = first.get(i);
                r[SECOND] = second.get(i);
                for (Statement s : program.statements()) {
                    r[s.target()] = s.operation().of(r[s.x()], r[s.y()], s.constant());
                }
                out.get(0).add(r[UPDATE].unaryMinus());
                out.get(1).add(r[FIRST]);
                out.get(2).add(r[SECOND]);
            }
            return new Step<>(flat.with(out.get(0)), new State<>(flat.with(out.get(1)), flat.with(out.get(2))));
        }
    }

    /**
     * As an optimizer with a constant learning rate.
     *
     * @param <P> the parameters' type
     * @param rate the learning rate
     * @return the optimizer
     */
    public <P> Optimizer<P, Rule.State<P>> optimizer(double rate) {
        return optimizer(Schedules.constant(rate));
    }

    private static String name(int register) {
        return register < OTHER ? NAMES[register] : "t" + (register - OTHER);
    }

    /** One line a statement. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Statement s : statements) {
            text.append(name(s.target()) + " = "
                    + s.operation().name().toLowerCase(Locale.ROOT) + "(" + name(s.x())
                    + (s.operation().arity() == 2 ? ", " + name(s.y()) : "")
                    + (s.operation().hasConstant() ? ", " + s.constant() : "") + ")\n");
        }
        return text.toString();
    }
}
