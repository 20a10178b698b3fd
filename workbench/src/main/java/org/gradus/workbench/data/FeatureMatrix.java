package org.gradus.workbench.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The standardized features of some rows, row after row, in batches: in memory, or where they are too many in a temporary
 * file. Batches have the same rows wherever they are kept.
 */
public final class FeatureMatrix implements AutoCloseable {
    /** Numbers in a batch, about: 8 MiB, enough for products to run at full speed, little enough for a few at a time. */
    private static final int BATCH = 1 << 20;
    /** Batches have a multiple of so many rows. */
    private static final int EVEN = 64;

    private final int rows;
    private final int columns;
    private final int batch;
    private final List<double[]> held;
    private final Spool spool;
    private final ThreadLocal<double[]> buffers;

    private FeatureMatrix(int rows, int columns, List<double[]> held, Spool spool) {
        this.rows = rows;
        this.columns = columns;
        this.batch = batch(columns);
        this.held = held;
        this.spool = spool;
        this.buffers = ThreadLocal.withInitial(() -> new double[Math.min(rows, batch) * columns]);
    }

    /**
     * The rows of a batch, {@code gradus.batch} rows where that system property is set.
     *
     * @param columns the number of features
     * @return one or more
     */
    static int batch(int columns) {
        return Integer.getInteger("gradus.batch", (BATCH / Math.max(1, columns) + EVEN) / EVEN * EVEN);
    }

    /**
     * A matrix in memory.
     *
     * @param rows the number of rows
     * @param columns the number of features
     * @param features row after row
     * @return the matrix
     */
    public static FeatureMatrix of(int rows, int columns, double[] features) {
        int batch = batch(columns);
        if (rows <= batch) {
            return new FeatureMatrix(rows, columns, List.of(features), null);
        }
        List<double[]> held = new ArrayList<>();
        for (int from = 0; from < rows; from += batch) {
            int to = Math.min(rows, from + batch);
            held.add(Arrays.copyOfRange(features, from * columns, to * columns));
        }
        return new FeatureMatrix(rows, columns, held, null);
    }

    /**
     * The features of the parts of a table, made of some thousand rows at a time.
     *
     * @param table the table
     * @param preprocessing what is done to its columns
     * @param split the parts
     * @param listener is told of the rows
     * @return training, validation and test
     */
    public static List<FeatureMatrix> of(Table table, Preprocessing preprocessing, Split split, RowListener listener) {
        int columns = preprocessing.features().size();
        boolean hold = Memory.holds(table.rows(), columns);
        listener.began(RowListener.Phase.FEATURES, table.rows());
        List<int[]> parts = List.of(split.train(), split.validation(), split.test());
        List<Writer> writers = new ArrayList<>();
        boolean whole = false;
        try {
            parts.forEach(part -> writers.add(new Writer(part.length, columns, hold)));
            int[] next = new int[parts.size()];
            for (int from = 0; from < table.rows(); from += ColumnStore.CHUNK) {
                int count = Math.min(ColumnStore.CHUNK, table.rows() - from);
                double[] features =
                        preprocessing.apply(table.slice(from, count), "tune").features();
                for (int p = 0; p < next.length; p++) {
                    int[] rows = parts.get(p);
                    for (; next[p] < rows.length && rows[next[p]] < from + count; next[p]++) {
                        writers.get(p).add(features, (rows[next[p]] - from) * columns);
                    }
                }
                listener.rows(from + count);
            }
            List<FeatureMatrix> matrices = writers.stream().map(Writer::finish).toList();
            whole = true;
            return matrices;
        } finally {
            if (!whole) {
                writers.forEach(Writer::abandon);
            }
        }
    }

    /**
     * The number of rows.
     *
     * @return zero or more
     */
    public int rows() {
        return rows;
    }

    /**
     * The number of features.
     *
     * @return zero or more
     */
    public int columns() {
        return columns;
    }

    /**
     * The rows of a batch.
     *
     * @return the rows of each but the last
     */
    public int batch() {
        return batch;
    }

    /**
     * Whether all rows are one batch in memory.
     *
     * @return true where nothing is read
     */
    public boolean isOne() {
        return spool == null && held.size() == 1;
    }

    /**
     * Reads a batch.
     *
     * @param <R> what is made of it
     * @param from the first row, a multiple of {@link #batch()}
     * @param count the rows of the batch
     * @param use is given the features, row after row, which are valid until it returns
     * @return what {@code use} returned
     */
    public <R> R read(int from, int count, Function<double[], R> use) {
        if (spool == null) {
            return use.apply(held.get(from / batch));
        }
        int size = count * columns;
        double[] buffer = buffers.get();
        double[] values = size == buffer.length ? buffer : new double[size];
        spool.read((long) from * columns, values, size);
        return use.apply(values);
    }

    /**
     * All features, for models that need them at once.
     *
     * @return row after row
     */
    public double[] all() {
        if (isOne()) {
            return held.getFirst();
        }
        double[] all = new double[Math.multiplyExact(rows, columns)];
        for (int from = 0; from < rows; from += batch) {
            int first = from;
            int count = Math.min(batch, rows - from);
            read(from, count, values -> {
                System.arraycopy(values, 0, all, first * columns, count * columns);
                return values.length;
            });
        }
        return all;
    }

    @Override
    public void close() {
        if (spool != null) {
            spool.close();
        }
    }

    /** Takes rows one by one. */
    public static final class Writer {
        private final int rows;
        private final int columns;
        private final int batch;
        private final List<double[]> held = new ArrayList<>();
        private final Spool spool;
        private double[] open;
        private int filled;
        private int written;

        /**
         * Begins a matrix.
         *
         * @param rows the number of rows that will come
         * @param columns the number of features
         * @param hold whether they are held in memory
         */
        Writer(int rows, int columns, boolean hold) {
            this.rows = rows;
            this.columns = columns;
            this.batch = batch(columns);
            this.spool = hold ? null : Spool.open();
            this.open = next();
        }

        private double[] next() {
            return new double[Math.min(batch, rows - written) * columns];
        }

        /** Adds a row that begins somewhere in an array. */
        void add(double[] features, int from) {
            System.arraycopy(features, from, open, filled * columns, columns);
            filled++;
            if (filled * columns == open.length && filled == Math.min(batch, rows - written)) {
                flush();
            }
        }

        private void flush() {
            if (spool == null) {
                held.add(open);
            } else {
                spool.write((long) written * columns, open, 0, filled * columns);
            }
            written += filled;
            filled = 0;
            boolean again = spool != null && open.length == Math.min(batch, rows - written) * columns;
            open = again ? open : next();
        }

        /** The matrix of all rows. */
        FeatureMatrix finish() {
            return new FeatureMatrix(rows, columns, held.isEmpty() ? List.of(open) : held, spool);
        }

        /** Gives up. */
        void abandon() {
            if (spool != null) {
                spool.close();
            }
        }
    }
}
