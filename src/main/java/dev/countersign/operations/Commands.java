package dev.countersign.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** The command line. Without a sub-command the application serves, and options of the form {@code --name=value} are settings. */
@Command(
        name = "countersign",
        description = {
            "Serves Countersign, or runs one of the commands below.",
            "Options of the form --name=value are settings of the served application."
        },
        subcommands = {DbInit.class, Bootstrap.class, VerifyBundle.class, VerifyLog.class},
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:a check failed", "2:wrong use"})
public final class Commands implements Runnable {

    private static final int SERVE = -1;

    @Spec
    private @Nullable CommandSpec spec;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    private Commands() {}

    /**
     * Runs the sub-command that the arguments name.
     *
     * @return its exit code; empty if the arguments ask to serve
     */
    public static OptionalInt execute(String... arguments) {
        CommandLine line = new CommandLine(new Commands());
        line.setExecutionStrategy(parsed -> {
            boolean serves =
                    !parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested();
            int code = new CommandLine.RunLast().execute(parsed);
            return serves ? SERVE : code;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        int code = line.execute(arguments);
        return code == SERVE ? OptionalInt.empty() : OptionalInt.of(code);
    }

    /** Refuses words that are no sub-command; there is nothing else to do before serving. */
    @Override
    public void run() {
        for (String setting : settings) {
            if (!setting.startsWith("--")) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "Neither a command nor a setting --name=value: " + setting);
            }
        }
    }
}
