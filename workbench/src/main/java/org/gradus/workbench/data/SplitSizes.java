package org.gradus.workbench.data;

/**
 * Rounds the shares of group after group to whole rows. Each count is its exact share rounded down or up; which way is
 * decided by what the groups before have left over, so that the totals are right too. No count is 0.
 */
final class SplitSizes {
    /** Shares this near to a whole number are whole: 0.6 is not exact in binary. */
    private static final double WHOLE = 1e-9;

    private final double[] fractions;
    private final double[] owed;

    SplitSizes(double[] fractions) {
        this.fractions = fractions;
        this.owed = new double[fractions.length];
    }

    /**
     * The counts of the next group.
     *
     * @param rows the rows of the group, at least as many as there are parts
     * @return one count a part, which sum to {@code rows}
     */
    int[] next(int rows) {
        int parts = fractions.length;
        int[] count = new int[parts];
        boolean[] rounded = new boolean[parts];
        int left = rows;
        for (int part = 0; part < parts; part++) {
            double share = rows * fractions[part];
            owed[part] += share;
            count[part] = (int) Math.floor(share + WHOLE);
            rounded[part] = share - count[part] < WHOLE;
            left -= count[part];
        }
        for (; left > 0; left--) {
            int part = mostOwed(count, rounded);
            rounded[part] = true;
            count[part]++;
        }
        for (int part = 0; part < parts; part++) {
            if (count[part] == 0) {
                count[largest(count)]--;
                count[part] = 1;
            }
        }
        for (int part = 0; part < parts; part++) {
            owed[part] -= count[part];
        }
        return count;
    }

    private int mostOwed(int[] count, boolean[] rounded) {
        int best = -1;
        for (int part = 0; part < count.length; part++) {
            if (!rounded[part] && (best < 0 || owed[part] - count[part] > owed[best] - count[best] + WHOLE)) {
                best = part;
            }
        }
        return best;
    }

    private static int largest(int[] count) {
        int best = 0;
        for (int part = 1; part < count.length; part++) {
            best = count[part] > count[best] ? part : best;
        }
        return best;
    }
}
