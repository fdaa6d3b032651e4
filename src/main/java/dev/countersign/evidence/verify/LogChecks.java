package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Exhibit.Enrolled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The record's and the certificates' entries in the sealed log: proofs, checkpoint, and enrolment before first use. */
final class LogChecks {

    private final Archive archive;
    private final BundleExhibit exhibit;

    LogChecks(Archive archive, BundleExhibit exhibit) {
        this.archive = archive;
        this.exhibit = exhibit;
    }

    void run(Findings findings) {
        findings.expect(
                "checkpoint",
                "audit/checkpoint is a checkpoint signed by audit/log-key",
                () -> checkpoint().size() > 0);
        findings.expect(
                "log entries",
                "each audit entry has its leaf hash and a path to the checkpoint's root",
                () -> areIn(exhibit.logged(EvidenceLayout.AUDIT_ENTRIES)));
        findings.expect(
                "log entries of certificates",
                "each certificate's entries are in the log, with the certificate's hash, and no others",
                () -> areIn(exhibit.logged(EvidenceLayout.CERTIFICATE_ENTRIES)) && areOfCertificates());
        findings.expect(
                "enrolled before use",
                "each certificate was in the log before the first signature by its key",
                this::isEnrolledBeforeUse);
    }

    /** @throws IllegalArgumentException if it is none, or not signed */
    Checkpoint checkpoint() {
        return Checkpoint.parse(archive.bytes(EvidenceLayout.CHECKPOINT), key());
    }

    /** @throws IllegalArgumentException if the file is anything but one verifier key and a line feed */
    Checkpoint.Key key() {
        String line = logKey();
        return Checkpoint.Key.parse(line);
    }

    String logKey() {
        String text = new String(archive.bytes(EvidenceLayout.LOG_KEY), StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("not one line");
        }
        return text.substring(0, text.length() - 1);
    }

    private boolean areIn(List<LoggedEntry> entries) {
        Checkpoint checkpoint = checkpoint();
        return entries.stream().allMatch(entry -> entry.isIn(checkpoint));
    }

    private boolean areOfCertificates() {
        List<String> told = new ArrayList<>();
        for (LoggedEntry entry : exhibit.logged(EvidenceLayout.CERTIFICATE_ENTRIES)) {
            Json fact = Json.canonical(entry.entry());
            String keyId = fact.path("new").path("keyId").asText();
            if (!exhibit.home().isOf(fact, "countersign/audit-entry/v1")) {
                return false;
            }
            told.add(fact.path("type").asText() + " " + keyId + " "
                    + fact.path("new").path("certificateSha256").asText());
        }
        List<String> expected = new ArrayList<>();
        for (String keyId : exhibit.keys()) {
            Enrolled enrolled = exhibit.enrolment(keyId).orElseThrow();
            expected.add("key.certified " + keyId + " " + Digest.of(enrolled.certificate()));
            exhibit.certificateEnd(keyId).ifPresent(end -> expected.add("key.ended " + keyId + " "));
        }
        return told.size() == expected.size() && told.containsAll(expected);
    }

    private boolean isEnrolledBeforeUse() {
        for (LoggedEntry entry : exhibit.logged(EvidenceLayout.AUDIT_ENTRIES)) {
            if (!entry.isOf("record.signed")
                    || !entry.fact().path("recordVersion").asText().equals(Integer.toString(exhibit.version()))) {
                continue;
            }
            String keyId = entry.fact().path("new").path("keyId").asText();
            Optional<LoggedEntry> enrolment = exhibit.logged(EvidenceLayout.CERTIFICATE_ENTRIES).stream()
                    .filter(one -> one.isOf("key.certified")
                            && keyId.equals(one.fact().path("new").path("keyId").textValue()))
                    .findFirst();
            if (enrolment.isEmpty() || enrolment.get().index() >= entry.index()) {
                return false;
            }
        }
        return true;
    }

    /** SHA-256 of the founders' public keys, as far as they are in the bundle. */
    Set<String> founders() {
        Set<String> founders = new TreeSet<>();
        for (String keyId : exhibit.keys()) {
            Enrolled enrolled = exhibit.enrolment(keyId).orElseThrow();
            if (Json.read(enrolled.statement()).path("founder").isTrue()) {
                founders.add(Certificate.parse(enrolled.certificate())
                        .key()
                        .fingerprint()
                        .hex());
            }
        }
        return founders;
    }
}
