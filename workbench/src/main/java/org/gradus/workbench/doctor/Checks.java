package org.gradus.workbench.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.gradus.error.GradusException;
import org.gradus.kernel.Natives;
import org.gradus.kernel.Simd;
import org.gradus.workbench.data.DuckDb;

/** What a machine needs to have for every command to work, and to work fast. */
public final class Checks {
    private static final int OLDEST_JDK = 25;
    private static final int USUAL_VECTOR = 16;
    private static final String REMEDY = " To do: ";
    private static final long LEAST_HEAP = 512L << 20;

    private Checks() {}

    /**
     * All checks of this class.
     *
     * @return JDK, BLAS, SIMD, cores, memory, cache folder, table engine, fonts
     */
    public static List<Check> all() {
        return List.of(
                Checks::jdk,
                Checks::blas,
                Checks::simd,
                Checks::cores,
                Checks::memory,
                () -> cache(cacheFolder(System::getProperty, System::getenv)),
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

    private static Finding blas() {
        String description = Natives.description();
        if (Natives.available()) {
            return Finding.ok("BLAS", description);
        }
        int remedy = description.indexOf(REMEDY);
        return remedy < 0
                ? Finding.warn("BLAS", description, "leave the system property gradus.blas out to use OpenBLAS")
                : Finding.warn(
                        "BLAS", description.substring(0, remedy), description.substring(remedy + REMEDY.length()));
    }

    /** The loops of the kernels are written so that the JVM's compiler makes vector code of them. */
    private static Finding simd() {
        CpuInfo cpu = CpuInfo.read();
        String processor =
                cpu.model() + (cpu.features().isEmpty() ? "" : " (" + String.join(" ", cpu.features()) + ")");
        int bytes = vectorBytes();
        if (bytes < 0) {
            return Finding.warn("SIMD", "this JVM does not say, on " + processor, "use a JDK with HotSpot, as Temurin");
        }
        return bytes >= USUAL_VECTOR
                ? Finding.ok(
                        "SIMD",
                        "vectors of " + bytes / Double.BYTES + " doubles, on " + processor + "; elementary functions: "
                                + Simd.describe())
                : Finding.warn(
                        "SIMD",
                        "vectors of " + bytes / Double.BYTES + " doubles, on " + processor,
                        "use a machine with AVX2 or Neon; if it has them, leave -XX:UseAVX and -XX:MaxVectorSize out");
    }

    private static int vectorBytes() {
        try {
            return Integer.parseInt(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption("MaxVectorSize")
                    .getValue());
        } catch (IllegalArgumentException | NullPointerException e) {
            return -1;
        }
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

    /** The folder that native libraries are unpacked to, found as the kernels find it. */
    static Path cacheFolder(UnaryOperator<String> property, UnaryOperator<String> environment) {
        for (String own : Arrays.asList(property.apply("gradus.cache"), environment.apply("GRADUS_CACHE"))) {
            if (own != null && !own.isBlank()) {
                return Path.of(own);
            }
        }
        String shared = environment.apply("XDG_CACHE_HOME");
        Path base =
                shared == null || shared.isBlank() ? Path.of(property.apply("user.home"), ".cache") : Path.of(shared);
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
                    "make it writable, or name another folder with GRADUS_CACHE; without it native libraries are"
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
