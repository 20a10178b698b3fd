package org.gradus.workbench.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.gradus.workbench.doctor.Check;
import org.gradus.workbench.doctor.Finding;
import org.gradus.workbench.doctor.Finding.Status;
import org.gradus.workbench.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gradus doctor}: looks at this machine. */
@Command(
        name = "doctor",
        description =
                "Look at the JDK, BLAS, SIMD, cores, memory and folders, and say what to do about what is missing.",
        footer = {"", "Exit status: 0, or 1 when something that is needed is missing."})
final class DoctorCommand implements Callable<Integer> {
    private static final int NAME_WIDTH = 8;

    private final Terminal terminal;
    private final List<Check> checks;

    @Mixin
    private CommonOptions common;

    DoctorCommand(Terminal terminal, List<Check> checks) {
        this.terminal = terminal;
        this.checks = checks;
    }

    @Override
    public Integer call() {
        List<Finding> findings = checks.stream().map(Check::run).toList();
        boolean ok = findings.stream().noneMatch(finding -> finding.status() == Status.FAIL);
        if (common.json) {
            List<Object> list = findings.stream().map(DoctorCommand::json).toList();
            terminal.out().println(Json.write(Json.object("command", "doctor", "ok", ok, "checks", list)));
        } else {
            findings.forEach(this::print);
        }
        return ok ? 0 : 1;
    }

    private static Object json(Finding finding) {
        return Json.object(
                "name",
                finding.name(),
                "status",
                word(finding.status()),
                "found",
                finding.found(),
                "to_do",
                finding.toDo().isEmpty() ? null : finding.toDo());
    }

    private static String word(Status status) {
        return switch (status) {
            case OK -> "ok";
            case WARN -> "warn";
            case FAIL -> "fail";
        };
    }

    private void print(Finding finding) {
        String word = String.format("%-4s", word(finding.status()));
        String colored = switch (finding.status()) {
            case OK -> terminal.green(word);
            case WARN -> terminal.yellow(word);
            case FAIL -> terminal.red(word);
        };
        terminal.out()
                .println(colored + "  " + String.format("%-" + NAME_WIDTH + "s", finding.name()) + finding.found());
        if (!finding.toDo().isEmpty()) {
            terminal.out().println(" ".repeat(6 + NAME_WIDTH) + "to do: " + finding.toDo());
        }
    }
}
