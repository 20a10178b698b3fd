package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Labels that do not fit. */
final class LossErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Losses",
            List.of(
                    java("A class that does not exist", """
                    Tensor logits = zeros(3, 4);
                    softmaxCrossEntropy(logits, tensor(new long[] {0, 1, 4}));
                    """, """
                    softmaxCrossEntropy: label 2 is class 4, but the logits have 4 classes
                      where: Example.java:2 (Example.main)
                      to do: number the classes from 0 to 3
                    """),
                    java("Labels for other examples", """
                    Tensor logits = zeros(3, 4);
                    softmaxCrossEntropy(logits, tensor(new long[] {0, 1}));
                    """, """
                    softmaxCrossEntropy: labels i64[2] do not fit logits f64[3,4]
                      where: Example.java:2 (Example.main)
                      to do: give whole class numbers of shape [3], or probabilities of shape [3,4]
                    """),
                    java("Class numbers that are no whole numbers", """
                    Tensor logits = zeros(3, 4);
                    softmaxCrossEntropy(logits, tensor(0.0, 1.0, 2.0));
                    """, """
                    softmaxCrossEntropy: labels f64[3] do not fit logits f64[3,4]
                      where: Example.java:2 (Example.main)
                      to do: class numbers are whole numbers: convert them with labels.to(DType.INT64)
                    """),
                    java("Labels beside a column of logits", """
                    Tensor logits = zeros(3, 1);
                    sigmoidCrossEntropy(logits, tensor(0.0, 1.0, 1.0));
                    """, """
                    sigmoidCrossEntropy: labels f64[3] do not fit logits f64[3,1]
                      where: Example.java:2 (Example.main)
                      to do: give one label in [0, 1] for each logit
                    """)));

    private LossErrors() {}
}
