package dev.countersign.ledger;

import dev.countersign.ledger.WitnessWatch.Standing;
import dev.countersign.ledger.WitnessWatch.Standing.Contradicted;
import dev.countersign.ledger.WitnessWatch.Standing.Knows;
import dev.countersign.ledger.WitnessWatch.Standing.Unknown;
import dev.countersign.witness.Witnesses;
import dev.countersign.worm.LogStore;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.WitnessReceipts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Compares the stored log with what its witnesses remember, and lets them remember more (T11). A witness that knows better, or none
 * that knows an existing log, puts the log into recovery mode; one that is away or was rolled back gives alarm.
 */
@Component
class Witnessing implements SealingGate {

    private static final Logger LOG = LoggerFactory.getLogger(Witnessing.class);

    private final List<WatchedWitness> witnesses;
    private final StoredHead stored;
    private final LogStore store;
    private final RecoveryMode recovery;
    private final WitnessRecord record;
    /** Whether a witness knew the log when it was last asked whether it does. */
    private boolean confirmed;

    private boolean entered;
    private long round;

    Witnessing(
            Witnesses witnesses,
            StoredHead stored,
            LogStore store,
            WitnessReceipts receipts,
            RecoveryMode recovery,
            Ledger ledger,
            Clock clock) {
        this.record = new WitnessRecord(ledger);
        this.witnesses = witnesses.all().stream()
                .map(witness -> new WatchedWitness(new WitnessWatch(witness, stored, receipts), record, clock))
                .toList();
        this.stored = stored;
        this.store = store;
        this.recovery = recovery;
    }

    List<WatchedWitness> witnesses() {
        return witnesses;
    }

    @Override
    public boolean opens() {
        compare();
        return isOpen();
    }

    @Override
    public boolean isOpen() {
        return recovery.cause().isEmpty();
    }

    /** Asks every witness, and decides whether the log is trusted. */
    synchronized void compare() {
        List<String> against = new ArrayList<>();
        Map<WatchedWitness, Standing> standings = new LinkedHashMap<>();
        try {
            stored.read();
        } catch (LogBrokenException e) {
            enter("what is stored is not whole: " + e.getMessage());
            return;
        }
        for (WatchedWitness witness : witnesses) {
            Standing standing = ask(witness, false);
            standings.put(witness, standing);
            if (standing instanceof Contradicted contradicted) {
                against.add("witness " + witness.name() + ": " + contradicted.why());
            }
        }
        if (!against.isEmpty()) {
            enter(String.join("; ", against));
        } else if (standings.values().stream().anyMatch(Knows.class::isInstance)) {
            leave();
            // one knows it: the others may get to know it
            standings.forEach((witness, standing) -> {
                if (standing instanceof Unknown) {
                    ask(witness, true);
                }
            });
        } else if (!confirmed || standings.values().stream().anyMatch(Unknown.class::isInstance)) {
            enter(
                    "no configured witness that can be asked knows this log. Nodes on one database share their witnesses");
        }
    }

    /** Hands the newest checkpoint to those that are not away; unless the log is in recovery mode. */
    synchronized void handOver() {
        round++;
        if (recovery.cause().isPresent()) {
            return;
        }
        for (WatchedWitness witness : witnesses) {
            if (witness.isDue(round)) {
                Standing standing = ask(witness, true);
                if (standing instanceof Contradicted contradicted) {
                    enter("witness " + witness.name() + ": " + contradicted.why());
                    return;
                }
            }
        }
    }

    private Standing ask(WatchedWitness witness, boolean introduce) {
        try {
            return witness.handOver(introduce, size());
        } catch (LogBrokenException e) {
            return new Contradicted("what is stored is not whole: " + e.getMessage());
        }
    }

    private long size() {
        return store.newest().map(StoredCheckpoint::size).orElse(0L);
    }

    private void enter(String why) {
        confirmed = false;
        entered = true;
        if (recovery.enter(why)) {
            LOG.error("LED-007 log-in-recovery: {}. Nothing is sealed or signed; see docs/operations/recovery.md", why);
            record.tell(new WitnessAlarm.Recovery(true, why));
        }
    }

    private void leave() {
        confirmed = true;
        String ended = recovery.leave();
        if (entered && ended != null) {
            LOG.info("The audit log is whole again by its witnesses' word; it was not: {}", ended);
            record.tell(new WitnessAlarm.Recovery(false, ended));
        }
        entered = false;
    }
}
