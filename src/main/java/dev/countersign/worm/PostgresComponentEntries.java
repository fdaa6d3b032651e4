package dev.countersign.worm;

import dev.countersign.crypto.Digest;
import dev.countersign.worm.AuditEntries.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** {@link ComponentEntries} by the index of types. Facts are canonical JSON: a member and its text are the same bytes everywhere. */
@Component
class PostgresComponentEntries implements ComponentEntries {

    private static final Duration EARLIER = Duration.ofMinutes(1);

    /** No series lasts longer than two hours. */
    private static final Duration LATER = Duration.ofHours(3);

    private final AuditEntryMapper mapper;
    private final WormStore store;

    PostgresComponentEntries(AuditEntryMapper mapper, WormStore store) {
        this.mapper = mapper;
        this.store = store;
    }

    @Override
    public List<StoredEntry> ofPasskey(Digest credentialSha256) {
        return mapper.ofPasskey(organisation(), "\"credentialIdSha256\":\"" + credentialSha256.hex() + '"');
    }

    @Override
    public List<StoredEntry> ofSeries(UUID seriesId, Instant begunAt) {
        return mapper.ofSeries(
                organisation(), "\"seriesId\":\"" + seriesId + '"', begunAt.minus(EARLIER), begunAt.plus(LATER));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
