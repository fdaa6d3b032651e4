package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Exhibit.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what somebody was authenticated at a signature (SIG-02, 11.200(a)(1)): all components, or one of them in a series that the same person
 * began with all, by the same key, and that went on.
 */
final class ComponentChecks {

    /** What releases a record is never signed in a series. */
    private static final Set<String> NEVER_IN_SERIES = Set.of("approval", "release");

    private static final Set<String> MEMBERS =
            Set.of("seriesId", "begunAt", "position", "firstSignatureId", "firstStatementSha256");

    private static final Duration LONGEST = Duration.ofHours(2);
    private static final int MOST = 100;

    private final Exhibit exhibit;

    ComponentChecks(Exhibit exhibit) {
        this.exhibit = exhibit;
    }

    /** The id of the series that a statement names; null if it names none. */
    static @Nullable String series(Json statement) {
        return statement.path("authentication").path("series").path("seriesId").textValue();
    }

    void run(Findings findings, String name, Json statement) {
        Json authentication = statement.path("authentication");
        Json series = authentication.path("series");
        List<String> components = texts(authentication.path("components"));
        findings.expect(
                name + "components",
                "password and a second factor; or one of them as a later signature of a series, within its limits and for no release",
                () -> series == Json.MISSING ? areAll(components) : isLater(components, series, statement));
        if (series == Json.MISSING) {
            return;
        }
        findings.expect(
                name + "series",
                "the log tells that the signer began the series before with all components and this key, and of no end of it until then",
                () -> isBegun(series, statement));
        if (exhibit.holdsEverySignature()) {
            findings.expect(
                    name + "first of the series",
                    "the signature that began the series is held, has the stated hash, and is by the same key with all components",
                    () -> isFirst(series, statement));
        }
    }

    private static boolean areAll(List<String> components) {
        return components.equals(List.of("password", "totp")) || components.equals(List.of("password", "passkey"));
    }

    private static boolean isLater(List<String> components, Json series, Json statement) {
        Instant begunAt = Facts.time(series.path("begunAt"));
        Instant provedAt = Facts.time(statement.path("authentication").path("provedAt"));
        long position = series.path("position").asLong();
        return (components.equals(List.of("password")) || components.equals(List.of("passkey")))
                && Set.copyOf(series.names()).equals(MEMBERS)
                && position >= 2
                && position <= MOST
                && !provedAt.isBefore(begunAt)
                && !provedAt.isAfter(begunAt.plus(LONGEST))
                && !NEVER_IN_SERIES.contains(
                        statement.path("intent").path("meaning").path("code").asText());
    }

    private boolean isBegun(Json series, Json statement) {
        Instant provedAt = Facts.time(statement.path("authentication").path("provedAt"));
        int begun = 0;
        for (Entry entry : exhibit.seriesEntries(
                series.path("seriesId").asText(),
                series.path("firstSignatureId").asText())) {
            Json fact = Json.canonical(entry.bytes());
            boolean earlier = !Facts.time(fact.path("time")).isAfter(provedAt);
            if (!"signing.series-begun".equals(fact.path("type").textValue())) {
                if (earlier) {
                    throw new Findings.Broken("it had ended");
                }
                continue;
            }
            if (!earlier || !isBeginning(fact, series, statement.path("signer"))) {
                throw new Findings.Broken("another series, or somebody else's, was begun");
            }
            begun++;
        }
        return begun == 1;
    }

    private boolean isBeginning(Json fact, Json series, Json signer) {
        Json told = fact.path("new");
        Json actor = fact.path("actor");
        return exhibit.home().isOf(fact, "countersign/audit-entry/v1")
                && "person".equals(actor.path("kind").textValue())
                && actor.path("id").equals(signer.path("userId"))
                && told.path("keyId").equals(signer.path("keyId"))
                && told.path("begunAt").equals(series.path("begunAt"))
                && told.path("firstSignatureId").equals(series.path("firstSignatureId"))
                && told.path("firstStatementSha256").equals(series.path("firstStatementSha256"))
                && areAll(texts(told.path("components")));
    }

    private boolean isFirst(Json series, Json statement) {
        byte[] bytes =
                exhibit.statementOf(series.path("firstSignatureId").asText()).orElseThrow();
        Json first = Json.read(bytes);
        Json signer = first.path("signer");
        return Digest.of(bytes).hex().equals(series.path("firstStatementSha256").textValue())
                && signer.path("userId").equals(statement.path("signer").path("userId"))
                && signer.path("keyId").equals(statement.path("signer").path("keyId"))
                && first.path("authentication").path("series") == Json.MISSING
                && areAll(texts(first.path("authentication").path("components")));
    }

    private static List<String> texts(Json array) {
        return array.items().stream().map(Json::asText).toList();
    }
}
