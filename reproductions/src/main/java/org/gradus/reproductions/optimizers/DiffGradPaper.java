package org.gradus.reproductions.optimizers;

import org.gradus.optim.Adam;
import org.gradus.optim.DiffGrad;
import org.gradus.optim.Schedules;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Tensor;

/** Streams of gradients of one number. */
final class DiffGradPaper implements Reproduction {
    private static final double RATE = 1e-3;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "diffgrad", "diffGrad: An Optimization Method for Convolutional Neural Networks", 2019);
    }

    @Override
    public String claim() {
        return "Friction where the gradient changes little: better than SGDM, AdaGrad, AdaDelta, RMSProp, AMSGrad and"
                + " Adam for ResNet-50 on CIFAR.";
    }

    private static double[] moves(double[] path) {
        double[] moves = path.clone();
        for (int t = path.length - 1; t > 0; t--) {
            moves[t] -= path[t - 1];
        }
        return moves;
    }

    @Override
    public Outcome run(Context context) {
        DiffGrad<Tensor> method = new DiffGrad<>(Schedules.constant(RATE));
        double[] steady = new double[20];
        double[] turning = new double[20];
        for (int t = 0; t < 20; t++) {
            steady[t] = 0.7;
            turning[t] = t % 2 == 0 ? 2 : -2;
        }
        Adam<Tensor> adam = new Adam<>(RATE);
        double[] slow = moves(Drive.feed(method, 0, steady));
        double[] full = moves(Drive.feed(adam, 0, steady));
        double[] quick = moves(Drive.feed(method, 0, turning));
        double[] quickAdam = moves(Drive.feed(adam, 0, turning));
        double worst = 0;
        double off = 0;
        for (int t = 1; t < 20; t++) {
            worst = Math.max(worst, Math.abs(slow[t] / full[t] - 0.5));
            off = Math.max(off, Math.abs(quick[t] / quickAdam[t] - 0.982014));
        }
        return new Outcome.Builder()
                .close("first update / rate for g = 1", -0.731059, Drive.feed(method, 0, 1)[0] / RATE, 1e-6)
                .close("first update / rate for g = -3", 0.952574, Drive.feed(method, 0, -3)[0] / RATE, 1e-6)
                .close("constant gradient: largest |ratio to Adam - 0.5| from step 2", 0, worst, 1e-6)
                .close("alternating gradient: largest |friction - 0.982014| from step 2", 0, off, 1e-6)
                .done();
    }
}
