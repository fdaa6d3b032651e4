package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.evidence.verify.StoredRows.Row;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Enrolments and ends of certificates against what the audit trail tells of them (KEY-05). What is kept grows with the number of people. */
final class KeyChecks {

    private static final String ENROLMENT = "enrolment ";
    private static final String END = "certificate_event ";

    private final StoredRows rows;
    private final Exhibit.Home home;
    private final Tally tally;
    private final Set<String> told = new TreeSet<>();
    private final Map<String, List<byte[]>> endsTold = new TreeMap<>();

    KeyChecks(StoredRows rows, Exhibit.Home home, Tally tally) {
        this.rows = rows;
        this.home = home;
        this.tally = tally;
    }

    void run() {
        rows.each(Scan.KEY_ENTRIES, row -> tell(row.bytes(0)));
        Set<String> found = new HashSet<>();
        Set<String> keys = new TreeSet<>();
        rows.each(Scan.ENROLMENTS, row -> {
            keys.add(String.valueOf(row.text(4)));
            found.add(ENROLMENT + row.text(4) + " " + row.text(10));
        });
        keys.forEach(this::enrolled);
        for (String one : told) {
            tally.check(StoreCheck.KEYS, table(one), one, "as the audit trail tells", () -> found.contains(one));
        }
        found.stream()
                .filter(one -> !told.contains(one))
                .forEach(one -> tally.failed(StoreCheck.KEYS, table(one), one, "an audit entry that tells of it"));
        ends();
    }

    /** Of each person by itself, so that the row is named and not only the signatures that rest on it. */
    private void enrolled(String keyId) {
        tally.check(
                StoreCheck.KEYS,
                "enrolment",
                keyId,
                "a statement that is signed with the key of the officer whom it names",
                () -> {
                    Exhibit.Enrolled one = rows.enrolments().enrolment(keyId).orElseThrow();
                    String officer = Json.read(one.statement())
                            .path("proofing")
                            .path("officer")
                            .path("keyId")
                            .textValue();
                    return Certificate.parse(rows.enrolments()
                                    .enrolment(String.valueOf(officer))
                                    .orElseThrow()
                                    .certificate())
                            .key()
                            .verifies(one.statement(), one.officerSignature());
                });
    }

    private void ends() {
        Map<String, Integer> found = new HashMap<>();
        rows.each(Scan.CERTIFICATE_EVENTS, row -> {
            found.merge(String.valueOf(row.text(5)), 1, Integer::sum);
            end(row);
        });
        endsTold.forEach((keyId, entries) -> tally.check(
                StoreCheck.KEYS,
                "certificate_event",
                END + keyId,
                "one, as the audit trail tells",
                () -> entries.size() == 1 && found.getOrDefault(keyId, 0) == 1));
    }

    private void end(Row row) {
        String keyId = String.valueOf(row.text(5));
        List<byte[]> entries = endsTold.getOrDefault(keyId, List.of());
        tally.check(
                StoreCheck.KEYS,
                "certificate_event",
                END + keyId,
                entries.isEmpty()
                        ? "an audit entry that tells of it"
                        : "the end that the audit trail tells: its moment, its reason, by whom, and the hash of its bytes",
                () -> EndChecks.agree(home, keyId, Objects.requireNonNull(row.bytes(1)), entries.get(0)));
    }

    private void tell(byte @Nullable [] entry) {
        try {
            byte[] bytes = Objects.requireNonNull(entry);
            Json fact = Json.read(bytes);
            Json after = fact.path("new");
            if ("key.ended".equals(fact.path("type").textValue())) {
                endsTold.computeIfAbsent(after.path("keyId").asText(), key -> new ArrayList<>())
                        .add(bytes);
            } else {
                told.add(ENROLMENT + after.path("keyId").asText() + " "
                        + after.path("certificateSha256").asText());
            }
        } catch (IllegalArgumentException e) {
            told.add("audit_entry of a key cannot be read");
        }
    }

    private static String table(String named) {
        return named.substring(0, named.indexOf(' '));
    }
}
