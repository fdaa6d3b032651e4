package dev.countersign.risk;

import dev.countersign.risk.RiskRule.Hours;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * By default nothing is raised: signals are looked at and recorded.
 *
 * @param zones by name, addresses and networks as CIDR; an address belongs to the first zone, by name, that has it
 * @param sensitiveTypes codes of record types
 * @param fresh how long ago a session may have begun where a rule raises {@code fresh}
 */
@ConfigurationProperties("countersign.risk")
record RiskSettings(
        Map<String, List<String>> zones,
        @Nullable WorkingHours workingHours,
        Set<String> sensitiveTypes,
        @DefaultValue("15m") Duration fresh,
        List<RiskRule> rules) {

    static final String UNKNOWN = "unknown";

    RiskSettings {
        zones = zones == null ? Map.of() : Map.copyOf(zones);
        sensitiveTypes = sensitiveTypes == null ? Set.of() : Set.copyOf(sensitiveTypes);
        rules = rules == null ? List.of() : List.copyOf(rules);
        zones.forEach(RiskSettings::demandZone);
        RiskContradictions.demandReached(zones);
        if (fresh.isNegative() || fresh.isZero()) {
            throw refused("fresh is " + fresh + " (expected: longer than nothing)");
        }
        Set<String> names = new HashSet<>();
        for (RiskRule rule : rules) {
            demandRule(rule, zones.keySet(), workingHours);
            RiskContradictions.demandPossible(
                    rule, workingHours == null ? WorkingHours.NONE : workingHours, sensitiveTypes);
            if (!names.add(rule.name())) {
                throw refused("two rules are named " + rule.name() + " (expected: a name of its own for each)");
            }
        }
    }

    private static void demandZone(String name, List<String> networks) {
        if (name.equals(UNKNOWN)) {
            throw refused("a zone is named unknown (expected: another name; unknown is what no zone has)");
        }
        if (networks.isEmpty()) {
            throw refused("zone " + name + " has no network (expected: at least one; no address would be in it)");
        }
        networks.stream()
                .filter(network -> !SourceAddresses.isSource(network))
                .findFirst()
                .ifPresent(network -> {
                    throw refused("zone " + name + " has " + network
                            + " (expected: addresses, or networks as CIDR, e.g. 10.1.0.0/16)");
                });
    }

    /** A rule that can never hold is a mistake that would lower what somebody believes is asked. */
    private static void demandRule(RiskRule rule, Set<String> zones, @Nullable WorkingHours workingHours) {
        if (rule.name() == null || !rule.name().matches("[a-z0-9-]{1,60}") || rule.raise() == null) {
            throw refused("a rule is named " + rule.name() + " and raises " + rule.raise()
                    + " (expected: a name of a-z, 0-9 and dashes, and passkey, fresh or refuse)");
        }
        for (String zone : rule.zones()) {
            if (!zone.equals(UNKNOWN) && !zones.contains(zone)) {
                throw refused("rule " + rule.name() + " names zone " + zone + " (expected: unknown, or one of " + zones
                        + ")");
            }
        }
        boolean withoutHours = workingHours == null || workingHours.zone() == null;
        if (rule.hours() != null && rule.hours() != Hours.UNDEFINED && withoutHours) {
            throw refused("rule " + rule.name() + " asks for hours, and there are no working hours (expected: "
                    + "countersign.risk.working-hours)");
        }
        if (rule.raise() == Demand.FRESH && rule.at().equals(Set.of(RiskRule.At.LOGIN))) {
            throw refused("rule " + rule.name() + " raises fresh at login (expected: at signing; a login is fresh)");
        }
    }

    static IllegalArgumentException refused(String sentence) {
        return new IllegalArgumentException("countersign.risk: " + sentence);
    }
}
