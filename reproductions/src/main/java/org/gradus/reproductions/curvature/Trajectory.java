package org.gradus.reproductions.curvature;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Objective;
import org.gradus.optim.Step;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/**
 * Every step of a method on a function of all data.
 *
 * @param points the parameters before each step, and at the end
 * @param updates what was added to them
 * @param states after each step
 * @param values of the function before each step, and at the end
 */
record Trajectory<P, S>(List<P> points, List<P> updates, List<S> states, List<Double> values) {

    private record Made<P, S>(P update, S state, Tensor value) {}

    static <P, S> Trajectory<P, S> of(
            GradientTransformation<P, S> method, Fn<P, Tensor> f, P start, int steps, Key key) {
        Objective<P> objective = Objective.of(f);
        Fn3<P, S, Tensor, Made<P, S>> plain = (x, state, t) -> {
            ValueAndGrad<P> at = objective.valueAndGradient(x);
            Info<P> info = Info.of(x, at.value(), t).withKey(key.fold(t)).withObjective(objective);
            Step<P, S> step = method.update(at.gradient(), state, info);
            return new Made<>(step.update(), step.state(), at.value());
        };
        var compiled = Gradus.jit(plain);
        Trajectory<P, S> run =
                new Trajectory<>(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        P x = start;
        S state = method.init(x);
        for (int t = 0; t < steps; t++) {
            Made<P, S> made =
                    compiled.apply(x, state, Tensors.tensor(new long[] {t}).get(0));
            run.points.add(x);
            run.updates.add(made.update());
            run.states.add(made.state());
            run.values.add(made.value().item());
            x = Tree.plus(x, made.update());
            state = made.state();
        }
        run.points.add(x);
        run.values.add(f.apply(x).item());
        return run;
    }

    P end() {
        return points.getLast();
    }

    double last() {
        return values.getLast();
    }
}
