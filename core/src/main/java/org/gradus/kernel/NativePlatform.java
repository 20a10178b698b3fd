package org.gradus.kernel;

import java.util.List;
import java.util.Locale;

/**
 * The names under which Maven Central's {@code org.bytedeco:openblas} carries its files for a platform.
 *
 * @param name the classifier of the jar, which is also the folder inside it
 * @param library the file of OpenBLAS
 * @param dependencies the files it needs, in the order in which they must be loaded; those that the jar lacks are the
 *     system's own
 */
record NativePlatform(String name, String library, List<String> dependencies) {

    static NativePlatform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static NativePlatform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            case String other -> other;
        };
        if (os.startsWith("mac") || os.startsWith("darwin")) {
            return new NativePlatform("macosx-" + arch, "libopenblas.0.dylib", List.of());
        }
        if (os.startsWith("windows")) {
            return new NativePlatform("windows-" + arch, "libopenblas.dll", List.of());
        }
        return new NativePlatform(
                "linux-" + arch,
                "libopenblas.so.0",
                List.of("libquadmath.so.0", "libgfortran.so.5", "libgfortran.so.4"));
    }

    /** Where a file lies in the jar. */
    String resource(String file) {
        return "org/bytedeco/openblas/" + name + "/" + file;
    }
}
