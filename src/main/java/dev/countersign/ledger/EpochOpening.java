package dev.countersign.ledger;

import dev.countersign.crypto.Identifiers;
import dev.countersign.worm.AuditEntries;
import dev.countersign.worm.LogEpochs;
import dev.countersign.worm.LogEpochs.SignedBy;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores an epoch and the entry that tells of it, in one transaction of their own: the row names the entry, which must be first. */
@Component
class EpochOpening {

    private final AuditEntries entries;
    private final LogEpochs stored;
    private final Epochs epochs;
    private final WormStore store;
    private final Identifiers identifiers;
    private final BuildProperties build;
    private final TransactionTemplate transaction;

    EpochOpening(
            AuditEntries entries,
            LogEpochs stored,
            Epochs epochs,
            WormStore store,
            Identifiers identifiers,
            BuildProperties build,
            PlatformTransactionManager transactions) {
        this.entries = entries;
        this.stored = stored;
        this.epochs = epochs;
        this.store = store;
        this.identifiers = identifiers;
        this.build = build;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @throws LogBrokenException if the signatures are not of two enrolled people; nothing is stored then */
    void open(Caller caller, EpochOpened event) {
        EntryFormat format = new EntryFormat(store.installation(), build.getArtifact() + "/" + build.getVersion());
        transaction.executeWithoutResult(status -> {
            UUID entryId = identifiers.next();
            entries.append(List.of(format.write(entryId, store.now(), caller, event, null)));
            stored.open(
                    event.statement(),
                    entryId,
                    new SignedBy(event.first().keyId(), event.first().signature()),
                    new SignedBy(event.second().keyId(), event.second().signature()));
            // checked while it can be taken back: a row without two signatures would keep the log in recovery mode
            epochs.read();
        });
    }
}
