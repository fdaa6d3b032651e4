package dev.countersign.identity;

import dev.countersign.identity.FactorCheck.Trial;
import dev.countersign.identity.Lockout.Purpose;
import dev.countersign.identity.Lockout.Standing;
import dev.countersign.ledger.RefusedException;
import dev.countersign.risk.Assessment;
import dev.countersign.risk.Assessment.Raised;
import dev.countersign.risk.Risks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What the risk policy adds to a login (IDN-07). It is asked after both components held: whoever has only one of them learns nothing of
 * the policy, and nothing it says can take the place of a component.
 */
@Component
class LoginRisk {

    private final Risks risks;

    LoginRisk(Risks risks) {
        this.risks = risks;
    }

    /** @param after of the audit entry: signals and result are added, and the cause where the policy refuses */
    Optional<RefusedException> refusal(Trial trial, Standing standing, Map<String, Object> after) {
        if (trial.purpose() != Purpose.LOGIN || !trial.asksForSecondFactor()) {
            return Optional.empty();
        }
        // a device that was forgotten meanwhile has the counter of strangers
        boolean deviceKnown = !standing.source().equals(Lockout.AFAR);
        Assessment assessment = risks.atLogin(trial.caller().address(), deviceKnown);
        after.put("risk", assessment.told());
        List<String> components = List.of("password", trial.passkey() == null ? "totp" : "passkey");
        return assessment
                .refusing()
                .map(rule -> refused(IdentityRefusal.RISK_REFUSED, rule, assessment, after))
                .or(() -> assessment
                        .lacking(components)
                        .map(rule -> refused(IdentityRefusal.RISK_PASSKEY, rule, assessment, after)));
    }

    private static RefusedException refused(
            IdentityRefusal refusal, Raised rule, Assessment assessment, Map<String, Object> after) {
        RefusedException refused = refusal.thrown(rule.rule(), assessment.inputs());
        after.put("cause", refused.refusal().code());
        after.put("rule", refused.refusal().number());
        return refused;
    }
}
