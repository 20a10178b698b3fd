package org.gradus.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.evaluate.HostFunctions;
import org.gradus.linear.LinearEvidence;
import org.gradus.linear.LinearOperator;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.linear.LinearSolver;
import org.gradus.linear.LinearSolves;
import org.gradus.program.Host;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;
import org.gradus.transform.Derivatives;
import org.gradus.transform.HostRules;
import org.gradus.transform.Linearized;

/**
 * The derivative of x*(θ) given by F(x*, θ) = 0, whatever found x*: dx = −(∂ₓF)⁻¹·∂_θF·dθ (implicit function theorem). The
 * rule is made of tensor operations and a differentiable linear solve, so every order and both modes follow.
 */
final class ImplicitRules implements HostRules {
    private final Program condition;
    private final int unknowns;
    private final Kind kind;
    private final LinearSolver solver;
    private final double damping;
    private final Consumer<LinearEvidence> observer;
    private final UnaryOperator<List<NdArray>> find;

    /**
     * Makes the rules.
     *
     * @param condition F, a program of x's leaves, then θ's
     * @param unknowns how many leaves x has
     * @param kind what is promised of ∂ₓF
     * @param solver how linear systems with ∂ₓF are solved
     * @param damping what is added to the diagonal of ∂ₓF in these systems
     * @param observer told of every linear solve
     * @param find θ's leaves ↦ x*'s leaves
     */
    ImplicitRules(
            Program condition,
            int unknowns,
            Kind kind,
            LinearSolver solver,
            double damping,
            Consumer<LinearEvidence> observer,
            UnaryOperator<List<NdArray>> find) {
        this.condition = condition;
        this.unknowns = unknowns;
        this.kind = kind;
        this.solver = solver;
        this.damping = damping;
        this.observer = observer;
        this.find = find;
    }

    /** x*(θ) for values of any level. */
    List<Tensor> apply(List<Value> parameters) {
        List<ArrayType> outputs = condition.inputTypes().subList(0, unknowns);
        Host.Key key = new Host.Key("implicit");
        HostFunctions.register(key, this);
        return Trace.apply(new Host(key, outputs), parameters).stream()
                .map(Tensor::of)
                .toList();
    }

    @Override
    public List<NdArray> evaluate(List<NdArray> inputs) {
        return find.apply(inputs);
    }

    @Override
    public List<Tensor> jvp(List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents) {
        List<Tensor> active = new ArrayList<>();
        List<Tensor> directions = new ArrayList<>();
        for (int i = 0; i < primals.size(); i++) {
            if (tangents.get(i) != null) {
                active.add(primals.get(i));
                directions.add(tangents.get(i));
            }
        }
        Fn<List<Tensor>, List<Tensor>> byParameters = moving -> {
            List<Tensor> all = new ArrayList<>(outputs);
            int next = 0;
            for (int i = 0; i < primals.size(); i++) {
                all.add(tangents.get(i) == null ? primals.get(i) : moving.get(next++));
            }
            return run(all);
        };
        List<Tensor> moved = Derivatives.jvp(byParameters, active, directions).tangent();
        Fn<List<Tensor>, List<Tensor>> byUnknowns = x -> {
            List<Tensor> all = new ArrayList<>(x);
            all.addAll(primals);
            return run(all);
        };
        Linearized<List<Tensor>, List<Tensor>> slope = Derivatives.linearize(byUnknowns, outputs);
        List<Tensor> right = moved.stream().map(Tensor::unaryMinus).toList();
        LinearOperator<List<Tensor>> operator = LinearOperator.of(kind, slope::pushforward);
        return LinearSolves.solve(damping == 0 ? operator : operator.damped(damping), right, solver, observer);
    }

    private List<Tensor> run(List<Tensor> operands) {
        List<Value> values = operands.stream().map(Tensor::value).toList();
        return Trace.replay(condition, values).stream().map(Tensor::of).toList();
    }
}
