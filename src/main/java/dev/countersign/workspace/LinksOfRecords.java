package dev.countersign.workspace;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.Links;
import dev.countersign.records.Links.Link;
import dev.countersign.records.Links.Relation;
import dev.countersign.records.RecordAltered;
import dev.countersign.records.RecordAlteredException;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.RecordAccess;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
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
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    LinksOfRecords(
            Links links,
            Records records,
            RecordAccess access,
            Authority authority,
            Ledger ledger,
            TransactionTemplate transaction) {
        this.links = links;
        this.records = records;
        this.access = access;
        this.authority = authority;
        this.ledger = ledger;
        this.transaction = transaction;
    }

    /** @param title of the other record's newest version; null where it was altered */
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
     * Those of a record that the caller may read, to records that they may read too: of others it is not told that they are there. Oldest first.
     *
     * @throws RefusedException {@code not-authorized}, {@code record-not-found}
     */
    public List<Shown> of(Caller caller, UUID recordId) {
        access.version(caller, recordId, 1);
        return links.of(recordId).stream()
                .flatMap(link -> shown(caller, link).stream())
                .toList();
    }

    private Optional<Shown> shown(Caller caller, Link link) {
        try {
            access.version(caller, link.other(), 1);
            return Optional.of(new Shown(
                    link, records.latest(link.other()).map(RecordVersion::title).orElse(null)));
        } catch (RecordAlteredException e) {
            ledger.appendAlone(Caller.system("web"), new RecordAltered(e));
            return Optional.of(new Shown(link, null));
        } catch (RefusedException e) {
            LOG.debug("a link of record {} is not told to {}", link.other(), caller.actorId(), e);
            return Optional.empty();
        }
    }

    private RecordVersion newest(Caller caller, UUID recordId) {
        List<RecordVersion> versions = access.versions(caller, recordId);
        return versions.get(versions.size() - 1);
    }

    /** Whoever signs holds locks of records too: one who lost against them tries once more. */
    private <T> T within(Supplier<T> change) {
        try {
            return Objects.requireNonNull(transaction.execute(status -> change.get()));
        } catch (PessimisticLockingFailureException e) {
            LOG.debug("links once more", e);
            return Objects.requireNonNull(transaction.execute(status -> change.get()));
        }
    }
}
