package dev.countersign.passkeys;

import dev.countersign.ledger.Caller;
import dev.countersign.risk.Assessment;
import dev.countersign.risk.Risks;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Where a passkey may be added (IDN-07): not where the risk policy demands one, or refuses. Otherwise whoever has password and code would
 * make themself what the policy asks for, a moment before it asks.
 */
@Component
class RegisteringRisk {

    private static final List<String> PROVED = List.of("password", "totp");

    private final Risks risks;

    RegisteringRisk(Risks risks) {
        this.risks = risks;
    }

    /** @throws dev.countersign.ledger.RefusedException {@code passkey-not-here} */
    void demand(Caller person) {
        Caller.Arrival arrival = person.arrival();
        Assessment risk = risks.atRegistering(person.address(), arrival != null && arrival.deviceKnown());
        Optional<Assessment.Raised> against = risk.refusing().or(() -> risk.lacking(PROVED));
        against.ifPresent(rule -> {
            throw PasskeyRefusal.RISK.thrown(rule.rule(), risk.inputs());
        });
    }
}
