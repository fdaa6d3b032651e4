package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.crypto.UtcTime;
import dev.countersign.signing.SigningListFormat.Listed;
import dev.countersign.signing.SigningListFormat.Row;
import dev.countersign.worm.WormStore;
import java.time.DateTimeException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether a stored signature made over a list is what the stored list shows at its place (WFL-08). */
@Component
class SignedPlace {

    private final WormStore worm;

    SignedPlace(WormStore worm) {
        this.worm = worm;
    }

    /** What does not hold, if so; nothing of a signature alone. */
    Optional<String> fault(Signature signature) {
        JsonNode intent = signature.statement().path("intent");
        JsonNode batch = intent.path("batch");
        if (batch.isMissingNode()) {
            return Optional.empty();
        }
        if (SigningSettings.NEVER_IN_SERIES.contains(signature.meaning())
                || !signature.approve()
                || !signature.statement().at("/authentication/series").isMissingNode()) {
            return Optional.of("cannot be made over a list");
        }
        return isListed(signature, intent, batch)
                ? Optional.empty()
                : Optional.of("is not what the list that it names shows at its place");
    }

    private boolean isListed(Signature signature, JsonNode intent, JsonNode batch) {
        try {
            Digest sha256 = Digest.parse(batch.path("listSha256").asText());
            Listed list = SigningListFormat.readList(worm.installation(), stored(sha256));
            int position = batch.path("position").asInt();
            Digest named = list.rows().get(position - 1);
            Row row = SigningListFormat.readRow(worm.installation(), stored(named));
            return list.listId().toString().equals(batch.path("id").textValue())
                    && list.rows().size() == batch.path("size").asInt()
                    && list.person().equals(signature.userId())
                    && list.meaning().equals(signature.meaning())
                    && !list.createdAt()
                            .isAfter(UtcTime.read(signature
                                    .statement()
                                    .at("/authentication/provedAt")
                                    .asText()))
                    && row.listId().equals(list.listId())
                    && row.position() == position
                    && isOf(row, intent);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException | JsonRefusedException e) {
            return false;
        }
    }

    private static boolean isOf(Row row, JsonNode intent) {
        JsonNode meaning = intent.path("meaning");
        return row.recordId().toString().equals(intent.path("recordId").textValue())
                && row.version() == intent.path("version").asInt()
                && row.versionSha256().hex().equals(intent.path("versionSha256").textValue())
                && row.taskId().equals(intent.path("taskId").textValue())
                && row.planStep().equals(intent.path("planStep").textValue())
                && row.presentationSha256()
                        .hex()
                        .equals(intent.path("presentationSha256").textValue())
                && row.meaning().code().equals(meaning.path("code").textValue())
                && row.meaning().sentence().equals(meaning.path("sentence").textValue())
                && row.meaning().language().equals(meaning.path("language").textValue());
    }

    private byte[] stored(Digest sha256) {
        byte[] bytes = worm.blob(sha256)
                .filter(found -> Digest.of(found).equals(sha256))
                .orElseThrow(() -> new IllegalArgumentException("not stored"));
        if (!Digest.of(CanonicalJson.write(CanonicalJson.parse(bytes))).equals(sha256)) {
            throw new IllegalArgumentException("not canonical");
        }
        return bytes;
    }
}
