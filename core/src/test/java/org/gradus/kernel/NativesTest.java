package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is found, what is not, and the files between; what is decided once a process is tested in processes of its own.
 */
class NativesTest {
    private static final NativePlatform PLATFORM = NativePlatform.current();

    /** Prints what a user would see, after a product that is large enough for a native library. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            int n = 40;
            double[] a = new double[n * n];
            java.util.Arrays.fill(a, 0.5);
            double[] out = new double[n * n];
            Blas.gemm(false, false, 1, n, n, n, a, a, out);
            for (int i = 0; i < n; i++) {
                out[i * n + i] += 1000;
            }
            Lapack.cholesky(out, out, 1, n);
            System.out.println("corner " + out[0] * out[0]);
            System.out.println("available " + Natives.available());
            System.out.println("description " + Natives.description());
        }
    }

    private static URL library() {
        return ClassLoader.getSystemClassLoader().getResource(PLATFORM.resource(PLATFORM.library()));
    }

    /** Runs Main in a new JVM; its output, standard error after standard output. */
    private static String run(boolean withLibrary, String... options) throws IOException, InterruptedException {
        List<String> jars = new ArrayList<>();
        if (withLibrary) {
            jars.add(((JarURLConnection) library().openConnection())
                    .getJarFileURL()
                    .getPath());
        }
        return ChildJvm.run(Main.class, jars, options);
    }

    @Test
    void theLibraryIsFoundWhereItsJarIs(@TempDir Path cache) throws Exception {
        assumeTrue(library() != null, "needs the jar of OpenBLAS for this platform");
        String output = run(true, "--enable-native-access=ALL-UNNAMED", "-Dgradus.cache=" + cache);
        assertThat(output).contains("corner 1010.0", "available true", "description OpenBLAS 0.3", cache.toString());
        assertThat(output).doesNotContain("WARNING");
        try (var files = Files.walk(cache)) {
            assertThat(files.map(f -> f.getFileName().toString())).contains(PLATFORM.library());
        }
    }

    @Test
    void anUnwritableCacheIsReplacedByATemporaryFolder(@TempDir Path folder) throws Exception {
        assumeTrue(library() != null, "needs the jar of OpenBLAS for this platform");
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        String output =
                run(true, "--enable-native-access=ALL-UNNAMED", "-Dgradus.cache=" + file, "-Djava.io.tmpdir=" + folder);
        assertThat(output)
                .contains("available true", folder.resolve("gradus-natives-").toString());
        try (var left = Files.list(folder)) {
            assertThat(left).as("files left behind").containsExactly(file);
        }
    }

    @Test
    void gradusBlasOffTurnsItOffWithoutAWarning() throws Exception {
        String output = run(library() != null, "-Dgradus.blas=off");
        assertThat(output).contains("corner 1010.0", "available false", "description OpenBLAS is off");
        assertThat(output).doesNotContain("WARNING");
    }

    @Test
    void withoutTheJarOneLineSaysWhatToAdd() throws Exception {
        String output = run(false);
        assertThat(output)
                .contains("corner 1010.0", "available false")
                .contains(
                        "OpenBLAS is not in use: it is not on the class path; products and factorizations run in Java, "
                                + "slower. To do: add org.bytedeco:openblas:")
                .contains("with classifier " + PLATFORM.name());
        assertThat(output.lines().filter(line -> line.startsWith("WARNING"))).hasSize(1);
    }

    @Test
    void deniedNativeAccessIsExplained(@TempDir Path cache) throws Exception {
        assumeTrue(library() != null, "needs the jar of OpenBLAS for this platform");
        String output = run(true, "--illegal-native-access=deny", "-Dgradus.cache=" + cache);
        assertThat(output)
                .contains("corner 1010.0", "available false")
                .contains("this JVM denies native access", "--enable-native-access=org.gradus.core");
    }

    @Test
    void aDamagedFileIsWrittenAgain(@TempDir Path folder) throws Exception {
        URL resource = Natives.class.getResource("Natives.class");
        Path file = NativeCache.unpack(resource, folder, "library");
        byte[] whole = Files.readAllBytes(file);
        assertThat(whole).isNotEmpty();
        var modified = Files.getLastModifiedTime(file);

        assertThat(NativeCache.unpack(resource, folder, "library")).isEqualTo(file);
        assertThat(Files.getLastModifiedTime(file)).as("a good file stays").isEqualTo(modified);

        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        Files.write(file, flipped);
        NativeCache.unpack(resource, folder, "library");
        assertThat(Files.readAllBytes(file)).as("one bit wrong").isEqualTo(whole);

        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        NativeCache.unpack(resource, folder, "library");
        assertThat(Files.readAllBytes(file)).as("cut short").isEqualTo(whole);
        try (var left = Files.list(folder)) {
            assertThat(left).as("no partial files").containsExactly(file);
        }
    }

    @Test
    void aDamagedLibraryIsWrittenAgain(@TempDir Path folder) throws Exception {
        assumeTrue(library() != null, "needs the jar of OpenBLAS for this platform");
        Path file = NativeCache.unpack(library(), folder, PLATFORM.library());
        long size = Files.size(file);
        Files.write(file, new byte[] {1, 2, 3});
        NativeCache.unpack(library(), folder, PLATFORM.library());
        assertThat(Files.size(file)).isEqualTo(size);
        assertThat(NativeCache.version(library())).matches("\\d+\\.\\d+\\.\\d+-\\d+\\.\\d+\\.\\d+");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/p,/e,/x,/p",
                "-,/e,/x,/e",
                "' ',/e,/x,/e",
                "-,-,/x,/x/gradus",
                "-,'',/x,/x/gradus",
                "-,-,-,/home/ann/.cache/gradus",
                "-,-,'',/home/ann/.cache/gradus"
            })
    void theCacheIsThePropertyThenTheEnvironmentThenTheUsersCache(
            String property, String environment, String xdg, String expected) {
        Map<String, String> properties = new java.util.HashMap<>(Map.of("user.home", "/home/ann"));
        properties.put("gradus.cache", property);
        Map<String, String> variables = new java.util.HashMap<>();
        variables.put("GRADUS_CACHE", environment);
        variables.put("XDG_CACHE_HOME", xdg);
        assertThat(NativeCache.root(properties::get, variables::get)).isEqualTo(Path.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,amd64,linux-x86_64,libopenblas.so.0",
        "Linux,aarch64,linux-arm64,libopenblas.so.0",
        "Mac OS X,aarch64,macosx-arm64,libopenblas.0.dylib",
        "Mac OS X,x86_64,macosx-x86_64,libopenblas.0.dylib",
        "Windows 11,amd64,windows-x86_64,libopenblas.dll",
        "Linux,riscv64,linux-riscv64,libopenblas.so.0",
    })
    void platformsAreNamedAsTheJarsAre(String os, String arch, String name, String library) {
        NativePlatform platform = NativePlatform.of(os, arch);
        assertThat(platform.name()).isEqualTo(name);
        assertThat(platform.library()).isEqualTo(library);
        assertThat(platform.resource("f")).isEqualTo("org/bytedeco/openblas/" + name + "/f");
    }
}
