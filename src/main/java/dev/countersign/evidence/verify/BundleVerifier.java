package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Exhibit.Signed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks an evidence bundle (CPY-02): its form, its files, everything the stored version is checked for, the log, and whether the
 * keys are those of a trust file. Needs no network, no database and no other program.
 */
public final class BundleVerifier {

    private final Findings findings = new Findings();
    private final Map<String, Long> ended;
    private final Anchors anchors;
    private List<String> fingerprints = List.of();

    private BundleVerifier(Anchors anchors, Map<String, Long> ended) {
        this.anchors = anchors;
        this.ended = ended;
    }

    /**
     * What came out.
     *
     * @param report the checks in order; nothing after a failure of the form was looked at
     * @param anchored whether a trust file was compared
     * @param fingerprints what to compare by hand: a name and a value each
     */
    public record Verdict(Report report, boolean anchored, List<String> fingerprints) {

        /** Whether nothing failed. */
        public boolean holds() {
            return report.state() != Report.State.INVALID;
        }

        /** The first check that failed. */
        public Optional<Report.Check> failure() {
            return report.checks().stream()
                    .filter(check -> check.result() == Report.Result.FAILED)
                    .findFirst();
        }
    }

    /**
     * Checks a bundle.
     *
     * @param trust the bytes of {@code trust.json}, fetched at another time and kept elsewhere; null if there is none
     */
    public static Verdict verify(ByteBuffer zip, byte @Nullable [] trust) {
        return verify(zip, trust, null, Map.of());
    }

    /**
     * Checks a bundle, and its timestamps by other authorities than those of the trust file.
     *
     * @param authorities certificates (PEM) of those whose timestamps count; null leaves that to the trust file
     */
    public static Verdict verify(ByteBuffer zip, byte @Nullable [] trust, byte @Nullable [] authorities) {
        return verify(zip, trust, authorities, Map.of());
    }

    /**
     * Checks a bundle where the log's earlier epochs are known.
     *
     * @param ended verifier keys of the log in epochs that ended, and how many entries it went on with: a bundle of such an epoch is
     *     one of this log if its checkpoint covers no more
     */
    public static Verdict verify(ByteBuffer zip, byte @Nullable [] trust, Map<String, Long> ended) {
        return verify(zip, trust, null, ended);
    }

    private static Verdict verify(
            ByteBuffer zip, byte @Nullable [] trust, byte @Nullable [] authorities, Map<String, Long> ended) {
        BundleVerifier verifier = new BundleVerifier(new Anchors(null, trust, null, authorities), ended);
        try {
            Archive archive = Archive.read(zip);
            verifier.findings.expect("archive", "the ZIP file is written as bundles are", () -> true);
            verifier.findings.group("bundle manifest", () -> verifier.run(archive));
        } catch (Archive.Refused e) {
            verifier.findings.failed("archive", String.valueOf(e.getMessage()));
        }
        return new Verdict(verifier.findings.report(), trust != null, verifier.fingerprints);
    }

    /** A file that is longer than any bundle. */
    public static Verdict tooLong(boolean anchored) {
        return new Verdict(
                Checks.nothing("archive", "it is longer than any bundle: two gigabytes at most"), anchored, List.of());
    }

    private void run(Archive archive) {
        ManifestChecks files = new ManifestChecks(archive);
        if (!files.run(findings)) {
            return;
        }
        BundleExhibit exhibit = new BundleExhibit(archive, files.manifest());
        new Checks(exhibit, findings).run();
        findings.group("certificates", () -> certificates(archive, exhibit));
        LogChecks log = new LogChecks(archive, exhibit);
        findings.group("log", () -> log.run(findings));
        AttestationChecks attestations = new AttestationChecks(archive, log);
        findings.group("attestations", () -> attestations.run(findings, anchors));
        findings.group("trust", () -> trust(exhibit, log, attestations));
    }

    private void certificates(Archive archive, BundleExhibit exhibit) {
        if (archive.has(EvidenceLayout.AUTHORITY)) {
            findings.expect(
                    "authority",
                    "the authority's certificate is an authority's, signed by its own key; each later authority's by the one before",
                    () -> new AuthorityChain(exhibit.authorityCertificates()).isSound());
        }
        Set<String> needed = new TreeSet<>();
        for (Signed signed : exhibit.signatures()) {
            String signer =
                    Json.read(signed.statement()).path("signer").path("keyId").asText();
            findings.expect(
                    "signature " + signed.signatureId() + ": certificate file",
                    "the certificate beside the signature is the signer's",
                    () -> Arrays.equals(
                            archive.bytes(EvidenceLayout.signature(signed.signatureId(), "cert.pem")),
                            archive.bytes(EvidenceLayout.certificate(signer, "cert.pem"))));
            String keyId = signer;
            while (needed.add(keyId)) {
                keyId = Json.read(exhibit.enrolment(keyId).orElseThrow().statement())
                        .path("proofing")
                        .path("officer")
                        .path("keyId")
                        .asText();
            }
        }
        findings.expect(
                "certificates",
                "certificates/ holds what the signatures rest on, up to the founders, and nothing else",
                () -> needed.equals(new TreeSet<>(exhibit.keys())));
        findings.expect(
                "revocation",
                "certificates/revocation.txt says which of these certificates ended, as the facts beside it do",
                () -> revocation(exhibit)
                        .equals(new String(archive.bytes(EvidenceLayout.REVOCATION), StandardCharsets.ISO_8859_1)));
        if (archive.has(EvidenceLayout.REVOCATION_LIST)) {
            new ListChecks(archive, exhibit).run(findings);
        }
    }

    private static String revocation(BundleExhibit exhibit) {
        StringBuilder text = new StringBuilder();
        for (String keyId : exhibit.keys()) {
            Optional<byte[]> end = exhibit.certificateEnd(keyId);
            if (end.isPresent()) {
                Json fact = Json.canonical(end.get());
                if (!exhibit.home().isOf(fact, "countersign/certificate-event/v1")
                        || !keyId.equals(fact.path("keyId").textValue())) {
                    throw new IllegalArgumentException("not the end of this key");
                }
                text.append("ended ").append(keyId).append(' ');
                text.append(fact.path("createdAt").asText()).append('\n');
            }
        }
        return text.isEmpty() ? EvidenceLayout.NONE_RECORDED : text.toString();
    }

    private void trust(BundleExhibit exhibit, LogChecks log, AttestationChecks attestations) {
        List<String> found = new ArrayList<>();
        exhibit.authorityCertificates().forEach(der -> found.add("authority certificate SHA-256 " + Digest.of(der)));
        log.founders().forEach(founder -> found.add("founder key SHA-256 " + founder));
        found.add("log key " + log.logKey());
        attestations.keys().forEach(key -> found.add("witness key " + key));
        fingerprints = List.copyOf(found);
        byte[] trust = anchors.trust();
        if (trust == null) {
            return;
        }
        Json trusted = Json.read(trust);
        boolean earlier = !log.logKey().equals(trusted.path("logKey").textValue()) && ended.containsKey(log.logKey());
        findings.expect(
                "trust",
                "authorities, founders and log are those of the trust file, of the same installation"
                        + (earlier
                                ? "; the log's key is that of an earlier epoch, which two people ended when the log went on with "
                                        + ended.get(log.logKey()) + " entries"
                                : ""),
                () -> isTrusted(trusted, exhibit, log));
    }

    private boolean isLogs(Json trust, LogChecks log) {
        Long kept = ended.get(log.logKey());
        if (kept == null || log.logKey().equals(trust.path("logKey").textValue())) {
            return log.logKey().equals(trust.path("logKey").textValue());
        }
        if (log.checkpoint().size() > kept) {
            throw new Findings.Broken("its checkpoint covers "
                    + log.checkpoint().size() + ": two people decided that the log goes on without what came after");
        }
        return true;
    }

    private boolean isTrusted(Json trust, BundleExhibit exhibit, LogChecks log) {
        Set<String> founders = trust.path("founderKeysSha256").items().stream()
                .map(Json::asText)
                .collect(Collectors.toSet());
        return exhibit.home().isOf(trust, "countersign/trust/v1")
                && new AuthorityTimes(exhibit).isTrusted(trust, log.checkpoint().size())
                && founders.containsAll(log.founders())
                && isLogs(trust, log);
    }
}
