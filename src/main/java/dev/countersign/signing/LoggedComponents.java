package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.worm.AuditEntries.StoredEntry;
import dev.countersign.worm.ComponentEntries;
import dev.countersign.worm.WormStore;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * What the log tells of the components of a stored signature. Passkeys and series are rows of the application, which whoever owns the database can
 * write; what they were is asked of the log, to which nobody adds unseen.
 */
@Component
class LoggedComponents {

    private static final Duration LONGEST = Duration.ofHours(2);
    private static final int MOST = 100;

    private final ComponentEntries entries;
    private final WormStore worm;

    LoggedComponents(ComponentEntries entries, WormStore worm) {
        this.entries = entries;
        this.worm = worm;
    }

    /** Whether the signer registered this key of this passkey for this host before, once, and nothing had ended it. */
    boolean isRegistered(Signature signature, JsonNode stated, JsonNode answer) {
        try {
            Digest credential = Digest.parse(stated.path("credentialIdSha256").asText());
            return isTold(
                    entries.ofPasskey(credential),
                    "passkey.registered",
                    signature,
                    key -> key.path("credentialIdSha256").equals(stated.path("credentialIdSha256"))
                            && key.path("publicKeySha256").equals(stated.path("publicKeySha256"))
                            && key.path("host").equals(answer.path("host")));
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    /** Whether the signer began this series before with this key and all components, once, and it went on until then, within its limits. */
    boolean isBegun(Signature signature, JsonNode series) {
        try {
            Instant begunAt = UtcTime.read(series.path("begunAt").asText());
            UUID seriesId = UUID.fromString(series.path("seriesId").asText());
            return isWithin(
                            begunAt,
                            provedAt(signature),
                            series.path("position").asLong())
                    && isTold(
                            entries.ofSeries(seriesId, begunAt),
                            "signing.series-begun",
                            signature,
                            told -> isBeginning(told, signature, series));
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    private static boolean isWithin(Instant begunAt, Instant provedAt, long position) {
        return position >= 2
                && position <= MOST
                && !provedAt.isBefore(begunAt)
                && !provedAt.isAfter(begunAt.plus(LONGEST));
    }

    private static boolean isBeginning(JsonNode told, Signature signature, JsonNode series) {
        return signature.keyId().toString().equals(told.path("keyId").textValue())
                && told.path("seriesId").equals(series.path("seriesId"))
                && told.path("begunAt").equals(series.path("begunAt"))
                && told.path("firstSignatureId").equals(series.path("firstSignatureId"))
                && told.path("firstStatementSha256").equals(series.path("firstStatementSha256"))
                && SignedComponents.areAll(told);
    }

    /** One beginning by the signer, and every entry of another type later. */
    private boolean isTold(
            List<StoredEntry> told, String beginning, Signature signature, Predicate<JsonNode> isThatOne) {
        Instant provedAt = provedAt(signature);
        int begun = 0;
        for (StoredEntry one : told) {
            JsonNode fact = CanonicalJson.parse(one.entry());
            boolean earlier = !UtcTime.read(fact.path("time").asText()).isAfter(provedAt);
            boolean begins = beginning.equals(fact.path("type").textValue());
            boolean holds = begins ? earlier && isBy(fact, signature) && isThatOne.test(fact.path("new")) : !earlier;
            if (!holds) {
                return false;
            }
            begun += begins ? 1 : 0;
        }
        return begun == 1;
    }

    private boolean isBy(JsonNode fact, Signature signature) {
        JsonNode actor = fact.path("actor");
        return FormatHead.isOf(fact, "countersign/audit-entry/v1", worm.installation())
                && "person".equals(actor.path("kind").textValue())
                && signature.userId().equals(actor.path("id").textValue());
    }

    private static Instant provedAt(Signature signature) {
        return UtcTime.read(signature.statement().at("/authentication/provedAt").asText());
    }
}
