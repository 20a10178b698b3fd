package org.gradus.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.GradusException;
import org.gradus.evaluate.NonFiniteCheck;
import org.gradus.program.Constant;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Concrete;
import org.gradus.trace.Recorder;
import org.gradus.trace.Value;

/** Runs a linear program backward, from cotangents of its results to cotangents of its linear inputs. */
final class Transposition {
    private final Map<Variable, Tensor> cotangents = new IdentityHashMap<>();
    private final Map<Variable, Tensor> known = new IdentityHashMap<>();
    private final Set<Variable> linear = Collections.newSetFromMap(new IdentityHashMap<>());

    private Transposition() {}

    /**
     * Transposes a program.
     *
     * @param program linear in its first inputs
     * @param linearInputs how many they are
     * @param captured values of the other inputs
     * @param cotangents one a result, null for zero
     * @return one a linear input, null for zero
     */
    static List<Tensor> transpose(Program program, int linearInputs, List<Value> captured, List<Tensor> cotangents) {
        return new Transposition().run(program, linearInputs, captured, cotangents);
    }

    /**
     * The transpose as a program.
     *
     * @param program linear in some inputs
     * @param linear which they are
     * @return a program from the other inputs and the cotangents of the results to the cotangents of the linear inputs
     */
    static Program program(Program program, List<Boolean> linear) {
        try (Recorder recorder = Recorder.ofRules()) {
            List<Variable> inputs = new ArrayList<>();
            List<Variable> others = new ArrayList<>();
            List<Value> known = new ArrayList<>();
            for (int i = 0; i < linear.size(); i++) {
                Variable input = program.inputs().get(i);
                (linear.get(i) ? inputs : others).add(input);
                if (!linear.get(i)) {
                    known.add(recorder.input(input.type(), ""));
                }
            }
            int count = inputs.size();
            inputs.addAll(others);
            List<Tensor> cotangents = new ArrayList<>();
            program.outputTypes().forEach(t -> cotangents.add(Tensor.of(recorder.input(t, ""))));
            Program ordered = new Program(inputs, program.equations(), program.outputs());
            List<Tensor> back = transpose(ordered, count, known, cotangents);
            List<Value> results = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Tensor cotangent = back.get(i);
                results.add(
                        cotangent == null
                                ? Tensors.full(0, inputs.get(i).type()).value()
                                : cotangent.value());
            }
            return recorder.finish(results).program().pruned(_ -> false);
        }
    }

    private List<Tensor> run(Program program, int linearInputs, List<Value> captured, List<Tensor> results) {
        List<Variable> inputs = program.inputs();
        linear.addAll(inputs.subList(0, linearInputs));
        for (int i = linearInputs; i < inputs.size(); i++) {
            known.put(inputs.get(i), Tensor.of(captured.get(i - linearInputs)));
        }
        program.equations().forEach(this::mark);
        for (int i = 0; i < results.size(); i++) {
            accumulate(program.outputs().get(i), results.get(i));
        }
        for (Equation equation : program.equations().reversed()) {
            step(equation);
        }
        List<Tensor> out = new ArrayList<>();
        inputs.subList(0, linearInputs).forEach(v -> out.add(cotangents.get(v)));
        return out;
    }

    private void mark(Equation equation) {
        if (equation.inputs().stream().anyMatch(this::isLinear)) {
            linear.addAll(equation.outputs());
        } else {
            List<Tensor> inputs = equation.inputs().stream().map(this::read).toList();
            List<Tensor> outputs = NonFiniteCheck.run(equation, () -> TensorOps.applyAll(equation.op(), inputs));
            for (int i = 0; i < outputs.size(); i++) {
                known.put(equation.outputs().get(i), outputs.get(i));
            }
        }
    }

    private boolean isLinear(Operand operand) {
        return operand instanceof Variable v && linear.contains(v);
    }

    private Tensor read(Operand operand) {
        return switch (operand) {
            case Variable v -> known.get(v);
            case Constant(NdArray array) -> Tensor.of(new Concrete(array));
        };
    }

    private void step(Equation equation) {
        List<Tensor> given = new ArrayList<>();
        boolean any = false;
        for (Variable output : equation.outputs()) {
            Tensor cotangent = cotangents.remove(output);
            any |= cotangent != null;
            given.add(cotangent);
        }
        if (!any || equation.inputs().stream().noneMatch(this::isLinear)) {
            return;
        }
        if (given.size() > 1) {
            for (int i = 0; i < given.size(); i++) {
                Variable output = equation.outputs().get(i);
                given.set(i, given.get(i) == null ? Tensors.full(0, output.type()) : given.get(i));
            }
        }
        List<Tensor> inputs = new ArrayList<>();
        List<ArrayType> types = new ArrayList<>();
        for (Operand operand : equation.inputs()) {
            inputs.add(isLinear(operand) ? null : read(operand));
            types.add(operand.type());
        }
        List<Tensor> back;
        try {
            back = RuleChecks.transpose(
                    equation, given, () -> TransposeRules.transpose(equation.op(), inputs, types, given));
        } catch (GradusException e) {
            throw equation.located(e);
        }
        for (int i = 0; i < back.size(); i++) {
            if (inputs.get(i) == null) {
                accumulate(equation.inputs().get(i), back.get(i));
            }
        }
    }

    private void accumulate(Operand operand, Tensor cotangent) {
        if (cotangent != null && operand instanceof Variable v && linear.contains(v)) {
            cotangents.merge(v, cotangent, TensorOps::add);
        }
    }
}
