package dev.countersign.risk;

import dev.countersign.risk.RiskRule.At;
import dev.countersign.risk.RiskRule.Hours;
import dev.countersign.risk.RiskRule.Sensitivity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings that read well and mean nothing: a rule whose conditions exclude each other or never come true. Somebody believes in it, so the
 * application does not start.
 */
final class RiskContradictions {

    private RiskContradictions() {}

    /** @throws IllegalArgumentException if no attempt can ever meet all that the rule names */
    static void demandPossible(RiskRule rule, WorkingHours workingHours, Set<String> sensitiveTypes) {
        String name = "rule " + rule.name();
        if (rule.at().equals(Set.of(At.LOGIN)) && rule.record() != null && rule.record() != Sensitivity.NONE) {
            throw RiskSettings.refused(name + " asks at login for a record that is " + RiskRule.code(rule.record())
                    + " (expected: at signing; a login is about no record)");
        }
        if (rule.record() == Sensitivity.NONE && rule.at().equals(Set.of(At.SIGNING))) {
            throw RiskSettings.refused(name + " asks at signing for no record (expected: sensitive or ordinary; every"
                    + " signature is on a record)");
        }
        if (rule.record() == Sensitivity.NONE && rule.raise() == Demand.FRESH) {
            throw RiskSettings.refused(name + " raises fresh where there is no record, which is at login (expected: at"
                    + " signing; a login is fresh)");
        }
        if (rule.record() == Sensitivity.SENSITIVE && sensitiveTypes.isEmpty()) {
            throw RiskSettings.refused(name + " asks for a sensitive record, and no type is called so (expected:"
                    + " countersign.risk.sensitive-types)");
        }
        demandHours(name, rule.hours(), workingHours);
    }

    private static void demandHours(
            String name, @org.jspecify.annotations.Nullable Hours hours, WorkingHours workingHours) {
        if (hours == Hours.UNDEFINED && workingHours.zone() != null) {
            throw RiskSettings.refused(name
                    + " asks for undefined hours, and there are working hours (expected: working" + " or outside)");
        }
        if (hours == Hours.OUTSIDE && workingHours.isAlways()) {
            throw RiskSettings.refused(name + " asks for outside hours, and the working hours are all day on every day"
                    + " (expected: working hours that end)");
        }
    }

    /** @throws IllegalArgumentException if a network lies whole in a zone whose name comes first: no address of it is in its own */
    static void demandReached(Map<String, List<String>> zones) {
        Map<String, List<String>> before = new TreeMap<>();
        new TreeMap<>(zones).forEach((zone, networks) -> {
            for (String network : networks) {
                before.forEach((first, covering) -> covering.stream()
                        .filter(one -> SourceAddresses.covers(one, network))
                        .findFirst()
                        .ifPresent(one -> {
                            throw RiskSettings.refused(
                                    "network " + network + " of zone " + zone + " is in zone " + first + " already ("
                                            + one + "; expected: networks that no zone before it by name has)");
                        }));
            }
            before.put(zone, networks);
        });
    }
}
