package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.worm.AuditEntries;
import dev.countersign.worm.AuditEntries.LoggedEntry;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What the log says each version's hash is (WRM-03): by the entry that tells of its appending, if that entry's bytes have the hash that
 * the log holds for it. Asked of the log once for each version, since what it says never changes; what lies in the version's own row is
 * never remembered here.
 */
@Component
class LoggedVersions {

    /** Some 200 bytes each. */
    private static final int REMEMBERED = 50_000;

    private final AuditEntries entries;
    private final Map<Named, Digest> known = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Named, Digest> eldest) {
            return size() > REMEMBERED;
        }
    });

    LoggedVersions(AuditEntries entries) {
        this.entries = entries;
    }

    record Named(UUID recordId, int version) {}

    /** Empty if no entry of the log tells of that version, or more than one. */
    Optional<Digest> hashOf(UUID recordId, int version) {
        Named asked = new Named(recordId, version);
        Optional<Digest> own = AppendedHere.hashOf(asked);
        if (own.isPresent()) {
            return own;
        }
        Digest remembered = known.get(asked);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        Map<Named, Optional<Digest>> told = told(recordId);
        // what this transaction appended may yet be rolled back, and its number given to another version
        told.forEach((named, hash) ->
                hash.filter(one -> AppendedHere.hashOf(named).isEmpty()).ifPresent(one -> known.put(named, one)));
        return told.getOrDefault(asked, Optional.empty());
    }

    /** All versions of the record that entries tell of: empty for those that two of them tell of. */
    private Map<Named, Optional<Digest>> told(UUID recordId) {
        Map<Named, Optional<Digest>> told = new HashMap<>();
        for (LoggedEntry entry : entries.logged(recordId, VersionAppended.TYPE)) {
            if (!Objects.equals(Digest.ofLeaf(entry.entry()), entry.leafHash())) {
                continue;
            }
            JsonNode fact = CanonicalJson.parse(entry.entry());
            if (VersionAppended.TYPE.equals(fact.path("type").textValue())
                    && recordId.toString().equals(fact.path("recordId").textValue())) {
                Digest hash = Digest.parse(fact.at("/new/sha256").asText());
                told.merge(
                        new Named(recordId, fact.path("recordVersion").asInt()),
                        Optional.of(hash),
                        (one, other) -> Optional.empty());
            }
        }
        return told;
    }
}
