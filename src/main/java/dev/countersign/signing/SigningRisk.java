package dev.countersign.signing;

import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.records.Records;
import dev.countersign.risk.Assessment;
import dev.countersign.risk.Demand;
import dev.countersign.risk.Risks;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What the risk policy adds to a signature (IDN-07): asked at the intent, before a code is spent, and again of the proof under the lock.
 * Reads nothing from the database.
 */
@Component
class SigningRisk {

    private final Risks risks;
    private final Clock clock;

    /** @throws IllegalStateException if a type is called sensitive that does not exist: records of the one that was meant would not be */
    SigningRisk(Risks risks, Records records, Clock clock) {
        this.risks = risks;
        this.clock = clock;
        List<String> types =
                records.types().stream().map(Records.RecordType::code).toList();
        risks.sensitiveTypes().stream()
                .filter(code -> !types.contains(code))
                .findAny()
                .ifPresent(code -> {
                    throw new IllegalStateException(
                            "countersign.risk.sensitive-types names " + code + " (expected: of " + types + ")");
                });
    }

    /**
     * @param second {@code totp} or {@code passkey}: what comes beside the password, where it is not a later signature of a series
     * @throws dev.countersign.ledger.RefusedException as a rule demands
     */
    Assessment demand(Caller caller, String recordType, String second) {
        Caller.Arrival arrival = caller.arrival();
        Assessment risk = risks.atSigning(caller.address(), arrival != null && arrival.deviceKnown(), recordType);
        risk.refusing().ifPresent(rule -> {
            throw SigningRefusal.RISK_REFUSED.refuse(rule.rule(), risk.inputs());
        });
        risk.stale(arrival == null ? null : arrival.at(), clock.instant()).ifPresent(rule -> {
            throw SigningRefusal.RISK_SESSION.refuse(rule.rule(), words(risk.fresh()), risk.inputs());
        });
        demandComponents(risk, List.of("password", second));
        return risk;
    }

    boolean isSensitive(String recordType) {
        return risks.sensitiveTypes().contains(recordType);
    }

    /** Whether one component of a series is enough for that record there; whoever asks learns what will be demanded. */
    boolean leavesOneEnough(Caller caller, String recordType) {
        Caller.Arrival arrival = caller.arrival();
        return risks.atSigning(caller.address(), arrival != null && arrival.deviceKnown(), recordType)
                .lacking(List.of("password"))
                .isEmpty();
    }

    /** @throws dev.countersign.ledger.RefusedException unless the proof has what was demanded at the intent */
    void demandProof(Assessment risk, ProofOfPresence proof) {
        demandComponents(risk, proof.components());
    }

    /** In whole minutes where it is some, so that it never reads as none. */
    static String words(Duration fresh) {
        boolean minutes = fresh.toSecondsPart() == 0;
        long count = minutes ? fresh.toMinutes() : fresh.toSeconds();
        return count + (minutes ? " minute" : " second") + (count == 1 ? "" : "s");
    }

    private static void demandComponents(Assessment risk, List<String> components) {
        risk.lacking(components).ifPresent(rule -> {
            throw (rule.demand() == Demand.PASSKEY ? SigningRefusal.RISK_PASSKEY : SigningRefusal.RISK_COMPONENTS)
                    .refuse(rule.rule(), risk.inputs());
        });
    }
}
