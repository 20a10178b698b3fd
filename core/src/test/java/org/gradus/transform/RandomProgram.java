package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.error.SourceLine;
import org.gradus.program.Constant;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Types;
import org.gradus.program.Variable;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * A program drawn at random: floating-point inputs and steps, each of which reads inputs and results of earlier steps by
 * their numbers; of several results of a step only one is read.
 *
 * @param inputs the types of the inputs
 * @param steps the steps
 */
record RandomProgram(List<ArrayType> inputs, List<Step> steps) {

    /** One operation, of whose results the one of that number is read; or a constant when the operation is null. */
    record Step(Op op, List<Integer> operands, int result, NdArray constant) {}

    /** The types of inputs and results. */
    List<ArrayType> types() {
        List<ArrayType> types = new ArrayList<>(inputs);
        for (Step step : steps) {
            types.add(
                    step.op == null
                            ? step.constant.type()
                            : Types.infer(
                                            step.op,
                                            step.operands.stream()
                                                    .map(types::get)
                                                    .toList())
                                    .get(step.result));
        }
        return types;
    }

    /** The first steps only. */
    RandomProgram first(int count) {
        return new RandomProgram(inputs, steps.subList(0, count));
    }

    /** The numbers of the results that nothing reads, and of the last one. */
    private List<Integer> results() {
        List<Integer> results = new ArrayList<>();
        int count = inputs.size() + steps.size();
        for (int i = inputs.size(); i < count; i++) {
            int number = i;
            boolean read = steps.stream().anyMatch(s -> s.operands.contains(number));
            if (!read || i == count - 1) {
                results.add(i);
            }
        }
        return results;
    }

    /** What the program computes, run with tensors. */
    List<Tensor> apply(List<Tensor> arguments) {
        List<Tensor> values = new ArrayList<>(arguments);
        for (Step step : steps) {
            values.add(
                    step.op == null
                            ? Tensors.tensor(step.constant)
                            : OpCase.applyAll(
                                            step.op,
                                            step.operands.stream()
                                                    .map(values::get)
                                                    .toList())
                                    .get(step.result));
        }
        return results().stream().map(values::get).toList();
    }

    /** A scalar of all floating-point results. */
    Tensor loss(List<Tensor> arguments) {
        Tensor sum = null;
        for (Tensor result : apply(arguments)) {
            if (result.dtype().isFloat()) {
                Tensor part = result.times(OpCase.weights(result)).sum();
                sum = sum == null ? part : sum.plus(part);
            }
        }
        return sum == null ? arguments.getFirst().sum() : sum;
    }

    /** The equations as they were drawn. */
    Program program() {
        List<Operand> values = new ArrayList<>();
        List<Variable> variables = inputs.stream().map(Variable::new).toList();
        values.addAll(variables);
        List<Equation> equations = new ArrayList<>();
        for (Step step : steps) {
            if (step.op == null) {
                values.add(new Constant(step.constant));
                continue;
            }
            List<Operand> operands = step.operands.stream().map(values::get).toList();
            List<Variable> outputs = Types.infer(
                            step.op, operands.stream().map(Operand::type).toList())
                    .stream()
                    .map(Variable::new)
                    .toList();
            equations.add(new Equation(outputs, step.op, operands, SourceLine.UNKNOWN));
            values.add(outputs.get(step.result));
        }
        return new Program(
                variables, equations, results().stream().map(values::get).toList());
    }

    /** Whether sums may be taken in another order in a batch. */
    boolean reorders() {
        return steps.stream().anyMatch(s -> OpCase.reorders(s.op));
    }
}
