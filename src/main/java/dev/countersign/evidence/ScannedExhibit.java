package dev.countersign.evidence;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Checks;
import dev.countersign.evidence.verify.Exhibit;
import dev.countersign.worm.StoreQuery;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A version as a {@link ScannedStore} holds it. */
final class ScannedExhibit implements Exhibit {

    private final ScannedStore store;
    private final ScannedRecord record;
    private final int version;
    private final byte[] manifest;
    private final Digest sha256;

    ScannedExhibit(ScannedStore store, ScannedRecord record, int version, byte[] manifest, Digest sha256) {
        this.store = store;
        this.record = record;
        this.version = version;
        this.manifest = manifest;
        this.sha256 = sha256;
    }

    @Override
    public Home home() {
        return record.home();
    }

    @Override
    public String recordId() {
        return record.recordId();
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public Digest versionSha256() {
        return sha256;
    }

    @Override
    public byte[] manifest() {
        return manifest;
    }

    @Override
    public List<byte[]> manifests() {
        return record.manifests();
    }

    @Override
    public Optional<byte[]> blob(Digest digest) {
        return first(StoreQuery.BLOB, digest.hex());
    }

    @Override
    public List<byte[]> plans() {
        return record.plans();
    }

    @Override
    public List<Signed> signatures() {
        return record.signatures();
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
        return credentialSha256.matches("[0-9a-f]{64}") ? store.passkeyEntries(credentialSha256) : List.of();
    }

    @Override
    public List<Entry> seriesEntries(String seriesId, String firstSignatureId) {
        Optional<UUID> series = id(seriesId);
        Optional<UUID> first = id(firstSignatureId);
        if (series.isEmpty() || first.isEmpty()) {
            return List.of();
        }
        return store.all(
                StoreQuery.SERIES_ENTRIES,
                row -> new Entry(ScannedStore.bytes(row, 0), ScannedStore.text(row, 1)),
                first.get(),
                series.get());
    }

    @Override
    public boolean holdsEverySignature() {
        return true;
    }

    @Override
    public Optional<byte[]> statementOf(String signatureId) {
        return id(signatureId).flatMap(id -> first(StoreQuery.STATEMENT, id));
    }

    @Override
    public boolean holdsSignaturesOf(int number) {
        return true;
    }

    @Override
    public List<String> statuses() {
        return Checks.statuses(record.events(), version);
    }

    @Override
    public List<byte[]> authorityCertificates() {
        return store.authorities();
    }

    @Override
    public Optional<Enrolled> enrolment(String keyId) {
        return store.enrolled(StoreQuery.ENROLMENT, UUID.fromString(keyId));
    }

    @Override
    public Optional<Enrolled> enrolmentOfCertificate(Digest certificateSha256) {
        return store.enrolled(StoreQuery.ENROLMENT_OF_CERTIFICATE, certificateSha256.hex());
    }

    @Override
    public Optional<byte[]> certificateEnd(String keyId) {
        return first(StoreQuery.CERTIFICATE_END, UUID.fromString(keyId));
    }

    @Override
    public List<Entry> endEntries(String keyId) {
        return store.endEntries(keyId);
    }

    @Override
    public List<Entry> entries() {
        return record.entries();
    }

    private static Optional<UUID> id(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }

    private Optional<byte[]> first(StoreQuery query, Object... values) {
        return store.all(query, row -> ScannedStore.bytes(row, 0), values).stream()
                .findFirst();
    }
}
