package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.LinearAlgebra.Condition;
import org.gradus.program.Op;

/** The rows of factorizations and solves. */
final class LinearAlgebraTable {
    private final List<OpCase> rows = new ArrayList<>();

    private LinearAlgebraTable() {}

    static List<OpCase> rows() {
        LinearAlgebraTable table = new LinearAlgebraTable();
        table.linearAlgebra();
        table.decompositions();
        table.functions();
        return table.rows;
    }

    private void row(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), false));
    }

    private void linearAlgebra() {
        List<Shape> squares =
                List.of(Shape.of(3, 3), Shape.of(1, 1), Shape.of(0, 0), Shape.of(2, 3, 3), Shape.of(2, 2, 2, 2));
        for (Shape s : squares) {
            row(new LinearAlgebra.Cholesky(), Draw.definite(s));
            int n = s.dim(s.rank() - 1);
            for (int columns : new int[] {1, 2}) {
                Draw right = uniform(s.with(s.rank() - 1, columns), -1, 1);
                for (int flags = 0; flags < 8; flags++) {
                    Op op = new LinearAlgebra.TriangularSolve((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
                    row(op, Draw.dominant(s), right);
                }
                row(new LinearAlgebra.Solve(false), Draw.dominant(s), right);
                row(new LinearAlgebra.Solve(true), Draw.dominant(s), right);
            }
            row(new LinearAlgebra.Solve(false), Draw.dominant(s), uniform(s.with(s.rank() - 1, 0), -1, 1));
            row(new LinearAlgebra.Solve(true), Draw.dominant(s), uniform(s.with(s.rank() - 2, n), -1, 1));
        }
    }

    private static Shape with(Shape s, int rows, int columns) {
        return s.slice(0, s.rank() - 2).concat(Shape.of(rows, columns));
    }

    private static Shape vector(Shape s) {
        return s.slice(0, s.rank() - 1);
    }

    private static final List<Shape> SQUARES =
            List.of(Shape.of(3, 3), Shape.of(1, 1), Shape.of(0, 0), Shape.of(2, 3, 3), Shape.of(2, 1, 2, 2));

    private void decompositions() {
        for (Shape s : SQUARES) {
            int n = s.dim(s.rank() - 1);
            row(new LinearAlgebra.Eigh(), Draw.spectrum(s));
            row(new LinearAlgebra.Eig(), Draw.complexSpectrum(s));
            for (Shape shape : List.of(s, with(s, n + 2, n), with(s, n, n + 2))) {
                row(new LinearAlgebra.Lu(), Draw.spectrum(shape));
                row(new LinearAlgebra.Qr(false), Draw.spectrum(shape));
                row(new LinearAlgebra.Svd(false), Draw.spectrum(shape));
                row(new LinearAlgebra.Pinv(), uniform(vector(vector(s)), 1e-9, 1e-8), Draw.spectrum(shape));
                row(new LinearAlgebra.Svd(true), Draw.spectrum(shape).fixed());
            }
            row(new LinearAlgebra.Qr(true), Draw.spectrum(s));
            row(new LinearAlgebra.Qr(true), Draw.spectrum(with(s, n, n + 2)));
            row(new LinearAlgebra.Qr(true), Draw.spectrum(with(s, n + 2, n)).fixed());
            row(new LinearAlgebra.Svd(true), Draw.spectrum(s));
        }
    }

    private void functions() {
        for (Shape s : SQUARES) {
            int n = s.dim(s.rank() - 1);
            row(new LinearAlgebra.Det(), uniform(s, -1, 1));
            row(new LinearAlgebra.Cofactor(), Draw.spectrum(s));
            // Of 2x2 matrices it does not depend on the matrix, and zero has no relative error.
            Shape large = n == 2 ? with(s, 4, 4) : s;
            row(new LinearAlgebra.CofactorTangent(), Draw.spectrum(large), uniform(large, -1, 1));
            row(new LinearAlgebra.SlogDet(), Draw.dominant(s));
            row(new LinearAlgebra.Expm(), uniform(s, -1, 1));
            row(new LinearAlgebra.ExpmTangent(), uniform(s, -1, 1), uniform(s, -1, 1));
            row(new LinearAlgebra.Sqrtm(), Draw.definite(s));
            row(new LinearAlgebra.Lyapunov(), Draw.definite(s), uniform(s, -1, 1));
            Draw values = Draw.separated(vector(s));
            Draw numbers = uniform(vector(s), -1, 1);
            Draw matrices = uniform(s, -1, 1);
            for (boolean flag : new boolean[] {false, true}) {
                Draw apart = flag ? Draw.apart(vector(s)) : values;
                row(new LinearAlgebra.SpectralTangent(flag), apart, matrices);
                row(new LinearAlgebra.SpectralCotangent(flag, true), apart, numbers, matrices);
                row(new LinearAlgebra.SpectralCotangent(flag, false), apart, numbers, matrices);
                row(new LinearAlgebra.GuardedQuotient(flag), Draw.signed(s, 0.5, 2), matrices);
                Shape wide = with(s, n, n + 1);
                row(new LinearAlgebra.GuardedQuotient(flag), Draw.signed(wide, 0.5, 2), uniform(wide, -1, 1));
            }
            row(new LinearAlgebra.Regular(Condition.DISTINCT), Draw.separated(with(s, 2, n)), matrices);
            row(new LinearAlgebra.Regular(Condition.FULL_RANK), Draw.dominant(s), matrices);
            row(new LinearAlgebra.Regular(Condition.PIVOTS), Draw.dominant(s), matrices);
            row(new LinearAlgebra.Regular(Condition.NONSINGULAR), Draw.signed(vector(vector(s)), 1, 2), matrices);
        }
    }
}
