package dev.countersign.risk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signals of one attempt and what follows from them.
 *
 * @param zone name of the network zone, {@code unknown} in none
 * @param hours {@code working}, {@code outside}, or {@code undefined} where no working hours are set
 * @param sensitivity {@code sensitive}, {@code ordinary}, or {@code none} at a login
 * @param raised by which rules what is asked was raised; empty if nothing was
 * @param fresh how long ago the session may have begun where a rule demands a fresh one
 * @param policy SHA-256 over the settings that held, lower-case hex
 */
public record Assessment(
        String zone,
        boolean deviceKnown,
        String hours,
        String sensitivity,
        List<Raised> raised,
        Duration fresh,
        String policy) {

    private static final int BOTH = 2;

    /** @param rule its name in the settings */
    public record Raised(String rule, Demand demand) {}

    /** The rule that refuses, if one does. */
    public Optional<Raised> refusing() {
        return of(Demand.REFUSE);
    }

    /**
     * The rule that demands what these components lack, if one does.
     *
     * @param components {@code password}, and {@code totp} or {@code passkey}
     */
    public Optional<Raised> lacking(List<String> components) {
        Optional<Raised> passkey = of(Demand.PASSKEY).filter(rule -> !components.contains("passkey"));
        return passkey.isPresent()
                ? passkey
                : raised.stream().filter(rule -> components.size() < BOTH).findFirst();
    }

    /**
     * The rule that demands a younger session, if one does.
     *
     * @param began null if nobody knows, which is not young
     */
    public Optional<Raised> stale(@Nullable Instant began, Instant now) {
        return of(Demand.FRESH)
                .filter(rule -> began == null || began.plus(fresh).isBefore(now));
    }

    /** Inputs and result, for the audit entry. */
    public Map<String, Object> told() {
        return Map.of(
                "zone",
                zone,
                "device",
                device(),
                "hours",
                hours,
                "recordType",
                sensitivity,
                "raised",
                raised.stream()
                        .map(rule -> rule.rule() + ":" + rule.demand().code())
                        .toList(),
                "policySha256",
                policy);
    }

    /** The inputs in words, for whoever is refused. */
    public String inputs() {
        return "network zone %s, device %s, hours %s, record type %s".formatted(zone, device(), hours, sensitivity);
    }

    private String device() {
        return deviceKnown ? "known" : "unknown";
    }

    private Optional<Raised> of(Demand demand) {
        return raised.stream().filter(rule -> rule.demand() == demand).findFirst();
    }
}
