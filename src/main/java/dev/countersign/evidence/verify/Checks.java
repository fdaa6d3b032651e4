package dev.countersign.evidence.verify;

import dev.countersign.evidence.verify.Exhibit.Entry;
import dev.countersign.evidence.verify.Exhibit.Home;
import dev.countersign.evidence.verify.Exhibit.Signed;
import java.util.List;
import java.util.Optional;

/** All checks of one version: itself, its signatures, its plan, its audit entries. */
public final class Checks {

    private final Exhibit exhibit;
    private final Findings findings;

    Checks(Exhibit exhibit, Findings findings) {
        this.exhibit = exhibit;
        this.findings = findings;
    }

    /** Checks the version with everything it rests on. */
    public static Report ofVersion(Exhibit exhibit) {
        Findings findings = new Findings();
        new Checks(exhibit, findings).run();
        return findings.report();
    }

    /** Checks the version and one signature on it. */
    public static Report ofSignature(Exhibit exhibit, String signatureId) {
        Findings findings = new Findings();
        Checks checks = new Checks(exhibit, findings);
        Optional<Signed> signature = exhibit.signatures().stream()
                .filter(one -> one.signatureId().equals(signatureId))
                .findFirst();
        checks.version();
        checks.ends(signature.stream().toList());
        signature.ifPresentOrElse(
                checks::signature,
                () -> findings.failed("signature", "there is no signature " + signatureId + " on this version"));
        return findings.report();
    }

    /** There is nothing to check. */
    public static Report nothing(String name, String detail) {
        Findings findings = new Findings();
        findings.failed(name, detail);
        return findings.report();
    }

    /** The statuses that {@code countersign/record-event/v1} facts give one version. */
    public static List<String> statuses(List<byte[]> events, int version) {
        return events.stream()
                .map(Json::read)
                .filter(event -> event.path("version").asText().equals(Integer.toString(version)))
                .map(event -> event.path("status").asText())
                .toList();
    }

    /** Whether {@link Exhibit#entries()} of a record's versions must hold this entry for the checks to come out as they do with all. */
    public static boolean isNeeded(Entry entry, Home home, String recordId) {
        return AuditChecks.isNeeded(entry, home, recordId);
    }

    void run() {
        version();
        List<Signed> signatures = exhibit.signatures().stream()
                .filter(signature -> signature.version() == exhibit.version())
                .toList();
        // before the signatures: a moved end must be told as what it is, not as signatures by a certificate that had
        // ended
        ends(signatures);
        signatures.forEach(this::signature);
        findings.group("signatures", () -> new PlanChecks(exhibit).run(findings));
        findings.group("audit entries", () -> new AuditChecks(exhibit).run(findings));
    }

    private void version() {
        findings.group("version", () -> new VersionChecks(exhibit).run(findings));
    }

    private void ends(List<Signed> signatures) {
        new EndChecks(exhibit).run(findings, signatures);
    }

    private void signature(Signed signature) {
        findings.group(
                "signature " + signature.signatureId(), () -> new SignatureChecks(exhibit).run(findings, signature));
    }
}
