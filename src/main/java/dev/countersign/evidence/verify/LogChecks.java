package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Exhibit.Enrolled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
                "each certificate's, authority's, passkey's and series' entries are in the log, with the certificate's hash, and no others",
                () -> areIn(exhibit.logged(EvidenceLayout.CERTIFICATE_ENTRIES)) && areOfCertificates());
        findings.expect(
                "authorities",
                "each certificate came into the log while the authority that issued it was the one",
                () -> new AuthorityTimes(exhibit).holds());
        findings.expect(
                "enrolled before use",
                "each certificate, passkey and series was in the log before the first signature by or in it",
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
        Set<String> ofPasskeys = new TreeSet<>();
        Set<String> ofSeries = new TreeSet<>();
        for (LoggedEntry entry : exhibit.logged(EvidenceLayout.CERTIFICATE_ENTRIES)) {
            Json fact = Json.canonical(entry.entry());
            String keyId = fact.path("new").path("keyId").asText();
            if (!exhibit.home().isOf(fact, "countersign/audit-entry/v1")) {
                return false;
            }
            if (fact.path("type").asText().startsWith("passkey.")) {
                if (!ofPasskeys.add(fact.path("type").asText() + " "
                        + fact.path("new").path("credentialIdSha256").asText())) {
                    return false;
                }
                continue;
            }
            if (fact.path("type").asText().startsWith("signing.series-")) {
                if (!ofSeries.add(fact.path("type").asText() + " "
                        + fact.path("new").path("seriesId").asText())) {
                    return false;
                }
                continue;
            }
            told.add(fact.path("type").asText() + " " + keyId + " "
                    + fact.path("new").path("certificateSha256").asText());
        }
        List<String> expected = new ArrayList<>();
        List<String> authorities = new AuthorityChain(exhibit.authorityCertificates()).hashes();
        authorities.stream().skip(1).forEach(sha256 -> expected.add("authority.renewed  " + sha256));
        for (String keyId : exhibit.keys()) {
            Enrolled enrolled = exhibit.enrolment(keyId).orElseThrow();
            expected.add("key.certified " + keyId + " " + Digest.of(enrolled.certificate()));
            exhibit.certificateEnd(keyId).ifPresent(end -> expected.add("key.ended " + keyId + " "));
        }
        return told.size() == expected.size()
                && told.containsAll(expected)
                && areOfPasskeys(ofPasskeys)
                && areOfSeries(ofSeries);
    }

    /** Each passkey that answered was registered once, and may have ended; nothing is told of others. */
    private boolean areOfPasskeys(Set<String> told) {
        Set<String> left = new TreeSet<>(told);
        for (String credential : passkeys().values()) {
            if (!told.contains("passkey.registered " + credential)) {
                return false;
            }
            List.of("registered ", "suspended ", "revoked ")
                    .forEach(what -> left.remove("passkey." + what + credential));
        }
        return left.isEmpty();
    }

    /** Each series that a signature continues was begun once, and may have ended; nothing is told of others. */
    private boolean areOfSeries(Set<String> told) {
        Set<String> left = new TreeSet<>(told);
        for (String series : series().values()) {
            if (!told.contains("signing.series-begun " + series)) {
                return false;
            }
            List.of("begun ", "ended ").forEach(what -> left.remove("signing.series-" + what + series));
        }
        return left.isEmpty();
    }

    /** Series by the id of the signature that continues them. */
    private Map<String, String> series() {
        Map<String, String> series = new TreeMap<>();
        exhibit.signatures().forEach(signed -> {
            String id = ComponentChecks.series(Json.read(signed.statement()));
            if (id != null) {
                series.put(signed.signatureId(), id);
            }
        });
        return series;
    }

    /** Credentials by the id of the signature they answered for. */
    private Map<String, String> passkeys() {
        Map<String, String> passkeys = new TreeMap<>();
        exhibit.signatures().forEach(signed -> {
            String credential = PasskeyChecks.credential(Json.read(signed.statement()));
            if (credential != null) {
                passkeys.put(signed.signatureId(), credential);
            }
        });
        return passkeys;
    }

    private boolean isEnrolledBeforeUse() {
        for (LoggedEntry entry : exhibit.logged(EvidenceLayout.AUDIT_ENTRIES)) {
            if (!entry.isOf("record.signed")
                    || !entry.fact().path("recordVersion").asText().equals(Integer.toString(exhibit.version()))) {
                continue;
            }
            String credential =
                    passkeys().get(entry.fact().path("new").path("signatureId").asText());
            if (credential != null && !isBefore("passkey.registered", "credentialIdSha256", credential, entry)) {
                return false;
            }
            String series =
                    series().get(entry.fact().path("new").path("signatureId").asText());
            if (series != null && !isBefore("signing.series-begun", "seriesId", series, entry)) {
                return false;
            }
            String keyId = entry.fact().path("new").path("keyId").asText();
            if (!isBefore("key.certified", "keyId", keyId, entry)) {
                return false;
            }
        }
        return true;
    }

    private boolean isBefore(String type, String member, String value, LoggedEntry use) {
        return exhibit.logged(EvidenceLayout.CERTIFICATE_ENTRIES).stream()
                .filter(one -> one.isOf(type)
                        && value.equals(one.fact().path("new").path(member).textValue()))
                .findFirst()
                .filter(one -> one.index() < use.index())
                .isPresent();
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
