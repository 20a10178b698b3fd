package org.gradus.workbench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradus.workbench.doctor.Finding.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
    @Test
    void everythingNeededIsHereWhereTheTestsRun() {
        List<Finding> findings = Checks.all().stream().map(Check::run).toList();
        assertThat(findings)
                .extracting(Finding::name)
                .containsExactly("JDK", "BLAS", "SIMD", "cores", "memory", "cache", "tables", "plots");
        assertThat(findings).noneMatch(finding -> finding.status() == Status.FAIL);
        assertThat(findings).allSatisfy(f -> assertThat(f.toDo().isEmpty()).isEqualTo(f.status() == Status.OK));
    }

    @Test
    void aFolderThatCannotBeMadeIsAWarning(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Finding finding = Checks.cache(file.resolve("gradus"));
        assertThat(finding.status()).isEqualTo(Status.WARN);
        assertThat(finding.found()).startsWith(file.resolve("gradus") + " cannot be written to: ");
        assertThat(Checks.cache(folder.resolve("new/cache")))
                .isEqualTo(Finding.ok("cache", folder.resolve("new/cache") + " is writable"));
    }

    @Test
    void theProcessorIsReadFromTheSystem(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("cpuinfo"),
                "processor\t: 0\nmodel name\t: A Processor @ 3 GHz\nflags\t\t: fpu sse4_2 avx2 fma ht\n\nprocessor\t: 1\n");
        assertThat(CpuInfo.read(file)).isEqualTo(new CpuInfo("A Processor @ 3 GHz", List.of("sse4_2", "fma", "avx2")));
        assertThat(CpuInfo.read(folder.resolve("absent")))
                .isEqualTo(new CpuInfo(System.getProperty("os.arch"), List.of()));
    }

    @ParameterizedTest
    @CsvSource({"a,b,c,a", "'',b,c,b", "' ','',c,c/gradus", "'','','',/home/u/.cache/gradus"})
    void theCacheFolderIsThatOfTheKernels(String property, String own, String shared, Path folder) {
        Map<String, String> properties = Map.of("gradus.cache", property, "user.home", "/home/u");
        Map<String, String> environment = Map.of("GRADUS_CACHE", own, "XDG_CACHE_HOME", shared);
        assertThat(Checks.cacheFolder(properties::get, environment::get)).isEqualTo(folder);
    }

    @ParameterizedTest
    @CsvSource({"1048576,1 MiB", "1073741824,1.0 GiB", "25769803776,24.0 GiB"})
    void sizesAreReadable(long bytes, String text) {
        assertThat(Checks.size(bytes)).isEqualTo(text);
    }
}
