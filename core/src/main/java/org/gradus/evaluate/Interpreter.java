package org.gradus.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.GradusException;
import org.gradus.error.ShapeException;
import org.gradus.program.Constant;
import org.gradus.program.Control;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;

/**
 * Runs a program equation by equation. Variables have slots, found once; a slot is emptied after its last use, so memory
 * follows what is alive. Immutable and safe for use by many threads.
 */
public final class Interpreter {
    private final Program program;
    private final List<Step> steps;
    private final int slots;
    private final Slot[] results;
    private final List<ArrayType> inputTypes;

    private record Slot(int index, NdArray constant) {
        NdArray read(NdArray[] memory) {
            return constant != null ? constant : memory[index];
        }
    }

    /** One equation; control is its operation prepared, or null for those without sub-programs. */
    private record Step(
            Equation equation,
            ControlEvaluation control,
            List<ArrayType> types,
            Slot[] inputs,
            int[] outputs,
            int[] dead) {}

    /**
     * Prepares a program.
     *
     * @param program what to run
     */
    public Interpreter(Program program) {
        this.program = program;
        this.inputTypes = program.inputTypes();
        Map<Variable, Integer> slotOf = new IdentityHashMap<>();
        program.inputs().forEach(v -> slotOf.put(v, slotOf.size()));
        program.equations().forEach(e -> e.outputs().forEach(v -> slotOf.put(v, slotOf.size())));
        this.slots = slotOf.size();
        List<List<Integer>> dead = deadSlots(program, slotOf);
        this.steps = new ArrayList<>();
        for (int i = 0; i < program.equations().size(); i++) {
            Equation equation = program.equations().get(i);
            int[] outputs = ints(equation.outputs().stream().map(slotOf::get).toList());
            List<ArrayType> types =
                    equation.outputs().stream().map(Variable::type).toList();
            ControlEvaluation control = equation.op() instanceof Control c ? new ControlEvaluation(c) : null;
            steps.add(new Step(equation, control, types, slots(equation.inputs(), slotOf), outputs, ints(dead.get(i))));
        }
        this.results = slots(program.outputs(), slotOf);
    }

    private static int[] lastUses(Program program, Map<Variable, Integer> slotOf) {
        int[] last = new int[slotOf.size()];
        Arrays.fill(last, -1);
        for (int i = 0; i < program.equations().size(); i++) {
            Equation equation = program.equations().get(i);
            for (Variable output : equation.outputs()) {
                last[slotOf.get(output)] = i;
            }
            for (Operand operand : equation.inputs()) {
                if (operand instanceof Variable v) {
                    last[slotOf.get(v)] = i;
                }
            }
        }
        for (Operand output : program.outputs()) {
            if (output instanceof Variable v) {
                last[slotOf.get(v)] = Integer.MAX_VALUE;
            }
        }
        return last;
    }

    private static List<List<Integer>> deadSlots(Program program, Map<Variable, Integer> slotOf) {
        List<List<Integer>> dead = new ArrayList<>();
        program.equations().forEach(_ -> dead.add(new ArrayList<>()));
        int[] lastUse = lastUses(program, slotOf);
        for (int slot = 0; slot < lastUse.length; slot++) {
            if (lastUse[slot] >= 0 && lastUse[slot] < dead.size()) {
                dead.get(lastUse[slot]).add(slot);
            }
        }
        return dead;
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Slot[] slots(List<Operand> operands, Map<Variable, Integer> slotOf) {
        return operands.stream()
                .map(operand -> switch (operand) {
                    case Variable v -> new Slot(slotOf.get(v), null);
                    case Constant(NdArray value) -> new Slot(-1, value);
                })
                .toArray(Slot[]::new);
    }

    private void checkTypes(List<NdArray> arguments) {
        boolean fits = arguments.size() == inputTypes.size();
        for (int i = 0; fits && i < inputTypes.size(); i++) {
            fits = arguments.get(i).type().equals(inputTypes.get(i));
        }
        if (!fits) {
            List<ArrayType> given = arguments.stream().map(NdArray::type).toList();
            throw new ShapeException(
                    "program: arguments " + given + " are not of the input types " + inputTypes,
                    "pass one array of the declared type for each input");
        }
    }

    /**
     * The program that is run.
     *
     * @return the program
     */
    public Program program() {
        return program;
    }

    private static void compute(Step step, List<NdArray> inputs, NdArray[] memory) {
        if (step.outputs.length == 1 && step.control == null) {
            memory[step.outputs[0]] = Evaluation.single(step.equation.op(), step.types.getFirst(), inputs);
            return;
        }
        List<NdArray> outputs = step.control == null
                ? Evaluation.evaluate(step.equation.op(), step.types, inputs)
                : step.control.run(step.types, inputs);
        for (int i = 0; i < step.outputs.length; i++) {
            memory[step.outputs[i]] = outputs.get(i);
        }
    }

    /**
     * Runs the program.
     *
     * @param arguments one array an input, of the input's type
     * @return one array an output
     * @throws ShapeException when an argument is not of its input's type
     * @throws org.gradus.error.NonFiniteException when a result is not finite and a person asked for the search
     */
    public List<NdArray> run(List<NdArray> arguments) {
        checkTypes(arguments);
        if (NonFiniteCheck.isOn()) {
            return NonFiniteSearch.run(program, arguments);
        }
        NdArray[] memory = new NdArray[slots];
        for (int i = 0; i < arguments.size(); i++) {
            memory[i] = arguments.get(i);
        }
        for (Step step : steps) {
            NdArray[] inputs = new NdArray[step.inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = step.inputs[i].read(memory);
            }
            try {
                compute(step, Arrays.asList(inputs), memory);
            } catch (GradusException e) {
                throw step.equation.located(e);
            }
            for (int slot : step.dead) {
                memory[slot] = null;
            }
        }
        List<NdArray> out = new ArrayList<>(results.length);
        for (Slot result : results) {
            out.add(result.read(memory));
        }
        return out;
    }
}
