package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Exhibit.Signed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the version bears the signatures its plan names: in order, by different and independent people (WFL-11). */
final class PlanChecks {

    private static final String PLAN = "signature plan";
    private static final String SIGNATURES = "signatures";

    private final Exhibit exhibit;

    PlanChecks(Exhibit exhibit) {
        this.exhibit = exhibit;
    }

    void run(Findings findings) {
        List<Json> signed = new ArrayList<>();
        for (Signed signature : exhibit.signatures()) {
            if (signature.version() == exhibit.version()) {
                signed.add(Json.read(signature.statement()));
            }
        }
        if (signed.isEmpty()) {
            unsigned(findings);
            return;
        }
        Digest cited =
                Digest.parse(signed.get(0).path("intent").path("planSha256").asText());
        Optional<byte[]> plan = exhibit.plans().stream()
                .filter(stored -> Digest.of(stored).equals(cited))
                .findFirst();
        if (plan.isEmpty()) {
            findings.failed(PLAN, "no plan of this record has the SHA-256 " + cited + " that the signatures name");
            return;
        }
        findings.expect(
                PLAN,
                "the plan with the SHA-256 that every signature names is canonical and this record's",
                () -> isPlan(plan.get())
                        && signed.stream().allMatch(one -> cited.hex()
                                .equals(one.path("intent").path("planSha256").textValue())));
        satisfied(findings, Json.read(plan.get()), signed);
    }

    private void unsigned(Findings findings) {
        if (!exhibit.plans().isEmpty()) {
            findings.expect(
                    PLAN, "each plan of this record is canonical and this record's", () -> exhibit.plans().stream()
                            .allMatch(this::isPlan));
        }
        if (isReleased()) {
            findings.failed(SIGNATURES, "the version is released, and bears no signature");
        } else {
            findings.undecided(
                    "unsigned", "this version bears no signature yet: it is a draft, not approved by anybody");
        }
    }

    private boolean isPlan(byte[] bytes) {
        Json plan = Json.canonical(bytes);
        return exhibit.home().isOf(plan, "countersign/signature-plan/v1")
                && exhibit.recordId().equals(plan.path("recordId").textValue());
    }

    private void satisfied(Findings findings, Json plan, List<Json> signed) {
        Json manifest = Json.read(exhibit.manifest());
        boolean person = "person".equals(manifest.path("author").path("kind").textValue());
        int next = 0;
        String missing = "";
        for (Json step : plan.path("steps").items()) {
            if (!person && "person-drafted".equals(step.path("applies").textValue())) {
                continue;
            }
            Set<String> signers = new HashSet<>();
            while (next < signed.size() && signers.size() < step.path("count").asLong()) {
                Json statement = signed.get(next++);
                signers.add(statement.path("signer").path("userId").asText());
                step(findings, step, statement);
            }
            if (signers.size() < step.path("count").asLong() && missing.isEmpty()) {
                missing = step.path("code").asText();
            }
        }
        conclude(findings, missing, signed, next);
    }

    private void conclude(Findings findings, String missing, List<Json> signed, int counted) {
        boolean rejected = signed.stream().anyMatch(one -> "reject"
                .equals(one.path("intent").path("decision").textValue()));
        if (counted < signed.size()) {
            findings.failed(SIGNATURES, "the version bears more signatures than its plan names");
        } else if (isReleased()) {
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

    private void step(Findings findings, Json step, Json statement) {
        Json intent = statement.path("intent");
        String signer = statement.path("signer").path("userId").asText();
        boolean approves = "approve".equals(intent.path("decision").textValue());
        String meaning = approves ? step.path("meaning").asText() : "rejection";
        findings.expect(
                "signature " + statement.path("signatureId").asText() + ": step",
                "it is for step " + step.path("code").asText()
                        + " in this place, with its meaning, by somebody who may sign it",
                () -> intent.path("planStep").equals(step.path("code"))
                        && meaning.equals(intent.path("meaning").path("code").textValue())
                        && (!step.path("role").asText().isEmpty() || isAuthor(exhibit.manifest(), signer))
                        && isIndependent(step, signer));
    }

    private static boolean isAuthor(byte[] manifest, String signer) {
        Json author = Json.read(manifest).path("author");
        return "person".equals(author.path("kind").textValue())
                && signer.equals(author.path("id").textValue());
    }

    private boolean isIndependent(Json step, String signer) {
        Set<String> others = new HashSet<>();
        step.path("independentOf").items().forEach(code -> others.add(code.asText()));
        boolean wrote =
                others.contains("author") && exhibit.manifests().stream().anyMatch(one -> isAuthor(one, signer));
        return !wrote && !hasSigned(signer, others) && !isToldToHaveSigned(signer, others);
    }

    private boolean hasSigned(String signer, Set<String> steps) {
        return exhibit.signatures().stream()
                .filter(one -> one.version() <= exhibit.version())
                .map(one -> Json.read(one.statement()))
                .anyMatch(one -> signer.equals(one.path("signer").path("userId").textValue())
                        && steps.contains(one.path("intent").path("planStep").asText()));
    }

    /** The audit trail tells of signatures on earlier versions, which a bundle does not hold. */
    private boolean isToldToHaveSigned(String signer, Set<String> steps) {
        return exhibit.entries().stream()
                .map(entry -> Json.read(entry.bytes()))
                .filter(entry -> "record.signed".equals(entry.path("type").textValue())
                        && entry.path("recordVersion").asLong() <= exhibit.version())
                .anyMatch(entry -> signer.equals(entry.path("actor").path("id").textValue())
                        && steps.contains(entry.path("new").path("planStep").asText()));
    }

    private boolean isReleased() {
        return exhibit.statuses().contains("approved") || exhibit.statuses().contains("effective");
    }
}
