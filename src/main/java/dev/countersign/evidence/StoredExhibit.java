package dev.countersign.evidence;

import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Checks;
import dev.countersign.evidence.verify.Exhibit;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredAuthority;
import dev.countersign.worm.WormStore.StoredCertificateEvent;
import dev.countersign.worm.WormStore.StoredEnrolment;
import dev.countersign.worm.WormStore.StoredPlan;
import dev.countersign.worm.WormStore.StoredRecordEvent;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A version as it lies in the write-once store. */
final class StoredExhibit implements Exhibit {

    private final WormStore worm;
    private final Ledger ledger;
    private final StoredVersion version;
    private final Map<String, List<Entry>> ends = new HashMap<>();
    private boolean endsRead;

    StoredExhibit(WormStore worm, Ledger ledger, StoredVersion version) {
        this.worm = worm;
        this.ledger = ledger;
        this.version = version;
    }

    @Override
    public Home home() {
        Installation home = worm.installation();
        return new Home(home.organisation(), home.installationId().toString(), home.environment());
    }

    @Override
    public String recordId() {
        return version.recordId().toString();
    }

    @Override
    public int version() {
        return version.version();
    }

    @Override
    public Digest versionSha256() {
        return version.sha256();
    }

    @Override
    public byte[] manifest() {
        return version.manifest();
    }

    @Override
    public List<byte[]> manifests() {
        return worm.versions(version.recordId()).stream()
                .map(StoredVersion::manifest)
                .toList();
    }

    @Override
    public Optional<byte[]> blob(Digest sha256) {
        return worm.blob(sha256);
    }

    @Override
    public List<byte[]> plans() {
        return worm.signaturePlans(version.recordId()).stream()
                .map(StoredPlan::plan)
                .toList();
    }

    @Override
    public List<Signed> signatures() {
        return worm.signatures(version.recordId()).stream()
                .map(one -> new Signed(
                        one.signatureId().toString(),
                        one.version(),
                        one.intent(),
                        one.statement(),
                        one.signature(),
                        one.jws(),
                        one.recordedAt()))
                .toList();
    }

    @Override
    public Optional<byte[]> assertion(String signatureId, @Nullable Digest stated) {
        return stated == null ? Optional.empty() : blob(stated);
    }

    @Override
    public Optional<byte[]> list(String signatureId, @Nullable Digest stated) {
        return stated == null ? Optional.empty() : blob(stated);
    }

    @Override
    public Optional<byte[]> row(String signatureId, @Nullable Digest stated) {
        return stated == null ? Optional.empty() : blob(stated);
    }

    @Override
    public List<Entry> passkeyEntries(String credentialSha256) {
        return KeyEntries.PASSKEYS.stream()
                .flatMap(type -> KeyEntries.told(ledger, type))
                .filter(entry -> credentialSha256.equals(CanonicalJson.parse(entry.bytes())
                        .at("/new/credentialIdSha256")
                        .textValue()))
                .map(entry -> new Entry(entry.bytes(), entry.leafHash()))
                .toList();
    }

    @Override
    public List<Entry> seriesEntries(String seriesId, String firstSignatureId) {
        return new SeriesEntries(worm, ledger)
                .of(seriesId, firstSignatureId)
                .map(entry -> new Entry(entry.bytes(), entry.leafHash()))
                .toList();
    }

    @Override
    public boolean holdsEverySignature() {
        return true;
    }

    @Override
    public Optional<byte[]> statementOf(String signatureId) {
        return SeriesEntries.id(signatureId).flatMap(worm::signature).map(StoredSignature::statement);
    }

    @Override
    public boolean holdsSignaturesOf(int number) {
        return true;
    }

    @Override
    public List<String> statuses() {
        return Checks.statuses(
                worm.recordEvents(version.recordId()).stream()
                        .map(StoredRecordEvent::event)
                        .toList(),
                version.version());
    }

    @Override
    public List<byte[]> authorityCertificates() {
        return worm.authorities().stream().map(StoredAuthority::certificate).toList();
    }

    @Override
    public Optional<Enrolled> enrolment(String keyId) {
        return worm.enrolment(UUID.fromString(keyId)).map(StoredExhibit::enrolled);
    }

    @Override
    public Optional<Enrolled> enrolmentOfCertificate(Digest certificateSha256) {
        return worm.enrolmentOfCertificate(certificateSha256).map(StoredExhibit::enrolled);
    }

    @Override
    public Optional<byte[]> certificateEnd(String keyId) {
        return worm.certificateEnd(UUID.fromString(keyId)).map(StoredCertificateEvent::bytes);
    }

    @Override
    public List<Entry> endEntries(String keyId) {
        if (!ends.containsKey(keyId) && (!endsRead || certificateEnd(keyId).isPresent())) {
            // read once, and again where one ended since
            endsRead = true;
            ends.clear();
            KeyEntries.told(ledger, KeyEntries.ENDED).forEach(entry -> ends.computeIfAbsent(
                            CanonicalJson.parse(entry.bytes()).at("/new/keyId").asText(), key -> new ArrayList<>())
                    .add(new Entry(entry.bytes(), entry.leafHash())));
        }
        return ends.getOrDefault(keyId, List.of());
    }

    @Override
    public List<Entry> entries() {
        return ledger.ofRecord(version.recordId()).stream()
                .map(entry -> new Entry(entry.bytes(), entry.leafHash()))
                .toList();
    }

    private static Enrolled enrolled(StoredEnrolment stored) {
        return new Enrolled(
                stored.keyId().toString(), stored.statement(), stored.officerSignature(), stored.certificate());
    }
}
