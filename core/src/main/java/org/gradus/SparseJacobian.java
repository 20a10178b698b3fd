package org.gradus;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gradus.error.Require;

/**
 * Jacobians of few entries, by few products: the rows and columns that share no element share a product, so a banded Jacobian
 * takes as many products as its band is wide, whatever its size (Curtis, Powell and Reid 1974; Coleman and Moré 1983), and one
 * with dense rows and columns one more for each.
 *
 * <p>The pattern, which elements may differ from zero, is found at the first point by products with random weights on ever
 * smaller blocks of columns. It has every element that is not zero there: only random weights that cancel to the last bit
 * could hide one. A Jacobian of band width b takes at most about 2·b·log₂(columns) products for that, one without structure may take
 * as many as the dense Jacobian, and up to twice as many when that shows late. The pattern and the grouping of rows and
 * columns are kept for the next points. The memory is that of the entries, and of a bit for each row or column and color.
 *
 * <p>At another point elements that were zero may have become different, on another branch or since an argument was zero. So
 * one product of every Jacobian with a random vector is compared with the function's own: where a row disagrees by more than
 * 2⁻³⁶ of Σⱼ |Jᵢⱼ·vⱼ|, the pattern is found anew and joined with the former; new elements
 * smaller than that beside the others of their row go unnoticed. Where that disagrees too, as for rules that are
 * not linear or values that have lost their digits, the dense Jacobian is computed, and {@link Evaluation#way} says so.
 *
 * <p>All is the same bits again for the same points in the same order. Safe for use by several threads when the function is.
 */
public final class SparseJacobian {

    private static final double TOLERANCE = 0x1p-36;
    private static final long SEED = 0xC4EC4L;

    /** What is kept: a pattern, and how to read its entries from products. */
    private record Plan(Sparsity pattern, Sparsity.ByColumns byColumns, Coloring coloring) {
        static Plan of(Sparsity pattern) {
            return new Plan(pattern, pattern.byColumns(), Coloring.of(pattern, 1));
        }
    }

    private final DifferentiableVector f;
    private volatile Plan plan;

    private SparseJacobian(DifferentiableVector f) {
        this.f = f;
    }

    /**
     * The Jacobians of a function; nothing is computed yet.
     *
     * @param f the function
     * @return its Jacobians, which keep the pattern between points
     * @throws org.gradus.error.ArgumentException when f is null
     */
    public static SparseJacobian of(DifferentiableVector f) {
        return new SparseJacobian(Require.notNull(f, "sparse Jacobian", "the function"));
    }

    /** How a Jacobian was computed. */
    public enum Way {
        /** By the pattern kept from former points. */
        KEPT_PATTERN("by the pattern of former points"),
        /** By a pattern found at this point. */
        NEW_PATTERN("by the pattern found at this point"),
        /** By the pattern of former points joined with that of this point, which has other elements. */
        WIDENED_PATTERN("by the pattern of former points joined with that of this point, which has other elements"),
        /** One product for each row or column. */
        DENSE(
                "dense, since products by the pattern disagreed with the derivative; likely (a) a rule whose products are not"
                        + " linear in the direction, or (b) derivatives that lost their digits or are not finite");

        private final String meaning;

        Way(String meaning) {
            this.meaning = meaning;
        }

        /**
         * What it means, with likely causes.
         *
         * @return a phrase
         */
        public String meaning() {
            return meaning;
        }
    }

    /**
     * A Jacobian and how it was computed.
     *
     * @param jacobian J(x); its entries are the pattern, some of which may be zero at this point
     * @param way how it was computed
     * @param columnColors products with directions that the pattern takes, J·v
     * @param rowColors products with cotangents that the pattern takes, Jᵀ·u
     * @param products all that were taken: by the pattern, for finding it, one for each comparison
     * @param disagreement in the last comparison, the largest over rows of |(J·v)ᵢ − jvpᵢ| / Σⱼ |Jᵢⱼ·vⱼ|; of a dense Jacobian,
     *     that of the compressed one before it
     */
    public record Evaluation(
            SparseMatrix jacobian, Way way, int columnColors, int rowColors, int products, double disagreement) {}

    /**
     * The Jacobian at a point.
     *
     * @param x the point; of another length than before, all begins anew
     * @return J(x), with what it took
     */
    public Evaluation at(double[] x) {
        PatternSearch.Products counted = new PatternSearch.Products(f);
        Plan kept = plan;
        if (kept != null && kept.pattern.columns() != x.length) {
            kept = null;
        }
        if (kept != null) {
            Evaluation evaluation = evaluation(counted, x, kept, Way.KEPT_PATTERN);
            if (evaluation.disagreement <= TOLERANCE) {
                return evaluation;
            }
        }
        Sparsity found = PatternSearch.at(counted, x);
        Plan next = Plan.of(kept == null ? found : kept.pattern.union(found));
        plan = next;
        Evaluation evaluation = evaluation(counted, x, next, kept == null ? Way.NEW_PATTERN : Way.WIDENED_PATTERN);
        if (evaluation.disagreement <= TOLERANCE) {
            return evaluation;
        }
        SparseMatrix dense = PatternSearch.densely(counted, x, next.pattern.rows());
        return new Evaluation(
                dense,
                Way.DENSE,
                evaluation.columnColors,
                evaluation.rowColors,
                counted.taken(),
                evaluation.disagreement);
    }

    private static Evaluation evaluation(PatternSearch.Products f, double[] x, Plan plan, Way way) {
        SparseMatrix jacobian = new SparseMatrix(
                plan.pattern.rows(),
                plan.pattern.columns(),
                plan.pattern.rowStart().clone(),
                plan.pattern.column().clone(),
                values(f, x, plan));
        double disagreement = disagreement(f, x, jacobian);
        Coloring coloring = plan.coloring;
        return new Evaluation(jacobian, way, coloring.columnColors(), coloring.rowColors(), f.taken(), disagreement);
    }

    private static double[] values(PatternSearch.Products f, double[] x, Plan plan) {
        Sparsity pattern = plan.pattern;
        Sparsity.ByColumns byColumns = plan.byColumns;
        int[] rowColor = plan.coloring.rowColor();
        int[] columnColor = plan.coloring.columnColor();
        double[] value = new double[pattern.column().length];
        for (int c = 0; c < plan.coloring.rowColors(); c++) {
            double[] product = f.vjp(x, indicator(rowColor, c));
            for (int i = 0; i < rowColor.length; i++) {
                if (rowColor[i] == c) {
                    for (int p = pattern.rowStart()[i]; p < pattern.rowStart()[i + 1]; p++) {
                        value[p] = product[pattern.column()[p]];
                    }
                }
            }
        }
        for (int c = 0; c < plan.coloring.columnColors(); c++) {
            double[] product = f.jvp(x, indicator(columnColor, c));
            for (int j = 0; j < columnColor.length; j++) {
                if (columnColor[j] == c) {
                    for (int q = byColumns.start()[j]; q < byColumns.start()[j + 1]; q++) {
                        if (rowColor[byColumns.row()[q]] < 0) {
                            value[byColumns.position()[q]] = product[byColumns.row()[q]];
                        }
                    }
                }
            }
        }
        return value;
    }

    private static double[] indicator(int[] colors, int color) {
        double[] indicator = new double[colors.length];
        for (int i = 0; i < colors.length; i++) {
            indicator[i] = colors[i] == color ? 1 : 0;
        }
        return indicator;
    }

    private static double disagreement(PatternSearch.Products f, double[] x, SparseMatrix jacobian) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] v = new double[x.length];
        Arrays.setAll(v, _ -> random.nextDouble(1, 2));
        double[] own = f.jvp(x, v.clone());
        double worst = 0;
        for (int i = 0; i < own.length; i++) {
            double sum = 0;
            double scale = 0;
            for (int p = jacobian.rowStart()[i]; p < jacobian.rowStart()[i + 1]; p++) {
                double term = jacobian.value()[p] * v[jacobian.column()[p]];
                sum += term;
                scale += Math.abs(term);
            }
            boolean same = sum == own[i] || (Double.isNaN(sum) && Double.isNaN(own[i]));
            double relative = same ? 0 : Math.abs(sum - own[i]) / scale;
            worst = Math.max(worst, Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative);
        }
        return worst;
    }
}
