package org.gradus.workbench.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A piece of Java in the documentation.
 *
 * @param file where it stands
 * @param line the line of its first line of code, from 1
 * @param kind what is to be done with it
 * @param code the text
 * @param output what it prints or how it fails, as the text block right after it says; null when there is none
 * @param prelude what it speaks of without declaring it
 */
record Block(Path file, int line, Kind kind, String code, String output, Prelude prelude) {
    private static final Pattern FENCE = Pattern.compile(
            "(?m)^```(.*)\\R((?:(?!```).*\\R)*?)```\\R?(?:[ \\t]*\\R)*(?:```text\\R((?:(?!```).*\\R)*?)```)?");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import [^;]*;");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final String SNIPPET = "{@snippet";

    enum Kind {
        /** Compiled and run. */
        RUN,
        /** Compiled and run after the blocks before it, back to the last that is not continued. */
        CONTINUED,
        /** Refused by javac. */
        ERROR,
        /** Compiled only. */
        COMPILE
    }

    /**
     * The blocks of a page that begin with {@code ```java}. After the language stands nothing, {@code continued} or
     * {@code error}.
     */
    static List<Block> ofPage(Path file) {
        String text = Repository.read(file);
        List<Block> blocks = new ArrayList<>();
        Matcher fence = FENCE.matcher(text);
        int at = 0;
        while (fence.find(at)) {
            String info = fence.group(1).strip();
            boolean java = info.equals("java") || info.startsWith("java ");
            // A text block is looked at again by itself unless it belongs to the Java before it.
            at = java ? fence.end() : fence.end(2) + 3;
            if (java) {
                blocks.add(new Block(
                        file,
                        lineOf(text, fence.start(2)),
                        kind(file, info),
                        fence.group(2),
                        fence.group(3),
                        Prelude.NONE));
            }
        }
        return blocks;
    }

    private static Kind kind(Path file, String info) {
        return switch (info.substring("java".length()).strip()) {
            case "" -> Kind.RUN;
            case "continued" -> Kind.CONTINUED;
            case "error" -> Kind.ERROR;
            default -> throw new IllegalArgumentException(file + ": unknown kind of block: " + info);
        };
    }

    /** The snippets of the documentation comments of a source file; those with an arrow are run as well. */
    static List<Block> ofSource(Path file) {
        String text = Repository.read(file);
        List<Block> blocks = new ArrayList<>();
        Matcher declared = PACKAGE.matcher(text);
        String own = declared.find() ? declared.group(1) : "";
        String name = file.getFileName().toString().replace(".java", "");
        Prelude prelude = Prelude.of(name.equals("package-info") ? own : own + "." + name);
        // What stands in the file or beside it is known to its snippets; on one line, so that lines count from the
        // next.
        String imports = IMPORT.matcher(text).results().map(MatchResult::group).collect(Collectors.joining(" "))
                + " import " + own + ".*; " + prelude.imports() + "\n";
        for (int at = text.indexOf(SNIPPET); at >= 0; at = text.indexOf(SNIPPET, at + 1)) {
            int from = text.indexOf('\n', at) + 1;
            int to = from;
            for (int depth = 1; depth > 0; to++) {
                depth += text.charAt(to) == '{' ? 1 : text.charAt(to) == '}' ? -1 : 0;
            }
            String code = imports + text.substring(from, to - 1).replaceAll("(?m)^ *\\* ?", "");
            Kind kind = code.contains(Example.ARROW) ? Kind.RUN : Kind.COMPILE;
            blocks.add(new Block(file, lineOf(text, from), kind, code, null, prelude));
        }
        return blocks;
    }

    private static int lineOf(String text, int position) {
        return (int) text.substring(0, position).lines().count() + 1;
    }

    @Override
    public String toString() {
        return Repository.ROOT.relativize(file) + ":" + line;
    }
}
