package dev.countersign.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.LogRecovery.Situation;
import dev.countersign.ledger.LogRecovery.Stated;
import dev.countersign.worm.Installation;
import dev.countersign.worm.LogEpochs.StoredEpoch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes {@code countersign/log-epoch/v1} (docs/formats.md): what two people sign to let the log go on without what it lost. */
final class EpochStatement {

    private static final String FORMAT = "countersign/log-epoch/v1";

    private EpochStatement() {}

    /** @param name the log's, without an epoch */
    static byte[] write(
            Installation installation, String name, int epoch, Situation situation, String reason, Instant proposedAt) {
        ObjectNode statement = JsonNodeFactory.instance.objectNode();
        statement.put("format", FORMAT);
        statement.put("organisation", installation.organisation());
        statement.put("installation", installation.installationId().toString());
        statement.put("environment", installation.environment());
        statement.put("epoch", epoch);
        statement.put("origin", name + "/" + epoch);
        statement.put("baseOrigin", situation.stored().origin());
        statement.put("baseSize", situation.stored().size());
        statement.put("baseRoot", situation.stored().root().hex());
        statement.set("witnessed", witnessed(situation.witnessed()));
        statement.put("cause", situation.cause());
        statement.put("reason", reason);
        statement.put("proposedAt", UtcTime.write(proposedAt));
        return CanonicalJson.write(statement);
    }

    private static JsonNode witnessed(@Nullable Stated stated) {
        return stated == null
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("origin", stated.origin())
                        .put("size", stated.size())
                        .put("root", stated.root().hex());
    }

    /** @throws JsonRefusedException or DateTimeException if it says no time */
    static Instant proposedAt(byte[] statement) {
        return UtcTime.read(CanonicalJson.parse(statement).path("proposedAt").asText());
    }

    /** Whether it was decided about the log of that origin. */
    static boolean follows(StoredEpoch epoch, String origin) {
        return CanonicalJson.parse(epoch.statement())
                .path("baseOrigin")
                .asText()
                .equals(origin);
    }

    /** Whether the columns beside a stored statement are what it says, and it is of this installation. */
    static boolean isOf(StoredEpoch epoch, Installation installation, String name) {
        try {
            JsonNode statement = CanonicalJson.parse(epoch.statement());
            return statement.path("format").asText().equals(FORMAT)
                    && statement
                            .path("installation")
                            .asText()
                            .equals(installation.installationId().toString())
                    && statement.path("epoch").asInt() == epoch.epoch()
                    && statement.path("origin").asText().equals(epoch.origin())
                    && epoch.origin().equals(name + "/" + epoch.epoch())
                    && statement.path("baseSize").asLong() == epoch.baseSize()
                    && statement
                            .path("baseRoot")
                            .asText()
                            .equals(epoch.baseRoot().hex());
        } catch (JsonRefusedException e) {
            return false;
        }
    }
}
