package dev.countersign.signing;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.SigningEvents.SignaturePlanFixed;
import dev.countersign.worm.WormStore;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The signatures each record needs, fixed when its approval starts (11.10(f)). */
@Component
class SignaturePlans {

    private final WormStore worm;
    private final Ledger ledger;

    SignaturePlans(WormStore worm, Ledger ledger) {
        this.worm = worm;
        this.ledger = ledger;
    }

    SignaturePlan append(Caller caller, RecordVersion version) {
        worm.lockRecord(version.recordId());
        SignaturePolicy policy = SignaturePolicy.ofType(version.type());
        worm.appendSignaturePlan(
                SignaturePlanFormat.write(worm.installation(), version.recordId(), policy, worm.now(), policy.steps()));
        SignaturePlan plan = of(version.recordId()).orElseThrow();
        ledger.append(
                caller,
                new SignaturePlanFixed(
                        version.recordId(), version.version(), plan.sha256(), policy.id() + "/" + policy.version()));
        return plan;
    }

    Optional<SignaturePlan> of(UUID recordId) {
        return worm.signaturePlan(recordId).map(SignaturePlanFormat::read);
    }

    /** @throws dev.countersign.ledger.RefusedException without a plan, or if the step is not in it */
    SignaturePlan.Step step(SignaturePlan plan, String code) {
        return plan.step(code)
                .orElseThrow(() -> SigningRefusal.NOT_IN_PLAN.refuse(
                        code,
                        plan.recordId(),
                        plan.steps().stream().map(SignaturePlan.Step::code).toList()));
    }

    SignaturePlan demanded(UUID recordId) {
        return of(recordId).orElseThrow(() -> SigningRefusal.NO_PLAN.refuse(recordId));
    }
}
