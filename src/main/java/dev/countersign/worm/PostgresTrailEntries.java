package dev.countersign.worm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.worm.AuditEntries.StoredEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link TrailEntries} over the indexes of {@code worm.audit_entry}. */
@Component
class PostgresTrailEntries implements TrailEntries {

    private final TrailMapper mapper;
    private final WormStore store;
    private final LimitedSearch limited;

    PostgresTrailEntries(TrailMapper mapper, WormStore store, LimitedSearch limited) {
        this.mapper = mapper;
        this.store = store;
        this.limited = limited;
    }

    @Override
    public List<StoredEntry> newest(Sought sought, @Nullable Place before, int limit) {
        String organisation = store.installation().organisation();
        return limited.within(() -> found(organisation, sought, before, limit));
    }

    private List<StoredEntry> found(String organisation, Sought sought, @Nullable Place before, int limit) {
        return sought.byType()
                ? mapper.newestOfTypes(organisation, sought, literal(sought.types()), before, limit)
                : mapper.newest(
                        organisation, sought, sought.types().isEmpty() ? null : literal(sought.types()), before, limit);
    }

    @Override
    public List<StoredEntry> about(String subject, Set<String> types) {
        // canonical: nothing that somebody typed can read like the entry's own member
        String member =
                "\"subject\":" + new String(CanonicalJson.write(TextNode.valueOf(subject)), UTF_8) + ",\"time\":\"";
        return limited.within(() -> mapper.about(store.installation().organisation(), literal(types), member));
    }

    @Override
    public Optional<Place> placeOf(UUID entryId) {
        return Optional.ofNullable(mapper.placeOf(store.installation().organisation(), entryId));
    }

    @Override
    public Optional<Instant> newestSealed() {
        return Optional.ofNullable(mapper.newestSealed());
    }

    private static String literal(Set<String> types) {
        return types.stream()
                .sorted()
                .map(type -> '"' + type.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }
}
