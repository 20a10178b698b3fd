package org.gradus.workbench.docs;

import static org.gradus.workbench.docs.ErrorCase.java;

import java.util.List;

/** Matrices that cannot be factored or solved. */
final class MatrixErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Matrices",
            List.of(
                    java("A matrix that is not positive definite", """
                    Linalg.cholesky(tensor(new double[][] {{1, 2}, {2, 1}}));
                    """, """
                    cholesky: matrix is not positive definite: pivot 1 of 2 is -3.0
                      where: Example.java:1 (Example.main)
                      to do: add a small multiple of the identity to the matrix, or check that it is symmetric and positive definite
                    """),
                    java("A matrix with NaN", """
                    Linalg.cholesky(eye(2).times(Double.NaN));
                    """, """
                    cholesky: matrix is not positive definite: pivot 0 of 2 is NaN
                      where: Example.java:1 (Example.main)
                      to do: find where the NaN or infinity in the matrix comes from
                    """),
                    java("A matrix that is not square", """
                    Linalg.cholesky(ones(3, 4));
                    """, """
                    cholesky: f64[3,4] is not a square matrix
                      where: Example.java:1 (Example.main)
                      to do: give a matrix of shape [..., n, n]
                    """),
                    java("A singular matrix", """
                    Linalg.solve(tensor(new double[][] {{1, 2}, {2, 4}}), ones(2, 1));
                    """, """
                    solve: matrix is singular: pivot 1 of 2 is 0.0
                      where: Example.java:1 (Example.main)
                      to do: remove rows or columns that depend on others, or solve a least-squares problem instead
                    """),
                    java("A right-hand side that does not fit", """
                    Linalg.solve(eye(2), ones(3));
                    """, """
                    solve: right-hand side f64[3] does not fit the matrix f64[2,2]
                      where: Example.java:1 (Example.main)
                      to do: give a right-hand side of shape [..., n, columns], or [n] for one matrix
                    """)));

    private MatrixErrors() {}
}
