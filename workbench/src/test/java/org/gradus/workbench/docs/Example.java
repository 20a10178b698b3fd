package org.gradus.workbench.docs;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Java of the documentation made a class that javac takes: a block that ends with the end of a class is taken as it is; other
 * blocks become the body of a main method, after the imports that every reader has.
 *
 * <p>A comment {@code // → value} at the end of a statement says what the statement prints, or else the value of its
 * variable or expression.
 *
 * @param file the file's name
 * @param text the whole file
 * @param hidden how many lines of it the reader does not see
 * @param expected what lines of the file show, by their number
 */
record Example(String file, String text, int hidden, Map<Integer, String> expected) {
    static final String ARROW = "// →";

    private static final Pattern ARROWS = Pattern.compile("(?m)" + ARROW + " *(.*?) *$");
    private static final Pattern WHOLE =
            Pattern.compile("(?m)^(?:public |final |abstract |sealed )*(?:class|interface|enum) (\\w+)");
    private static final Pattern IMPORT = Pattern.compile("import [^;\\n]*;");
    private static final Pattern IMPORTS_ALONE = Pattern.compile("(?m)^ ?" + IMPORT + "(?: *" + IMPORT + ")*.*$");

    private static final List<String> PACKAGES = InMemoryCompiler.existing(List.of(
            "org.gradus",
            "org.gradus.array",
            "org.gradus.error",
            "org.gradus.io",
            "org.gradus.linear",
            "org.gradus.nn",
            "org.gradus.optim",
            "org.gradus.plainjava",
            "org.gradus.program",
            "org.gradus.solve",
            "org.gradus.tensor",
            "org.gradus.transform",
            "org.gradus.tree"));

    /** Names that stand in two of the packages: these are meant. */
    private static final String IMPORTS =
            "import static org.gradus.Gradus.*; import static org.gradus.tensor.Tensors.*; "
                    + PACKAGES.stream().map(p -> "import " + p + ".*; ").collect(Collectors.joining())
                    + "import org.gradus.tensor.Indexing; import org.gradus.tensor.Random; "
                    + "import java.nio.file.*; import java.util.*; import java.util.function.*; ";

    /**
     * Makes an example of blocks that a reader copies one after another; only what the last prints is looked at.
     *
     * @param prelude whose members the class shall have; its imports stand in the blocks
     */
    static Example of(List<String> blocks, Prelude prelude) {
        String code = String.join("\n", blocks);
        Matcher whole = WHOLE.matcher(code);
        if (whole.find() && code.stripTrailing().endsWith("\n}")) {
            return new Example(whole.group(1) + ".java", code, 0, expected(code));
        }
        String earlier = blocks.subList(0, blocks.size() - 1).stream()
                .map(block -> block + "\n")
                .collect(Collectors.joining());
        String last = withoutImports(blocks.getLast());
        int begin = last.length() - last.stripLeading().length();
        String body = withoutImports(earlier)
                + last.substring(0, begin)
                + (earlier.isEmpty() ? "" : Shown.class.getName() + ".mark(); ")
                + last.substring(begin);
        String imports = IMPORTS_ALONE
                .matcher(code)
                .results()
                .flatMap(lines -> IMPORT.matcher(lines.group()).results())
                .map(r -> r.group() + " ")
                .collect(Collectors.joining());
        String text = IMPORTS + imports + "class Example { " + prelude.members()
                + " public static void main(String[] args) throws Exception {\n" + body + "\n}}\n";
        return new Example("Example.java", text, 1, expected(text));
    }

    private static String withoutImports(String code) {
        return IMPORTS_ALONE.matcher(code).replaceAll("");
    }

    private static Map<Integer, String> expected(String text) {
        Map<Integer, String> expected = new TreeMap<>();
        ARROWS.matcher(text).results().forEach(r -> expected.put(lineOf(text, r.start()), r.group(1)));
        return expected;
    }

    private static int lineOf(String text, int position) {
        return (int) text.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
    }

    /** Compiles without running, as a person would. */
    InMemoryCompiler.Result compile() {
        return InMemoryCompiler.compile(Map.of(file, text));
    }

    /** Compiles and runs the main method; errors of javac are an assertion error. */
    Shown.Run run() {
        InMemoryCompiler.Result result = InMemoryCompiler.compile(Map.of(file, observed()));
        if (!result.succeeded()) {
            throw new AssertionError("does not compile:\n" + asRead(result.messages()));
        }
        return Shown.run(() -> main(result, file.replace(".java", "")));
    }

    /**
     * Compiles many examples at once, each in a package of its own, and runs them.
     *
     * @param examples without arrows
     * @return what became of each
     */
    static <K> Map<K, Shown.Run> runAll(Map<K, Example> examples) {
        Map<String, String> sources = new LinkedHashMap<>();
        Map<K, String> classes = new LinkedHashMap<>();
        examples.forEach((key, example) -> {
            String own = "example" + classes.size();
            sources.put(own + "/" + example.file, "package " + own + "; " + example.text);
            classes.put(key, own + "." + example.file.replace(".java", ""));
        });
        InMemoryCompiler.Result result = InMemoryCompiler.compile(sources);
        if (!result.succeeded()) {
            throw new AssertionError("does not compile:\n" + result.messages());
        }
        Map<K, Shown.Run> runs = new LinkedHashMap<>();
        classes.forEach((key, name) -> runs.put(key, Shown.run(() -> main(result, name))));
        return runs;
    }

    private static void main(InMemoryCompiler.Result result, String name) throws Throwable {
        Class<?> type = result.load().loadClass(name);
        Method main = type.getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The text with calls of {@link Shown} around the statements that end in an arrow. */
    private String observed() {
        if (expected.isEmpty()) {
            return text;
        }
        InMemoryCompiler.Parsed parsed = InMemoryCompiler.parse(file, text);
        CompilationUnitTree unit = parsed.unit();
        SourcePositions positions = parsed.positions();
        Map<Integer, String> insertions = new TreeMap<>();
        Map<Integer, String> open = new TreeMap<>(expected);
        for (StatementTree statement : statements(unit).reversed()) {
            int start = (int) positions.getStartPosition(unit, statement);
            int end = (int) positions.getEndPosition(unit, statement);
            int line = lineOf(text, end);
            if (open.remove(line) != null) {
                observe(statement, start, end, line, insertions);
            }
        }
        if (!open.isEmpty()) {
            throw new AssertionError("no statement of the main method ends at the arrows of lines " + open);
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (Map.Entry<Integer, String> insertion : insertions.entrySet()) {
            out.append(text, from, insertion.getKey()).append(insertion.getValue());
            from = insertion.getKey();
        }
        return out.append(text.substring(from)).toString();
    }

    private static List<StatementTree> statements(CompilationUnitTree unit) {
        List<StatementTree> statements = new ArrayList<>();
        for (var type : unit.getTypeDecls()) {
            for (var member : ((ClassTree) type).getMembers()) {
                if (member instanceof MethodTree method && method.getName().contentEquals("main")) {
                    statements.addAll(method.getBody().getStatements());
                }
            }
        }
        return statements;
    }

    private static void observe(
            StatementTree statement, int start, int end, int line, Map<Integer, String> insertions) {
        String value = Shown.class.getName() + ".value(" + line + ", ";
        switch (statement) {
            case VariableTree v -> insertions.put(end, " " + value + v.getName() + ");");
            case ExpressionStatementTree e
            when e.getExpression() instanceof AssignmentTree a ->
                insertions.put(end, " " + value + a.getVariable() + ");");
            case ExpressionStatementTree e
            when e.toString().startsWith("System.out.") -> {
                insertions.put(start, Shown.class.getName() + ".begin(); ");
                insertions.put(end, " " + Shown.class.getName() + ".end(" + line + ");");
            }
            default -> {
                insertions.put(start, value);
                insertions.put(end - 1, ")");
            }
        }
    }

    /** Text of javac or of an error with the lines as the reader counts them. */
    String asRead(String message) {
        Matcher place = Pattern.compile("\\b" + Pattern.quote(file) + ":(\\d+)").matcher(message);
        return place.replaceAll(r -> file + ":" + (Integer.parseInt(r.group(1)) - hidden));
    }
}
