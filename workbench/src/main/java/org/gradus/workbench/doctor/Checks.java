package org.gradus.workbench.doctor;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.gradus.error.GradusException;
import org.gradus.workbench.data.DuckDb;

/** The checks that need nothing but the JDK and the table engine. */
public final class Checks {
    private static final int OLDEST_JDK = 25;
    private static final long LEAST_HEAP = 512L << 20;

    private Checks() {}

    /**
     * All checks of this class.
     *
     * @return JDK, SIMD, cores, memory, cache folder, table engine, fonts
     */
    public static List<Check> all() {
        return List.of(
                Checks::jdk,
                Checks::simd,
                Checks::cores,
                Checks::memory,
                () -> cache(cacheFolder()),
                Checks::duckDb,
                Checks::fonts);
    }

    private static Finding jdk() {
        int feature = Runtime.version().feature();
        String found =
                Runtime.version() + ", " + System.getProperty("java.vendor") + ", " + System.getProperty("java.home");
        return feature >= OLDEST_JDK
                ? Finding.ok("JDK", found)
                : Finding.fail(
                        "JDK",
                        found,
                        "install JDK " + OLDEST_JDK + " or newer, and name it with GRADUS_JAVA_HOME=/path/to/jdk");
    }

    private static Finding simd() {
        boolean module = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        CpuInfo cpu = CpuInfo.read();
        String features = cpu.features().isEmpty() ? "" : " (" + String.join(" ", cpu.features()) + ")";
        return module
                ? Finding.ok("SIMD", "Vector API on " + cpu.model() + features)
                : Finding.warn(
                        "SIMD",
                        "scalar loops on " + cpu.model() + features,
                        "start java with --add-modules jdk.incubator.vector; results are the same, only slower");
    }

    private static Finding cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return Finding.ok("cores", cores + (cores == 1 ? " core" : " cores") + " available to this process");
    }

    private static Finding memory() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        String machine = ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? ", machine " + size(system.getFreeMemorySize()) + " free of " + size(system.getTotalMemorySize())
                : "";
        String found = "heap " + size(used) + " used of at most " + size(runtime.maxMemory()) + machine;
        return runtime.maxMemory() >= LEAST_HEAP
                ? Finding.ok("memory", found)
                : Finding.warn("memory", found, "give java more, for example -Xmx2g");
    }

    static String size(long bytes) {
        return bytes >= 1L << 30
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30))
                : String.format(Locale.ROOT, "%d MiB", bytes >> 20);
    }

    private static Path cacheFolder() {
        String set = System.getenv("XDG_CACHE_HOME");
        Path base = set == null || set.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(set);
        return base.resolve("gradus");
    }

    static Finding cache(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "doctor", ".tmp"));
            return Finding.ok("cache", folder + " is writable");
        } catch (IOException e) {
            return Finding.warn(
                    "cache",
                    folder + " cannot be written to: " + e.getClass().getSimpleName() + " " + e.getMessage(),
                    "make it writable, or name another folder with XDG_CACHE_HOME; without it native libraries are"
                            + " unpacked at every start");
        }
    }

    private static Finding duckDb() {
        try (Connection connection = DuckDb.open();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT version()")) {
            result.next();
            return Finding.ok("tables", "DuckDB " + result.getString(1) + " reads CSV, Parquet and JSON");
        } catch (GradusException e) {
            return Finding.fail("tables", e.problem(), e.remedy());
        } catch (SQLException e) {
            return Finding.fail("tables", "DuckDB does not answer: " + e.getMessage(), "report it, with this output");
        }
    }

    private static Finding fonts() {
        System.setProperty("java.awt.headless", "true");
        try {
            int families =
                    GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames(Locale.ROOT).length;
            return Finding.ok("plots", families + (families == 1 ? " font family" : " font families") + " for PNG");
        } catch (LinkageError | InternalError | RuntimeException e) {
            return Finding.warn(
                    "plots",
                    "no PNG: " + e,
                    "install fonts (Debian: apt-get install fontconfig fonts-dejavu-core); reports work without");
        }
    }
}
