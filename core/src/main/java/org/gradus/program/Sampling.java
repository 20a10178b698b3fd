package org.gradus.program;

import java.util.Locale;
import org.gradus.array.ArrayType;

/** Pseudo-random numbers that depend on nothing but a key. */
public sealed interface Sampling extends Op {

    /** What is drawn. */
    enum Distribution {
        /** 64 random bits an element, of type {@code i64}. */
        BITS,
        /** Uniform on [0, 1). */
        UNIFORM,
        /** Standard normal, by inversion. */
        NORMAL
    }

    /**
     * {@code sample(key)}: numbers by Threefry-2x64 from keys of shape {@code [..., 2]}.
     *
     * @param distribution what is drawn
     * @param type element type and shape drawn from each key
     */
    record Sample(Distribution distribution, ArrayType type) implements Sampling {
        @Override
        public String mnemonic() {
            return "sample";
        }

        @Override
        public String attributes() {
            return distribution.name().toLowerCase(Locale.ROOT) + " " + type;
        }
    }
}
