package org.gradus.workbench.command;

import picocli.CommandLine.Option;

/** The options that every command has. */
final class CommonOptions {
    @Option(names = "--json", description = "Print one JSON object and nothing else on standard output, on error too.")
    boolean json;

    @Option(names = "--debug", description = "Print the stack trace of an error on standard error.")
    boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
