package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.program.Contraction.Convolution;
import org.gradus.program.Contraction.MatMul;
import org.gradus.program.Op;
import org.gradus.program.Windows;

/** The rows of sums of products. */
final class ContractionTable {
    private final List<OpCase> rows = new ArrayList<>();

    private ContractionTable() {}

    static List<OpCase> rows() {
        ContractionTable table = new ContractionTable();
        table.products();
        table.convolutions(false);
        table.convolutions(true);
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

    private void convolutions(boolean flip) {
        Windows plain = windows(List.of(1), List.of(0), List.of(0), List.of(1), List.of(1));
        convolution(plain, 1, flip, Shape.of(2, 3, 7), Shape.of(2, 3, 3));
        convolution(plain, 1, flip, Shape.of(1, 1, 1), Shape.of(1, 1, 1));
        convolution(plain, 1, flip, Shape.of(1, 1, 4), Shape.of(1, 1, 4));
        convolution(plain, 1, flip, Shape.of(1, 1, 3), Shape.of(1, 1, 4));
        convolution(plain, 1, flip, Shape.of(0, 2, 5), Shape.of(3, 2, 2));
        convolution(plain, 1, flip, Shape.of(2, 0, 5), Shape.of(3, 0, 2));
        convolution(plain, 1, flip, Shape.of(2, 2, 5), Shape.of(0, 2, 2));
        convolution(plain, 2, flip, Shape.of(2, 4, 6), Shape.of(6, 2, 3));
        convolution(plain, 3, flip, Shape.of(1, 3, 6), Shape.of(3, 1, 2));
        Windows padded = windows(List.of(1), List.of(2), List.of(1), List.of(1), List.of(1));
        convolution(padded, 1, flip, Shape.of(2, 2, 5), Shape.of(3, 2, 3));
        convolution(padded, 1, flip, Shape.of(2, 2, 0), Shape.of(3, 2, 3));
        Windows strided = windows(List.of(2), List.of(1), List.of(1), List.of(1), List.of(1));
        convolution(strided, 1, flip, Shape.of(2, 2, 8), Shape.of(3, 2, 3));
        convolution(strided, 2, flip, Shape.of(2, 2, 7), Shape.of(2, 1, 2));
        convolution(
                windows(List.of(3), List.of(2), List.of(4), List.of(2), List.of(2)),
                1,
                flip,
                Shape.of(2, 2, 9),
                Shape.of(2, 2, 3));
        convolution(
                windows(List.of(2), List.of(-1), List.of(-2), List.of(1), List.of(2)),
                2,
                flip,
                Shape.of(2, 2, 11),
                Shape.of(4, 1, 3));
        convolution(
                windows(List.of(4), List.of(5), List.of(3), List.of(6), List.of(1)),
                1,
                flip,
                Shape.of(1, 2, 4),
                Shape.of(2, 2, 5));
        convolution(
                windows(List.of(2, 1), List.of(1, 0), List.of(0, 2), List.of(1, 2), List.of(1, 3)),
                2,
                flip,
                Shape.of(2, 4, 5, 6),
                Shape.of(2, 2, 3, 2));
        convolution(
                windows(List.of(1, 2), List.of(1, 1), List.of(1, 1), List.of(3, 1), List.of(2, 1)),
                1,
                flip,
                Shape.of(2, 3, 4, 5),
                Shape.of(8, 3, 3, 3));
        convolution(
                windows(List.of(1, 2, 1), List.of(1, 0, 1), List.of(0, 1, 1), List.of(1, 1, 2), List.of(1, 1, 1)),
                1,
                flip,
                Shape.of(2, 2, 3, 4, 3),
                Shape.of(5, 2, 2, 2, 3));
    }

    private static Windows windows(
            List<Integer> strides,
            List<Integer> low,
            List<Integer> high,
            List<Integer> inputDilation,
            List<Integer> dilation) {
        return new Windows(strides, low, high, inputDilation, dilation);
    }

    private void convolution(Windows windows, int groups, boolean flip, Shape x, Shape kernel) {
        row(new Convolution(windows, groups, flip), uniform(x, -1, 1), uniform(kernel, -1, 1));
    }
}
