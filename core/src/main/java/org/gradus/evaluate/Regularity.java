package org.gradus.evaluate;

import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.NotDifferentiableException;
import org.gradus.program.LinearAlgebra.Condition;

/** The conditions of {@link Condition}, found to hold or refused. */
final class Regularity {
    private Regularity() {}

    static void demand(Condition condition, NdArray witness) {
        switch (condition) {
            case DISTINCT -> distinct(witness);
            case FULL_RANK -> diagonal(witness, true);
            case PIVOTS -> diagonal(witness, false);
            case NONSINGULAR -> nonsingular(witness);
        }
    }

    private static double epsilon(NdArray x) {
        return x.dtype() == DType.FLOAT64 ? 0x1p-52 : 0x1p-23;
    }

    private static String ofBatch(int e, int batch) {
        return batch == 1 ? "" : " " + e + " of the batch of " + batch;
    }

    /** Two equal eigenvalues of a matrix without a full set of vectors come out about √ε apart. */
    private static void distinct(NdArray x) {
        Shape s = x.shape();
        int n = s.dim(s.rank() - 1);
        int batch = s.size(0, s.rank() - 2);
        for (int e = 0; e < batch; e++) {
            int real = 2 * e * n;
            double largest = 0;
            for (int i = 0; i < n; i++) {
                largest = Math.max(largest, Math.hypot(x.getDouble(real + i), x.getDouble(real + n + i)));
            }
            double tolerance = Math.sqrt(epsilon(x)) * largest;
            for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++) {
                    double distance = Math.hypot(
                            x.getDouble(real + i) - x.getDouble(real + j),
                            x.getDouble(real + n + i) - x.getDouble(real + n + j));
                    if (!(distance > tolerance)) {
                        throw new NotDifferentiableException(
                                "eig: the eigenvalues and vectors of matrix" + ofBatch(e, batch)
                                        + " have no derivative, because eigenvalues " + i + " and " + j
                                        + " are equal to"
                                        + " rounding",
                                "use eigvalsh or eigh if the matrix is symmetric, or functions of the whole matrix, such"
                                        + " as det, expm, or traces of powers");
                    }
                }
            }
        }
    }

    private static void diagonal(NdArray x, boolean toRounding) {
        Shape s = x.shape();
        int m = s.dim(s.rank() - 2);
        int n = s.dim(s.rank() - 1);
        int batch = s.size(0, s.rank() - 2);
        for (int e = 0; e < batch; e++) {
            double largest = 0;
            for (int i = 0; i < Math.min(m, n); i++) {
                largest = Math.max(largest, Math.abs(x.getDouble(e * m * n + i * n + i)));
            }
            double tolerance = toRounding ? Math.max(m, n) * epsilon(x) * largest : 0;
            for (int i = 0; i < Math.min(m, n); i++) {
                double pivot = x.getDouble(e * m * n + i * n + i);
                if (!(Math.abs(pivot) > tolerance)) {
                    throw new NotDifferentiableException(
                            (toRounding ? "qr: the factors of matrix" : "lu: the factors of matrix")
                                    + ofBatch(e, batch) + " have no derivative, because its columns depend on each"
                                    + " other: element " + i + " of the diagonal is " + pivot,
                            toRounding
                                    ? "remove columns that depend on others, or use pinv or lstsq"
                                    : "use det, whose derivative exists for singular matrices too, or svdvals");
                }
            }
        }
    }

    private static void nonsingular(NdArray sign) {
        for (int e = 0; e < sign.size(); e++) {
            if (sign.getDouble(e) == 0) {
                throw new NotDifferentiableException(
                        "slogdet: log|det| of matrix" + ofBatch(e, sign.size())
                                + " has no derivative, because the matrix is singular and log|det| is -Infinity",
                        "use det, whose derivative exists for singular matrices too, or add a small multiple of the"
                                + " identity");
            }
        }
    }
}
