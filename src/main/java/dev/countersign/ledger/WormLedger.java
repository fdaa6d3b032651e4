package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.AuditEvent.RecordReference;
import dev.countersign.ledger.EntryFormat.Sequence;
import dev.countersign.worm.AuditEntries;
import dev.countersign.worm.AuditEntries.Criteria;
import dev.countersign.worm.AuditEntries.Found;
import dev.countersign.worm.AuditEntries.StoredEntry;
import dev.countersign.worm.RecordScope;
import dev.countersign.worm.TrailEntries.TooLongException;
import dev.countersign.worm.WormStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Ledger} over the write-once store. */
@Component
class WormLedger implements Ledger {

    private static final int COUNTED = 10_000;

    private final AuditEntries entries;
    private final WormStore store;
    private final Identifiers identifiers;
    private final BuildProperties build;
    private final SealSignal signal;
    private final TransactionTemplate alone;

    WormLedger(
            AuditEntries entries,
            WormStore store,
            Identifiers identifiers,
            BuildProperties build,
            SealSignal signal,
            PlatformTransactionManager transactions) {
        this.entries = entries;
        this.store = store;
        this.identifiers = identifiers;
        this.build = build;
        this.signal = signal;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(Caller caller, AuditEvent event) {
        RecordReference record = event.record();
        if (record != null && record.changes()) {
            // the lock makes "the record's last entry" a fact until this transaction ends; a new record has nobody to
            // compete with
            store.lockRecord(record.recordId());
        }
        PendingEntries.tell(new Act(caller, event), this::write, signal::entryCommitted);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void appendLast(Supplier<List<Act>> acts) {
        PendingEntries.tellLast(acts, this::write, signal::entryCommitted);
    }

    private void write(List<Act> all) {
        EntryFormat format = new EntryFormat(store.installation(), build.getArtifact() + "/" + build.getVersion());
        Map<UUID, Sequence> last = new HashMap<>();
        List<byte[]> written = new ArrayList<>();
        for (Act one : all) {
            RecordReference record = one.event().record();
            Sequence sequence =
                    record == null || !record.changes() ? null : last.computeIfAbsent(record.recordId(), this::next);
            byte[] entry = format.write(identifiers.next(), store.now(), one.caller(), one.event(), sequence);
            written.add(entry);
            if (record != null && sequence != null) {
                last.put(
                        record.recordId(),
                        new Sequence(sequence.number() + 1, Digest.ofLeaf(entry).hex()));
            }
        }
        entries.append(written);
    }

    /** The place behind the record's last entry as it is stored. */
    private Sequence next(UUID recordId) {
        return entries.lastChange(recordId)
                .map(last -> new Sequence(
                        last.recordSequence() == null ? 1 : last.recordSequence() + 1,
                        last.leafHash().hex()))
                .orElse(new Sequence(1, null));
    }

    @Override
    public void appendAlone(Caller caller, AuditEvent event) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("what must outlive a rollback is written after it, not inside it");
        }
        alone.executeWithoutResult(status -> append(caller, event));
    }

    @Override
    public List<Entry> ofRecord(UUID recordId) {
        return ofRecord(recordId, RecordScope.ALL);
    }

    @Override
    public List<Entry> ofRecord(UUID recordId, RecordScope reach) {
        return entries.ofRecord(recordId, reach).stream().map(WormLedger::entry).toList();
    }

    @Override
    public Page search(Filter filter, int page, int size) {
        Criteria criteria = new Criteria(
                filter.from(),
                filter.to(),
                filter.actor(),
                filter.type(),
                filter.record(),
                filter.reach(),
                filter.source());
        try {
            Found found = entries.search(criteria, size, (long) page * size, COUNTED + 1);
            return new Page(
                    found.entries().stream().map(WormLedger::entry).toList(),
                    page,
                    size,
                    Math.min(found.counted(), COUNTED),
                    found.counted() > COUNTED);
        } catch (TooLongException e) {
            throw LogRefusal.SEARCH_TOO_LONG.thrown();
        }
    }

    static Entry entry(StoredEntry stored) {
        return new Entry(
                stored.entryId(),
                stored.leafIndex(),
                stored.entry(),
                stored.leafHash().hex(),
                stored.recordedAt());
    }
}
