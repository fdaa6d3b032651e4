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
        Assessment assessment = assess(trial, standing);
        after.put("risk", assessment.told());
        List<String> components = List.of("password", trial.passkey() == null ? "totp" : "passkey");
        return assessment
                .refusing()
                .map(rule -> refused(IdentityRefusal.RISK_REFUSED, rule, assessment, after))
                .or(() -> assessment
                        .lacking(components)
                        .map(rule -> refused(IdentityRefusal.RISK_PASSKEY, rule, assessment, after)));
    }

    /**
     * The signals of a login that failed, for its audit entry alone: the same work for every name, whoever has it, and nothing is asked of the
     * database.
     */
    void tell(Trial trial, Standing standing, Map<String, Object> after) {
        if (trial.purpose() == Purpose.LOGIN) {
            after.put("risk", assess(trial, standing).told());
        }
    }

    private Assessment assess(Trial trial, Standing standing) {
        return risks.atLogin(trial.caller().address(), standing.ofKnownDevice());
    }

    private static RefusedException refused(
            IdentityRefusal refusal, Raised rule, Assessment assessment, Map<String, Object> after) {
        RefusedException refused = refusal.thrown(rule.rule(), assessment.inputs());
        after.put("cause", refused.refusal().code());
        after.put("rule", refused.refusal().number());
        return refused;
    }
}
