package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.StoredRows.Row;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** One audit entry, be it sealed or waiting: its bytes, the hashes of them, and the columns it is searched by. */
final class EntryChecks {

    private static final int ID = 1;
    private static final int LEAF_HASH = 2;
    private static final int ENTRY = 4;
    private static final int ENTRY_HASH = 5;
    private static final int COLUMNS = 6;
    private static final List<String> MEMBERS =
            List.of("organisation", "entryId", "actor.id", "type", "recordId", "recordSequence", "time");

    private static final String AGREEING = "in its columns the entry's " + String.join(", ", MEMBERS);

    private final Exhibit.Home home;
    private final Tally tally;
    private final String ours;

    EntryChecks(Exhibit.Home home, Tally tally) {
        this.home = home;
        this.tally = tally;
        this.ours = "countersign/audit-entry/v1 of installation " + home.installation() + " (" + home.organisation()
                + ", " + home.environment() + ")";
    }

    /**
     * @param check what a wrong hash in the log fails
     * @param table that of the log or of the queue
     * @param key of the row in that table
     */
    void run(Row row, StoreCheck check, String table, String key) {
        byte[] entry = row.bytes(ENTRY);
        String id = row.text(ID);
        if (entry == null) {
            tally.failed(
                    StoreCheck.LEAF_ENTRY, "audit_entry", id, "the entry of " + table + " " + key + "; it was removed");
            return;
        }
        tally.passed(StoreCheck.LEAF_ENTRY);
        hashes(row, check, table, key, entry);
        Json fact;
        try {
            fact = Json.read(entry);
        } catch (IllegalArgumentException e) {
            tally.failed(StoreCheck.ENTRY_COLUMNS, "audit_entry", id, "an entry in JSON");
            return;
        }
        tally.check(
                StoreCheck.ENTRY_HEAD, "audit_entry", id, ours, () -> home.isOf(fact, "countersign/audit-entry/v1"));
        tally.check(
                StoreCheck.ENTRY_COLUMNS,
                "audit_entry",
                id,
                AGREEING,
                () -> FactColumns.agree(row, COLUMNS, fact, MEMBERS));
    }

    private void hashes(Row row, StoreCheck check, String table, String key, byte[] entry) {
        Digest computed = Digest.ofLeaf(entry);
        byte[] inLog = Objects.requireNonNull(row.bytes(LEAF_HASH));
        String beside = Objects.requireNonNull(row.text(ENTRY_HASH));
        boolean logAgrees = Arrays.equals(computed.bytes(), inLog);
        if (logAgrees && computed.hex().equals(beside)) {
            tally.passed(check);
            tally.passed(StoreCheck.LEAF_HASH);
            return;
        }
        boolean bothDiffer = !logAgrees && beside.equals(HexFormat.of().formatHex(inLog));
        // two that agree with each other and not with the bytes: it is the bytes that were changed
        tally.check(
                bothDiffer ? StoreCheck.LEAF_HASH : check,
                bothDiffer ? "audit_entry" : table,
                bothDiffer ? row.text(ID) : key,
                "leaf hash " + (bothDiffer ? beside : computed.hex()) + ", of the bytes of entry " + row.text(ID),
                () -> logAgrees);
        tally.check(
                StoreCheck.LEAF_HASH,
                "audit_entry",
                row.text(ID),
                "leaf hash " + computed.hex() + " beside these bytes",
                () -> computed.hex().equals(beside));
    }
}
