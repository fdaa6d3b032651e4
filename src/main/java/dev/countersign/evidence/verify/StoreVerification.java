package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.StoredRows.Row;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.List;
import java.util.Objects;

/**
 * Checks the whole store (WRM-02, WRM-03): the log from the first leaf to the last, every stored fact, all records. Row by row; what
 * is kept does not grow with the log, only with the number of people. A read-only witness: it knows nothing of what wrote the rows.
 */
public final class StoreVerification {

    private final StoredRows rows;
    private final Anchors anchors;
    private final Progress progress;
    private final Tally tally = new Tally();
    private final Exhibit.Home home;
    private final List<FoundCopies> copies;

    private StoreVerification(StoredRows rows, Anchors anchors, List<FoundCopies> copies, Progress progress) {
        this.rows = rows;
        this.anchors = anchors;
        this.copies = copies;
        this.progress = progress;
        this.home = rows.home();
    }

    /** Told from time to time how far it is. */
    @FunctionalInterface
    public interface Progress {
        void at(String part, long done, long total);
    }

    /**
     * Runs every check.
     *
     * @throws IllegalArgumentException if the anchors cannot be read
     * @throws RuntimeException if the store cannot be read at all; what can be read and is wrong is a finding
     */
    public static StoreReport run(StoredRows rows, Anchors anchors, Progress progress) {
        return run(rows, anchors, List.of(), progress);
    }

    /**
     * Runs every check, and compares copies with the store.
     *
     * @param copies each place where copies were made; none leaves that check undecided
     * @throws IllegalArgumentException if the anchors cannot be read
     * @throws RuntimeException if the store or a place of copies cannot be read at all
     */
    public static StoreReport run(StoredRows rows, Anchors anchors, List<FoundCopies> copies, Progress progress) {
        anchors.demandReadable();
        return new StoreVerification(rows, anchors, copies, progress).run();
    }

    private StoreReport run() {
        long[] totals = new long[2];
        rows.each(Scan.SIZES, row -> {
            totals[0] = Long.parseLong(String.valueOf(row.text(0)));
            totals[1] = Long.parseLong(String.valueOf(row.text(1)));
        });
        LogPass log = new LogPass(rows, home, anchors, tally, read -> progress.at("log entries", read, totals[0]));
        log.run();
        new CosignatureChecks(rows, anchors, tally).run();
        new TimestampChecks(rows, anchors, tally).run();
        Changes changes = new Changes(tally);
        rows.each(Scan.CHANGES, changes::next);
        for (FactColumns facts : FactColumns.values()) {
            facts.run(rows, home, tally);
        }
        rows.each(Scan.BLOBS, row -> stored(StoreCheck.BLOBS, "blob", row));
        rows.each(Scan.CERTIFICATES, row -> stored(StoreCheck.CERTIFICATES, "certificate", row));
        references();
        moments();
        new KeyChecks(rows, home, tally).run();
        new AuthorityChecks(rows, tally).run();
        new GuardChecks(rows, tally).run();
        new RecordPass(rows, tally, done -> progress.at("records", done, totals[1])).run();
        copies();
        new TrustChecks(rows, home, anchors, tally).run();
        return tally.report(log.size(), log.root());
    }

    private void copies() {
        if (copies.isEmpty()) {
            tally.undecided(StoreCheck.COPIES, "no place of copies was named");
        }
        for (FoundCopies found : copies) {
            new CopyChecks(rows, found, tally).run();
        }
    }

    private void stored(StoreCheck check, String table, Row row) {
        tally.check(
                check,
                table,
                row.text(0),
                "bytes with this SHA-256, of this organisation, with the length or the role they are stored with",
                () -> {
                    byte[] bytes = Objects.requireNonNull(row.bytes(1));
                    boolean same = Digest.of(bytes).hex().equals(row.text(0))
                            && home.organisation().equals(row.text(2));
                    return same
                            && (check == StoreCheck.BLOBS
                                    ? Integer.toString(bytes.length).equals(row.text(3))
                                    : isAuthority(bytes) == Boolean.parseBoolean(row.text(3)));
                });
    }

    private static boolean isAuthority(byte[] der) {
        return Certificate.parse(der).isAuthority();
    }

    private void moments() {
        rows.each(
                Scan.MOMENTS,
                row -> tally.failed(
                        StoreCheck.RECORDED, String.valueOf(row.text(0)), row.text(1), String.valueOf(row.text(2))));
        tally.check(StoreCheck.RECORDED, "", null, "", () -> true);
    }

    private void references() {
        rows.each(Scan.MISSING, row -> {
            String table = String.valueOf(row.text(0));
            StoreCheck check = table.equals("audit_entry") ? StoreCheck.SEALED : StoreCheck.REFERENCES;
            tally.failed(table.equals("log_queue") ? StoreCheck.QUEUE : check, table, row.text(1), "" + row.text(2));
        });
        tally.check(StoreCheck.REFERENCES, "", null, "", () -> true);
        tally.check(StoreCheck.SEALED, "", null, "", () -> true);
    }
}
