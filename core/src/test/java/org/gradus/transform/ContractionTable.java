package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.program.Contraction.MatMul;
import org.gradus.program.Op;

/** The rows of sums of products. */
final class ContractionTable {
    private final List<OpCase> rows = new ArrayList<>();

    private ContractionTable() {}

    static List<OpCase> rows() {
        ContractionTable table = new ContractionTable();
        table.products();
        return table.rows;
    }

    private void row(Op op, Draw... draws) {
        rows.add(new OpCase(op, List.of(draws), false));
    }

    private void products() {
        int[][] sizes = {{2, 3, 4}, {1, 1, 1}, {0, 3, 2}, {2, 0, 3}, {2, 3, 0}, {1, 5, 1}, {5, 1, 4}};
        for (boolean left : new boolean[] {false, true}) {
            for (boolean right : new boolean[] {false, true}) {
                for (int[] size : sizes) {
                    product(Shape.SCALAR, left, right, size);
                }
                product(Shape.of(3), left, right, sizes[0]);
                product(Shape.of(2, 2), left, right, sizes[0]);
                product(Shape.of(0), left, right, sizes[0]);
            }
        }
        product(Shape.SCALAR, false, false, new int[] {17, 33, 18});
    }

    private void product(Shape batch, boolean left, boolean right, int[] mkn) {
        Shape a = left ? Shape.of(mkn[1], mkn[0]) : Shape.of(mkn[0], mkn[1]);
        Shape b = right ? Shape.of(mkn[2], mkn[1]) : Shape.of(mkn[1], mkn[2]);
        row(new MatMul(left, right), uniform(batch.concat(a), -1, 1), uniform(batch.concat(b), -1, 1));
    }
}
