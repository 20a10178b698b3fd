package org.gradus.workbench.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradus.workbench.command.Gradus;
import org.gradus.workbench.command.Services;
import org.gradus.workbench.command.Terminal;
import org.gradus.workbench.tune.HypergradientTuner;
import org.gradus.workbench.tune.ModelFile;

/**
 * The {@code ```console} blocks of a page: commands after {@code $}, each followed by what it prints, and its {@code ```python}
 * blocks, each followed by a {@code ```text} block. They run one after another in a folder that has {@code examples} and an
 * empty {@code demo}: {@code ./gradus} in this JVM, all else by the shell.
 *
 * <p>What is shown is compared word by word. A number with a point or an exponent may differ by one in its fourth digit, which
 * processors round differently; {@code …} stands for anything on its line, and alone on a line for any lines: times, paths,
 * and what the page leaves out.
 */
final class Console {
    private static final Pattern FENCE = Pattern.compile(
            "(?m)^```(console|python)\\R((?:(?!```).*\\R)*?)```\\R?(?:(?:[ \\t]*\\R)*```text\\R((?:(?!```).*\\R)*?)```)?");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");
    private static final double LAST_DIGIT = 2e-3;

    private final Path folder;

    Console(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("demo"));
        Path examples = Files.createDirectories(folder.resolve("examples"));
        try (var files = Files.list(Repository.ROOT.resolve("examples"))) {
            for (Path file : files.toList()) {
                Files.copy(file, examples.resolve(file.getFileName()));
            }
        }
    }

    /**
     * A command with what the page shows of its output.
     *
     * @param line where it stands in the page, from 1
     * @param python whether it is Python, else a line for a shell
     * @param text the command
     * @param shown the lines below it
     */
    record Command(int line, boolean python, String text, List<String> shown) {}

    /** The commands of a page in order. */
    static List<Command> of(String page) {
        List<Command> commands = new ArrayList<>();
        Matcher fence = FENCE.matcher(page);
        while (fence.find()) {
            int line = (int) page.substring(0, fence.start(2)).lines().count() + 1;
            if (fence.group(1).equals("python")) {
                String shown = fence.group(3) == null ? "" : fence.group(3);
                commands.add(
                        new Command(line, true, fence.group(2), shown.lines().toList()));
                continue;
            }
            String text = null;
            List<String> shown = new ArrayList<>();
            int at = line;
            for (String row : fence.group(2).lines().toList()) {
                if (row.startsWith("$ ")) {
                    if (text != null) {
                        commands.add(new Command(at, false, text, List.copyOf(shown)));
                    }
                    at = line;
                    text = row.substring(2);
                    shown.clear();
                } else {
                    shown.add(row);
                }
                line++;
            }
            commands.add(new Command(at, false, text, List.copyOf(shown)));
        }
        return commands;
    }

    /** Runs a command; what it printed, with the paths of the page. */
    String run(Command command) throws Exception {
        if (command.python()) {
            return process("python3", "-c", command.text());
        }
        return command.text().startsWith("./gradus ") ? gradus(command.text()) : process("sh", "-c", command.text());
    }

    private String gradus(String text) {
        String[] words = java.util.Arrays.stream(
                        text.substring("./gradus ".length()).strip().split(" +"))
                .map(word -> word.matches("(examples|demo)/.*")
                        ? folder.resolve(word).toString()
                        : word)
                .toArray(String[]::new);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false);
        int status =
                new Gradus(terminal, new Services(new HypergradientTuner(), ModelFile::write, List.of())).run(words);
        String printed = status == 0 ? out.toString(StandardCharsets.UTF_8) : err.toString(StandardCharsets.UTF_8);
        return printed.replace(folder + "/", "");
    }

    private String process(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    /** The first difference between what is shown and what was printed, or nothing. */
    static String difference(List<String> shown, List<String> printed) {
        return difference(shown, 0, printed, 0);
    }

    private static String difference(List<String> shown, int i, List<String> printed, int j) {
        if (i == shown.size()) {
            return j == printed.size() ? "" : "not shown: " + printed.get(j);
        }
        if (shown.get(i).strip().equals("…")) {
            String last = "";
            for (int k = j; k <= printed.size(); k++) {
                last = difference(shown, i + 1, printed, k);
                if (last.isEmpty()) {
                    return "";
                }
            }
            return last;
        }
        if (j == printed.size()) {
            return "not printed: " + shown.get(i);
        }
        return same(shown.get(i).strip(), printed.get(j).strip())
                ? difference(shown, i + 1, printed, j + 1)
                : "shown:   " + shown.get(i) + "\nprinted: " + printed.get(j);
    }

    /** Compares a line; spaces in a row count as one, since columns are as wide as their numbers. */
    static boolean same(String shown, String printed) {
        String[] words = shown.split("\\s+");
        String[] others = printed.split("\\s+");
        return same(words, 0, others, 0);
    }

    private static boolean same(String[] shown, int i, String[] printed, int j) {
        if (i == shown.length) {
            return j == printed.length;
        }
        if (shown[i].startsWith("…")) {
            for (int k = j; k <= printed.length; k++) {
                boolean tail = shown[i].length() == 1 || (k > j && printed[k - 1].endsWith(shown[i].substring(1)));
                if (tail && same(shown, i + 1, printed, k)) {
                    return true;
                }
            }
            return false;
        }
        return j < printed.length && word(shown[i], printed[j]) && same(shown, i + 1, printed, j + 1);
    }

    private static boolean word(String shown, String printed) {
        if (shown.equals(printed)) {
            return true;
        }
        Matcher a = NUMBER.matcher(shown);
        Matcher b = NUMBER.matcher(printed);
        int from = 0;
        int other = 0;
        while (a.find() && b.find()) {
            if (!shown.substring(from, a.start()).equals(printed.substring(other, b.start()))) {
                return false;
            }
            boolean measured = a.group().matches(".*[.eE].*");
            double x = Double.parseDouble(a.group());
            double y = Double.parseDouble(b.group());
            if (measured ? Math.abs(x - y) > LAST_DIGIT * Math.max(Math.abs(x), Math.abs(y)) : x != y) {
                return false;
            }
            from = a.end();
            other = b.end();
        }
        return from > 0 && shown.substring(from).equals(printed.substring(other));
    }
}
