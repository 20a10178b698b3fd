package org.gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.tensor.Tensors.tensor;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.gradus.io.FileFuzzer.Kind;
import org.gradus.io.NpzTest.Archive;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good files damaged at random, 2000 of them, or 10⁵ with the system property {@code gradus.full=true}: each is read or
 * refused by {@code DataException}, quickly, and without taking memory that its bytes do not justify.
 */
class MutatedFilesTest {
    private static final long SEED = 20260203;

    /** Deflated bytes may hold 1032 times as many; besides, there are buffers. */
    private static final long FIXED = 3 << 20;

    private static final long EXPANSION = 3 * 1032;

    @TempDir
    Path folder;

    private byte[] stored;
    private byte[] deflated;
    private byte[] safetensors;
    private byte[] npy;

    @BeforeEach
    void files() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("w", tensor(new double[][] {{1, Double.NaN}, {3, 4}}));
        tensors.put("é", tensor(new float[] {1, 2}));
        tensors.put("n", tensor(new long[] {1, 2, 3}));
        tensors.put("i", tensor(new int[] {4}));
        tensors.put("t", tensor(new boolean[] {true, false, true}));
        tensors.put("z", Tensors.zeros(100));
        Path file = folder.resolve("file");
        Npz.write(file, tensors);
        stored = Files.readAllBytes(file);
        Npz.writeCompressed(file, tensors);
        deflated = Files.readAllBytes(file);
        Safetensors.write(file, tensors, Map.of("format", "pt"));
        safetensors = Files.readAllBytes(file);
        Npy.write(file, tensors.get("w"));
        npy = Files.readAllBytes(file);
    }

    @Test
    @Timeout(240)
    void mutationsAreReadOrRefused() throws IOException {
        int count = Boolean.getBoolean("gradus.full") ? 100_000 : 2000;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SplittableRandom random = new SplittableRandom(SEED);
        int[] read = new int[Kind.values().length];
        int[] tried = new int[Kind.values().length];
        for (int i = 0; i < count; i++) {
            Kind kind = i % 5 < 3 ? Kind.NPZ : i % 5 == 3 ? Kind.SAFETENSORS : Kind.NPY;
            byte[] bytes = mutated(i % 5, random);
            long before = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            try {
                tried[kind.ordinal()]++;
                read[kind.ordinal()] += FileFuzzer.reads(kind, bytes) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(kind + " " + i + ": " + HexFormat.of().formatHex(bytes), e);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated)
                    .as(() ->
                            "bytes allocated for " + kind + " " + HexFormat.of().formatHex(bytes))
                    .isLessThan(FIXED + EXPANSION * bytes.length);
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds for %s %s", kind, i)
                    .isLessThan(5_000_000_000L);
        }
        // Both branches are taken: most mutations are noticed, some change numbers only.
        for (Kind kind : Kind.values()) {
            assertThat(read[kind.ordinal()])
                    .as("%s read", kind)
                    .isBetween(tried[kind.ordinal()] / 200, tried[kind.ordinal()] * 3 / 4);
        }
    }

    private byte[] mutated(int choice, SplittableRandom random) {
        return switch (choice) {
            case 0 -> mutate(stored, random);
            case 1 -> mutate(deflated, random);
            // A sound archive of a damaged array, so that checksums do not hide what lies behind them.
            case 2 -> {
                byte[] array = mutate(npy, random);
                Archive archive = new Archive().stored("a.npy", npy);
                yield (random.nextBoolean() ? archive.stored("x.npy", array) : archive.deflated("x.npy", array)).end();
            }
            case 3 -> mutate(safetensors, random);
            default -> mutate(npy, random);
        };
    }

    static byte[] mutate(byte[] bytes, SplittableRandom random) {
        byte[] mutated = bytes.clone();
        int at = random.nextInt(mutated.length);
        switch (random.nextInt(8)) {
            case 0 -> {
                return Arrays.copyOf(mutated, at);
            }
            case 1 -> {
                byte[] longer = Arrays.copyOf(mutated, mutated.length + 1);
                System.arraycopy(mutated, at, longer, at + 1, mutated.length - at);
                longer[at] = (byte) random.nextInt(256);
                return longer;
            }
            case 2 -> {
                byte[] signs = "0123456789[]{},:\"'()".getBytes(StandardCharsets.US_ASCII);
                mutated[at] = signs[random.nextInt(signs.length)];
            }
            case 3 -> {
                // A large number where a length may stand.
                int width = Math.min(1 << random.nextInt(4), mutated.length - at);
                Arrays.fill(mutated, at, at + width, (byte) (random.nextBoolean() ? 0xff : 0x7f));
            }
            case 4 -> {
                int from = random.nextInt(mutated.length);
                int length = Math.min(random.nextInt(1, 60), mutated.length - Math.max(at, from));
                System.arraycopy(bytes, from, mutated, at, length);
            }
            default -> {
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
                }
            }
        }
        return mutated;
    }
}
