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

    PostgresAuditEntries(AuditEntryMapper mapper, WormMapper records, WormStore store) {
        this.mapper = mapper;
        this.records = records;
        this.store = store;
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
    public List<StoredEntry> ofRecord(UUID recordId) {
        return mapper.ofRecord(store.installation().organisation(), recordId);
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
    public boolean isWithin(UUID recordId, RecordScope scope) {
        return scope.isAll() || mapper.isWithin(store.installation().organisation(), recordId, scope);
    }

    @Override
    public List<StoredEntry> search(Criteria criteria, int limit, long offset) {
        return mapper.search(store.installation().organisation(), criteria, limit, offset);
    }

    @Override
    public int count(Criteria criteria, int most) {
        return mapper.count(store.installation().organisation(), criteria, most);
    }
}
