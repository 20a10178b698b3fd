package org.gradus.workbench.tune;

import java.util.List;
import org.gradus.workbench.doctor.CpuInfo;
import org.gradus.workbench.doctor.Version;

/**
 * With what a result was made, so that it can be made again.
 *
 * @param command the command line
 * @param seed the seed
 * @param version the version of Gradus
 * @param jdk the JDK
 * @param system the operating system
 * @param cpu the processor
 * @param time when it was made, with the offset from UTC
 */
public record Provenance(
        String command, long seed, String version, String jdk, String system, String cpu, String time) {

    /**
     * Looks at this machine.
     *
     * @param command the command line
     * @param seed the seed
     * @param time when it is made
     * @return what there is to know
     */
    public static Provenance here(String command, long seed, String time) {
        return new Provenance(
                command,
                seed,
                Version.text(),
                System.getProperty("java.vm.name") + " " + Runtime.version() + " (" + System.getProperty("java.vendor")
                        + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                CpuInfo.read().model() + ", " + Runtime.getRuntime().availableProcessors() + " cores",
                time);
    }

    /**
     * Names and values for a page.
     *
     * @return each a name and a value
     */
    public List<List<String>> pairs() {
        return List.of(
                List.of("Seed", Long.toString(seed)),
                List.of("Gradus", version),
                List.of("JDK", jdk),
                List.of("System", system),
                List.of("Processor", cpu),
                List.of("Time", time));
    }
}
