package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.StoredRows.Row;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The entries that change records, one record after the other: of all records one hash and one number are held. */
final class Changes {

    private final Tally tally;
    private @Nullable String record;
    private @Nullable String previous;
    private long number;

    Changes(Tally tally) {
        this.tally = tally;
    }

    void next(Row row) {
        byte[] entry = Objects.requireNonNull(row.bytes(1));
        String recordId = row.text(2);
        if (!Objects.equals(record, recordId)) {
            record = recordId;
            previous = null;
            number = 0;
        }
        number++;
        String expected = previous;
        long place = number;
        tally.check(
                StoreCheck.RECORD_SEQUENCE,
                "audit_entry",
                row.text(0),
                "entry " + place + " of record " + recordId + ", citing " + (expected == null ? "none" : expected),
                () -> {
                    Json fact = Json.read(entry);
                    return Long.toString(place).equals(row.text(3))
                            && fact.path("recordSequence").asText().equals(row.text(3))
                            && Objects.equals(fact.path("previousRecordEntry").textValue(), expected);
                });
        previous = Digest.ofLeaf(entry).hex();
        // one entry that is missing is one finding, not one for each that follows
        number = Long.parseLong(Objects.requireNonNull(row.text(3)));
    }
}
