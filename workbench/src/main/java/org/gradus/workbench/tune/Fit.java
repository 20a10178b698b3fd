package org.gradus.workbench.tune;

/**
 * How a fitted model does.
 *
 * @param trainLoss the loss on the training part, without the penalty
 * @param validationLoss the loss on the validation part
 * @param testLoss the loss on the test part
 * @param validationScore accuracy or R² on the validation part
 * @param testScore accuracy or R² on the test part
 */
public record Fit(double trainLoss, double validationLoss, double testLoss, double validationScore, double testScore) {

    /**
     * How much worse the model does on rows that had no say in it.
     *
     * @return test loss minus validation loss
     */
    public double gap() {
        return testLoss - validationLoss;
    }
}
