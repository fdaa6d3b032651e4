package dev.countersign.ledger;

import dev.countersign.crypto.KeyVault;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.worm.SealingSession;
import org.springframework.stereotype.Component;

/** The sequencer's work on another database, with this installation's key. */
@Component
public class TestSealing {

    private final Epochs.Epoch epoch;
    private final KeyVault vault;
    private final Ledger ledger;

    TestSealing(CheckpointFormat format, KeyVault vault, Ledger ledger) {
        this.epoch = new Epochs.Epoch(format, null);
        this.vault = vault;
        this.ledger = ledger;
    }

    /** Seals batches of that many entries until nothing waits. */
    public void seal(SealingSession session, int batch) {
        Leadership leadership = Leadership.takeOver(session, epoch, vault);
        while (leadership.seal(batch) > 0) {
            leadership = Leadership.takeOver(session, epoch, vault);
        }
    }

    /** Appends entries about nobody. */
    public void append(int count) {
        for (int i = 0; i < count; i++) {
            ledger.appendAlone(Caller.system("tests"), new TestEvent("test.verified", "entry:" + i));
        }
    }
}
