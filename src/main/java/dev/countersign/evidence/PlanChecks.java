package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.Digest;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredPlan;
import dev.countersign.worm.WormStore.StoredRecordEvent;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Whether the version bears the signatures its plan names: in order, by different and independent people (WFL-11). */
@Component
class PlanChecks {

    private static final String PLAN = "signature plan";
    private static final String SIGNATURES = "signatures";

    private final WormStore worm;

    PlanChecks(WormStore worm) {
        this.worm = worm;
    }

    void run(Findings findings, StoredVersion version) {
        List<JsonNode> signed = new ArrayList<>();
        for (StoredSignature signature : worm.signatures(version.recordId())) {
            if (signature.version() == version.version()) {
                signed.add(Facts.read(signature.statement()));
            }
        }
        if (signed.isEmpty()) {
            unsigned(findings, version);
            return;
        }
        Digest cited =
                Digest.parse(signed.get(0).path("intent").path("planSha256").asText());
        Optional<StoredPlan> plan = worm.signaturePlans(version.recordId()).stream()
                .filter(stored -> Digest.of(stored.plan()).equals(cited))
                .findFirst();
        if (plan.isEmpty()) {
            findings.failed(PLAN, "no plan of this record has the SHA-256 " + cited + " that the signatures name");
            return;
        }
        findings.expect(
                PLAN,
                "the plan with the SHA-256 that every signature names is canonical and this record's",
                () -> isPlanOf(plan.get(), version, signed));
        satisfied(findings, version, Facts.read(plan.get().plan()), signed);
    }

    private void unsigned(Findings findings, StoredVersion version) {
        if (isReleased(version)) {
            findings.failed(SIGNATURES, "the version is released, and bears no signature");
        } else {
            findings.undecided(
                    "unsigned", "this version bears no signature yet: it is a draft, not approved by anybody");
        }
    }

    private boolean isPlanOf(StoredPlan plan, StoredVersion version, List<JsonNode> signed) {
        JsonNode fact = Facts.read(plan.plan());
        return Facts.isCanonical(plan.plan())
                && VersionChecks.isFrom(fact, "countersign/signature-plan/v1", worm.installation())
                && fact.path("recordId").asText().equals(version.recordId().toString())
                && signed.stream().allMatch(one -> one.path("intent")
                        .path("planSha256")
                        .asText()
                        .equals(Digest.of(plan.plan()).hex()));
    }

    private void satisfied(Findings findings, StoredVersion version, JsonNode plan, List<JsonNode> signed) {
        JsonNode manifest = Facts.read(version.manifest());
        boolean person = "person".equals(manifest.path("author").path("kind").textValue());
        int next = 0;
        String missing = "";
        for (JsonNode step : plan.path("steps")) {
            if (!person && "person-drafted".equals(step.path("applies").textValue())) {
                continue;
            }
            Set<String> signers = new HashSet<>();
            while (next < signed.size() && signers.size() < step.path("count").asInt()) {
                JsonNode statement = signed.get(next++);
                signers.add(statement.path("signer").path("userId").asText());
                step(findings, version, step, statement);
            }
            if (signers.size() < step.path("count").asInt() && missing.isEmpty()) {
                missing = step.path("code").asText();
            }
        }
        conclude(findings, version, missing, signed, next);
    }

    private void conclude(
            Findings findings, StoredVersion version, String missing, List<JsonNode> signed, int counted) {
        boolean rejected = signed.stream().anyMatch(one -> "reject"
                .equals(one.path("intent").path("decision").textValue()));
        if (counted < signed.size()) {
            findings.failed(SIGNATURES, "the version bears more signatures than its plan names");
        } else if (isReleased(version)) {
            findings.expect(
                    SIGNATURES,
                    "the released version bears every signature of its plan, and no rejection",
                    () -> missing.isEmpty() && !rejected);
        } else if (rejected) {
            findings.undecided(SIGNATURES, "this version was rejected; a later one may be approved");
        } else if (missing.isEmpty()) {
            findings.expect(SIGNATURES, "the version bears every signature of its plan", () -> true);
        } else {
            findings.undecided(SIGNATURES, "step " + missing + " of the plan is still to be signed");
        }
    }

    private void step(Findings findings, StoredVersion version, JsonNode step, JsonNode statement) {
        JsonNode intent = statement.path("intent");
        String signer = statement.path("signer").path("userId").asText();
        boolean approves = "approve".equals(intent.path("decision").textValue());
        String meaning = approves ? step.path("meaning").asText() : "rejection";
        findings.expect(
                "signature " + statement.path("signatureId").asText() + ": step",
                "it is for step " + step.path("code").asText()
                        + " in this place, with its meaning, by somebody who may sign it",
                () -> intent.path("planStep").equals(step.path("code"))
                        && meaning.equals(intent.path("meaning").path("code").textValue())
                        && (!step.path("role").asText().isEmpty() || isAuthor(version, signer))
                        && isIndependent(version, step, signer));
    }

    private static boolean isAuthor(StoredVersion version, String signer) {
        JsonNode author = Facts.read(version.manifest()).path("author");
        return "person".equals(author.path("kind").textValue())
                && signer.equals(author.path("id").textValue());
    }

    private boolean isIndependent(StoredVersion version, JsonNode step, String signer) {
        Set<String> others = new HashSet<>();
        step.path("independentOf").forEach(code -> others.add(code.asText()));
        boolean wrote = others.contains("author")
                && worm.versions(version.recordId()).stream().anyMatch(one -> isAuthor(one, signer));
        boolean signed = worm.signatures(version.recordId()).stream()
                .filter(one -> one.version() <= version.version())
                .map(one -> Facts.read(one.statement()))
                .anyMatch(one -> signer.equals(one.path("signer").path("userId").textValue())
                        && others.contains(one.path("intent").path("planStep").asText()));
        return !wrote && !signed;
    }

    private boolean isReleased(StoredVersion version) {
        return worm.recordEvents(version.recordId()).stream()
                .map(StoredRecordEvent::event)
                .map(Facts::read)
                .anyMatch(event -> event.path("version").asInt() == version.version()
                        && Set.of("approved", "effective")
                                .contains(event.path("status").asText()));
    }
}
