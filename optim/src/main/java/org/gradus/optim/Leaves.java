package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** What rules of update are written with: several trees of one structure leaf by leaf, averages, norms. */
final class Leaves {
    private Leaves() {}

    /** The tensors of one leaf in, those of the results out. */
    interface Rule {
        Tensor[] apply(Tensor... in);
    }

    /** Applies a rule to the leaves at one place of all trees; the results are trees of the same structure. */
    @SafeVarargs
    static <P> List<P> map(Rule rule, P first, P... more) {
        Tree.Flat<P> flat = Tree.flatten(first);
        List<List<Tensor>> columns = new ArrayList<>();
        columns.add(flat.leaves());
        for (P tree : more) {
            Tree.Flat<P> other = Tree.flatten(tree);
            Tree.checkSame("tree", flat.structure(), other.structure());
            columns.add(other.leaves());
        }
        List<List<Tensor>> results = new ArrayList<>();
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor[] in = new Tensor[columns.size()];
            for (int j = 0; j < in.length; j++) {
                in[j] = columns.get(j).get(i);
            }
            Tensor[] out = rule.apply(in);
            for (int j = 0; j < out.length; j++) {
                if (i == 0) {
                    results.add(new ArrayList<>());
                }
                results.get(j).add(out[j]);
            }
        }
        return results.stream().map(flat::with).toList();
    }

    /** Applies a rule with one result. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    static <P> P one(Function<Tensor[], Tensor> rule, P first, P... more) {
        return map(in -> new Tensor[] {rule.apply(in)}, first, more).getFirst();
    }

    /** A tree like another one, all of one number. */
    static <P> P full(double number, P like) {
        return Tree.map(leaf -> Tensors.full(number, leaf.type()), like);
    }

    /** An i64 scalar 0. */
    static Tensor none() {
        return Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
    }

    /** A hyperparameter at this step, an f64 scalar. */
    static Tensor at(Schedule schedule, Info<?> info) {
        return schedule.at(info.step()).to(DType.FLOAT64);
    }

    /** A scalar in a leaf's element type. */
    static Tensor as(Tensor scalar, Tensor leaf) {
        return scalar.to(leaf.dtype());
    }

    /** x times an f64 scalar, in x's element type. */
    static Tensor times(Tensor x, Tensor scalar) {
        return x.times(as(scalar, x));
    }

    /** −α·u. */
    static Tensor down(Tensor rate, Tensor direction) {
        return direction.times(as(rate.unaryMinus(), direction));
    }

    /** β·before + (1 − β)·now. */
    static Tensor average(Tensor decay, Tensor before, Tensor now) {
        return times(before, decay).plus(times(now, Tensors.minus(1, decay)));
    }

    /** 1 − βᵗ, by which an average that began at zero is divided. */
    static Tensor correction(Tensor decay, Tensor count) {
        return Tensors.minus(1, decay.pow(count));
    }

    /** ‖x‖₂ of one leaf, a scalar in f64, with derivative 0 at 0. */
    static Tensor norm(Tensor x) {
        return root(x.to(DType.FLOAT64).square().sum());
    }

    /** ‖x‖₂ over all leaves, with derivative 0 at 0. */
    static Tensor norm(Object tree) {
        return root(dot(tree, tree));
    }

    /** ⟨x, y⟩ over all leaves, in f64. */
    static Tensor dot(Object x, Object y) {
        List<Tensor> left = Tree.flatten(x).leaves();
        List<Tensor> right = Tree.flatten(y).leaves();
        Tensor sum = Tensors.scalar(0);
        for (int i = 0; i < left.size(); i++) {
            sum = sum.plus(left.get(i)
                    .to(DType.FLOAT64)
                    .times(right.get(i).to(DType.FLOAT64))
                    .sum());
        }
        return sum;
    }

    /** √s, whose derivative at 0 is 0. */
    static Tensor root(Tensor s) {
        Tensor zero = s.eq(0);
        return Tensors.where(zero, 0, Tensors.where(zero, 1, s).sqrt());
    }

    /** a / b, or a number where b is 0. */
    static Tensor ratio(Tensor a, Tensor b, double otherwise) {
        Tensor zero = b.eq(0);
        return Tensors.where(zero, otherwise, a.div(Tensors.where(zero, 1, b)));
    }
}
