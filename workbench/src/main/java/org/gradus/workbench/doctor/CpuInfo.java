package org.gradus.workbench.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processor, as far as the operating system tells without a program being run.
 *
 * @param model the processor's name, or its architecture
 * @param features those of its instruction sets that matter for arithmetic, empty when unknown
 */
public record CpuInfo(String model, List<String> features) {
    private static final List<String> KNOWN = List.of("sse4_2", "avx", "fma", "avx2", "avx512f", "asimd", "sve");

    /**
     * Looks at this machine.
     *
     * @return what is known
     */
    public static CpuInfo read() {
        return read(Path.of("/proc/cpuinfo"));
    }

    static CpuInfo read(Path file) {
        String architecture = System.getProperty("os.arch");
        if (!Files.isReadable(file)) {
            return new CpuInfo(architecture, List.of());
        }
        try (Stream<String> lines = Files.lines(file)) {
            List<String> first = lines.limit(200).toList();
            String model = value(first, "model name");
            List<String> flags = Arrays.asList((value(first, "flags") + " " + value(first, "Features")).split(" "));
            return new CpuInfo(
                    model.isEmpty() ? architecture : model,
                    KNOWN.stream().filter(flags::contains).toList());
        } catch (IOException | RuntimeException e) {
            return new CpuInfo(architecture, List.of());
        }
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}
