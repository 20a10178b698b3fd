package org.gradus.kernel;

/** The stable order of n whole numbers: by insertion, by merging, or, for many, digit by digit. Reusable for lines of one length. */
final class StableSort {
    private static final int RUN = 16;
    private static final int MERGED = 512;
    private static final int DIGITS = 8;
    private static final int RADIX = 256;

    private final int n;
    private final long[] keys;
    private long[] sorted;
    private long[] spareKeys;
    private int[] order;
    private int[] spareOrder;

    StableSort(int n) {
        this.n = n;
        keys = new long[n];
        sorted = new long[n];
        order = new int[n];
    }

    /** The numbers, to be filled in before each call. */
    long[] keys() {
        return keys;
    }

    /** The indices of all keys in order; overwritten by the next call. */
    int[] order() {
        System.arraycopy(keys, 0, sorted, 0, n);
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        if (n <= RUN) {
            insert(0, n);
            return order;
        }
        if (inOrder()) {
            return order;
        }
        if (spareKeys == null) {
            spareKeys = new long[n];
            spareOrder = new int[n];
        }
        if (n <= MERGED) {
            merge();
        } else {
            byDigits();
        }
        return order;
    }

    private boolean inOrder() {
        for (int i = 1; i < n; i++) {
            if (keys[i - 1] > keys[i]) {
                return false;
            }
        }
        return true;
    }

    private void insert(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long key = sorted[i];
            int index = order[i];
            int j = i;
            for (; j > from && sorted[j - 1] > key; j--) {
                sorted[j] = sorted[j - 1];
                order[j] = order[j - 1];
            }
            sorted[j] = key;
            order[j] = index;
        }
    }

    private void merge() {
        for (int from = 0; from < n; from += RUN) {
            insert(from, Math.min(n, from + RUN));
        }
        for (int run = RUN; run < n; run *= 2) {
            for (int from = 0; from < n; from += 2 * run) {
                int middle = Math.min(n, from + run);
                merge(from, middle, Math.min(n, middle + run));
            }
            exchange();
        }
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int k = from; k < to; k++) {
            boolean first = right == to || (left < middle && sorted[left] <= sorted[right]);
            int taken = first ? left++ : right++;
            spareKeys[k] = sorted[taken];
            spareOrder[k] = order[taken];
        }
    }

    private void exchange() {
        long[] k = sorted;
        sorted = spareKeys;
        spareKeys = k;
        int[] o = order;
        order = spareOrder;
        spareOrder = o;
    }

    /** From the lowest digit to the highest, each a stable distribution; digits that are all alike are left out. */
    private void byDigits() {
        int[][] counts = new int[DIGITS][RADIX];
        for (int i = 0; i < n; i++) {
            long key = sorted[i];
            for (int d = 0; d < DIGITS; d++) {
                counts[d][digit(key, d)]++;
            }
        }
        for (int d = 0; d < DIGITS; d++) {
            int[] places = counts[d];
            if (places[digit(sorted[0], d)] == n) {
                continue;
            }
            int next = 0;
            for (int v = 0; v < RADIX; v++) {
                int count = places[v];
                places[v] = next;
                next += count;
            }
            for (int i = 0; i < n; i++) {
                int place = places[digit(sorted[i], d)]++;
                spareKeys[place] = sorted[i];
                spareOrder[place] = order[i];
            }
            exchange();
        }
    }

    private static int digit(long key, int d) {
        // The sign bit flipped puts negative numbers first.
        return (int) ((key ^ Long.MIN_VALUE) >>> (8 * d)) & RADIX - 1;
    }

    /** The indices of the first {@code count} keys in order, by a heap with the last of them on top. */
    int[] smallest(int count) {
        int[] heap = new int[count];
        for (int i = 0; i < count; i++) {
            heap[i] = i;
        }
        for (int i = count / 2 - 1; i >= 0; i--) {
            sink(heap, i, count);
        }
        for (int i = count; i < n; i++) {
            if (keys[i] < keys[heap[0]]) {
                heap[0] = i;
                sink(heap, 0, count);
            }
        }
        for (int left = count - 1; left > 0; left--) {
            int last = heap[0];
            heap[0] = heap[left];
            heap[left] = last;
            sink(heap, 0, left);
        }
        return heap;
    }

    private void sink(int[] heap, int top, int size) {
        int at = top;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && after(heap[child + 1], heap[child])) {
                child++;
            }
            if (!after(heap[child], heap[at])) {
                return;
            }
            int moved = heap[at];
            heap[at] = heap[child];
            heap[child] = moved;
            at = child;
        }
    }

    private boolean after(int i, int j) {
        return keys[i] > keys[j] || (keys[i] == keys[j] && i > j);
    }
}
