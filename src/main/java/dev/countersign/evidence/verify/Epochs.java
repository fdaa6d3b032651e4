package dev.countersign.evidence.verify;

import dev.countersign.crypto.VerifyingKey;
import dev.countersign.evidence.verify.StoredRows.Row;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The epochs of the log: one tree, whose checkpoints carry another origin after two people decided that it goes on without what it
 * lost. Which origin a checkpoint of a size must have, and whether each decision was made by two enrolled people.
 */
final class Epochs {

    private final String name;
    private final Tally tally;
    private final List<Opened> opened = new ArrayList<>();

    /** @param base entries of the log when it was opened */
    private record Opened(String origin, long base, String entryId, String key) {}

    Epochs(StoredRows rows, Exhibit.Home home, Tally tally) {
        this.name = "countersign.dev/" + home.installation();
        this.tally = tally;
        List<Row> stored = new ArrayList<>();
        rows.each(Scan.EPOCHS, stored::add);
        Map<String, Signer> signers = new HashMap<>();
        if (!stored.isEmpty()) {
            rows.each(
                    Scan.ENROLMENTS,
                    row -> signers.put(
                            row.text(0), new Signer(String.valueOf(row.text(5)), String.valueOf(row.text(9)))));
        }
        for (Row row : stored) {
            tally.check(
                    StoreCheck.EPOCHS,
                    "log_epoch",
                    row.text(0),
                    "a decision of two enrolled people to go on with the entries there were, as it is stored beside it",
                    () -> isDecided(row, home, signers, opened.size() + 2));
            opened.add(new Opened(
                    String.valueOf(row.text(2)),
                    Long.parseLong(Objects.requireNonNull(row.text(3))),
                    String.valueOf(row.text(5)),
                    String.valueOf(row.text(0))));
        }
    }

    /** @param key base64 of the public key */
    private record Signer(String userId, String key) {}

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

    /** The first entry of an epoch is the decision that opened it. */
    void leaf(long index, String entryId) {
        for (Opened one : opened) {
            if (one.base() == index) {
                tally.check(
                        StoreCheck.EPOCHS,
                        "log_epoch",
                        one.key(),
                        "entry " + one.entryId() + " as the first of its epoch, leaf " + index,
                        () -> one.entryId().equals(entryId));
            }
        }
    }

    private boolean isDecided(Row row, Exhibit.Home home, Map<String, Signer> signers, int number) {
        byte[] statement = Objects.requireNonNull(row.bytes(1));
        Json said = Json.read(statement);
        String origin = name + "/" + number;
        boolean told = home.isOf(said, "countersign/log-epoch/v1")
                && Integer.toString(number).equals(row.text(0))
                && origin.equals(row.text(2))
                && origin.equals(said.path("origin").asText())
                && said.path("baseSize").asText().equals(row.text(3))
                && said.path("baseRoot").asText().equals(row.text(4));
        Set<String> people = new HashSet<>();
        for (int key : new int[] {6, 8}) {
            Signer signer = signers.get(row.text(key));
            byte[] signature = Objects.requireNonNull(row.bytes(key + 1));
            if (signer != null
                    && VerifyingKey.ofRaw(Base64.getDecoder().decode(signer.key()))
                            .verifies(statement, signature)) {
                people.add(signer.userId());
            }
        }
        return told && people.size() == 2;
    }
}
