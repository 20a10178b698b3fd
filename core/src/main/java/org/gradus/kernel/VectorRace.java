package org.gradus.kernel;

import java.util.concurrent.LinkedBlockingQueue;

/**
 * Plain or vector form of one elementary function. Vector code is many times slower than plain code until the JVM has
 * compiled it, which takes it a second or so. So every function begins in its plain form; once it has done some work, a
 * thread in the background runs the vector form until it is the faster one, and only then it is used. The bits are equal, so
 * nobody sees the moment. Where the vector form never wins, the plain one stays.
 */
final class VectorRace {
    private static final long WORTHWHILE = 1 << 20;
    private static final int TILE = 512;
    private static final int BATCH = 50;
    private static final long LIMIT_NANOS = 20_000_000_000L;
    private static final LinkedBlockingQueue<VectorRace> WAITING = new LinkedBlockingQueue<>();

    private final Stage stage;
    private long elements;
    private boolean entered;
    private volatile boolean won;

    /** A function of the first n elements of x, into y, which is another array; n is at most a tile. */
    interface Stage {
        void apply(ElementaryStages buffers, double[] x, double[] y, int n);
    }

    VectorRace(Stage stage) {
        this.stage = stage;
    }

    /** Whether n elements are to be done on vectors. */
    boolean isWon(int n) {
        if (won) {
            return true;
        }
        // Many threads may count at once; what is lost does not matter.
        elements += n;
        if (elements > WORTHWHILE && !entered && Simd.isOn()) {
            enter();
        }
        return false;
    }

    /** The function of count elements from {@code at} on. */
    @SuppressWarnings("ReferenceEquality") // whether they are one array is the question
    void apply(ElementaryStages buffers, Object x, Object out, int at, int count) {
        if (at == 0 && x instanceof double[] a && x != out) {
            stage.apply(buffers, a, (double[]) out, count);
            return;
        }
        buffers.read(x, at, count);
        stage.apply(buffers, buffers.input, buffers.output, count);
        buffers.write(out, at, count);
    }

    private synchronized void enter() {
        if (!entered) {
            entered = true;
            WAITING.add(this);
            Runner.start();
        }
    }

    /** Waits until the vector form is used, for tests. */
    boolean await(long millis) throws InterruptedException {
        if (Simd.isOn()) {
            enter();
        }
        for (long left = millis; left > 0 && !won; left -= 10) {
            Thread.sleep(10);
        }
        return won;
    }

    /** The thread, which begins with the first use of this class. */
    private static final class Runner {
        static {
            Thread.ofPlatform().daemon(true).name("gradus-vectors").start(Runner::run);
        }

        static void start() {
            // The class is used.
        }

        private static void run() {
            while (true) {
                try {
                    WAITING.take().run();
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    private void run() {
        ElementaryStages plain = new ElementaryStages(TILE, false);
        ElementaryStages vectors = new ElementaryStages(TILE, true);
        for (int i = 0; i < TILE; i++) {
            plain.input[i] = 0.25 + i * 0.003;
            vectors.input[i] = plain.input[i];
        }
        long start = System.nanoTime();
        int wins = 0;
        while (wins < 3 && System.nanoTime() - start < LIMIT_NANOS) {
            wins = time(vectors) < time(plain) ? wins + 1 : 0;
        }
        won = wins == 3;
    }

    private long time(ElementaryStages buffers) {
        long start = System.nanoTime();
        for (int i = 0; i < BATCH; i++) {
            stage.apply(buffers, buffers.input, buffers.output, TILE);
        }
        return System.nanoTime() - start;
    }
}
