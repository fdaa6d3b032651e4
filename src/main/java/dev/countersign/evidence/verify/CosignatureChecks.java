package dev.countersign.evidence.verify;

import dev.countersign.evidence.verify.StoredRows.Row;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Cosignatures that are kept as receipts of witnesses (AUD-02): each over exactly the checkpoint it is kept for. */
final class CosignatureChecks {

    private static final String TABLE = "witness_receipt";
    private static final String SIGNED = "— ";

    private final StoredRows rows;
    private final Tally tally;
    private final Map<String, List<Checkpoint.Key>> known = new TreeMap<>();

    CosignatureChecks(StoredRows rows, Anchors anchors, Tally tally) {
        this.rows = rows;
        this.tally = tally;
        for (String line : anchors.witnessKeys()) {
            Checkpoint.Key key = Checkpoint.Key.ofWitness(line);
            known.computeIfAbsent(key.name(), name -> new ArrayList<>()).add(key);
        }
    }

    void run() {
        rows.each(Scan.COSIGNATURES, this::receipt);
    }

    /** What a witness that signs nothing gave is a memo, of which nothing can be checked. */
    private void receipt(Row row) {
        String witness = String.valueOf(row.text(2));
        String receipt = new String(Objects.requireNonNull(row.bytes(3)), StandardCharsets.UTF_8);
        String signer = receipt.startsWith(SIGNED) ? receipt.split(" ", -1)[1] : witness;
        List<Checkpoint.Key> keys = known.getOrDefault(witness, known.getOrDefault(signer, List.of()));
        if (!keys.isEmpty()) {
            tally.check(
                    StoreCheck.COSIGNATURES,
                    TABLE,
                    row.text(0) + " " + row.text(1) + " " + witness,
                    "a cosignature of witness " + witness + " over this checkpoint, by the key it is known by",
                    () -> witness.equals(signer) && isBy(keys, receipt, Objects.requireNonNull(row.bytes(4))));
        } else if (receipt.startsWith(SIGNED)) {
            tally.undecided(
                    StoreCheck.COSIGNATURES,
                    "no key to check cosignatures of " + signer + " by: name a trust file that holds it");
        }
    }

    private static boolean isBy(List<Checkpoint.Key> keys, String receipt, byte[] note) {
        Cosignature cosignature = Cosignature.parse(receipt.substring(0, receipt.length() - 1));
        String body = AttestedNote.parse(note).body();
        return receipt.endsWith("\n") && keys.stream().anyMatch(key -> cosignature.isBy(key, body));
    }
}
