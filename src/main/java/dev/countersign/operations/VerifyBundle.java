package dev.countersign.operations;

import dev.countersign.evidence.OfflineCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an evidence bundle without the installation it came from. */
@Command(
        name = "verify",
        header = "Checks an evidence bundle, offline.",
        mixinStandardHelpOptions = true,
        description = {
            "Checks an evidence bundle without the installation it came from: no database, no network.",
            "",
            "Without a trust file all may fit together and still be somebody else's: compare the fingerprints by hand, or fetch"
                    + " /trust.json from the installation, at another time, and keep it outside."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:everything holds", "1:something does not, and is named", "2:wrong use"})
final class VerifyBundle implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "BUNDLE.zip", description = "The bundle as it was downloaded.")
    private Path bundle = Path.of("");

    @Option(names = "--trust", paramLabel = "trust.json", description = "The installation's keys, kept outside of it.")
    private @Nullable Path trust;

    @Option(
            names = "--timestamp-authorities",
            paramLabel = "FILE.pem",
            description =
                    "Certificates of those whose timestamps count, former ones too; by default those of the trust file.")
    private @Nullable Path authorities;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        demandFile(command, bundle);
        for (Path named : new Path[] {trust, authorities}) {
            if (named != null) {
                demandFile(command, named);
            }
        }
        PrintWriter out = command.commandLine().getOut();
        try {
            return OfflineCheck.run(bundle, trust, authorities, out) ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "Cannot be read: " + e.getMessage(), e);
        } finally {
            out.flush();
        }
    }

    private static void demandFile(CommandSpec command, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(command.commandLine(), "There is no file " + file);
        }
    }
}
