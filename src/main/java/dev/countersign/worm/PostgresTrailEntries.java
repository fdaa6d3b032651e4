package dev.countersign.worm;

import dev.countersign.worm.AuditEntries.StoredEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link TrailEntries} over the indexes of {@code worm.audit_entry}. */
@Component
class PostgresTrailEntries implements TrailEntries {

    /** Long enough for all that an index answers; what one actor did of a rare kind is looked for among all that they did. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** {@code query_canceled}. */
    private static final String GIVEN_UP = "57014";

    private final TrailMapper mapper;
    private final WormStore store;
    private final Duration longest;
    private final TransactionTemplate reading;

    @Autowired
    PostgresTrailEntries(TrailMapper mapper, WormStore store, PlatformTransactionManager transactions) {
        this(mapper, store, transactions, LONGEST);
    }

    /** @param longest that one search may take */
    PostgresTrailEntries(
            TrailMapper mapper, WormStore store, PlatformTransactionManager transactions, Duration longest) {
        this.mapper = mapper;
        this.store = store;
        this.longest = longest;
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
    }

    @Override
    public List<StoredEntry> newest(Sought sought, @Nullable Place before, int limit) {
        String organisation = store.installation().organisation();
        try {
            return Objects.requireNonNull(reading.execute(status -> {
                mapper.limit(longest.toMillis());
                return found(organisation, sought, before, limit);
            }));
        } catch (DataAccessException e) {
            if (NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql
                    && GIVEN_UP.equals(sql.getSQLState())) {
                throw new TooLongException(e);
            }
            throw e;
        }
    }

    private List<StoredEntry> found(String organisation, Sought sought, @Nullable Place before, int limit) {
        return sought.byType()
                ? mapper.newestOfTypes(organisation, sought, literal(sought), before, limit)
                : mapper.newest(organisation, sought, sought.types().isEmpty() ? null : literal(sought), before, limit);
    }

    @Override
    public Optional<Place> placeOf(UUID entryId) {
        return Optional.ofNullable(mapper.placeOf(store.installation().organisation(), entryId));
    }

    @Override
    public Optional<Instant> newestSealed() {
        return Optional.ofNullable(mapper.newestSealed());
    }

    private static String literal(Sought sought) {
        return sought.types().stream()
                .sorted()
                .map(type -> '"' + type.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }
}
