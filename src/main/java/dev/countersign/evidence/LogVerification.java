package dev.countersign.evidence;

import dev.countersign.evidence.verify.Anchors;
import dev.countersign.evidence.verify.FoundCopies;
import dev.countersign.evidence.verify.StoreReport;
import dev.countersign.evidence.verify.StoreVerification;
import dev.countersign.worm.StoreReading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The check of the whole log and of all records as a person reads it: named checks, findings, one sentence (WRM-02, WRM-03). */
public final class LogVerification {

    private static final long LONGEST = 1_000_000;
    private static final int TAIL = 65_536;
    private static final Pattern NOTE = Pattern.compile(
            "(?m)^([^\\n]+?)(?:/(\\d{1,9}))?\\n(\\d{1,18})\\n[^\\n]+\\n\\n(?:— [^\\n]+\\n)+(?=\\n|\\z)");

    private final Anchors anchors;
    private final @Nullable Path copies;

    private LogVerification(Anchors anchors, @Nullable Path copies) {
        this.anchors = anchors;
        this.copies = copies;
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
     * @param checkpoint a checkpoint of the log, or a file of many such as a witness's, of which the newest counts; null if there is none
     * @param authorities certificates (PEM) of those whose timestamps count; null if nobody says
     * @throws IOException if one of the files cannot be read
     * @throws IllegalArgumentException if one of them is not what it should be, in a sentence
     */
    public static LogVerification against(@Nullable Path trust, @Nullable Path checkpoint, @Nullable Path authorities)
            throws IOException {
        Anchors anchors = new Anchors(
                null,
                trust == null ? null : bytes(trust),
                checkpoint == null ? null : newest(checkpoint),
                authorities == null ? null : bytes(authorities));
        anchors.demandReadable();
        return new LogVerification(anchors, null);
    }

    /** With the copies in that folder, of whichever installation the store is. */
    public LogVerification withCopies(Path folder) {
        return new LogVerification(anchors, folder);
    }

    /** A witness's file grows for years: its end is read alone. What is no checkpoint is refused by whoever reads it. */
    static byte[] newest(Path file) throws IOException {
        byte[] tail;
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - TAIL));
            tail = Channels.newInputStream(channel).readNBytes(TAIL);
        }
        Matcher note = NOTE.matcher(new String(tail, StandardCharsets.UTF_8));
        MatchResult newest = null;
        while (note.find()) {
            newest = newest == null || isBehind(newest, note) ? note.toMatchResult() : newest;
        }
        return newest == null ? tail : newest.group().getBytes(StandardCharsets.UTF_8);
    }

    /** An older checkpoint that somebody appended again is not the newest. */
    private static boolean isBehind(MatchResult one, MatchResult other) {
        if (!one.group(1).equals(other.group(1))) {
            return true;
        }
        int epochs = Integer.compare(epoch(one), epoch(other));
        return epochs < 0 || (epochs == 0 && Long.parseLong(one.group(3)) <= Long.parseLong(other.group(3)));
    }

    private static int epoch(MatchResult note) {
        return note.group(2) == null ? 0 : Integer.parseInt(note.group(2));
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
        ScannedStore store = new ScannedStore(StoreReading.begin(connection));
        StoreReport report = StoreVerification.run(store, anchors, found(store), progress::at);
        tell(report, out);
        return report.holds();
    }

    private List<FoundCopies> found(ScannedStore store) {
        return copies == null
                ? List.of()
                : List.of(new CopiesInFolder(copies.resolve(store.home().installation())));
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
