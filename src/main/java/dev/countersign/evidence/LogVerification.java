package dev.countersign.evidence;

import dev.countersign.evidence.verify.Anchors;
import dev.countersign.evidence.verify.StoreReport;
import dev.countersign.evidence.verify.StoreVerification;
import dev.countersign.worm.StoreReading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The check of the whole log and of all records as a person reads it: named checks, findings, one sentence (WRM-02, WRM-03). */
public final class LogVerification {

    private static final long LONGEST = 1_000_000;

    private final Anchors anchors;

    private LogVerification(Anchors anchors) {
        this.anchors = anchors;
    }

    /** Told from time to time how far it is. */
    @FunctionalInterface
    public interface Progress {
        void at(String part, long done, long total);
    }

    /**
     * With what was kept outside.
     *
     * @param trust the trust file; null if there is none
     * @param checkpoint a checkpoint of the log; null if there is none
     * @throws IOException if one of the files cannot be read
     * @throws IllegalArgumentException if one of them is not what it should be, in a sentence
     */
    public static LogVerification against(@Nullable Path trust, @Nullable Path checkpoint) throws IOException {
        Anchors anchors =
                new Anchors(null, trust == null ? null : bytes(trust), checkpoint == null ? null : bytes(checkpoint));
        anchors.demandReadable();
        return new LogVerification(anchors);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " is too long to be a trust file or a checkpoint");
        }
        return Files.readAllBytes(file);
    }

    /**
     * Checks everything that is committed at this moment, in one transaction of this connection, and tells the outcome.
     *
     * @return whether everything holds
     * @throws IllegalStateException if the store cannot be read
     */
    public boolean run(Connection connection, PrintWriter out, Progress progress) throws SQLException {
        StoreReport report =
                StoreVerification.run(new ScannedStore(StoreReading.begin(connection)), anchors, progress::at);
        tell(report, out);
        return report.holds();
    }

    private static void tell(StoreReport report, PrintWriter out) {
        for (StoreReport.Named check : report.checks()) {
            switch (check.result()) {
                case PASSED -> out.println("ok      " + check.name() + " (" + check.examined() + "): " + check.claim());
                case INDETERMINATE -> out.println("open    " + check.name() + ": " + check.open());
                case FAILED ->
                    out.println("FAILED  " + check.name() + " (" + check.failed() + " of " + check.examined() + "): "
                            + check.claim());
            }
            report.findings().stream()
                    .filter(finding -> finding.check().equals(check.name()))
                    .forEach(finding -> out.println(
                            "        " + finding.table() + " " + finding.key() + ": expected " + finding.expected()));
        }
        out.println();
        out.println("size " + report.size() + ", root " + (report.root() == null ? "none" : report.root()));
        out.println(report.holds() ? "VERIFIED" : "NOT VERIFIED: " + report.failures() + " findings");
    }
}
