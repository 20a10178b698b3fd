package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradus.error.GradusException;

/** Runs a main class of the tests in a JVM of its own, with the kernel and chosen jars on its class path. */
final class ChildJvm {
    private ChildJvm() {}

    /** The output, standard error after standard output; the exit status must be 0. */
    static String run(Class<?> main, List<String> jars, String... options) throws IOException, InterruptedException {
        List<String> classPath =
                new ArrayList<>(List.of(place(main), place(Natives.class), place(GradusException.class)));
        classPath.addAll(jars);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-Xmx256m", "-Duser.language=en"));
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main.getName()));
        Path errors = Files.createTempFile("gradus-child", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            Process process = builder.start();
            String output;
            try (InputStream in = process.getInputStream()) {
                output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            String all = output + Files.readString(errors);
            assertThat(process.waitFor()).as(all).isZero();
            return all;
        } finally {
            Files.delete(errors);
        }
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
