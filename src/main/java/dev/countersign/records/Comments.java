package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people remark on a version, kept with the record (WFL-04): {@code countersign/comment/v1} in the write-once store, each told by an entry
 * of the record's audit trail with its SHA-256. Nobody changes or takes away one; a comment is no signature and decides nothing.
 */
@Component
public class Comments {

    /** In code points. */
    public static final int LONGEST = 4_000;

    static final String COMMENTED = "record.commented";

    private static final int MOST = 500;

    private final WormStore store;
    private final Ledger ledger;
    private final People people;
    private final Identifiers identifiers;

    Comments(WormStore store, Ledger ledger, People people, Identifiers identifiers) {
        this.store = store;
        this.ledger = ledger;
        this.people = people;
        this.identifiers = identifiers;
    }

    /** @param text null if what is stored is not what was written */
    public record Comment(
            UUID commentId,
            int version,
            String authorId,
            String printedName,
            @Nullable String text,
            Instant createdAt) {}

    /**
     * Adds one, in the caller's transaction. Whether they may is the caller's to check.
     *
     * @throws dev.countersign.ledger.RefusedException {@code invalid-member} for text that is blank, too long or has what does not show, {@code
     *     comments-full} if there are as many as can be shown
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Comment add(Caller caller, RecordVersion version, String text) {
        if (!PlainText.isText(text, LONGEST)) {
            throw RecordsRefusal.INVALID_MEMBER.at(
                    "/text",
                    "A comment has 1 to " + LONGEST
                            + " characters, without any that do not show or turn how others show.");
        }
        store.lockRecord(version.recordId());
        if (ledger.search(new Filter(null, null, null, COMMENTED, version.recordId()), 0, 1)
                        .total()
                >= MOST) {
            throw RecordsRefusal.commentsFull(version.recordId(), MOST);
        }
        Comment comment = new Comment(
                identifiers.next(),
                version.version(),
                caller.actorId(),
                people.find(caller.actorId()).map(Person::printedName).orElse(caller.actorId()),
                text,
                store.now());
        Digest sha256 = store.putBlob(write(comment, version, text));
        ledger.append(caller, new Commented(version, sha256, comment.commentId()));
        return comment;
    }

    /** Those of all versions, oldest first. */
    public List<Comment> of(UUID recordId) {
        List<Comment> comments = new ArrayList<>();
        for (Entry entry : ledger.search(new Filter(null, null, null, COMMENTED, recordId), 0, MOST)
                .items()) {
            comments.add(comment(CanonicalJson.parse(entry.bytes())));
        }
        Collections.reverse(comments);
        return List.copyOf(comments);
    }

    private Comment comment(JsonNode entry) {
        JsonNode told = entry.path("new");
        Digest sha256 = Digest.parse(told.path("commentSha256").asText());
        Optional<JsonNode> stored = store.blob(sha256)
                .filter(bytes -> Digest.of(bytes).equals(sha256))
                .map(CanonicalJson::parse);
        String author = entry.path("actor").path("id").asText();
        return new Comment(
                UUID.fromString(told.path("commentId").asText()),
                told.path("version").asInt(),
                author,
                stored.map(one -> one.path("author").path("printedName").asText())
                        .orElse(author),
                stored.map(one -> one.path("text").asText()).orElse(null),
                Instant.parse(stored.map(one -> one.path("createdAt"))
                        .orElse(entry.path("time"))
                        .asText()));
    }

    private byte[] write(Comment comment, RecordVersion version, String text) {
        Installation home = store.installation();
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        written.put("format", "countersign/comment/v1");
        written.put("organisation", home.organisation());
        written.put("installation", home.installationId().toString());
        written.put("environment", home.environment());
        written.put("commentId", comment.commentId().toString());
        written.put("recordId", version.recordId().toString());
        written.put("version", version.version());
        written.put("versionSha256", version.sha256().hex());
        written.putObject("author").put("id", comment.authorId()).put("printedName", comment.printedName());
        written.put("text", text);
        written.put("createdAt", UtcTime.write(comment.createdAt()));
        return CanonicalJson.write(written);
    }

    /** Somebody remarked something; what, is in the store alone. */
    private record Commented(RecordVersion version, Digest sha256, UUID commentId) implements AuditEvent {

        @Override
        public String type() {
            return COMMENTED;
        }

        @Override
        public String subject() {
            return "record:" + version.recordId() + "/" + version.version();
        }

        @Override
        public RecordReference record() {
            return new RecordReference(version.recordId(), version.version(), true);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "commentId", commentId.toString(),
                    "commentSha256", sha256.hex(),
                    "version", version.version(),
                    "versionSha256", version.sha256().hex());
        }
    }
}
