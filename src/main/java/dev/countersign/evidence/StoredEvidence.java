package dev.countersign.evidence;

import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** {@link Evidence} over the write-once store. */
@Component
class StoredEvidence implements Evidence {

    private final WormStore worm;
    private final VersionChecks versions;
    private final SignatureChecks signatures;
    private final PlanChecks plans;
    private final AuditChecks audit;

    StoredEvidence(
            WormStore worm, VersionChecks versions, SignatureChecks signatures, PlanChecks plans, AuditChecks audit) {
        this.worm = worm;
        this.versions = versions;
        this.signatures = signatures;
        this.plans = plans;
        this.audit = audit;
    }

    @Override
    public Report verify(UUID recordId, int number) {
        Findings findings = new Findings();
        Optional<StoredVersion> version = worm.version(recordId, number);
        if (version.isEmpty()) {
            findings.failed("version", "there is no version " + number + " of record " + recordId);
            return findings.report();
        }
        findings.group("version", () -> versions.run(findings, version.get()));
        for (StoredSignature signature : worm.signatures(recordId)) {
            if (signature.version() == number) {
                String name = "signature " + signature.signatureId();
                findings.group(name, () -> signatures.run(findings, signature, version.get()));
            }
        }
        findings.group("signatures", () -> plans.run(findings, version.get()));
        findings.group("audit entries", () -> audit.run(findings, recordId));
        return findings.report();
    }

    @Override
    public Report verifySignature(UUID signatureId) {
        Findings findings = new Findings();
        Optional<StoredSignature> signature = worm.signature(signatureId);
        Optional<StoredVersion> version = signature.flatMap(found -> worm.version(found.recordId(), found.version()));
        if (signature.isEmpty() || version.isEmpty()) {
            findings.failed("signature", "there is no signature " + signatureId);
            return findings.report();
        }
        findings.group("version", () -> versions.run(findings, version.get()));
        findings.group("signature", () -> signatures.run(findings, signature.get(), version.get()));
        return findings.report();
    }
}
