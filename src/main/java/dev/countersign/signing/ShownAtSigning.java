package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.records.PlainText;
import dev.countersign.worm.WormStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a signer was shown, from the bytes whose hash they signed (SIG-01): the same page again, whatever has happened to the record since. */
@Component
public class ShownAtSigning {

    private final WormStore store;

    ShownAtSigning(WormStore store) {
        this.store = store;
    }

    /**
     * A presentation, cut to what a template can print.
     *
     * @param changedFrom the last signed version before it, which the signer was shown the changes from; null where there was none
     */
    public record Shown(
            Digest sha256,
            String title,
            String authorName,
            @Nullable String reasonForChange,
            List<ContentSection> sections,
            @Nullable Integer changedFrom,
            List<ContentChange> changes,
            List<File> files) {}

    /** @param renderer program and version that showed it */
    public record File(String name, String mediaType, long length, String sha256, String renderer) {}

    /** Empty if what is stored is not what was signed. */
    public Optional<Shown> of(Signature signature) {
        Digest sha256 = Digest.parse(
                signature.statement().path("intent").path("presentationSha256").asText());
        return store.blob(sha256)
                .filter(bytes -> Digest.of(bytes).equals(sha256))
                .map(bytes -> shown(sha256, CanonicalJson.parseOwn(bytes)));
    }

    private static Shown shown(Digest sha256, JsonNode tree) {
        JsonNode differences = tree.path("differences");
        List<File> files = new ArrayList<>();
        for (JsonNode file : tree.path("attachments")) {
            files.add(new File(
                    PlainText.visible(file.path("name").asText()),
                    file.path("mediaType").asText(),
                    file.path("length").asLong(),
                    file.path("sha256").asText(),
                    file.path("renderer").path("name").asText() + " "
                            + file.path("renderer").path("version").asText()));
        }
        return new Shown(
                sha256,
                ContentSection.text(tree.path("title")),
                ContentSection.text(tree.path("author").path("printedName")),
                tree.path("reasonForChange").isNull() ? null : ContentSection.text(tree.path("reasonForChange")),
                ContentSection.of(tree.path("sections")),
                differences.isNull() ? null : differences.path("version").asInt(),
                ContentChange.of(differences.path("changes")),
                List.copyOf(files));
    }
}
