package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.authority.Lineage;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.ledger.SignerChain;
import dev.countersign.ledger.SignerChain.Broken;
import dev.countersign.signing.SignaturePlan.Step;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Whether a version bears the signatures of its plan (WFL-11). Reads stored bytes alone and checks every signature
 * cryptographically: the database, which cannot, checks the rest once more.
 */
@Component
class ReleaseGate {

    private final WormStore worm;
    private final SignaturePlans plans;
    private final SignedHistory history;
    private final SignerChain chain;
    private final SignedComponents components;

    ReleaseGate(
            WormStore worm,
            SignaturePlans plans,
            SignedHistory history,
            SignerChain chain,
            SignedComponents components) {
        this.worm = worm;
        this.plans = plans;
        this.history = history;
        this.chain = chain;
        this.components = components;
    }

    /** @throws dev.countersign.ledger.RefusedException {@code signatures-missing} with the first thing that does not hold */
    void demandSigned(UUID recordId, int number) {
        SignaturePlan plan = plans.demanded(recordId);
        try {
            StoredVersion version = worm.version(recordId, number)
                    .filter(stored -> Digest.of(stored.manifest()).equals(stored.sha256()))
                    .orElseThrow(() -> new Broken("the version's manifest is missing or altered"));
            List<StoredSignature> signatures = worm.signatures(recordId).stream()
                    .filter(stored -> stored.version() == number)
                    .toList();
            for (StoredSignature signature : signatures) {
                demandVerified(signature, version);
                demandPlanCited(signature, plan);
            }
            demandPlan(
                    plan,
                    version,
                    signatures.stream().map(SignatureReader::read).toList());
        } catch (Broken e) {
            throw SigningRefusal.MISSING.refuse(number, recordId, e.reason());
        }
    }

    /** The first thing that does not hold of one signature, checked against the plan it cites. */
    Optional<String> faultOf(UUID signatureId) {
        StoredSignature signature =
                worm.signature(signatureId).orElseThrow(() -> SigningRefusal.NO_SIGNATURE.refuse(signatureId));
        try {
            StoredVersion version = worm.version(signature.recordId(), signature.version())
                    .filter(stored -> Digest.of(stored.manifest()).equals(stored.sha256()))
                    .orElseThrow(() -> new Broken("the version's manifest is missing or altered"));
            demandVerified(signature, version);
            return Optional.empty();
        } catch (Broken e) {
            return Optional.of(e.reason());
        }
    }

    private static void demandPlanCited(StoredSignature stored, SignaturePlan plan) {
        JsonNode intent = CanonicalJson.parse(stored.intent());
        if (!plan.sha256().hex().equals(intent.path("planSha256").textValue())) {
            throw new Broken("signature " + stored.signatureId() + " is for another plan");
        }
    }

    private void demandVerified(StoredSignature stored, StoredVersion version) {
        Signature signature = SignatureReader.read(stored);
        JsonNode intent = signature.statement().path("intent");
        String which = "signature " + signature.signatureId();
        if (!signature.versionSha256().equals(version.sha256())
                || !signature.recordId().equals(version.recordId())
                || !signature.userId().equals(intent.path("person").textValue())) {
            throw new Broken(which + " is for another version or person");
        }
        Digest intentSha256 = Digest.of(stored.intent());
        if (!intentSha256.equals(Digest.of(CanonicalJson.write(intent)))
                || !intentSha256
                        .hex()
                        .equals(signature.statement().path("intentSha256").textValue())) {
            throw new Broken(which + " does not state the stored intent");
        }
        components.fault(signature).ifPresent(fault -> {
            throw new Broken(which + " " + fault);
        });
        Digest shown = Digest.parse(intent.path("presentationSha256").asText());
        if (worm.blob(shown).filter(bytes -> Digest.of(bytes).equals(shown)).isEmpty()) {
            throw new Broken("what was shown for " + which + " is not stored");
        }
        Digest certificate = Digest.parse(
                signature.statement().path("signer").path("certificateSha256").asText());
        VerifyingKey key = chain.keyOf(signature.userId(), signature.keyId(), certificate, signature.signedAt());
        if (!key.verifies(stored.statement(), stored.signature()) || !isJwsOf(stored, key)) {
            throw new Broken(which + " does not verify with the key of " + signature.userId());
        }
    }

    private static boolean isJwsOf(StoredSignature stored, VerifyingKey key) {
        String jws = stored.jws();
        int end = jws.lastIndexOf('.');
        String input = SignatureStatementFormat.jwsSigningInput(stored.keyId(), stored.statement());
        return end == input.length()
                && jws.startsWith(input)
                && key.verifies(
                        input.getBytes(StandardCharsets.US_ASCII),
                        Base64.getUrlDecoder().decode(jws.substring(end + 1)));
    }

    private void demandPlan(SignaturePlan plan, StoredVersion version, List<Signature> signatures) {
        Lineage lineage = history.lineage(version.recordId());
        int next = 0;
        for (Step step : plan.steps()) {
            if (step.applies().equals(SignaturePolicy.PERSON_DRAFTED) && !"person".equals(version.authorKind())) {
                continue;
            }
            Set<String> signers = new HashSet<>();
            while (next < signatures.size() && signers.size() < step.count()) {
                Signature signature = signatures.get(next++);
                demandStep(step, signature, version, lineage);
                signers.add(signature.userId());
            }
            if (signers.size() < step.count()) {
                throw new Broken(
                        "step " + step.code() + " has " + signers.size() + " of " + step.count() + " signatures");
            }
        }
        if (next == 0 || next < signatures.size()) {
            throw new Broken("the plan names " + next + " signatures, the version bears " + signatures.size());
        }
    }

    private static void demandStep(Step step, Signature signature, StoredVersion version, Lineage lineage) {
        String who = signature.userId();
        String which = "signature " + signature.signatureId() + " of " + who;
        if (!signature.approve()) {
            throw new Broken(which + " rejects it");
        }
        if (!signature.planStep().equals(step.code()) || !signature.meaning().equals(step.meaning())) {
            throw new Broken(
                    which + " is for step " + signature.planStep() + ", not for " + step.code() + " in this order");
        }
        if (step.role().isEmpty() && !version.authorId().equals(who)) {
            throw new Broken(which + " is not the author's");
        }
        for (String other : step.independentOf()) {
            boolean sameHand = other.equals(SignaturePolicy.AUTHOR)
                    ? lineage.authors().contains(who)
                    : lineage.signersByStep().getOrDefault(other, Set.of()).contains(who);
            if (sameHand) {
                throw new Broken(which + " is not independent of " + other);
            }
        }
    }
}
