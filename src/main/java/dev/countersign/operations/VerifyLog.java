package dev.countersign.operations;

import dev.countersign.database.ReadingDatabase;
import dev.countersign.database.StartRefusedException;
import dev.countersign.evidence.LogVerification;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Checks the whole audit log and all records in the configured database. */
@Command(
        name = "verify-log",
        header = "Checks the whole audit log and all records.",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the whole audit log and all records in the configured database, reading only. Settings are those of the application"
                    + " (COUNTERSIGN_DB_URL, COUNTERSIGN_DATA_DIR, …), also as --countersign.name=value. The application may run"
                    + " meanwhile; an embedded database that does not run is started, and stopped again.",
            "",
            "What lies in the database alone cannot show that its end was cut off, that an older backup was restored, or that all of it"
                    + " was written anew with other keys: keep trust.json and, from time to time, a checkpoint (/log/checkpoint)"
                    + " where nobody who runs the database can change them, and name them here."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything holds",
            "1:something does not, and is named",
            "2:wrong use, or the database cannot be read"
        })
final class VerifyLog implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--trust", paramLabel = "trust.json", description = "The installation's keys, kept outside of it.")
    private @Nullable Path trust;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "A checkpoint of the log, kept outside: the log must still contain what it says. Of a witness file"
                            + " (checkpoints, in COUNTERSIGN_WITNESS_DIR) its last one.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--copies",
            paramLabel = "FOLDER",
            description =
                    "A folder of copies (COUNTERSIGN_COPIES_DIR): each must be there, as it is in the database, and no other.")
    private @Nullable Path copies;

    @Option(
            names = "--timestamp-authorities",
            paramLabel = "FILE.pem",
            description = "Certificates of those whose timestamps of checkpoints count, former ones too.")
    private @Nullable Path authorities;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        for (String setting : settings) {
            if (!setting.startsWith("--countersign.")) {
                throw wrong("Neither an option nor a setting --countersign.name=value: " + setting);
            }
        }
        LogVerification verification = verification();
        PrintWriter out = command.commandLine().getOut();
        try (Quiet quiet = Quiet.begin();
                ReadingDatabase database = ReadingDatabase.open(settings);
                Connection connection = database.connect();
                ProgressLine progress = new ProgressLine(command.commandLine().getErr(), System.console() != null)) {
            out.println("Verifying " + database.address());
            out.flush();
            return verification.run(connection, out, progress) ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (StartRefusedException e) {
            return unreadable(e.getMessage() + " " + e.remedy());
        } catch (SQLException | IllegalStateException | UncheckedIOException e) {
            return unreadable("The database cannot be read: " + e.getMessage());
        } finally {
            out.flush();
        }
    }

    private LogVerification verification() {
        for (Path file : new Path[] {trust, checkpoint, authorities}) {
            if (file != null && !Files.isRegularFile(file)) {
                throw wrong("There is no file " + file);
            }
        }
        Path folder = copies;
        if (folder != null && !Files.isDirectory(folder)) {
            throw wrong("There is no folder " + folder);
        }
        try {
            LogVerification verification = LogVerification.against(trust, checkpoint, authorities);
            return folder == null ? verification : verification.withCopies(folder);
        } catch (IOException | IllegalArgumentException e) {
            throw wrong("Cannot be read: " + e.getMessage());
        }
    }

    private int unreadable(String why) {
        Objects.requireNonNull(spec).commandLine().getErr().println(why);
        return ExitCode.USAGE;
    }

    private ParameterException wrong(String why) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
    }
}
