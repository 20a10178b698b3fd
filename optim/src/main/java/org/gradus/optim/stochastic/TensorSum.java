package org.gradus.optim.stochastic;

import org.gradus.Differentiable;
import org.gradus.Gradus;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/** A mean loss of examples, compiled once for each size of batch. */
final class TensorSum<D> implements FiniteSum {
    private final D data;
    private final int size;
    private final Fn2<Tensor, D, Tensor> value;
    private final Fn2<Tensor, D, ValueAndGrad<Tensor>> both;
    private final Fn3<Tensor, D, Tensor, Tensor> product;

    TensorSum(Fn2<Tensor, D, Tensor> loss, D data) {
        Fn2<Tensor, D, Tensor> mean = (w, d) ->
                Gradus.vmap((D example) -> loss.apply(w, example)).apply(d).mean();
        this.data = data;
        this.size = Tree.flatten(data).leaves().getFirst().dim(0);
        this.value = Gradus.jit(mean);
        this.both = Gradus.jit((w, d) -> Gradus.valueAndGrad(mean).apply(w, d));
        this.product = Gradus.jit(
                (w, d, v) -> Gradus.hvp((Tensor at) -> mean.apply(at, d)).apply(w, v));
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Differentiable batch(int... indices) {
        FiniteSum.check(size, indices);
        Tensor places = Tensors.tensor(indices);
        return new Batch(Tree.map((Tensor leaf) -> Indexing.take(leaf, places, 0), data));
    }

    @Override
    public Differentiable whole() {
        return new Batch(data);
    }

    private final class Batch implements Differentiable {
        private final D part;

        private Batch(D part) {
            this.part = part;
        }

        @Override
        public double value(double[] w) {
            return value.apply(Tensors.tensor(w), part).item();
        }

        @Override
        public double[] gradient(double[] w) {
            return both.apply(Tensors.tensor(w), part).gradient().toDoubles();
        }

        @Override
        public double valueAndGradient(double[] w, double[] gradient) {
            ValueAndGrad<Tensor> at = both.apply(Tensors.tensor(w), part);
            System.arraycopy(at.gradient().toDoubles(), 0, gradient, 0, gradient.length);
            return at.value().item();
        }

        @Override
        public double[] hvp(double[] w, double[] v) {
            return product.apply(Tensors.tensor(w), part, Tensors.tensor(v)).toDoubles();
        }
    }
}
