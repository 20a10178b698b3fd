package org.gradus;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Finds which elements of a Jacobian differ from zero at a point, by products. A product with random weights on some columns,
 * zero on the others, is exactly zero in the rows without an element there, and in others with probability zero. So blocks of
 * columns are halved, from one block of all columns down to single ones; halves of blocks that have no row in common share a
 * product, and rows that stand in the way of it are read from products with the transposed matrix, as {@link Coloring} says.
 */
final class PatternSearch {

    /** Below this, halving costs as much as every row or column on its own. */
    private static final int SMALL = 16;

    private static final long SEED = 0x5EEDL;

    private final Products f;
    private final double[] x;
    private final SplittableRandom random = new SplittableRandom(SEED);
    /** Columns of rows that are known already; null for the others. */
    private int[][] known;

    private PatternSearch(Products f, double[] x) {
        this.f = f;
        this.x = x;
    }

    /** The pattern at x. It takes at most about twice the products of a dense Jacobian. */
    static Sparsity at(Products f, double[] x) {
        return new PatternSearch(f, x).pattern();
    }

    private Sparsity pattern() {
        int n = x.length;
        double[] all = new double[n];
        Arrays.setAll(all, _ -> weight());
        double[] image = f.jvp(x, all);
        int limit = Math.min(n, image.length);
        if (limit <= SMALL) {
            return Sparsity.of(densely(f, x, image.length));
        }
        known = new int[image.length][];
        int[][] rows = new int[image.length][];
        Arrays.setAll(rows, i -> image[i] != 0 ? new int[] {0} : new int[0]);
        Sparsity coarse = Sparsity.of(rows, 1);
        int[] edges = {0, n};
        long taken = 1;
        while (edges.length <= n) {
            Coloring coloring = Coloring.of(coarse, 2);
            taken += coloring.cost(2);
            if (taken > limit && coloring.cost(2) > 0) {
                return Sparsity.of(densely(f, x, image.length));
            }
            readRows(coarse, coloring, edges);
            coarse = halved(coarse, coloring, edges);
            edges = halved(edges);
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i] = known[i] != null ? known[i] : coarse.columnsOf(i);
        }
        return Sparsity.of(rows, n);
    }

    private double weight() {
        return random.nextDouble(1, 2);
    }

    private static int[] halved(int[] edges) {
        int[] halves = new int[2 * edges.length];
        int n = 0;
        for (int b = 0; b + 1 < edges.length; b++) {
            halves[n++] = edges[b];
            if (middle(edges, b) < edges[b + 1]) {
                halves[n++] = middle(edges, b);
            }
        }
        halves[n++] = edges[edges.length - 1];
        return Arrays.copyOf(halves, n);
    }

    /** Where a block's second half begins; its end when it is of one column. */
    private static int middle(int[] edges, int block) {
        return (edges[block] + edges[block + 1] + 1) >>> 1;
    }

    /** Rows with a color, exactly: an element belongs to the one row of the color that has its block. */
    private void readRows(Sparsity coarse, Coloring coloring, int[] edges) {
        for (int c = 0; c < coloring.rowColors(); c++) {
            double[] weights = new double[coarse.rows()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = coloring.rowColor()[i] == c ? weight() : 0;
            }
            double[] elements = f.vjp(x, weights);
            for (int i = 0; i < weights.length; i++) {
                if (weights[i] != 0) {
                    known[i] = nonzeros(elements, coarse, i, edges);
                }
            }
        }
    }

    private static int[] nonzeros(double[] elements, Sparsity coarse, int row, int[] edges) {
        int[] found = new int[elements.length];
        int n = 0;
        for (int p = coarse.rowStart()[row]; p < coarse.rowStart()[row + 1]; p++) {
            int block = coarse.column()[p];
            for (int j = edges[block]; j < edges[block + 1]; j++) {
                if (elements[j] != 0) {
                    found[n++] = j;
                }
            }
        }
        return Arrays.copyOf(found, n);
    }

    /** The other rows, by blocks of half the width. */
    private Sparsity halved(Sparsity coarse, Coloring coloring, int[] edges) {
        Sparsity.ByColumns byBlock = coarse.byColumns();
        int[] column = coarse.column();
        boolean[] left = new boolean[column.length];
        boolean[] right = new boolean[column.length];
        for (int c = 0; c < coloring.columnColors(); c++) {
            probe(coloring, c, edges, byBlock, left, true);
            probe(coloring, c, edges, byBlock, right, false);
        }
        int[] child = children(edges);
        int[][] rows = new int[coarse.rows()][];
        for (int i = 0; i < rows.length; i++) {
            int[] halves = new int[2 * coarse.count(i)];
            int n = 0;
            for (int p = coarse.rowStart()[i]; p < coarse.rowStart()[i + 1] && known[i] == null; p++) {
                if (left[p]) {
                    halves[n++] = child[column[p]];
                }
                if (right[p]) {
                    halves[n++] = child[column[p]] + 1;
                }
            }
            rows[i] = Arrays.copyOf(halves, n);
        }
        return Sparsity.of(rows, child[child.length - 1]);
    }

    /** For each block the number of its first half among all halves, and last how many there are. */
    private static int[] children(int[] edges) {
        int[] child = new int[edges.length];
        for (int b = 0; b + 1 < edges.length; b++) {
            child[b + 1] = child[b] + (middle(edges, b) < edges[b + 1] ? 2 : 1);
        }
        return child;
    }

    private void probe(
            Coloring coloring, int color, int[] edges, Sparsity.ByColumns byBlock, boolean[] found, boolean first) {
        double[] direction = new double[x.length];
        boolean any = false;
        for (int b = 0; b + 1 < edges.length; b++) {
            if (coloring.columnColor()[b] == color) {
                int from = first ? edges[b] : middle(edges, b);
                int to = first ? middle(edges, b) : edges[b + 1];
                for (int j = from; j < to; j++) {
                    direction[j] = weight();
                    any = true;
                }
            }
        }
        if (!any) {
            return;
        }
        double[] image = f.jvp(x, direction);
        for (int b = 0; b + 1 < edges.length; b++) {
            if (coloring.columnColor()[b] == color && (first || middle(edges, b) < edges[b + 1])) {
                for (int q = byBlock.start()[b]; q < byBlock.start()[b + 1]; q++) {
                    found[byBlock.position()[q]] = image[byBlock.row()[q]] != 0;
                }
            }
        }
    }

    /** The Jacobian by one product for each row or column, whichever are fewer; the elements that are zero have no entry. */
    static SparseMatrix densely(Products f, double[] x, int outputs) {
        boolean byRows = outputs < x.length;
        int lines = byRows ? outputs : x.length;
        int length = byRows ? x.length : outputs;
        int[][] places = new int[lines][];
        double[][] values = new double[lines][];
        double[] unit = new double[lines];
        for (int k = 0; k < lines; k++) {
            unit[k] = 1;
            double[] line = byRows ? f.vjp(x, unit) : f.jvp(x, unit);
            int[] place = new int[length];
            double[] value = new double[length];
            int n = 0;
            for (int l = 0; l < length; l++) {
                if (line[l] != 0) {
                    place[n] = l;
                    value[n++] = line[l];
                }
            }
            // Not before: a product may be the direction itself.
            unit[k] = 0;
            places[k] = Arrays.copyOf(place, n);
            values[k] = Arrays.copyOf(value, n);
        }
        Sparsity byLine = Sparsity.of(places, length);
        double[] value = new double[byLine.column().length];
        for (int k = 0; k < lines; k++) {
            System.arraycopy(values[k], 0, value, byLine.rowStart()[k], values[k].length);
        }
        if (byRows) {
            return new SparseMatrix(outputs, x.length, byLine.rowStart(), byLine.column(), value);
        }
        Sparsity.ByColumns turned = byLine.byColumns();
        double[] byRow = new double[value.length];
        Arrays.setAll(byRow, q -> value[turned.position()[q]]);
        return new SparseMatrix(outputs, x.length, turned.start(), turned.row(), byRow);
    }

    /** A function's products, counted. */
    static final class Products {
        private final DifferentiableVector f;
        private int taken;

        Products(DifferentiableVector f) {
            this.f = f;
        }

        double[] jvp(double[] x, double[] v) {
            taken++;
            return f.jvp(x, v);
        }

        double[] vjp(double[] x, double[] cotangent) {
            taken++;
            return f.vjp(x, cotangent);
        }

        int taken() {
            return taken;
        }
    }
}
