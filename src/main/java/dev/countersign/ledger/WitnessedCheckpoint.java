package dev.countersign.ledger;

import dev.countersign.witness.CheckpointFormat;
import dev.countersign.witness.CheckpointFormat.Statement;
import dev.countersign.witness.Witness;
import dev.countersign.witness.Witnesses;
import java.util.Comparator;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is remembered of the log outside the database: what a verification of the whole compares it with (WRM-02). */
@Component
public class WitnessedCheckpoint {

    private final Witnesses witnesses;
    private final CheckpointFormat format;

    WitnessedCheckpoint(Witnesses witnesses, CheckpointFormat format) {
        this.witnesses = witnesses;
        this.format = format;
    }

    /** The largest checkpoint of this log's origin that a witness can show, a signed note; empty if none can. */
    public Optional<byte[]> newest() {
        return witnesses.all().stream()
                .map(Witness::newest)
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(
                        note -> format.read(note).map(Statement::size).orElse(-1L)))
                .filter(note -> format.read(note).isPresent());
    }
}
