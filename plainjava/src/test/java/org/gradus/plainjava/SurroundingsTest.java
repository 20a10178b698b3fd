package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Derivatives of methods that live elsewhere than in a class on the class path, each in a process of its own. */
class SurroundingsTest {
    private static final String BODY = """
                static double cost(double[] x) {
                    double s = 0;
                    for (double v : x) {
                        s += Math.pow(v, 3);
                    }
                    return s;
                }
            """;

    @TempDir
    Path folder;

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static void compile(String... words) {
        List<String> all = new ArrayList<>(List.of("-proc:none", "-classpath", classPath()));
        all.addAll(List.of(words));
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, all.toArray(String[]::new));
        assertThat(status).isZero();
    }

    private String java(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8).strip();
    }

    @Test
    void aSourceFileThatJavaRuns() throws Exception {
        Path file = Files.writeString(
                folder.resolve("Cubes.java"),
                "import org.gradus.plainjava.*;\nvoid main() {\n"
                        + "    var f = PlainJava.differentiate(x -> cost(x) * x[0]);\n"
                        + "    IO.println(java.util.Arrays.toString(f.gradient(new double[] {1, 2})));\n}\n"
                        + BODY);
        assertThat(java(List.of("--class-path", classPath(), file.toString()))).isEqualTo("[12.0, 12.0]");
    }

    /** Compiles a module whose package is or is not open, and runs it; Gradus is on the class path, as the tests have it. */
    private String module(String declaration, String entry) throws Exception {
        Path source = Files.createDirectories(folder.resolve("com/example/shop"));
        Path module = Files.writeString(folder.resolve("module-info.java"), declaration);
        Path main = Files.writeString(
                source.resolve("Shop.java"),
                "package com.example.shop;\nimport org.gradus.plainjava.*;\npublic final class Shop {\n" + BODY
                        + "    public static void main(String[] words) {\n        var f = " + entry
                        + "\n        System.out.println(java.util.Arrays.toString(f.gradient(new double[] {1, 2})));"
                        + "\n    }\n}\n");
        Path classes = folder.resolve("classes");
        compile(
                "--add-reads",
                "com.example.shop=ALL-UNNAMED",
                "-d",
                classes.toString(),
                module.toString(),
                main.toString());
        return java(List.of(
                "--module-path",
                classes.toString(),
                "--class-path",
                classPath(),
                "--add-reads",
                "com.example.shop=ALL-UNNAMED",
                "--add-modules",
                "ALL-MODULE-PATH",
                "--module",
                "com.example.shop/com.example.shop.Shop"));
    }

    @Test
    void aNamedModuleThatIsOpen() throws Exception {
        assertThat(module(
                        "module com.example.shop { opens com.example.shop; }",
                        "PlainJava.differentiate(x -> cost(x) * x[0]);"))
                .isEqualTo("[12.0, 12.0]");
    }

    @Test
    void aClosedModuleThatGivesItsLookup() throws Exception {
        assertThat(module(
                        "module com.example.shop { }",
                        "PlainJava.with(java.lang.invoke.MethodHandles.lookup()).differentiate(Shop::cost);"))
                .isEqualTo("[3.0, 12.0]");
    }

    @Test
    void aClosedModuleIsToldBothRemedies() throws Exception {
        assertThat(module("module com.example.shop { }", "PlainJava.differentiate(Shop::cost);"))
                .contains("com.example.shop")
                .contains("PlainJava.with(MethodHandles.lookup())")
                .contains("opens com.example.shop");
    }

    @Test
    void theClassPathOfAProcessWithGradusAlone() throws Exception {
        Path file = Files.writeString(
                folder.resolve("Plain.java"),
                "import org.gradus.plainjava.*;\npublic class Plain {\n" + BODY
                        + "    public static void main(String[] words) {\n"
                        + "        System.out.println(PlainJava.differentiate(Plain::cost).value(new double[] {1, 2}));\n"
                        + "    }\n}\n");
        Path classes = Files.createDirectories(folder.resolve("plain"));
        compile("-d", classes.toString(), file.toString());
        assertThat(java(List.of("--class-path", classes + File.pathSeparator + classPath(), "Plain")))
                .isEqualTo("9.0");
    }
}
