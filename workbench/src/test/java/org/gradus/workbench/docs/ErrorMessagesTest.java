package org.gradus.workbench.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gradus.error.GradusException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The exact text of every error of {@link ErrorTable#ALL}, and docs/errors.md, which shows them. With
 * {@code -Dgradus.docs=write} the page is written instead of compared.
 */
class ErrorMessagesTest {
    private static final Path PAGE = Repository.ROOT.resolve("docs/errors.md");
    private static final String INTRODUCTION = """
            # Errors

            An error of Gradus says what failed with the values it received, where in your code, and what to do. All are kinds of
            `GradusException`; its `problem()`, `line()` and `remedy()` give the three parts.

            This page is made by a test, which runs each wrong use and compares the whole text of its error. Java examples stand in
            `Example.main`, after the imports of [getting started](guide/getting-started.md).
            """;

    private static final Map<ErrorCase, Throwable> THROWN = new LinkedHashMap<>();

    @TempDir
    static Path folder;

    @BeforeAll
    static void runAll() throws IOException {
        List<ErrorCase> all =
                ErrorTable.ALL.stream().flatMap(t -> t.cases().stream()).toList();
        Map<ErrorCase, Example> examples = new LinkedHashMap<>();
        for (ErrorCase wrong : all) {
            if (wrong.action() == null) {
                examples.put(wrong, Example.of(List.of(wrong.code()), Prelude.NONE));
            }
        }
        Map<ErrorCase, Shown.Run> runs = Example.runAll(examples);
        for (ErrorCase wrong : all) {
            THROWN.put(wrong, wrong.action() == null ? runs.get(wrong).thrown() : thrown(wrong.action()));
        }
    }

    private static Throwable thrown(ErrorCase.Action action) throws IOException {
        Path own = Files.createTempDirectory(folder, "case");
        try {
            action.run(own);
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    @TestFactory
    Stream<DynamicNode> messages() {
        return ErrorTable.ALL.stream()
                .map(table -> dynamicContainer(
                        table.title(),
                        table.cases().stream()
                                .map(wrong -> dynamicTest(wrong.name(), () -> check(wrong, THROWN.get(wrong))))));
    }

    private static void check(ErrorCase wrong, Throwable thrown) {
        assertThat(thrown).isInstanceOf(GradusException.class);
        GradusException error = (GradusException) thrown;
        assertThat(message(wrong, error)).isEqualTo(wrong.message());
        assertThat(error.problem()).isNotBlank();
        assertThat(error.remedy()).isNotBlank();
    }

    /** The message as the page shows it. */
    private static String message(ErrorCase wrong, GradusException error) {
        if (wrong.action() == null) {
            return Example.of(List.of(wrong.code()), Prelude.NONE).asRead(error.getMessage());
        }
        String shown = error.getMessage().replaceAll(Pattern.quote(folder.toString()) + "[/\\\\]case\\d+[/\\\\]", "");
        // A command says which file, column and row; Java code of a test is on no line of the page.
        return wrong.language().equals("sh")
                ? shown
                : shown.replaceAll("(?m)^  where: .*$", "  where: the line of the call");
    }

    @Test
    void thereAreManyAndEachHasItsName() {
        List<String> names = new ArrayList<>();
        ErrorTable.ALL.forEach(table -> table.cases().forEach(wrong -> names.add(wrong.name())));
        assertThat(names).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
        Set<String> titles = new HashSet<>();
        assertThat(ErrorTable.ALL).allMatch(table -> titles.add(table.title()));
    }

    @Test
    void thePageShowsThem() throws IOException {
        String page = page();
        if ("write".equals(System.getProperty("gradus.docs"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("make it again with: bin/maven -pl workbench -am test -Dtest=ErrorMessagesTest -Dgradus.docs=write"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .hasContent(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (ErrorTable table : ErrorTable.ALL) {
            page.append("\n## ").append(table.title()).append('\n');
            for (ErrorCase wrong : table.cases()) {
                String kind = THROWN.get(wrong) == null
                        ? "nothing"
                        : THROWN.get(wrong).getClass().getSimpleName();
                page.append("\n### ").append(wrong.name()).append("\n\n");
                page.append("```")
                        .append(wrong.language())
                        .append('\n')
                        .append(wrong.code())
                        .append("\n```\n\n");
                page.append("`").append(kind).append("`:\n\n");
                page.append("```text\n").append(wrong.message()).append("\n```\n");
            }
        }
        return page.toString();
    }
}
