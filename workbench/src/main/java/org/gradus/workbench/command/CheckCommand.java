package org.gradus.workbench.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradus.workbench.minimize.CheckResult;
import org.gradus.workbench.minimize.MinimizeOptions;
import org.gradus.workbench.minimize.Models;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradus check}: compares the derivatives of a Java file with differences. */
@Command(
        name = "check",
        sortOptions = false,
        description = {
            "Compare the gradient of a Java file in reverse and forward mode with extrapolated central differences.",
            "",
            "The file is one that gradus minimize takes. Kinks at the point, and casts to integers on the way, are told.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 when they agree, 1 when they do not or it failed, 2 for wrong usage.",
            "",
            "Examples:",
            "  gradus check Model.java",
            "  gradus check Model.java --at 1,2 --json"
        })
final class CheckCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE.java", description = "The file.")
    private Path file;

    @Option(
            names = "--at",
            paramLabel = "A,B,...",
            converter = Converters.NumbersConverter.class,
            description = "The point. Default: start().")
    private Converters.Numbers at;

    @Option(
            names = "--class-path",
            paramLabel = "PATH",
            description = "Jars and folders of classes that the file uses, separated as in CLASSPATH.")
    private String classPath;

    @Option(
            names = "--call-limit",
            paramLabel = "SECONDS",
            defaultValue = "" + MinimizeOptions.DEFAULT_CALL_LIMIT,
            description = "How long one call of a method may take before it counts as a loop without end. Default:"
                    + " ${DEFAULT-VALUE}.")
    private double callLimit;

    @Mixin
    private CommonOptions common;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CheckResult result = Quiet.on(
                terminal.err(),
                () -> Models.check(file, MinimizeCommand.paths(classPath), Converters.Numbers.orNull(at), callLimit));
        if (common.json) {
            terminal.out().println(Json.write(result.json()));
        } else {
            print(result);
        }
        return result.agrees() ? 0 : 1;
    }

    private void print(CheckResult result) {
        terminal.out()
                .println(terminal.bold(result.name() + ": derivatives " + (result.agrees() ? "agree" : "disagree")));
        terminal.out().println("value " + result.value());
        terminal.out().println();
        terminal.out().println(row("", "reverse", "forward", "differences", "relative"));
        for (int i = 0; i < Math.min(SHOWN, result.at().length); i++) {
            terminal.out()
                    .println(row(
                            "x[" + i + "]",
                            number(result.reverse()[i]),
                            number(result.forward()[i]),
                            number(result.differences()[i]),
                            String.format(Locale.ROOT, "%.1e", result.relative()[i])));
        }
        if (result.at().length > SHOWN) {
            terminal.out().println("  and " + (result.at().length - SHOWN) + " more; --json has them all");
        }
        terminal.out().println();
        if (!Double.isNaN(result.condition())) {
            terminal.out().println("condition of the Hessian: " + Text.number(result.condition()));
        }
        result.notes().forEach(note -> terminal.out().println("note: " + note));
        result.warnings().forEach(warning -> terminal.out().println(terminal.yellow("warning: ") + warning));
    }

    private static String row(String name, String a, String b, String c, String d) {
        return String.format(Locale.ROOT, "  %-6s %20s %20s %20s %10s", name, a, b, c, d);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.12g", value);
    }
}
