package dev.countersign.workspace;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.Links;
import dev.countersign.records.Links.Link;
import dev.countersign.records.Links.Relation;
import dev.countersign.records.RecordAlteredException;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.RecordAccess;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Who links records, and who reads that (REC-09): whoever writes records and may read both; whoever may read the one. */
@Component
public class LinksOfRecords {

    private static final Logger LOG = LoggerFactory.getLogger(LinksOfRecords.class);

    private final Links links;
    private final Records records;
    private final RecordAccess access;
    private final Authority authority;
    private final TransactionTemplate transaction;

    LinksOfRecords(
            Links links, Records records, RecordAccess access, Authority authority, TransactionTemplate transaction) {
        this.links = links;
        this.records = records;
        this.access = access;
        this.authority = authority;
        this.transaction = transaction;
    }

    /** @param title of the other record's newest version; null where the reader may not read that record, or it was altered */
    public record Shown(Link link, @Nullable String title) {}

    public boolean mayLink(Caller caller) {
        return caller.isPerson() && authority.may(caller.actorId(), Permission.DRAFT_RECORDS);
    }

    /**
     * Links a record with another.
     *
     * @throws RefusedException {@code not-authorized}, {@code record-not-found} of either, {@code invalid-member}, {@code link-exists}, {@code
     *     links-full}
     */
    public Link add(Caller caller, UUID recordId, Relation relation, UUID other) {
        authority.require(caller, Permission.DRAFT_RECORDS);
        RecordVersion from = newest(caller, recordId);
        RecordVersion to = newest(caller, other);
        return within(() -> links.add(caller, from, relation, to));
    }

    /**
     * Takes one back, from either of its records.
     *
     * @throws RefusedException {@code not-authorized}, {@code record-not-found}, {@code link-not-found}, {@code reason-required}
     */
    public void remove(Caller caller, UUID recordId, UUID linkId, String reason) {
        authority.require(caller, Permission.DRAFT_RECORDS);
        RecordVersion one = newest(caller, recordId);
        RecordVersion other = newest(caller, links.find(recordId, linkId).other());
        within(() -> {
            links.remove(caller, one, other, linkId, reason);
            return true;
        });
    }

    /**
     * Those of a record, oldest first.
     *
     * @throws RefusedException {@code not-authorized}, {@code record-not-found}
     */
    public List<Shown> of(Caller caller, UUID recordId) {
        newest(caller, recordId);
        return links.of(recordId).stream()
                .map(link -> new Shown(link, title(caller, link.other())))
                .toList();
    }

    private @Nullable String title(Caller caller, UUID recordId) {
        try {
            return newest(caller, recordId).title();
        } catch (RefusedException | RecordAlteredException e) {
            // there is a link, and no more can be said here: the other record's own page says why
            LOG.debug("record {} is not described for {}", recordId, caller.actorId(), e);
            return null;
        }
    }

    private RecordVersion newest(Caller caller, UUID recordId) {
        List<RecordVersion> versions = access.versions(caller, recordId);
        return versions.get(versions.size() - 1);
    }

    private <T> T within(Supplier<T> change) {
        T changed = transaction.execute(status -> change.get());
        if (changed == null) {
            throw new IllegalStateException("nothing came of it");
        }
        return changed;
    }
}
