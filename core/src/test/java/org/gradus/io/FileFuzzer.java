package org.gradus.io;

import java.io.IOException;
import org.gradus.error.DataException;

/**
 * What a fuzzer calls, in Jazzer's form: any bytes are read as a file of each kind, or refused by {@link DataException}. Run
 * it with {@code jazzer --target_class=org.gradus.io.FileFuzzer --instrumentation_includes=org.gradus.io.**}.
 */
public final class FileFuzzer {
    private static final long LIMIT = 64 << 20;

    private FileFuzzer() {}

    /** Reads bytes as an archive, as named tensors and as one tensor. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        for (Kind kind : Kind.values()) {
            reads(kind, bytes);
        }
    }

    /** A kind of files. */
    enum Kind {
        NPZ,
        SAFETENSORS,
        NPY
    }

    /** Whether the bytes are a file of a kind; refusals of another type than {@link DataException} come through. */
    static boolean reads(Kind kind, byte[] bytes) throws IOException {
        try {
            switch (kind) {
                case NPZ -> Npz.read(BinaryFile.of("npz", "fuzz", bytes), LIMIT);
                case SAFETENSORS -> Safetensors.read(BinaryFile.of("safetensors", "fuzz", bytes));
                case NPY -> Npy.read(BinaryFile.of("npy", "fuzz", bytes));
            }
            return true;
        } catch (DataException _) {
            return false;
        }
    }
}
