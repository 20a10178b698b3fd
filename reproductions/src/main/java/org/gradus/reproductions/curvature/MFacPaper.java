package org.gradus.reproductions.curvature;

import org.gradus.linear.InverseFisher;
import org.gradus.optim.Info;
import org.gradus.optim.Step;
import org.gradus.optim.curvature.MFac;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** Static, dynamic and dense inverse Fisher matrices agree. */
final class MFacPaper implements Reproduction {
    private static final int N = 20;
    private static final int M = 6;
    private static final double DAMPING = 0.1;

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper(
                "m-fac", "M-FAC: Efficient Matrix-Free Approximations of Second-Order Information", 2021);
    }

    @Override
    public String claim() {
        return "Products with the inverse Fisher matrix in linear time: the best one-shot and gradual pruning, and competitive"
                + " optimization.";
    }

    private static Tensor dense(Tensor gradients) {
        return Linalg.inverse(
                gradients.t().matmul(gradients).div(M).plus(Tensors.eye(N).times(DAMPING)));
    }

    private static double difference(Tensor a, Tensor b) {
        return Tree.norm(a.minus(b)).item() / Tree.norm(b).item();
    }

    private static Info<Tensor> info(int t) {
        return Info.of(Tensors.zeros(N), Tensors.scalar(0), t);
    }

    private static Tensor last(MFac<Tensor> method, Tensor gradients) {
        var state = method.init(gradients.get(0));
        Tensor update = gradients.get(0);
        for (int t = 0; t < gradients.dim(0); t++) {
            Step<Tensor, MFac.State> step = method.update(gradients.get(t), state, info(t));
            state = step.state();
            update = step.update();
        }
        return update;
    }

    @Override
    public Outcome run(Context context) {
        Tensor all = Random.normal(context.key(1), 31, N);
        Tensor first = all.slice(0, 0, M);
        Tensor x = Random.normal(context.key(2), N);
        Tensor inverse = dense(first);
        InverseFisher chain = InverseFisher.of(first, DAMPING);
        var method = new MFac<Tensor>(M, DAMPING);
        Tensor slid = last(method, all);
        Tensor fresh = InverseFisher.of(all.slice(0, 25, 31), DAMPING).apply(all.get(30));
        double diagonal = 0;
        for (int i = 0; i < N; i++) {
            diagonal = Math.max(
                    diagonal,
                    Math.abs(chain.diagonal().get(i).item() - inverse.get(i, i).item()));
        }
        Tensor g = all.get(7);
        double square = Tree.dot(g, g).item();
        Tensor constant = Tensors.stack(g, g, g, g, g, g);
        return new Outcome.Builder()
                .atMost("static against dense, relative", 1e-10, difference(chain.apply(x), inverse.matmul(x)))
                .atMost(
                        "dynamic against dense, relative",
                        1e-10,
                        difference(last(method, first), inverse.matmul(first.get(M - 1))))
                .atMost("largest error of the diagonal", 1e-10, diagonal)
                .close("an entry", inverse.get(3, 11).item(), chain.entry(3, 11).item(), 1e-10)
                .atMost("dynamic after 25 replacements against a fresh one", 1e-9, difference(slid, fresh))
                .atMost(
                        "a window of one gradient: against g/(λ + |g|²)",
                        1e-10,
                        difference(last(method, constant), g.div(DAMPING + square)))
                .atMost(
                        "the first step: against g/(λ + |g|²/6)",
                        1e-10,
                        difference(last(method, all.slice(0, 7, 8)), g.div(DAMPING + square / M)))
                .done();
    }
}
