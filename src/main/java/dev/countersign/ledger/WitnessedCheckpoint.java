package dev.countersign.ledger;

import dev.countersign.witness.CheckpointFormat;
import dev.countersign.witness.CheckpointFormat.Statement;
import dev.countersign.witness.Timestamps;
import dev.countersign.witness.Witnesses;
import java.util.Comparator;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is remembered of the log outside the database: what a verification of the whole compares it with (WRM-02). */
@Component
public class WitnessedCheckpoint {

    private final Witnesses witnesses;
    private final Timestamps timestamps;
    private final CheckpointFormat log;

    WitnessedCheckpoint(Witnesses witnesses, Timestamps timestamps, CheckpointFormat log) {
        this.witnesses = witnesses;
        this.timestamps = timestamps;
        this.log = log;
    }

    /** Certificates (PEM) of those whose timestamps of checkpoints count; empty if no authority is configured. */
    public Optional<byte[]> timestampAuthorities() {
        return timestamps.certificates();
    }

    /** The newest checkpoint of this log, of the latest epoch, that a witness can show, a signed note; empty if none can. */
    public Optional<byte[]> newest() {
        return shown().map(Shown::note);
    }

    /** @param epoch in whose name the checkpoint was made */
    @SuppressWarnings("ArrayRecordComponent")
    record Shown(CheckpointFormat epoch, Statement statement, byte[] note) {}

    /** The same, as it was read. */
    Optional<Shown> shown() {
        return witnesses.all().stream()
                .flatMap(witness -> witness.newest().stream())
                .flatMap(note -> read(note).stream())
                .max(Comparator.comparingInt((Shown shown) -> shown.epoch().epoch())
                        .thenComparingLong(shown -> shown.statement().size()));
    }

    private Optional<Shown> read(byte[] note) {
        return log.ofEpochIn(note)
                .flatMap(epoch -> epoch.read(note).map(statement -> new Shown(epoch, statement, note)));
    }
}
