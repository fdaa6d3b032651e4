package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What the log tells of series of signatures: looked for where a series can have begun and ended, because there may be many. */
final class SeriesEntries {

    /** Types of the entries. */
    static final List<String> TYPES = List.of("signing.series-begun", "signing.series-ended");

    private static final Duration BEFORE = Duration.ofMinutes(1);
    private static final Duration AFTER = Duration.ofHours(3);
    private static final int PAGE = 500;

    private final WormStore worm;
    private final Ledger ledger;

    SeriesEntries(WormStore worm, Ledger ledger) {
        this.worm = worm;
        this.ledger = ledger;
    }

    /** Id of the series that an entry tells of. */
    static String series(JsonNode fact) {
        return fact.path("new").path("seriesId").asText();
    }

    /** Entries of the series that these signatures state. */
    Stream<Entry> of(List<StoredSignature> signatures) {
        return signatures.stream()
                .map(signature -> CanonicalJson.parse(signature.statement()).at("/authentication/series"))
                .filter(JsonNode::isObject)
                .distinct()
                .flatMap(series -> of(
                        series.path("seriesId").asText(),
                        series.path("firstSignatureId").asText()));
    }

    /** Entries of one series; none without the signature it began with. */
    Stream<Entry> of(String seriesId, String firstSignatureId) {
        Optional<StoredSignature> first = id(firstSignatureId).flatMap(worm::signature);
        if (first.isEmpty()) {
            return Stream.empty();
        }
        JsonNode statement = CanonicalJson.parse(first.get().statement());
        Instant signedAt =
                dev.countersign.crypto.UtcTime.read(statement.path("signedAt").asText());
        String signer = statement.at("/signer/userId").asText();
        return TYPES.stream()
                .flatMap(type -> ledger
                        .search(new Filter(signedAt.minus(BEFORE), signedAt.plus(AFTER), signer, type, null), 0, PAGE)
                        .items()
                        .stream())
                .filter(entry -> series(CanonicalJson.parse(entry.bytes())).equals(seriesId));
    }

    static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
