package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.Digest;
import dev.countersign.worm.WormStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * By what a stored signature was authenticated (11.200(a)(1)): all components, or one in a series whose first signature is stored, by the same
 * key, with all, and of which the log tells; and where a passkey was one, by its stored answer to this intent.
 */
@Component
class SignedComponents {

    private static final Set<List<String>> ALL = Set.of(List.of("password", "totp"), List.of("password", "passkey"));

    /** What is enough for a later one. */
    private static final Set<List<String>> ONE = Set.of(List.of("password"), List.of("passkey"));

    private final WormStore worm;
    private final SignedAssertion assertion;
    private final LoggedComponents logged;
    private final SignedPlace place;

    SignedComponents(WormStore worm, SignedAssertion assertion, LoggedComponents logged, SignedPlace place) {
        this.worm = worm;
        this.assertion = assertion;
        this.logged = logged;
        this.place = place;
    }

    /** What does not hold, if so. */
    Optional<String> fault(Signature signature) {
        return components(signature).or(() -> assertion.fault(signature)).or(() -> place.fault(signature));
    }

    private Optional<String> components(Signature signature) {
        JsonNode authentication = signature.statement().path("authentication");
        JsonNode series = authentication.path("series");
        if (series.isMissingNode()) {
            return areAll(authentication)
                    ? Optional.empty()
                    : Optional.of("was not made with all components, and continues no series");
        }
        if (!ONE.contains(texts(authentication)) || SigningSettings.NEVER_IN_SERIES.contains(signature.meaning())) {
            return Optional.of("cannot be a later one of a series");
        }
        if (!beganWithAll(signature, series)) {
            return Optional.of("continues a series that no signature of this key with all components began");
        }
        return logged.isBegun(signature, series)
                ? Optional.empty()
                : Optional.of(
                        "is outside its series: the log does not tell that the signer began it and that it went on");
    }

    /** Whether these are components that are enough alone. */
    static boolean areAll(JsonNode authentication) {
        return ALL.contains(texts(authentication));
    }

    private boolean beganWithAll(Signature signature, JsonNode series) {
        return id(series.path("firstSignatureId"))
                .flatMap(worm::signature)
                .filter(stored -> Digest.of(stored.statement())
                        .hex()
                        .equals(series.path("firstStatementSha256").textValue()))
                .map(SignatureReader::read)
                .filter(first -> first.keyId().equals(signature.keyId())
                        && first.userId().equals(signature.userId())
                        && first.signedAt().isBefore(signature.signedAt()))
                .map(first -> first.statement().path("authentication"))
                .filter(first -> first.path("series").isMissingNode() && areAll(first))
                .isPresent();
    }

    /** What names no signature is a finding, not a failure of the search for it. */
    private static Optional<UUID> id(JsonNode text) {
        try {
            return Optional.of(UUID.fromString(text.asText()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> texts(JsonNode authentication) {
        List<String> texts = new ArrayList<>();
        authentication.path("components").forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
