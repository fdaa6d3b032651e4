package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The record's audit entries: unaltered, without a gap, and one for every signature (11.10(e)). */
@Component
class AuditChecks {

    private final WormStore worm;
    private final Ledger ledger;

    AuditChecks(WormStore worm, Ledger ledger) {
        this.worm = worm;
        this.ledger = ledger;
    }

    void run(Findings findings, UUID recordId) {
        List<Entry> entries = ledger.ofRecord(recordId);
        findings.expect(
                "audit entries",
                "each entry's bytes have its leaf hash, are canonical, and are of this record and installation",
                () -> entries.stream().allMatch(entry -> isEntryOf(entry, recordId)));
        findings.expect(
                "audit sequence",
                "the entries that changed the record are numbered from 1 without a gap, each citing the one before it",
                () -> isSequence(entries));
        findings.expect(
                "audit of signatures",
                "each signature of the record has its entry, with the same statement hash, and no entry lacks its signature",
                () -> signaturesTold(entries).equals(signaturesStored(recordId)));
    }

    private boolean isEntryOf(Entry entry, UUID recordId) {
        JsonNode fact = Facts.read(entry.bytes());
        return Digest.ofLeaf(entry.bytes()).hex().equals(entry.leafHash())
                && Facts.isCanonical(entry.bytes())
                && VersionChecks.isFrom(fact, "countersign/audit-entry/v1", worm.installation())
                && recordId.toString().equals(fact.path("recordId").textValue());
    }

    private static boolean isSequence(List<Entry> entries) {
        List<Entry> changes = new ArrayList<>(entries.stream()
                .filter(entry ->
                        Facts.read(entry.bytes()).path("recordSequence").isNumber())
                .toList());
        changes.sort(Comparator.comparingLong(
                entry -> Facts.read(entry.bytes()).path("recordSequence").asLong()));
        @Nullable String previous = null;
        long number = 0;
        for (Entry entry : changes) {
            JsonNode fact = Facts.read(entry.bytes());
            number++;
            if (fact.path("recordSequence").asLong() != number
                    || !Objects.equals(fact.path("previousRecordEntry").textValue(), previous)) {
                return false;
            }
            previous = Digest.ofLeaf(entry.bytes()).hex();
        }
        return number > 0;
    }

    private static Set<String> signaturesTold(List<Entry> entries) {
        Set<String> told = new HashSet<>();
        for (Entry entry : entries) {
            JsonNode fact = Facts.read(entry.bytes());
            if ("record.signed".equals(fact.path("type").textValue())) {
                JsonNode signature = fact.path("new");
                told.add(signature.path("signatureId").asText() + " "
                        + signature.path("statementSha256").asText());
            }
        }
        return told;
    }

    private Set<String> signaturesStored(UUID recordId) {
        Set<String> stored = new HashSet<>();
        for (StoredSignature signature : worm.signatures(recordId)) {
            stored.add(signature.signatureId() + " " + Digest.of(signature.statement()));
        }
        return stored;
    }
}
