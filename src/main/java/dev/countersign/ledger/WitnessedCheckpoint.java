package dev.countersign.ledger;

import dev.countersign.witness.CheckpointFormat.Statement;
import dev.countersign.witness.Witness;
import dev.countersign.witness.Witnesses;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is remembered of the log outside the database: what a verification of the whole compares it with (WRM-02). */
@Component
public class WitnessedCheckpoint {

    private final Witnesses witnesses;
    private final Epochs epochs;

    WitnessedCheckpoint(Witnesses witnesses, Epochs epochs) {
        this.witnesses = witnesses;
        this.epochs = epochs;
    }

    /** The largest checkpoint of this log, of whatever epoch, that a witness can show, a signed note; empty if none can. */
    public Optional<byte[]> newest() {
        return witnesses.all().stream()
                .map(Witness::newest)
                .flatMap(Optional::stream)
                .filter(note -> size(note) >= 0)
                .max(Comparator.comparingLong(this::size));
    }

    private long size(byte[] note) {
        String origin =
                new String(note, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        return epochs.formatOf(origin).read(note).map(Statement::size).orElse(-1L);
    }
}
