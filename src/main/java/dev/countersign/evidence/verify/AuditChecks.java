package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Exhibit.Entry;
import dev.countersign.evidence.verify.Exhibit.Home;
import dev.countersign.evidence.verify.Exhibit.Signed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The record's audit entries: unaltered, without a gap, and one for every signature (11.10(e)). */
final class AuditChecks {

    /** Types that some check looks for, whether such an entry is numbered or not. */
    private static final Set<String> ASKED_FOR =
            Set.of("record.version-appended", "record.status-changed", "record.signature-plan-fixed", "record.signed");

    private final Exhibit exhibit;

    AuditChecks(Exhibit exhibit) {
        this.exhibit = exhibit;
    }

    void run(Findings findings) {
        List<Entry> entries = exhibit.entries();
        findings.expect(
                "audit entries",
                "each entry's bytes have its leaf hash, are canonical, and are of this record and installation",
                () -> entries.stream().allMatch(this::isEntry));
        findings.expect(
                "audit sequence",
                "the entries that changed the record are numbered from 1 without a gap, each citing the one before it",
                () -> isSequence(entries));
        findings.expect(
                "audit of signatures",
                "each signature of the record has its entry, with the same statement hash, and no entry lacks its signature",
                () -> told(entries).equals(held()));
        findings.expect(
                "audit of the version",
                "the entry that appended this version names the hash of its manifest's bytes",
                () -> isAppended(entries));
    }

    /**
     * Whether a check of the record's versions asks more of an entry than that it is one of the record. Most entries of a record that is
     * often read are not needed, once they were seen.
     */
    static boolean isNeeded(Entry entry, Home home, String recordId) {
        try {
            Json fact = Json.canonical(entry.bytes());
            return fact.path("recordSequence").isNumber()
                    || ASKED_FOR.contains(fact.path("type").asText())
                    || !isEntry(entry, fact, home, recordId);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private boolean isEntry(Entry entry) {
        return isEntry(entry, Json.canonical(entry.bytes()), exhibit.home(), exhibit.recordId());
    }

    private static boolean isEntry(Entry entry, Json fact, Home home, String recordId) {
        return Digest.ofLeaf(entry.bytes()).hex().equals(entry.leafHash())
                && home.isOf(fact, "countersign/audit-entry/v1")
                && recordId.equals(fact.path("recordId").textValue());
    }

    private static boolean isSequence(List<Entry> entries) {
        List<Entry> changes = new ArrayList<>(entries.stream()
                .filter(entry -> Json.read(entry.bytes()).path("recordSequence").isNumber())
                .toList());
        changes.sort(Comparator.comparingLong(
                entry -> Json.read(entry.bytes()).path("recordSequence").asLong()));
        @Nullable String previous = null;
        long number = 0;
        for (Entry entry : changes) {
            Json fact = Json.read(entry.bytes());
            number++;
            if (fact.path("recordSequence").asLong() != number
                    || !Objects.equals(fact.path("previousRecordEntry").textValue(), previous)) {
                return false;
            }
            previous = Digest.ofLeaf(entry.bytes()).hex();
        }
        return number > 0;
    }

    private Set<String> told(List<Entry> entries) {
        Set<String> told = new HashSet<>();
        for (Entry entry : entries) {
            Json fact = Json.read(entry.bytes());
            if ("record.signed".equals(fact.path("type").textValue())
                    && exhibit.holdsSignaturesOf(
                            Math.toIntExact(fact.path("recordVersion").asLong()))) {
                Json signature = fact.path("new");
                told.add(signature.path("signatureId").asText() + " "
                        + signature.path("statementSha256").asText());
            }
        }
        return told;
    }

    private Set<String> held() {
        Set<String> held = new HashSet<>();
        for (Signed signature : exhibit.signatures()) {
            held.add(signature.signatureId() + " " + Digest.of(signature.statement()));
        }
        return held;
    }

    private boolean isAppended(List<Entry> entries) {
        List<String> hashes = entries.stream()
                .map(entry -> Json.read(entry.bytes()))
                .filter(fact ->
                        "record.version-appended".equals(fact.path("type").textValue())
                                && fact.path("recordVersion").asText().equals(Integer.toString(exhibit.version())))
                .map(fact -> fact.path("new").path("sha256").asText())
                .toList();
        return hashes.equals(List.of(Digest.of(exhibit.manifest()).hex()));
    }
}
