package org.gradus.trace;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.SourceLine;
import org.gradus.evaluate.NonFiniteCheck;
import org.gradus.program.Constant;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Types;
import org.gradus.program.Variable;

/**
 * The level that records a program on shapes alone. Numbers used by the function become constants; values of lower levels
 * become further inputs, which {@link Recording#captured()} lists. Several threads of the function may record at once.
 */
public final class Recorder extends Level {
    private static final ThreadLocal<long[]> RECORDED = ThreadLocal.withInitial(() -> new long[1]);

    private final boolean withLines;
    private final List<Variable> inputs = new ArrayList<>();
    private final List<Equation> equations = new ArrayList<>();
    private final Map<Object, Variable> captures = new IdentityHashMap<>();
    private final List<Value> captured = new ArrayList<>();
    private final List<Variable> capturedVariables = new ArrayList<>();

    /**
     * A recorded function.
     *
     * @param program its inputs are the declared ones, then one for each captured value
     * @param captured values of lower levels that the function used
     */
    public record Recording(Program program, List<Value> captured) {}

    private Recorder(boolean withLines) {
        this.withLines = withLines;
    }

    /**
     * Opens a recorder that notes the caller's line with each equation.
     *
     * @return an open level
     */
    public static Recorder ofFunction() {
        return new Recorder(true);
    }

    /**
     * Opens a recorder for equations that derivative rules make, whose lines say nothing.
     *
     * @return an open level
     */
    public static Recorder ofRules() {
        return new Recorder(false);
    }

    /**
     * How many equations this thread has recorded so far: what a run adds tells whether it kept anything for later.
     *
     * @return a number that only grows
     */
    public static long equationsOfThisThread() {
        return RECORDED.get()[0];
    }

    /**
     * Declares an input.
     *
     * @param type its type
     * @param name a name to print, or empty
     * @return the value that stands for it
     */
    public Value input(ArrayType type, String name) {
        Variable variable = new Variable(type, name);
        inputs.add(variable);
        return new Recorded(this, variable);
    }

    @Override
    protected synchronized List<Value> apply(Op op, List<Value> operands) {
        List<ArrayType> types =
                Types.infer(op, operands.stream().map(Value::type).toList());
        List<Variable> outputs = types.stream().map(Variable::new).toList();
        SourceLine line = NonFiniteCheck.noted(outputs, withLines ? SourceLine.ofCaller() : SourceLine.UNKNOWN);
        RECORDED.get()[0]++;
        equations.add(
                new Equation(outputs, op, operands.stream().map(this::operand).toList(), line));
        List<Value> values = new ArrayList<>(outputs.size());
        outputs.forEach(v -> values.add(new Recorded(this, v)));
        return values;
    }

    private Operand operand(Value value) {
        return switch (value) {
            case Concrete(NdArray array) -> new Constant(array);
            case Recorded(Recorder recorder, Variable variable) when recorder == this -> variable;
            case Recorded recorded -> capture(recorded.variable(), recorded);
            case Dual dual -> capture(dual, dual);
        };
    }

    private Variable capture(Object identity, Value value) {
        Trace.level(value);
        return captures.computeIfAbsent(identity, _ -> {
            Variable variable = new Variable(value.type());
            captured.add(value);
            capturedVariables.add(variable);
            return variable;
        });
    }

    /**
     * Ends the recording and the level.
     *
     * @param outputs what the function returned
     * @return the program and the values it captured
     */
    public synchronized Recording finish(List<Value> outputs) {
        List<Operand> results = outputs.stream().map(this::operand).toList();
        close();
        List<Variable> all = new ArrayList<>(inputs);
        all.addAll(capturedVariables);
        return new Recording(new Program(all, equations, results), List.copyOf(captured));
    }
}
