package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Op;

/** The rows of factorizations and solves. */
final class LinearAlgebraTable {
    private final List<OpCase> rows = new ArrayList<>();

    private LinearAlgebraTable() {}

    static List<OpCase> rows() {
        LinearAlgebraTable table = new LinearAlgebraTable();
        table.linearAlgebra();
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
}
