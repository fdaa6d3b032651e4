package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Attestations;
import dev.countersign.ledger.Attestations.Attested;
import dev.countersign.ledger.Authorities;
import dev.countersign.ledger.Authorities.Authority;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Log;
import dev.countersign.ledger.Log.Checkpoint;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredEnrolment;
import dev.countersign.worm.WormStore.StoredPlan;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What goes into the bundle of one version, as of one checkpoint: a signature that the checkpoint does not cover yet is left for
 * the next bundle, so that signatures and audit trail tell the same.
 *
 * @param entries the record's, in the order of the log
 * @param keys the enrolments the signatures rest on, up to the founders, by key id
 * @param authorities those that certified keys, up to the one that did when the checkpoint was made
 * @param keyEntries the log entries of those keys' certificates and of the authorities, in the order of the log
 * @param left how many later entries of the record the checkpoint does not cover: they tell of reading
 */
record ExportedEvidence(
        StoredVersion version,
        List<StoredVersion> earlier,
        @Nullable StoredPlan plan,
        List<StoredSignature> signatures,
        Map<String, StoredEnrolment> keys,
        List<Authority> authorities,
        List<Entry> entries,
        List<Entry> keyEntries,
        Attested attested,
        int left) {

    /** Whether the checkpoint covers the end of that key's certificate. */
    boolean tellsEndOf(String keyId) {
        return keyEntries.stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .anyMatch(fact -> KeyEntries.ENDED.equals(fact.path("type").textValue())
                        && keyId.equals(fact.path("new").path("keyId").textValue()));
    }

    Checkpoint checkpoint() {
        return attested.checkpoint();
    }

    /**
     * Waits for a checkpoint that covers all entries there are now, then takes one that others attest if it covers all of them but those
     * that tell of reading. MUST NOT be called inside a transaction.
     */
    static ExportedEvidence of(
            WormStore worm, Ledger ledger, Log log, Attestations attestations, StoredVersion version) {
        UUID recordId = version.recordId();
        Map<String, StoredEnrolment> keys = keys(worm, ofVersion(worm, version));
        Set<String> series = series(ofVersion(worm, version));
        SeriesEntries ofSeries = new SeriesEntries(worm, ledger);
        List<Authority> authorities = Authorities.of(worm).all();
        KeyEntries sought = KeyEntries.of(keys.keySet(), ofVersion(worm, version), authorities);
        Set<UUID> wanted = new HashSet<>();
        sought.in(ledger).forEach(entry -> wanted.add(entry.entryId()));
        ofSeries.of(ofVersion(worm, version)).forEach(entry -> wanted.add(entry.entryId()));
        ledger.ofRecord(recordId).forEach(entry -> wanted.add(entry.entryId()));
        Checkpoint newest = log.covering(wanted);
        List<Entry> trail = covered(ledger.ofRecord(recordId).stream(), newest);
        List<Entry> certified =
                covered(Stream.concat(sought.in(ledger), ofSeries.of(ofVersion(worm, version))), newest);
        Attested attested = attestations.best(newest, least(trail, certified));
        Checkpoint checkpoint = attested.checkpoint();
        List<Entry> entries = covered(trail.stream(), checkpoint);
        Set<String> told = told(entries);
        List<StoredSignature> signatures = ofVersion(worm, version).stream()
                .filter(one -> told.contains(one.signatureId().toString()))
                .toList();
        keys.keySet().retainAll(keys(worm, signatures).keySet());
        series.retainAll(series(signatures));
        KeyEntries left = KeyEntries.of(keys.keySet(), signatures, authorities);
        List<Entry> ofKeys =
                covered(certified.stream().filter(entry -> left.tell(entry) || isOfSeries(entry, series)), checkpoint);
        return new ExportedEvidence(
                version,
                worm.versions(recordId).stream()
                        .filter(one -> one.version() < version.version())
                        .toList(),
                plan(worm, version, signatures).orElse(null),
                signatures,
                keys,
                authorities.stream()
                        .filter(one -> one.generation() == 1 || KeyEntries.tell(ofKeys, one))
                        .toList(),
                entries,
                ofKeys,
                attested,
                trail.size() - entries.size());
    }

    /** How many entries of the log hold everything about the record and the keys, but who read it lately. */
    private static long least(List<Entry> trail, List<Entry> certified) {
        return 1
                + Stream.concat(trail.stream().filter(entry -> !isReading(entry)), certified.stream())
                        .mapToLong(entry -> Objects.requireNonNull(entry.index()))
                        .max()
                        .orElse(-1);
    }

    private static boolean isReading(Entry entry) {
        JsonNode fact = CanonicalJson.parse(entry.bytes());
        String significance = fact.path("significance").asText();
        return significance.equals("low")
                || (significance.equals("normal")
                        && "evidence.exported".equals(fact.path("type").textValue()));
    }

    private static List<StoredSignature> ofVersion(WormStore worm, StoredVersion version) {
        return worm.signatures(version.recordId()).stream()
                .filter(one -> one.version() == version.version())
                .toList();
    }

    private static Optional<StoredPlan> plan(WormStore worm, StoredVersion version, List<StoredSignature> signatures) {
        if (signatures.isEmpty()) {
            return worm.signaturePlan(version.recordId());
        }
        Digest cited = Digest.parse(CanonicalJson.parse(signatures.get(0).intent())
                .path("planSha256")
                .textValue());
        return worm.signaturePlans(version.recordId()).stream()
                .filter(plan -> plan.sha256().equals(cited))
                .findFirst();
    }

    private static Map<String, StoredEnrolment> keys(WormStore worm, List<StoredSignature> signatures) {
        Map<String, StoredEnrolment> keys = new TreeMap<>();
        for (StoredSignature signature : signatures) {
            UUID next = signature.keyId();
            while (!keys.containsKey(next.toString())) {
                StoredEnrolment enrolment = worm.enrolment(next).orElseThrow();
                keys.put(next.toString(), enrolment);
                next = enrolment.officerKeyId();
            }
        }
        return keys;
    }

    /** Ids of the series that signatures continue. */
    private static Set<String> series(List<StoredSignature> signatures) {
        Set<String> series = new HashSet<>();
        for (StoredSignature signature : signatures) {
            String id = CanonicalJson.parse(signature.statement())
                    .at("/authentication/series/seriesId")
                    .textValue();
            if (id != null) {
                series.add(id);
            }
        }
        return series;
    }

    private static boolean isOfSeries(Entry entry, Set<String> series) {
        return series.contains(SeriesEntries.series(CanonicalJson.parse(entry.bytes())));
    }

    private static List<Entry> covered(Stream<Entry> entries, Checkpoint checkpoint) {
        return entries.filter(entry -> entry.index() != null && entry.index() < checkpoint.size())
                .sorted(Comparator.comparing(Entry::index))
                .toList();
    }

    private static Set<String> told(List<Entry> entries) {
        Set<String> told = new HashSet<>();
        for (Entry entry : entries) {
            JsonNode fact = CanonicalJson.parse(entry.bytes());
            if ("record.signed".equals(fact.path("type").textValue())) {
                told.add(fact.path("new").path("signatureId").asText());
            }
        }
        return told;
    }
}
