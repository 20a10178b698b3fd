package org.gradus.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.GradusException;
import org.gradus.error.ShapeException;
import org.gradus.evaluate.ControlEvaluation;
import org.gradus.evaluate.Evaluation;
import org.gradus.evaluate.Interpreter;
import org.gradus.evaluate.NonFiniteCheck;
import org.gradus.program.Constant;
import org.gradus.program.Control;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;

/** Runs a plan stage by stage. Variables have slots; a slot is emptied after its last use. Safe for use by many threads. */
final class PlannedProgram implements Executable {
    private final Program program;
    private final List<ArrayType> inputTypes;
    private final int slots;
    private final Step[] steps;
    private final Slot[] results;

    /** Runs a stage on its inputs. */
    private interface Work {
        List<NdArray> run(NdArray[] inputs);
    }

    private record Slot(int index, NdArray constant) {
        NdArray read(NdArray[] memory) {
            return constant != null ? constant : memory[index];
        }
    }

    private record Step(Work work, Slot[] inputs, int[] outputs, int[] dead) {}

    PlannedProgram(Plan plan, boolean generates) {
        this.program = plan.program();
        this.inputTypes = program.inputTypes();
        Map<Variable, Integer> slotOf = new IdentityHashMap<>();
        program.inputs().forEach(v -> slotOf.put(v, slotOf.size()));
        plan.stages().forEach(s -> s.outputs().forEach(v -> slotOf.put(v, slotOf.size())));
        this.slots = slotOf.size();
        List<List<Integer>> dead = deadSlots(plan, slotOf);
        this.steps = new Step[plan.stages().size()];
        for (int i = 0; i < steps.length; i++) {
            Stage stage = plan.stages().get(i);
            int[] outputs = stage.outputs().stream().mapToInt(slotOf::get).toArray();
            int[] ended = dead.get(i).stream().mapToInt(Integer::intValue).toArray();
            steps[i] = new Step(work(stage, generates), slots(stage.inputs(), slotOf), outputs, ended);
        }
        this.results = slots(program.outputs(), slotOf);
    }

    private static Work work(Stage stage, boolean generates) {
        return switch (stage) {
            case Region region -> new TileProgram(region, generates)::run;
            case Stage.Small(var equations, var inputs, var outputs) ->
                new ScalarProgram(inputs, equations, outputs)::run;
            case Stage.Single(Equation equation)
            when generates && equation.op() instanceof Control.Scan scan && ScalarScan.takes(scan) -> {
                List<ArrayType> types =
                        equation.outputs().stream().map(Variable::type).toList();
                ScalarScan loop = new ScalarScan(scan);
                yield inputs -> loop.run(types, inputs);
            }
            case Stage.Single(Equation equation) -> {
                List<ArrayType> types =
                        equation.outputs().stream().map(Variable::type).toList();
                ControlEvaluation control = equation.op() instanceof Control c
                        ? new ControlEvaluation(c, program -> body(program, generates))
                        : null;
                yield inputs -> {
                    try {
                        return control == null
                                ? Evaluation.evaluate(equation.op(), types, Arrays.asList(inputs))
                                : control.run(types, Arrays.asList(inputs));
                    } catch (GradusException e) {
                        throw equation.located(e);
                    }
                };
            }
        };
    }

    private static ControlEvaluation.Body body(Program program, boolean generates) {
        Plan plan = generates ? Fusion.planWithSmallParts(program) : Fusion.plan(program);
        return new PlannedProgram(plan, generates)::run;
    }

    private List<List<Integer>> deadSlots(Plan plan, Map<Variable, Integer> slotOf) {
        List<List<Integer>> dead = new ArrayList<>();
        plan.stages().forEach(_ -> dead.add(new ArrayList<>()));
        int[] last = lastUses(plan, slotOf);
        for (int slot = 0; slot < slots; slot++) {
            if (last[slot] >= 0 && last[slot] < dead.size()) {
                dead.get(last[slot]).add(slot);
            }
        }
        return dead;
    }

    private int[] lastUses(Plan plan, Map<Variable, Integer> slotOf) {
        int[] last = new int[slots];
        Arrays.fill(last, -1);
        for (int i = 0; i < plan.stages().size(); i++) {
            Stage stage = plan.stages().get(i);
            for (Variable output : stage.outputs()) {
                last[slotOf.get(output)] = i;
            }
            for (Operand operand : stage.inputs()) {
                if (operand instanceof Variable v) {
                    last[slotOf.get(v)] = i;
                }
            }
        }
        for (Operand output : plan.program().outputs()) {
            if (output instanceof Variable v) {
                last[slotOf.get(v)] = Integer.MAX_VALUE;
            }
        }
        return last;
    }

    private static Slot[] slots(List<Operand> operands, Map<Variable, Integer> slotOf) {
        return operands.stream()
                .map(operand -> switch (operand) {
                    case Variable v -> new Slot(slotOf.get(v), null);
                    case Constant(NdArray value) -> new Slot(-1, value);
                })
                .toArray(Slot[]::new);
    }

    @Override
    public List<NdArray> run(List<NdArray> arguments) {
        if (NonFiniteCheck.isOn()) {
            // The interpreter has every value at hand, and the same bits.
            return new Interpreter(program).run(arguments);
        }
        checkTypes(arguments);
        NdArray[] memory = new NdArray[slots];
        for (int i = 0; i < arguments.size(); i++) {
            memory[i] = arguments.get(i);
        }
        for (Step step : steps) {
            NdArray[] inputs = new NdArray[step.inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = step.inputs[i].read(memory);
            }
            List<NdArray> outputs = step.work.run(inputs);
            for (int i = 0; i < step.outputs.length; i++) {
                memory[step.outputs[i]] = outputs.get(i);
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
}
