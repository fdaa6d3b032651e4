package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.Ledger.Page;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What records have to do with one another (REC-09). A link is two entries, one in the audit trail of each record, and nothing else: nobody
 * changes or removes it, and who takes it back says so with a reason in two entries more. A link decides nothing: what a new record means for
 * one that it supersedes is for people to sign.
 */
@Component
public class Links {

    private static final String LINKED = "record.linked";
    private static final String UNLINKED = "record.unlinked";

    /** Of one record at a time: as many as are shown on its page. */
    private static final int MOST = 100;

    /** Of one record, with those that were taken back: a bound for reading them, not for work. */
    private static final int MOST_EVER = 5_000;

    private static final int PAGE = 500;

    private static final int LONGEST_REASON = 500;

    private static final Pattern ID =
            Pattern.compile("\\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\b");

    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;

    Links(WormStore store, Ledger ledger, Identifiers identifiers) {
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
    }

    /** What the record that the link was made from has to do with the other. */
    public enum Relation {
        SUPERSEDES("supersedes"),
        DERIVES_FROM("derives-from"),
        RELATES_TO("relates-to");

        private final String code;

        Relation(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        static Optional<Relation> ofCode(String code) {
            return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
        }
    }

    /**
     * A link as one of its records has it.
     *
     * @param from whether it was made from this record, else from the other
     */
    public record Link(UUID linkId, Relation relation, boolean from, UUID other, String linkedBy, Instant linkedAt) {}

    /**
     * Links two records, in the caller's transaction. Whether they may is the caller's to check.
     *
     * @throws dev.countersign.ledger.RefusedException {@code invalid-member} of a record and itself, {@code link-exists}, {@code links-full}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Link add(Caller caller, RecordVersion from, Relation relation, RecordVersion to) {
        if (from.recordId().equals(to.recordId())) {
            throw RecordsRefusal.INVALID_MEMBER.at(
                    "/recordId",
                    "A record is linked with another one, and this is the record itself. Name the other one.");
        }
        lock(from.recordId(), to.recordId());
        List<Link> present = of(from.recordId());
        if (present.stream().anyMatch(link -> same(link, relation, to.recordId()))) {
            throw RecordsRefusal.linkExists(from.recordId(), relation, to.recordId());
        }
        demandRoom(from.recordId(), present);
        demandRoom(to.recordId(), of(to.recordId()));
        UUID linkId = identifiers.next();
        ledger.append(caller, new Told(LINKED, from, linkId, relation, true, to.recordId(), null));
        ledger.append(caller, new Told(LINKED, to, linkId, relation, false, from.recordId(), null));
        return new Link(linkId, relation, true, to.recordId(), caller.actorId(), store.now());
    }

    /** @throws dev.countersign.ledger.RefusedException {@code invalid-member} for what is no relation */
    public static Relation relation(String code) {
        return Relation.ofCode(code)
                .orElseThrow(() -> RecordsRefusal.INVALID_MEMBER.at(
                        "/relation",
                        "Records are linked as supersedes, derives-from or relates-to, and not as "
                                + PlainText.quote(code) + "."));
    }

    /**
     * The record of an id, or of the address of its page.
     *
     * @throws dev.countersign.ledger.RefusedException {@code invalid-member} if no id is in it, or more than one
     */
    public static UUID recordId(String text) {
        List<String> ids =
                ID.matcher(text).results().map(MatchResult::group).distinct().toList();
        if (ids.size() != 1) {
            throw RecordsRefusal.INVALID_MEMBER.at(
                    "/recordId",
                    PlainText.quote(text)
                            + " names no record. Give the record's id, which its page shows, or the page's address.");
        }
        return UUID.fromString(ids.get(0));
    }

    private void demandRoom(UUID recordId, List<Link> present) {
        if (present.size() >= MOST || page(LINKED, recordId, 0).total() >= MOST_EVER) {
            throw RecordsRefusal.linksFull(recordId, MOST);
        }
    }

    /** What is related is so from either side. */
    private static boolean same(Link link, Relation relation, UUID other) {
        return link.other().equals(other)
                && link.relation() == relation
                && (link.from() || relation == Relation.RELATES_TO);
    }

    /**
     * Takes a link back, from either of its records, in the caller's transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code reason-required}, {@code link-not-found}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Caller caller, RecordVersion one, RecordVersion other, UUID linkId, String reason) {
        if (!PlainText.isText(reason, LONGEST_REASON)) {
            throw RecordsRefusal.REASON_REQUIRED.at(
                    "/reason",
                    "Say why the records are no longer linked, in 1 to " + LONGEST_REASON + " characters that show.");
        }
        lock(one.recordId(), other.recordId());
        Link link = find(one.recordId(), linkId);
        ledger.append(caller, new Told(UNLINKED, one, linkId, link.relation(), link.from(), other.recordId(), reason));
        ledger.append(caller, new Told(UNLINKED, other, linkId, link.relation(), !link.from(), one.recordId(), reason));
    }

    /**
     * One that is there.
     *
     * @throws dev.countersign.ledger.RefusedException {@code link-not-found}
     */
    public Link find(UUID recordId, UUID linkId) {
        return of(recordId).stream()
                .filter(link -> link.linkId().equals(linkId))
                .findFirst()
                .orElseThrow(() -> RecordsRefusal.linkNotFound(recordId, linkId));
    }

    /** Those of a record that were not taken back, oldest first. */
    public List<Link> of(UUID recordId) {
        Set<String> removed = told(UNLINKED, recordId)
                .map(entry -> entry.at("/new/linkId").asText())
                .collect(Collectors.toSet());
        List<Link> links = told(LINKED, recordId)
                .filter(entry -> !removed.contains(entry.at("/new/linkId").asText()))
                .flatMap(entry -> link(entry).stream())
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(links);
        return List.copyOf(links);
    }

    /** Newest first. */
    private Stream<JsonNode> told(String type, UUID recordId) {
        List<Entry> entries = new ArrayList<>();
        Page page;
        int number = 0;
        do {
            page = page(type, recordId, number++);
            entries.addAll(page.items());
        } while (!page.items().isEmpty() && entries.size() < page.total());
        return entries.stream().map(Entry::bytes).map(CanonicalJson::parse);
    }

    private Page page(String type, UUID recordId, int number) {
        return ledger.search(new Filter(null, null, null, type, recordId), number, PAGE);
    }

    private static Optional<Link> link(JsonNode entry) {
        JsonNode told = entry.path("new");
        return Relation.ofCode(told.path("relation").asText())
                .map(relation -> new Link(
                        UUID.fromString(told.path("linkId").asText()),
                        relation,
                        told.path("from").asBoolean(),
                        UUID.fromString(told.path("otherRecordId").asText()),
                        entry.at("/actor/id").asText(),
                        UtcTime.read(entry.path("time").asText())));
    }

    /** In the same order by everybody: two who link the same records do not wait for one another for ever. */
    private void lock(UUID one, UUID other) {
        Stream.of(one, other).sorted().forEach(store::lockRecord);
    }

    /** Each of the two records has its own. */
    private record Told(
            String type,
            RecordVersion of,
            UUID linkId,
            Relation relation,
            boolean from,
            UUID other,
            @Nullable String reason)
            implements AuditEvent {

        @Override
        public String subject() {
            return "record:" + of.recordId();
        }

        @Override
        public RecordReference record() {
            return new RecordReference(of.recordId(), of.version(), true);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "linkId", linkId.toString(),
                    "relation", relation.code(),
                    "from", from,
                    "otherRecordId", other.toString());
        }
    }
}
