package dev.countersign.worm;

import dev.countersign.worm.RecordAtHand.Part;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** {@link AuditEntries} over {@code worm.append_entry}. */
@Component
class PostgresAuditEntries implements AuditEntries {

    private final AuditEntryMapper mapper;
    private final WormMapper records;
    private final WormStore store;
    private final LimitedSearch limited;

    PostgresAuditEntries(AuditEntryMapper mapper, WormMapper records, WormStore store, LimitedSearch limited) {
        this.mapper = mapper;
        this.records = records;
        this.store = store;
        this.limited = limited;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(List<byte[]> entries) {
        String array = entries.stream()
                .map(entry -> "\"\\\\x" + HexFormat.of().formatHex(entry) + '"')
                .collect(Collectors.joining(",", "{", "}"));
        RecordAtHand.forget(Part.LAST_CHANGE);
        Appending.run(() -> mapper.append(array));
    }

    @Override
    public List<StoredEntry> ofRecord(UUID recordId, RecordScope scope) {
        return mapper.ofRecord(store.installation().organisation(), recordId, scope);
    }

    @Override
    public Optional<StoredEntry> lastChange(UUID recordId) {
        return RecordAtHand.rows(recordId, Part.LAST_CHANGE, StoredEntry.class)
                .map(last -> last.stream().findFirst())
                .orElseGet(() -> records.lastChange(store.installation().organisation(), recordId));
    }

    @Override
    public List<LoggedEntry> logged(UUID recordId, String type) {
        return mapper.logged(store.installation().organisation(), recordId, type);
    }

    @Override
    public Found search(Criteria criteria, int limit, long offset, int most) {
        // with a scope each entry on the way is looked into, and no index says which are worth it
        return criteria.scope().isAll()
                ? found(criteria, limit, offset, most)
                : limited.within(() -> found(criteria, limit, offset, most));
    }

    private Found found(Criteria criteria, int limit, long offset, int most) {
        String organisation = store.installation().organisation();
        return new Found(
                mapper.search(organisation, criteria, limit, offset),
                most == 0 ? 0 : mapper.count(organisation, criteria, most));
    }
}
