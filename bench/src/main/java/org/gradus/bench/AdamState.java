package org.gradus.bench;

import static org.gradus.Gradus.grad;

import java.util.ArrayList;
import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Parameters of the perceptron and the state of Adam, stepped as one program.
 *
 * @param parameters weights and biases
 * @param first running means of the gradients
 * @param second running means of their squares
 * @param count steps done
 */
record AdamState(List<Tensor> parameters, List<Tensor> first, List<Tensor> second, Tensor count) {
    private static final double RATE = 1e-3;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    static AdamState init(List<Tensor> parameters) {
        List<Tensor> zeros = parameters.stream().map(Tensors::zerosLike).toList();
        return new AdamState(parameters, zeros, zeros, Workload.f32(Tensors.scalar(0)));
    }

    AdamState step(Tensor x, Tensor y) {
        List<Tensor> gradient =
                grad((List<Tensor> p) -> Workload.perceptronLoss(p, x, y)).apply(parameters);
        Tensor t = count.plus(1.0);
        Tensor correction1 =
                Workload.f32(Tensors.scalar(BETA1)).pow(t).unaryMinus().plus(1.0);
        Tensor correction2 =
                Workload.f32(Tensors.scalar(BETA2)).pow(t).unaryMinus().plus(1.0);
        List<Tensor> next = new ArrayList<>();
        List<Tensor> m = new ArrayList<>();
        List<Tensor> v = new ArrayList<>();
        for (int i = 0; i < gradient.size(); i++) {
            Tensor g = gradient.get(i);
            m.add(first.get(i).times(BETA1).plus(g.times(1 - BETA1)));
            v.add(second.get(i).times(BETA2).plus(g.square().times(1 - BETA2)));
            Tensor size = v.get(i).div(correction2).sqrt().plus(EPSILON);
            next.add(parameters
                    .get(i)
                    .minus(m.get(i).div(correction1).times(RATE).div(size)));
        }
        return new AdamState(next, m, v, t);
    }
}
