package org.gradus.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.NdArray;
import org.gradus.program.Constant;
import org.gradus.program.Control;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Concrete;
import org.gradus.trace.Recorder;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;

/**
 * The forward derivative of a program as a program.
 *
 * <p>The joint form takes the program's inputs and the tangents of some, and gives the outputs and the tangents of some. The
 * linear form gives the tangents alone, by steps that {@link Transposition} can run backward.
 *
 * @param program the derivative
 * @param outputs which outputs have a tangent; those of the others are zero
 */
record Tangents(Program program, List<Boolean> outputs) {

    /** The joint form, with a tangent for at least the wanted outputs. */
    static Tangents joint(Program program, List<Boolean> inputs, List<Boolean> wanted) {
        return of(program, inputs, wanted, 0, false);
    }

    /** The linear form, with a tangent for at least the wanted outputs. */
    static Tangents linear(Program program, List<Boolean> inputs, List<Boolean> wanted) {
        return of(program, inputs, wanted, 0, true);
    }

    /**
     * The linear form of a program whose last outputs are known: they are operands, between the inputs and the tangents,
     * and not computed again.
     */
    static Tangents linear(Program program, List<Boolean> inputs, int known) {
        return of(program, inputs, Collections.nCopies(program.outputs().size(), false), known, true);
    }

    private static Tangents of(Program program, List<Boolean> inputs, List<Boolean> wanted, int known, boolean linear) {
        try (Recorder recorder = Recorder.ofRules();
                JvpLevel level = new JvpLevel(linear)) {
            List<Tensor> primals = new ArrayList<>();
            program.inputTypes().forEach(t -> primals.add(Tensor.of(recorder.input(t, ""))));
            Map<Operand, Value> given = new IdentityHashMap<>();
            int results = program.outputs().size();
            for (Operand output : program.outputs().subList(results - known, results)) {
                given.put(output, recorder.input(output.type(), ""));
            }
            Map<Variable, Value> environment = new IdentityHashMap<>();
            for (int i = 0; i < primals.size(); i++) {
                Variable input = program.inputs().get(i);
                Tensor tangent = inputs.get(i) ? Tensor.of(recorder.input(input.type(), "")) : null;
                environment.put(input, level.dual(primals.get(i), tangent).value());
            }
            for (Equation equation : program.equations()) {
                step(equation, environment, given, level);
            }
            List<Value> outputs = new ArrayList<>();
            List<Value> tangents = new ArrayList<>();
            List<Boolean> mask = new ArrayList<>();
            for (int i = 0; i < results; i++) {
                Tensor output = Tensor.of(read(program.outputs().get(i), environment));
                Tensor tangent = level.tangent(output);
                if (tangent == null && wanted.get(i)) {
                    tangent = Tensors.zerosLike(output);
                }
                mask.add(tangent != null);
                outputs.add(level.primal(output).value());
                if (tangent != null) {
                    tangents.add(tangent.value());
                }
            }
            if (linear) {
                outputs.clear();
            }
            outputs.addAll(tangents);
            Program derivative = recorder.finish(outputs).program();
            return new Tangents(linear ? silent(derivative) : derivative.pruned(Op::callsJava), mask);
        }
    }

    /** The program without calls of Java code for their effects alone: these were had when the primal ran. */
    static Program silent(Program program) {
        if (!program.callsJava()) {
            return program.pruned(_ -> false);
        }
        List<Equation> equations = new ArrayList<>();
        for (Equation e : program.equations()) {
            Op op = e.op() instanceof Control control
                    ? control.with(
                            control.programs().stream().map(Tangents::silent).toList())
                    : e.op();
            equations.add(new Equation(e.outputs(), op, e.inputs(), e.line()));
        }
        return new Program(program.inputs(), equations, program.outputs()).pruned(_ -> false);
    }

    /**
     * The operation with its functions that have a reverse derivative of their own as ordinary code: what an outer derivative
     * sees of the primal once an inner one has used the rule.
     */
    static Control ordinary(Control op) {
        return op.programs().stream().anyMatch(p -> p.mnemonics().contains("custom_vjp"))
                ? op.with(op.programs().stream().map(Tangents::ordinary).toList())
                : op;
    }

    private static Program ordinary(Program program) {
        if (!program.mnemonics().contains("custom_vjp")) {
            return program;
        }
        try (Recorder recorder = Recorder.ofRules()) {
            Map<Variable, Value> environment = new IdentityHashMap<>();
            program.inputs().forEach(v -> environment.put(v, recorder.input(v.type(), v.name())));
            for (Equation equation : program.equations()) {
                List<Value> operands = equation.inputs().stream()
                        .map(o -> read(o, environment))
                        .toList();
                List<Value> results = switch (equation.op()) {
                    case Control.CustomVjp custom -> Trace.replay(custom.forward(), operands);
                    case Control control -> Trace.apply(ordinary(control), operands);
                    default -> Trace.apply(equation.op(), operands);
                };
                for (int i = 0; i < equation.outputs().size(); i++) {
                    environment.put(equation.outputs().get(i), results.get(i));
                }
            }
            List<Value> outputs =
                    program.outputs().stream().map(o -> read(o, environment)).toList();
            return recorder.finish(outputs).program();
        }
    }

    private static void step(
            Equation equation, Map<Variable, Value> environment, Map<Operand, Value> given, JvpLevel level) {
        List<Value> operands =
                equation.inputs().stream().map(o -> read(o, environment)).toList();
        List<Variable> names = equation.outputs();
        List<Value> results;
        if (names.size() == 1 && given.containsKey(names.getFirst())) {
            List<Value> known = List.of(given.get(names.getFirst()));
            boolean moves = operands.stream().anyMatch(v -> level.tangent(Tensor.of(v)) != null);
            results = moves ? level.differentiated(equation.op(), operands, known) : known;
        } else {
            results = Trace.apply(equation.op(), operands);
        }
        for (int i = 0; i < names.size(); i++) {
            environment.put(names.get(i), results.get(i));
        }
    }

    private static Value read(Operand operand, Map<Variable, Value> environment) {
        return switch (operand) {
            case Variable v -> environment.get(v);
            case Constant(NdArray array) -> new Concrete(array);
        };
    }
}
