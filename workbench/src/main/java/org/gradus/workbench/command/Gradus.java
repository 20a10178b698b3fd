package org.gradus.workbench.command;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.gradus.workbench.doctor.Version;
import org.gradus.workbench.report.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code gradus} command with its subcommands. */
public final class Gradus {
    private final Terminal terminal;
    private final CommandLine line;

    /**
     * Makes the command.
     *
     * @param terminal where to write
     * @param services what the subcommands are made of
     */
    public Gradus(Terminal terminal, Services services) {
        this.terminal = terminal;
        this.line = new CommandLine(new Root())
                .addSubcommand(new TuneCommand(terminal, services))
                .addSubcommand(new PredictCommand(terminal))
                .addSubcommand(new InspectCommand(terminal, services))
                .addSubcommand(new MinimizeCommand(terminal))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new CompareCommand(terminal))
                .addSubcommand(new ReproduceCommand(terminal))
                .addSubcommand(new MethodsCommand(terminal))
                .addSubcommand(new CiteCommand(terminal))
                .addSubcommand(new DoctorCommand(terminal, services.checks()))
                .setOut(new PrintWriter(terminal.out(), true, terminal.out().charset()))
                .setErr(new PrintWriter(terminal.err(), true, terminal.err().charset()))
                .setColorScheme(Help.defaultColorScheme(terminal.outColors() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler(this::failed);
        line.getCommandSpec()
                .versionProvider(() -> new String[] {"gradus " + Version.text() + " (JDK " + Runtime.version() + ")"});
    }

    /**
     * Runs.
     *
     * @param arguments the words after {@code gradus}
     * @return the exit status: 0 done, 1 failed, 2 wrong usage
     */
    public int run(String... arguments) {
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            List<String> words = Arrays.asList(arguments);
            if (words.contains("--debug")) {
                e.printStackTrace(terminal.err());
            }
            String command = words.isEmpty() ? "gradus" : words.getFirst();
            return tell(ErrorReport.of(e, command), command, words.contains("--json"));
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    private int wrongUsage(ParameterException first, String[] arguments) {
        CommandLine failed = first.getCommandLine();
        ParameterException error = misspelled(first);
        String command = failed.getParent() == null ? "gradus" : failed.getCommandName();
        String suggestion = suggestion(error);
        String help = "see gradus " + (failed.getParent() == null ? "--help" : command + " --help");
        ErrorReport report = new ErrorReport(
                "ArgumentException",
                command + ": " + decapitalized(error.getMessage()),
                "",
                suggestion.isEmpty() ? help : suggestion + "; " + help,
                ErrorReport.WRONG_USAGE);
        return tell(report, command, Arrays.asList(arguments).contains("--json"));
    }

    /** What is missing may well be there under a wrong name, which says more. */
    private static ParameterException misspelled(ParameterException error) {
        List<String> unknown = error.getCommandLine().getUnmatchedArguments().stream()
                .filter(argument -> argument.startsWith("-"))
                .toList();
        return error instanceof CommandLine.MissingParameterException && !unknown.isEmpty()
                ? new UnmatchedArgumentException(error.getCommandLine(), unknown)
                : error;
    }

    private static String suggestion(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                return "did you mean " + suggestions.stream().limit(3).collect(Collectors.joining(" or ")) + "?";
            }
        }
        return "";
    }

    private static String decapitalized(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private int failed(Exception error, CommandLine command, ParseResult parsed) {
        ParseResult words = command.getParseResult();
        if (words.hasMatchedOption("--debug")) {
            error.printStackTrace(terminal.err());
        }
        String name = command.getCommandName();
        return tell(ErrorReport.of(error, name), name, words.hasMatchedOption("--json"));
    }

    private int tell(ErrorReport report, String command, boolean json) {
        if (json) {
            terminal.out().println(Json.write(report.json(command)));
        } else {
            terminal.err().println(terminal.error("error: ") + report.text());
        }
        return report.status();
    }

    /** The command without a subcommand. */
    @Command(
            name = "gradus",
            mixinStandardHelpOptions = true,
            description = {"Differentiate numeric programs, and optimize through them.", ""},
            synopsisSubcommandLabel = "COMMAND",
            footer = {"", "gradus COMMAND --help tells more. Exit status: 0 done, 1 failed, 2 wrong usage."})
    static final class Root implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            String commands = String.join(", ", spec.subcommands().keySet());
            throw new ParameterException(spec.commandLine(), "Missing command: one of " + commands);
        }
    }
}
