package org.gradus.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.gradus.array.NdArray;
import org.gradus.error.SourceLine;
import org.gradus.evaluate.NonFiniteCheck;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Trace;

/** Derivative rules under the search for the first NaN or infinity: what they return is looked at, not what they go through. */
final class RuleChecks {
    private RuleChecks() {}

    /** Runs the forward rule of an operation. */
    static List<Tensor> jvp(Op op, List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents) {
        if (!NonFiniteCheck.isOn()) {
            return JvpRules.jvp(op, primals, outputs, tangents);
        }
        List<NdArray> at = numbers(primals);
        String name = "derivative of " + op.mnemonic() + (at.isEmpty() ? "" : " at " + NonFiniteCheck.describe(at));
        var origin = new NonFiniteCheck.Origin(name, SourceLine.ofCaller());
        List<Tensor> results = NonFiniteCheck.quietly(origin, () -> JvpRules.jvp(op, primals, outputs, tangents));
        NonFiniteCheck.check(name, numbers(tangents), numbers(results));
        return results;
    }

    /** Runs the transposed rule of an equation of a linear program. */
    static List<Tensor> transpose(Equation equation, List<Tensor> cotangents, Supplier<List<Tensor>> rule) {
        if (!NonFiniteCheck.isOn()) {
            return rule.get();
        }
        String name = NonFiniteCheck.name(equation.output(), equation.op());
        List<Tensor> results = NonFiniteCheck.quietly(new NonFiniteCheck.Origin(name, equation.line()), rule);
        // The other operands are the rule's own coefficients.
        NonFiniteCheck.check(name, numbers(cotangents), numbers(results));
        return results;
    }

    /** Computes the coefficients of the results of an operation. */
    static void taylor(Op op, List<Series> results, int order) {
        if (!NonFiniteCheck.isOn()) {
            results.forEach(r -> r.coefficient(order));
            return;
        }
        var origin = new NonFiniteCheck.Origin("Taylor coefficient of " + op.mnemonic(), SourceLine.ofCaller());
        for (Series result : results) {
            for (int k = 1; k <= order; k++) {
                int power = k;
                Tensor coefficient = NonFiniteCheck.quietly(origin, () -> result.coefficient(power));
                String name = origin.name() + " of order " + k;
                NonFiniteCheck.check(name, List.of(), numbers(Collections.singletonList(coefficient)));
            }
        }
    }

    private static List<NdArray> numbers(List<Tensor> tensors) {
        List<NdArray> arrays = new ArrayList<>();
        for (Tensor tensor : tensors) {
            NdArray array = tensor == null ? null : Trace.known(tensor.value());
            if (array != null) {
                arrays.add(array);
            }
        }
        return arrays;
    }
}
