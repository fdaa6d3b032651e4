package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A version as it lies in a bundle. */
final class BundleExhibit implements Exhibit {

    private static final String HEAD = "-----BEGIN CERTIFICATE-----\n";
    private static final String FOOT = "\n-----END CERTIFICATE-----\n";

    private final Archive archive;
    private final Json manifest;

    /** @param manifest the bundle's own, read and found sound */
    BundleExhibit(Archive archive, Json manifest) {
        this.archive = archive;
        this.manifest = manifest;
    }

    @Override
    public Home home() {
        return new Home(
                manifest.path("organisation").asText(),
                manifest.path("installation").asText(),
                manifest.path("environment").asText());
    }

    @Override
    public String recordId() {
        return manifest.path("recordId").asText();
    }

    @Override
    public int version() {
        return Math.toIntExact(manifest.path("version").asLong());
    }

    @Override
    public Digest versionSha256() {
        return Digest.parse(manifest.path("versionSha256").asText());
    }

    @Override
    public byte[] manifest() {
        return archive.bytes(EvidenceLayout.VERSION);
    }

    @Override
    public List<byte[]> manifests() {
        List<byte[]> manifests = new ArrayList<>();
        IntStream.range(1, version()).forEach(number -> manifests.add(archive.bytes(EvidenceLayout.earlier(number))));
        manifests.add(manifest());
        return manifests;
    }

    @Override
    public Optional<byte[]> blob(Digest sha256) {
        Json version = Json.read(manifest());
        if (sha256.hex().equals(version.path("content").path("sha256").textValue())) {
            return Optional.of(archive.bytes(EvidenceLayout.CONTENT));
        }
        String attachment = EvidenceLayout.attachment(sha256.hex());
        if (archive.has(attachment)) {
            return Optional.of(archive.bytes(attachment));
        }
        return archive.names().stream()
                .filter(name -> name.endsWith(".presentation.json"))
                .map(archive::bytes)
                .filter(bytes -> Digest.of(bytes).equals(sha256))
                .findFirst();
    }

    @Override
    public Optional<byte[]> assertion(String signatureId, @Nullable Digest stated) {
        return part(signatureId, EvidenceLayout.ASSERTION_PART);
    }

    @Override
    public Optional<byte[]> list(String signatureId, @Nullable Digest stated) {
        return part(signatureId, EvidenceLayout.LIST_PART);
    }

    @Override
    public Optional<byte[]> row(String signatureId, @Nullable Digest stated) {
        return part(signatureId, EvidenceLayout.ROW_PART);
    }

    private Optional<byte[]> part(String signatureId, String part) {
        String name = EvidenceLayout.signature(signatureId, part);
        return archive.has(name) ? Optional.of(archive.bytes(name)) : Optional.empty();
    }

    @Override
    public List<Entry> passkeyEntries(String credentialSha256) {
        return logged(EvidenceLayout.CERTIFICATE_ENTRIES).stream()
                .filter(line -> line.fact().path("type").asText().startsWith("passkey."))
                .filter(line -> credentialSha256.equals(
                        line.fact().path("new").path("credentialIdSha256").textValue()))
                .map(line -> new Entry(line.entry(), line.leafHash().hex()))
                .toList();
    }

    @Override
    public List<Entry> seriesEntries(String seriesId, String firstSignatureId) {
        return logged(EvidenceLayout.CERTIFICATE_ENTRIES).stream()
                .filter(line -> line.fact().path("type").asText().startsWith("signing.series-"))
                .filter(line ->
                        seriesId.equals(line.fact().path("new").path("seriesId").textValue()))
                .map(line -> new Entry(line.entry(), line.leafHash().hex()))
                .toList();
    }

    @Override
    public boolean holdsEverySignature() {
        return false;
    }

    @Override
    public Optional<byte[]> statementOf(String signatureId) {
        String name = EvidenceLayout.signature(signatureId, "statement.json");
        return archive.has(name) ? Optional.of(archive.bytes(name)) : Optional.empty();
    }

    @Override
    public List<byte[]> plans() {
        return archive.has(EvidenceLayout.PLAN) ? List.of(archive.bytes(EvidenceLayout.PLAN)) : List.of();
    }

    @Override
    public List<Signed> signatures() {
        return ids("signatures/", ".statement.json").stream()
                .map(this::signed)
                .sorted(Comparator.comparing(signed ->
                        Json.read(signed.statement()).path("earlierSignatures").size()))
                .toList();
    }

    private Signed signed(String id) {
        return new Signed(
                id,
                version(),
                archive.bytes(EvidenceLayout.signature(id, "intent.json")),
                archive.bytes(EvidenceLayout.signature(id, "statement.json")),
                archive.bytes(EvidenceLayout.signature(id, "sig")),
                new String(archive.bytes(EvidenceLayout.signature(id, "jws")), StandardCharsets.ISO_8859_1),
                null);
    }

    @Override
    public boolean holdsSignaturesOf(int version) {
        return version == version();
    }

    @Override
    public List<String> statuses() {
        return entries().stream()
                .map(entry -> Json.read(entry.bytes()))
                .filter(fact -> "record.status-changed".equals(fact.path("type").textValue())
                        && fact.path("recordVersion").asText().equals(Integer.toString(version())))
                .map(fact -> fact.path("new").path("status").asText())
                .toList();
    }

    @Override
    public List<byte[]> authorityCertificates() {
        List<byte[]> all = new ArrayList<>();
        for (int one = 1; archive.has(EvidenceLayout.authority(one)); one++) {
            all.add(der(archive.bytes(EvidenceLayout.authority(one))));
        }
        return all;
    }

    /** Ids of the keys whose certificates are in the bundle. */
    List<String> keys() {
        return ids("certificates/", ".enrolment.json");
    }

    @Override
    public Optional<Enrolled> enrolment(String keyId) {
        if (!archive.has(EvidenceLayout.certificate(keyId, "enrolment.json"))) {
            return Optional.empty();
        }
        return Optional.of(new Enrolled(
                keyId,
                archive.bytes(EvidenceLayout.certificate(keyId, "enrolment.json")),
                archive.bytes(EvidenceLayout.certificate(keyId, "enrolment.sig")),
                der(archive.bytes(EvidenceLayout.certificate(keyId, "cert.pem")))));
    }

    @Override
    public Optional<Enrolled> enrolmentOfCertificate(Digest certificateSha256) {
        return keys().stream()
                .map(key -> enrolment(key).orElseThrow())
                .filter(enrolled -> Digest.of(enrolled.certificate()).equals(certificateSha256))
                .findFirst();
    }

    @Override
    public Optional<byte[]> certificateEnd(String keyId) {
        String name = EvidenceLayout.certificate(keyId, EvidenceLayout.ENDED_PART);
        return archive.has(name) ? Optional.of(archive.bytes(name)) : Optional.empty();
    }

    @Override
    public List<Entry> endEntries(String keyId) {
        return logged(EvidenceLayout.CERTIFICATE_ENTRIES).stream()
                .filter(line -> line.isOf("key.ended"))
                .filter(line ->
                        keyId.equals(line.fact().path("new").path("keyId").textValue()))
                .map(line -> new Entry(line.entry(), line.leafHash().hex()))
                .toList();
    }

    @Override
    public List<Entry> entries() {
        return logged(EvidenceLayout.AUDIT_ENTRIES).stream()
                .map(line -> new Entry(line.entry(), line.leafHash().hex()))
                .toList();
    }

    /** The lines of a file of log entries. */
    List<LoggedEntry> logged(String name) {
        return LoggedEntry.lines(archive.bytes(name));
    }

    private List<String> ids(String folder, String ending) {
        return archive.names().stream()
                .filter(name -> name.startsWith(folder) && name.endsWith(ending))
                .map(name -> name.substring(folder.length(), name.length() - ending.length()))
                .sorted()
                .toList();
    }

    /**
     * The bytes of a certificate in PEM, as it is written here and by openssl.
     *
     * @throws IllegalArgumentException if the file is anything else
     */
    private static byte[] der(byte[] pem) {
        String text = new String(pem, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(HEAD) || !text.endsWith(FOOT) || text.length() < HEAD.length() + FOOT.length()) {
            throw new IllegalArgumentException("not a certificate in PEM");
        }
        String body = text.substring(HEAD.length(), text.length() - FOOT.length());
        byte[] der = Base64.getDecoder().decode(body.replace("\n", ""));
        if (!Certificate.parse(der).pem().equals(text)) {
            throw new IllegalArgumentException("not PEM as it is written");
        }
        return der;
    }
}
