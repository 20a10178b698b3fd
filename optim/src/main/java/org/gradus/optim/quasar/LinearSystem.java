package org.gradus.optim.quasar;

import java.util.ArrayList;
import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Identification of a linear dynamical system with one input and one output, a problem that is quasar-convex near stable systems
 * (Hardt, Ma and Recht 2018): h₊ = A·h + e·u, ŷ = ⟨c, h⟩ + d·u, where A shifts h up and its last row is −a, e is the last unit vector.
 *
 * @param states n, one or more
 * @param burnIn steps of a sequence whose outputs do not count, zero or more
 */
public record LinearSystem(int states, int burnIn) {

    /**
     * The outputs of sequences that begin at h = 0.
     *
     * @param params a, c and d as a vector of 2n + 1
     * @param inputs one sequence a row
     * @return outputs, of the inputs' shape
     */
    public Tensor outputs(Tensor params, Tensor inputs) {
        int n = states;
        Tensor a = params.slice(0, 0, n);
        Tensor c = params.slice(0, n, 2 * n);
        Tensor d = params.get(2 * n);
        int rows = inputs.dim(0);
        Tensor across = inputs.t();
        Tensor h = Tensors.zeros(rows, n);
        List<Tensor> outputs = new ArrayList<>();
        for (int t = 0; t < inputs.dim(1); t++) {
            Tensor u = across.get(t);
            outputs.add(h.matmul(c).plus(u.times(d)));
            Tensor last = u.minus(h.matmul(a)).reshape(rows, 1);
            h = n == 1 ? last : Tensors.concatenate(1, h.slice(1, 1, n), last);
        }
        return Tensors.stack(1, outputs);
    }

    /**
     * The mean square of the errors after the burn-in.
     *
     * @param params a, c and d as a vector of 2n + 1
     * @param inputs one sequence a row
     * @param targets what the true system put out
     * @return a scalar
     */
    public Tensor loss(Tensor params, Tensor inputs, Tensor targets) {
        Tensor errors = outputs(params, inputs).minus(targets).t();
        return errors.slice(0, burnIn, errors.dim(0)).square().mean();
    }
}
