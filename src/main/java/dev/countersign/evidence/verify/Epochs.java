package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.StoredRows.Row;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The epochs of the log: one tree, whose checkpoints carry another origin after two people decided that it goes on without what it
 * lost. Which origin a checkpoint of a size must have, and whether each decision was made by two enrolled people.
 */
final class Epochs {

    private static final String TOLD = "log.epoch-opened";
    private static final int ENTRY = 4;
    private static final int ENTRY_TYPE = 9;

    private final String name;
    private final Tally tally;
    private final List<Opened> opened = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    /**
     * @param base entries of the log when it was opened
     * @param told what the entry says of it: the statement's hash and the keys that signed
     */
    private record Opened(String origin, long base, String root, String entryId, String key, String told) {}

    Epochs(StoredRows rows, Anchors anchors, Tally tally) {
        this.name = "countersign.dev/" + rows.home().installation();
        this.tally = tally;
        List<Row> stored = new ArrayList<>();
        rows.each(Scan.EPOCHS, stored::add);
        EpochDecisions decisions = new EpochDecisions(rows.enrolments(), anchors.founders());
        for (Row row : stored) {
            tally.check(
                    StoreCheck.EPOCHS,
                    "log_epoch",
                    row.text(0),
                    "a decision of two people whose enrolments lead to the founders, to go on with the entries there were, as it"
                            + " is stored beside it",
                    () -> decisions.follows(row));
            opened.add(opened(row));
        }
    }

    private static Opened opened(Row row) {
        String statement = Digest.of(Objects.requireNonNull(row.bytes(1))).hex();
        return new Opened(
                String.valueOf(row.text(2)),
                Long.parseLong(Objects.requireNonNull(row.text(3))),
                String.valueOf(row.text(4)),
                String.valueOf(row.text(5)),
                String.valueOf(row.text(0)),
                statement + " " + row.text(6) + " " + row.text(8));
    }

    /** The origin that a checkpoint of this size has. */
    String originOf(long size) {
        String origin = name + "/1";
        for (Opened one : opened) {
            if (size > one.base()) {
                origin = one.origin();
            }
        }
        return origin;
    }

    /** Whether checkpoints of that origin were made of this log at all. */
    boolean know(String origin) {
        return origin.equals(name + "/1")
                || opened.stream().anyMatch(one -> one.origin().equals(origin));
    }

    /** How many entries the log kept of an epoch that ended; the largest number there is if it is the newest. */
    long keptOf(String origin) {
        String before = name + "/1";
        for (Opened one : opened) {
            if (before.equals(origin)) {
                return one.base();
            }
            before = one.origin();
        }
        return Long.MAX_VALUE;
    }

    /** The first entry of an epoch is the decision that opened it; one that ended before it sealed anything has none that is first. */
    void leaf(long index, Row row) {
        String entryId = String.valueOf(row.text(1));
        Opened first = null;
        for (Opened one : opened) {
            first = one.base() == index ? one : first;
        }
        if (first != null) {
            Opened demanded = first;
            tally.check(
                    StoreCheck.EPOCHS,
                    "log_epoch",
                    demanded.key(),
                    "entry " + demanded.entryId() + " as the first of its epoch, leaf " + index,
                    () -> demanded.entryId().equals(entryId));
        }
        entry(index, row);
    }

    /** An entry in the log, or one that waits, at the end of it: each decision is told by one, and each that tells of one has it. */
    void entry(long index, Row row) {
        String entryId = String.valueOf(row.text(1));
        Opened told = null;
        for (Opened one : opened) {
            told = one.entryId().equals(entryId) ? one : told;
        }
        if (told == null) {
            if (TOLD.equals(row.text(ENTRY_TYPE))) {
                tally.failed(StoreCheck.EPOCHS, "log_epoch", entryId, "the decision that this entry tells of");
            }
            return;
        }
        Opened decided = told;
        seen.add(decided.key());
        tally.check(
                StoreCheck.EPOCHS,
                "log_epoch",
                decided.key(),
                "the decision that entry " + entryId + " tells of, not before leaf " + decided.base(),
                () -> index >= decided.base() && decided.told().equals(told(Objects.requireNonNull(row.bytes(ENTRY)))));
    }

    private static String told(byte[] entry) {
        Json fact = Json.read(entry);
        List<Json> keys = fact.path("new").path("keyIds").items();
        return TOLD.equals(fact.path("type").textValue()) && keys.size() == 2
                ? fact.path("new").path("statementSha256").asText() + " "
                        + keys.get(0).asText() + " " + keys.get(1).asText()
                : "another event";
    }

    /** What both signed is about the tree that is stored. */
    void tree(GrowingTree tree) {
        for (Opened one : opened) {
            if (one.base() == tree.size()) {
                String root = HexFormat.of().formatHex(Objects.requireNonNull(tree.root()));
                tally.check(
                        StoreCheck.EPOCHS,
                        "log_epoch",
                        one.key(),
                        "root " + root + ", that of the stored leaves before " + one.base(),
                        () -> root.equals(one.root()));
            }
        }
    }

    /** After the last entry. */
    void end() {
        for (Opened one : opened) {
            if (!seen.contains(one.key())) {
                tally.failed(
                        StoreCheck.EPOCHS,
                        "log_epoch",
                        one.key(),
                        "entry " + one.entryId() + " in the log, or waiting, that tells of it");
            }
        }
    }
}
