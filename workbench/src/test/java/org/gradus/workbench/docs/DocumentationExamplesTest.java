package org.gradus.workbench.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every Java block of the README and the pages under {@code docs}, and every snippet of the documentation comments, is
 * compiled; blocks are run, and print what the page says.
 *
 * <p>In a page: {@code ```java} stands alone, {@code ```java continued} goes on from the blocks before it, and
 * {@code ```java error} is refused by javac. A {@code ```text} block right after it is what the block prints, followed by
 * the message of the error that ends it. A comment {@code // → value} is checked as {@link Example} says.
 */
class DocumentationExamplesTest {
    /** The page shows the messages of this javac; others may word them otherwise. */
    private static final int JAVAC = 25;

    @TestFactory
    Stream<DynamicNode> pages() {
        return Repository.pages().stream().flatMap(page -> container(page, Block::ofPage));
    }

    @TestFactory
    Stream<DynamicNode> snippets() {
        return Repository.sources().stream().flatMap(source -> container(source, Block::ofSource));
    }

    private static Stream<DynamicNode> container(Path file, Function<Path, List<Block>> extract) {
        List<DynamicNode> tests = new ArrayList<>();
        List<String> chain = new ArrayList<>();
        for (Block block : extract.apply(file)) {
            if (block.kind() != Block.Kind.CONTINUED) {
                chain.clear();
            }
            chain.add(block.code());
            List<String> blocks = List.copyOf(chain);
            tests.add(dynamicTest(block.toString(), () -> check(block, Example.of(blocks, block.prelude()))));
        }
        String name = Repository.ROOT.relativize(file).toString();
        return tests.isEmpty() ? Stream.empty() : Stream.of(dynamicContainer(name, tests));
    }

    private static void check(Block block, Example example) {
        switch (block.kind()) {
            case RUN, CONTINUED -> checkRun(block.output(), example);
            case ERROR -> checkError(block.output(), example);
            case COMPILE -> {
                InMemoryCompiler.Result result = example.compile();
                assertThat(result.succeeded())
                        .as("%s", example.asRead(result.messages()))
                        .isTrue();
            }
        }
    }

    private static void checkRun(String output, Example example) {
        Shown.Run run = example.run();
        if (run.thrown() != null && output == null) {
            throw new AssertionError("the example throws", run.thrown());
        }
        assertThat(run.values()).isEqualTo(example.expected());
        if (output != null) {
            String message = run.thrown() == null ? "" : run.thrown().getMessage();
            assertThat(example.asRead(run.printed() + message).strip()).isEqualTo(output.strip());
        }
    }

    private static void checkError(String output, Example example) {
        InMemoryCompiler.Result result = example.compile();
        assertThat(result.succeeded()).as("compiles").isFalse();
        if (Runtime.version().feature() == JAVAC) {
            assertThat(output).as("the block after it").isNotNull();
            assertThat(example.asRead(result.messages()).strip()).isEqualTo(output.strip());
        }
    }

    @Test
    void theMachineryFindsWhatIsWrong() {
        Example right = Example.of(List.of("int x = 1;  // → 1\nx += 1;\nString.valueOf(x);  // → 2"), Prelude.NONE);
        assertThat(right.run().values()).isEqualTo(right.expected());
        Example wrong = Example.of(List.of("System.out.println(3);  // → 4"), Prelude.NONE);
        assertThat(wrong.run().values()).isNotEqualTo(wrong.expected());
        assertThat(Example.of(List.of("int y = 1;", "System.out.println(y);"), Prelude.NONE)
                        .run()
                        .printed())
                .isEqualTo("1" + System.lineSeparator());
        assertThat(Example.of(List.of("int y = \"\";"), Prelude.NONE).compile().succeeded())
                .isFalse();
        assertThat(Example.of(List.of("\nint y = 1 / 0;"), Prelude.NONE).run().thrown())
                .isInstanceOf(ArithmeticException.class);
    }
}
