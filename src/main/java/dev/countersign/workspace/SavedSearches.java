package dev.countersign.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.Records;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Searches among the records that people keep under a name (REC-07), each for themself; whoever may read no records keeps none. A saved search
 * holds the question and no answer: what it finds is what its person may read then. Each change is in the audit trail.
 */
@Component
public class SavedSearches {

    /** Of one person. */
    public static final int MOST = 50;

    /** In code points. */
    public static final int LONGEST_NAME = 80;

    private static final int LONGEST_WORDS = 200;
    private static final String REPLACE = "replace";
    private static final Set<String> TEXTS = Set.of("name", "type", "status", "q");

    private final SavedSearchMapper searches;
    private final Records records;
    private final Authority authority;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;

    SavedSearches(
            SavedSearchMapper searches,
            Records records,
            Authority authority,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers) {
        this.searches = searches;
        this.records = records;
        this.authority = authority;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
    }

    /**
     * A search as it is kept.
     *
     * @param type code of a record type; null for any
     * @param status code of a status; null for any
     * @param words to search for; null for none
     */
    public record Saved(
            UUID searchId,
            String name,
            @Nullable String type,
            @Nullable String status,
            @Nullable String words,
            Instant savedAt) {

        Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("name", name);
            if (type != null) {
                facts.put("type", type);
            }
            if (status != null) {
                facts.put("status", status);
            }
            if (words != null) {
                facts.put("q", words);
            }
            return facts;
        }
    }

    /**
     * What somebody wants to save; blank members are none.
     *
     * @param replace whether it takes the place of one of the same name
     */
    public record Wanted(
            @Nullable String name,
            @Nullable String type,
            @Nullable String status,
            @Nullable String words,
            boolean replace) {

        public Wanted {
            name = name == null ? null : name.strip();
            type = type == null || type.isBlank() ? null : type;
            status = status == null || status.isBlank() ? null : status;
            words = words == null || words.isBlank() ? null : words.strip();
        }

        /** @throws RefusedException {@code invalid-parameter}, for a member too that there is not */
        public static Wanted read(JsonNode tree) {
            if (!tree.isObject()) {
                throw SearchRefusal.badParameter("body", "An object is required.");
            }
            tree.properties().forEach(member -> demand(member.getKey(), member.getValue()));
            return new Wanted(
                    tree.path("name").textValue(),
                    tree.path("type").textValue(),
                    tree.path("status").textValue(),
                    tree.path("q").textValue(),
                    tree.path(REPLACE).asBoolean());
        }

        private static void demand(String name, JsonNode value) {
            boolean fits = TEXTS.contains(name)
                    ? value.isTextual() || value.isNull()
                    : REPLACE.equals(name) && value.isBoolean();
            if (!fits) {
                throw SearchRefusal.badParameter(
                        name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name,
                        TEXTS.contains(name)
                                ? "A text is required."
                                : REPLACE.equals(name) ? "true or false is required." : "This member is not accepted.");
            }
        }
    }

    /** The person's own, by name; none for whoever may read no records. */
    public List<Saved> of(Caller caller) {
        return caller.isPerson()
                        && authority
                                .reach(caller.actorId(), Permission.READ_RECORDS)
                                .isPresent()
                ? searches.of(organisation(), caller.actorId())
                : List.of();
    }

    /**
     * Saves one.
     *
     * @throws RefusedException {@code not-authorized}, {@code invalid-parameter}, {@code name-taken}, {@code too-many-searches}
     */
    @Transactional
    public Saved save(Caller caller, Wanted wanted) {
        demandReader(caller);
        String name = name(wanted);
        searches.oneAtATime(caller.actorId());
        List<Saved> all = searches.of(organisation(), caller.actorId());
        Optional<Saved> before =
                all.stream().filter(one -> one.name().equals(name)).findFirst();
        if (before.isPresent() && !wanted.replace()) {
            throw SearchRefusal.NAME_TAKEN.of(name);
        }
        if (before.isEmpty() && all.size() >= MOST) {
            throw SearchRefusal.TOO_MANY.of(all.size());
        }
        Saved saved = new Saved(
                before.map(Saved::searchId).orElseGet(identifiers::next),
                name,
                wanted.type(),
                wanted.status(),
                wanted.words(),
                store.now());
        searches.keep(organisation(), caller.actorId(), saved);
        ledger.append(caller, new Kept(caller.actorId(), before.orElse(null), saved));
        return saved;
    }

    /** @throws RefusedException {@code search-not-found}, also for other people's */
    @Transactional
    public void delete(Caller caller, UUID searchId) {
        demandPerson(caller);
        Saved saved = searches.of(organisation(), caller.actorId()).stream()
                .filter(one -> one.searchId().equals(searchId))
                .findFirst()
                .orElseThrow(() -> SearchRefusal.NOT_FOUND.of(searchId));
        if (searches.delete(organisation(), caller.actorId(), searchId) == 0) {
            throw SearchRefusal.NOT_FOUND.of(searchId);
        }
        ledger.append(caller, new Deleted(caller.actorId(), saved));
    }

    private String name(Wanted wanted) {
        String name = wanted.name();
        if (name == null || !PlainText.isLine(name, LONGEST_NAME)) {
            throw SearchRefusal.badParameter(
                    "name", "A name is one line of 1 to " + LONGEST_NAME + " characters that show.");
        }
        if (wanted.type() == null && wanted.status() == null && wanted.words() == null) {
            throw SearchRefusal.badParameter(
                    "q", "Choose words, a type or a status first: all records need no search.");
        }
        if (wanted.type() != null && records.type(wanted.type()).isEmpty()) {
            throw SearchRefusal.badParameter("type", "There is no such record type.");
        }
        if (wanted.status() != null
                && Arrays.stream(RecordStatus.values())
                        .noneMatch(status -> status.code().equals(wanted.status()))) {
            throw SearchRefusal.badParameter("status", "There is no such status of a record.");
        }
        if (wanted.words() != null && !PlainText.isLine(wanted.words(), LONGEST_WORDS)) {
            throw SearchRefusal.badParameter(
                    "q", "Words to search for are one line of at most " + LONGEST_WORDS + " characters that show.");
        }
        return name;
    }

    private void demandReader(Caller caller) {
        demandPerson(caller);
        authority.reach(caller, Permission.READ_RECORDS);
    }

    private static void demandPerson(Caller caller) {
        if (!caller.isPerson()) {
            throw SearchRefusal.PEOPLE_ONLY.of(caller.actorId());
        }
    }

    private String organisation() {
        return store.installation().organisation();
    }

    /** A search was saved, or another took its place. */
    private record Kept(String userId, @Nullable Saved was, Saved saved) implements AuditEvent {

        @Override
        public String type() {
            return "search.saved";
        }

        @Override
        public String subject() {
            return "person:" + userId;
        }

        @Override
        public Significance significance() {
            return Significance.LOW;
        }

        @Override
        public Map<String, Object> before() {
            return was == null ? Map.of() : was.facts();
        }

        @Override
        public Map<String, Object> after() {
            return saved.facts();
        }
    }

    private record Deleted(String userId, Saved saved) implements AuditEvent {

        @Override
        public String type() {
            return "search.deleted";
        }

        @Override
        public String subject() {
            return "person:" + userId;
        }

        @Override
        public Significance significance() {
            return Significance.LOW;
        }

        @Override
        public Map<String, Object> before() {
            return saved.facts();
        }
    }
}
