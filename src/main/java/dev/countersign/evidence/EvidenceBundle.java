package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.EvidenceLayout;
import dev.countersign.ledger.Attestations.Cosignature;
import dev.countersign.ledger.Authorities.Authority;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.ledger.Log;
import dev.countersign.ledger.Log.Inclusion;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredEnrolment;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Writes evidence as a bundle (docs/formats.md "Evidence bundle"): stored bytes as they are, one file at a time. */
final class EvidenceBundle {

    private final WormStore worm;
    private final Log log;
    private final ExportedEvidence evidence;

    EvidenceBundle(WormStore worm, Log log, ExportedEvidence evidence) {
        this.worm = worm;
        this.log = log;
        this.evidence = evidence;
    }

    /**
     * @param list of certificates that ended, signed; empty if nothing is signed
     * @param copy the human-readable copy, PDF
     */
    void write(OutputStream stream, byte[] list, byte[] copy) throws IOException {
        BundleFiles files = new BundleFiles(stream);
        files.add(EvidenceLayout.README, Explanation.of(evidence));
        files.add(EvidenceLayout.SHELL, Explanation.resource(EvidenceLayout.SHELL));
        files.add(EvidenceLayout.PAGE, Explanation.resource(EvidenceLayout.PAGE));
        record(files);
        for (StoredSignature signature : evidence.signatures()) {
            signature(files, signature);
        }
        certificates(files);
        if (list.length > 0) {
            files.add(EvidenceLayout.REVOCATION_LIST, list);
        }
        files.add(EvidenceLayout.CERTIFICATE_ENTRIES, lines(evidence.keyEntries()));
        files.add(EvidenceLayout.AUDIT_ENTRIES, lines(evidence.entries()));
        files.add(EvidenceLayout.LOG_KEY, log.verifierKey(evidence.checkpoint()) + "\n");
        checkpoint(files);
        files.add(EvidenceLayout.COPY, copy);
        files.finish(worm.installation(), evidence.version());
    }

    /** The log's note goes on with the lines of witnesses, as signed notes do; tokens are over the note as the log wrote it. */
    private void checkpoint(BundleFiles files) throws IOException {
        ByteArrayOutputStream note = new ByteArrayOutputStream();
        note.writeBytes(evidence.checkpoint().note());
        StringBuilder keys = new StringBuilder();
        for (Cosignature cosignature : evidence.attested().cosignatures()) {
            note.writeBytes(cosignature.line().getBytes(StandardCharsets.UTF_8));
            keys.append(cosignature.verifierKey()).append('\n');
        }
        files.add(EvidenceLayout.CHECKPOINT, note.toByteArray());
        if (!keys.isEmpty()) {
            files.add(EvidenceLayout.WITNESS_KEYS, keys.toString());
        }
        int number = 0;
        for (byte[] token : evidence.attested().timestamps()) {
            files.add(EvidenceLayout.timestamp(++number), token);
        }
    }

    private void record(BundleFiles files) throws IOException {
        StoredVersion version = evidence.version();
        files.add(EvidenceLayout.VERSION, version.manifest());
        for (StoredVersion earlier : evidence.earlier()) {
            files.add(EvidenceLayout.earlier(earlier.version()), earlier.manifest());
        }
        if (evidence.plan() != null) {
            files.add(EvidenceLayout.PLAN, evidence.plan().plan());
        }
        files.add(EvidenceLayout.CONTENT, blob(version.contentSha256()));
        Set<String> attachments = new LinkedHashSet<>();
        for (JsonNode attachment : CanonicalJson.parse(version.manifest()).path("attachments")) {
            attachments.add(attachment.path("sha256").textValue());
        }
        for (String sha256 : attachments) {
            files.add(EvidenceLayout.attachment(sha256), blob(Digest.parse(sha256)));
        }
    }

    private void signature(BundleFiles files, StoredSignature signature) throws IOException {
        String id = signature.signatureId().toString();
        StoredEnrolment signer =
                Objects.requireNonNull(evidence.keys().get(signature.keyId().toString()));
        JsonNode intent = CanonicalJson.parse(signature.intent());
        files.add(EvidenceLayout.signature(id, "statement.json"), signature.statement());
        files.add(EvidenceLayout.signature(id, "sig"), signature.signature());
        files.add(EvidenceLayout.signature(id, "cert.pem"), pem(signer.certificate()));
        files.add(EvidenceLayout.signature(id, "intent.json"), signature.intent());
        files.add(
                EvidenceLayout.signature(id, "presentation.json"),
                blob(Digest.parse(intent.path("presentationSha256").textValue())));
        files.add(EvidenceLayout.signature(id, "jws"), signature.jws());
        String assertion = CanonicalJson.parse(signature.statement())
                .at("/authentication/passkey/assertionSha256")
                .textValue();
        if (assertion != null) {
            files.add(EvidenceLayout.signature(id, EvidenceLayout.ASSERTION_PART), blob(Digest.parse(assertion)));
        }
        JsonNode batch = intent.path("batch");
        if (batch.isObject()) {
            // its own row alone: the others are of records that whoever reads this may not see
            byte[] list = blob(Digest.parse(batch.path("listSha256").asText()));
            String row = CanonicalJson.parse(list)
                    .path("rows")
                    .path(batch.path("position").asInt() - 1)
                    .asText();
            files.add(EvidenceLayout.signature(id, EvidenceLayout.LIST_PART), list);
            files.add(EvidenceLayout.signature(id, EvidenceLayout.ROW_PART), blob(Digest.parse(row)));
        }
    }

    private void certificates(BundleFiles files) throws IOException {
        for (Authority authority : evidence.authorities()) {
            files.add(
                    EvidenceLayout.authority(authority.generation()),
                    authority.certificate().pem());
        }
        StringBuilder ended = new StringBuilder();
        for (Map.Entry<String, StoredEnrolment> key : evidence.keys().entrySet()) {
            String id = key.getKey();
            StoredEnrolment enrolment = key.getValue();
            files.add(EvidenceLayout.certificate(id, "cert.pem"), pem(enrolment.certificate()));
            files.add(EvidenceLayout.certificate(id, "enrolment.json"), enrolment.statement());
            files.add(EvidenceLayout.certificate(id, "enrolment.sig"), enrolment.officerSignature());
            Optional<byte[]> end = end(id);
            if (end.isPresent()) {
                files.add(EvidenceLayout.certificate(id, "ended.json"), end.get());
                ended.append("ended ").append(id).append(' ');
                ended.append(CanonicalJson.parse(end.get()).path("createdAt").textValue());
                ended.append('\n');
            }
        }
        files.add(EvidenceLayout.REVOCATION, ended.isEmpty() ? EvidenceLayout.NONE_RECORDED : ended.toString());
    }

    /** The end of a certificate, if the checkpoint covers it. */
    private Optional<byte[]> end(String keyId) {
        boolean told = evidence.tellsEndOf(keyId);
        return worm.certificateEnd(UUID.fromString(keyId)).filter(end -> told).map(end -> end.bytes());
    }

    private byte[] lines(List<Entry> entries) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            long index = Objects.requireNonNull(entry.index());
            Inclusion inclusion = log.inclusion(index, evidence.checkpoint().size());
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.put("index", index)
                    .put("entry", Base64.getEncoder().encodeToString(entry.bytes()))
                    .put("leafHash", inclusion.leafHash().hex());
            ArrayNode proof = line.putArray("proof");
            inclusion.path().forEach(node -> proof.add(node.hex()));
            lines.writeBytes(CanonicalJson.write(line));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private byte[] blob(Digest sha256) {
        return worm.blob(sha256).orElseThrow(() -> EvidenceRefusal.disposedOf(sha256));
    }

    private static String pem(byte[] der) {
        return Certificate.parse(der).pem();
    }
}
