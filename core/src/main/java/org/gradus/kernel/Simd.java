package org.gradus.kernel;

import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Whether elementary functions may run on the vector unit by {@code jdk.incubator.vector}. The module is there when the JVM
 * was started with {@code --add-modules jdk.incubator.vector}; without it, or with the system property
 * {@code gradus.simd=false}, plain loops are run, with the same bits.
 */
public final class Simd {
    private static final String MODULE = "jdk.incubator.vector";
    private static final boolean ON = choose();

    private Simd() {}

    /**
     * Tells what was chosen, once for the whole process.
     *
     * @return true if loops may become vector loops once these have proved faster
     */
    public static boolean isOn() {
        return ON;
    }

    /**
     * What was chosen, for a person.
     *
     * @return some words
     */
    public static String describe() {
        if (ON) {
            return VectorElementary.SPECIES.vectorBitSize() + "-bit vectors by " + MODULE;
        }
        return isReadable()
                ? "plain loops, as gradus.simd or the processor asks"
                : "plain loops; java --add-modules " + MODULE + " makes exp, log, tanh two to three times as fast";
    }

    private static boolean choose() {
        boolean on = isReadable()
                && !"false".equals(System.getProperty("gradus.simd"))
                && VectorElementary.SPECIES.length() > 1;
        System.getLogger("org.gradus")
                .log(Level.DEBUG, "elementary functions run on {0}", on ? "vectors" : "plain loops");
        return on;
    }

    private static boolean isReadable() {
        Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
        return module.isPresent() && Simd.class.getModule().canRead(module.get());
    }
}
