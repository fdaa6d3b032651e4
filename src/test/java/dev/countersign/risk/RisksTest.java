package dev.countersign.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.risk.Assessment.Raised;
import dev.countersign.risk.RiskRule.At;
import dev.countersign.risk.RiskRule.Device;
import dev.countersign.risk.RiskRule.Hours;
import dev.countersign.risk.RiskRule.Sensitivity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Rules raise what is asked, whatever is combined with whatever, and lower nothing (IDN-07). */
@Requirement("IDN-07")
class RisksTest {

    private static final WorkingHours OFFICE =
            new WorkingHours(ZoneId.of("Europe/Vienna"), Set.of(), LocalTime.of(7, 0), LocalTime.of(19, 0));
    private static final Map<String, List<String>> ZONES =
            Map.of("office", List.of("10.1.0.0/16"), "abroad", List.of("198.18.1.0/24"));
    private static final String EVERY_DAY = "MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY";
    private static final List<Instant> MOMENTS =
            List.of(Instant.parse("2026-11-23T10:00:00Z"), Instant.parse("2026-11-22T23:00:00Z"));
    private static final List<List<String>> COMPONENTS =
            List.of(List.of(), List.of("password"), List.of("password", "totp"), List.of("password", "passkey"));

    /** One attempt: the signals, as they come in. */
    private record Attempt(At at, @Nullable String address, boolean known, String type, Instant moment) {}

    @Test
    void whateverRulesAreAddedWhatIsAskedOnlyGrows() {
        List<Attempt> attempts = attempts();
        List<RiskRule> rules = rules();
        assertThat(attempts).hasSizeGreaterThan(60);
        assertThat(rules).hasSizeGreaterThan(500);
        List<Assessment> without =
                attempts.stream().map(one -> assess(one, List.of())).toList();
        for (int i = 0; i < rules.size(); i++) {
            // each rule alone, and beside one that is far from it
            RiskRule one = rules.get(i);
            RiskRule other = named("other", rules.get((i * 397 + 101) % rules.size()));
            for (int k = 0; k < attempts.size(); k++) {
                Assessment alone = assess(attempts.get(k), List.of(one));
                Assessment both = assess(attempts.get(k), List.of(one, other));
                assertAsksAtLeast(alone, without.get(k));
                assertAsksAtLeast(both, alone);
            }
        }
    }

    /** Everything the first demands is demanded, and nothing the other refuses is taken. */
    private static void assertAsksAtLeast(Assessment more, Assessment less) {
        assertThat(more.raised()).containsAll(less.raised());
        if (less.refusing().isPresent()) {
            assertThat(more.refusing()).isPresent();
        }
        for (List<String> components : COMPONENTS) {
            if (less.lacking(components).isPresent()) {
                assertThat(more.lacking(components)).as("with %s", components).isPresent();
            }
        }
        if (!more.raised().isEmpty()) {
            assertThat(more.lacking(List.of("password")))
                    .as("one component, where anything is raised")
                    .isPresent();
        }
    }

    @Test
    void aRuleHoldsWhereEverythingItNamesIsSoAndNowhereElse() {
        List<Attempt> attempts = attempts();
        RiskRule rule = new RiskRule(
                "all",
                Set.of(At.SIGNING),
                Set.of("unknown"),
                Device.UNKNOWN,
                Hours.OUTSIDE,
                Sensitivity.SENSITIVE,
                Demand.REFUSE);
        List<Attempt> refused = attempts.stream()
                .filter(one -> assess(one, List.of(rule)).refusing().isPresent())
                .toList();
        assertThat(refused).isNotEmpty().allSatisfy(one -> {
            assertThat(one.at()).isEqualTo(At.SIGNING);
            assertThat(one.address()).isNotIn("10.1.2.3", "198.18.1.9");
            assertThat(one.known()).isFalse();
            assertThat(one.type()).isEqualTo("batch-record");
            assertThat(one.moment()).isEqualTo(MOMENTS.get(1));
        });
        assertThat(refused)
                .as("an address nobody knows is in no zone")
                .extracting(Attempt::address)
                .containsNull();
    }

    /** What a rule demands at a door because of place, device or time, it says there of a new factor too; others would leave nowhere to add one. */
    @Test
    void whatIsDemandedSomewhereIsSaidThereOfANewFactor() {
        for (RiskRule rule : rules()) {
            boolean ofThere = !rule.zones().isEmpty() || rule.device() != null || rule.hours() != null;
            for (Attempt one : attempts()) {
                List<Raised> said = risks(one, List.of(rule))
                        .atRegistering(one.address(), one.known())
                        .raised();
                if (!ofThere) {
                    assertThat(said).as("%s", rule).isEmpty();
                } else {
                    assertThat(said)
                            .as("%s", rule)
                            .containsAll(assess(one, List.of(rule)).raised());
                }
            }
        }
    }

    @Test
    void byDefaultNothingIsRaisedAndEverySignalIsTold() {
        RiskSettings defaults = bound(Map.of());
        assertThat(defaults).isEqualTo(new RiskSettings(Map.of(), null, Set.of(), Duration.ofMinutes(15), List.of()));
        Assessment assessment = new ConfiguredRisks(defaults, Clock.fixed(MOMENTS.get(0), ZoneOffset.UTC))
                .atSigning("203.0.113.9", true, "sop");
        assertThat(assessment.raised()).isEmpty();
        assertThat(assessment.told())
                .containsEntry("zone", "unknown")
                .containsEntry("device", "known")
                .containsEntry("hours", "undefined")
                .containsEntry("recordType", "ordinary")
                .containsEntry("raised", List.of())
                .containsKey("policySha256");
    }

    @Test
    void otherSettingsAreAnotherPolicy() {
        Map<String, String> one = Map.of(
                "zones.office",
                "10.1.0.0/16",
                "rules[0].name",
                "a",
                "rules[0].zones",
                "office",
                "rules[0].raise",
                "passkey");
        Map<String, String> other = new HashMap<>(one);
        other.put("rules[0].raise", "refuse");
        assertThat(policy(one))
                .isEqualTo(policy(one))
                .isNotEqualTo(policy(other))
                .isNotEqualTo(policy(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T06:00:00Z, working, 07:00 in Vienna is the first minute",
        "2026-11-23T05:59:59Z, outside, a second earlier",
        "2026-11-23T17:59:59Z, working, the last second",
        "2026-11-23T18:00:00Z, outside, 19:00 in Vienna",
        "2026-07-20T05:00:00Z, working, 07:00 in summer",
        "2026-11-22T10:00:00Z, outside, a Sunday"
    })
    void hoursAreThoseOfTheZone(Instant moment, String hours, String why) {
        assertThat(assess(new Attempt(At.LOGIN, null, true, "sop", moment), List.of())
                        .hours())
                .as(why)
                .isEqualTo(hours);
    }

    @Test
    void aShiftThatEndsTheNextMorningBelongsToTheDayItBegan() {
        WorkingHours night = new WorkingHours(ZoneOffset.UTC, Set.of(), LocalTime.of(22, 0), LocalTime.of(6, 0));
        assertThat(night.at(Instant.parse("2026-11-21T05:00:00Z")))
                .as("Saturday morning")
                .isEqualTo(Hours.WORKING);
        assertThat(night.at(Instant.parse("2026-11-23T05:00:00Z")))
                .as("Monday morning")
                .isEqualTo(Hours.OUTSIDE);
        assertThat(night.at(Instant.parse("2026-11-23T23:00:00Z")))
                .as("Monday night")
                .isEqualTo(Hours.WORKING);
    }

    /** A rule that could never hold would leave somebody believing in it. */
    @Test
    void aRuleThatCannotHoldKeepsTheApplicationFromStarting() {
        Map<String, String> rule = Map.of("rules[0].name", "a", "rules[0].raise", "passkey");
        assertRefused(rule, "rules[0].zones", "offfice", "names zone offfice");
        assertRefused(rule, "rules[0].hours", "outside", "no working hours");
        assertRefused(rule, "zones.office", "10.1.0.0/33", "10.1.0.0/33");
        assertRefused(rule, "zones.unknown", "10.1.0.0/16", "a zone is named unknown");
        assertRefused(rule, "working-hours.zone", "Europe/Vienna", "not whole");
        assertRefused(rule, "fresh", "0s", "fresh is PT0S");
        assertRefused(Map.of("rules[0].name", "a"), "rules[0].at", "login", "raises null");
        assertRefused(
                Map.of("rules[0].name", "a", "rules[0].raise", "fresh"), "rules[0].at", "login", "a login is fresh");
    }

    /** Conditions that exclude each other, or that nothing ever meets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at=login; record=sensitive | a login is about no record",
                "at=login; record=ordinary | a login is about no record",
                "at=signing; record=none | every signature is on a record",
                "record=none; raise=fresh | a login is fresh",
                "record=sensitive | no type is called so",
                "hours=undefined; /working-hours.from=07:00 | there are working hours",
                "hours=outside; /working-hours.from=19:00; /working-hours.days=" + EVERY_DAY
                        + " | all day on every day",
                "zones=plant; /zones.plant= | zone plant has no network",
                "zones=plant; /zones.plant=10.1.2.0/24; /zones.any=10.0.0.0/8 | of zone plant is in zone any already",
                "zones=b; /zones.b=2001:db8::7; /zones.a=2001:db8::/32 | of zone b is in zone a already",
                "zones=b; /zones.b=10.1.2.3; /zones.a=10.1.2.3 | of zone b is in zone a already"
            })
    void aRuleThatNoAttemptCanMeetKeepsTheApplicationFromStarting(String conditions, String sentence) {
        Map<String, String> settings = settings(conditions);
        assertThatThrownBy(() -> bound(settings)).rootCause().hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record=none",
                "at=login; record=none",
                "record=sensitive; /sensitive-types=sop",
                "hours=undefined",
                "hours=outside; /working-hours.from=18:00; /working-hours.days=" + EVERY_DAY,
                "hours=outside; /working-hours.from=19:00",
                "zones=any; /zones.any=10.0.0.0/8; /zones.plant=192.0.2.0/24",
                "zones=a; /zones.a=10.1.2.0/24; /zones.b=10.0.0.0/8"
            })
    void aRuleThatSomeAttemptMeetsIsTaken(String conditions) {
        assertThat(bound(settings(conditions)).rules()).hasSize(1);
    }

    /** A rule as {@code condition=value; …}; with a slash a setting beside it. */
    private static Map<String, String> settings(String conditions) {
        Map<String, String> settings = new HashMap<>(Map.of("rules[0].name", "a", "rules[0].raise", "passkey"));
        for (String one : conditions.split("; ")) {
            String[] parts = one.split("=", 2);
            settings.put(parts[0].startsWith("/") ? parts[0].substring(1) : "rules[0]." + parts[0], parts[1]);
        }
        if (settings.containsKey("working-hours.from")) {
            settings.put("working-hours.zone", "Europe/Vienna");
            settings.put("working-hours.until", "19:00");
        }
        return settings;
    }

    private static void assertRefused(Map<String, String> settings, String name, String value, String sentence) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(name, value);
        assertThatThrownBy(() -> bound(all)).rootCause().hasMessageContaining(sentence);
    }

    private static RiskSettings bound(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("countersign.risk." + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bindOrCreate("countersign.risk", RiskSettings.class);
    }

    private static String policy(Map<String, String> settings) {
        return new ConfiguredRisks(bound(settings), Clock.systemUTC())
                .atLogin(null, false)
                .policy();
    }

    private static Assessment assess(Attempt attempt, List<RiskRule> rules) {
        ConfiguredRisks risks = risks(attempt, rules);
        return attempt.at() == At.LOGIN
                ? risks.atLogin(attempt.address(), attempt.known())
                : risks.atSigning(attempt.address(), attempt.known(), attempt.type());
    }

    private static ConfiguredRisks risks(Attempt attempt, List<RiskRule> rules) {
        RiskSettings settings = new RiskSettings(ZONES, OFFICE, Set.of("batch-record"), Duration.ofMinutes(15), rules);
        return new ConfiguredRisks(settings, Clock.fixed(attempt.moment(), ZoneOffset.UTC));
    }

    private static List<Attempt> attempts() {
        List<Attempt> attempts = new ArrayList<>();
        for (At at : At.values()) {
            for (String address : Arrays.asList(null, "10.1.2.3", "198.18.1.9", "203.0.113.9", "2001:db8::1")) {
                for (boolean known : new boolean[] {true, false}) {
                    for (String type : List.of("batch-record", "sop")) {
                        MOMENTS.forEach(moment -> attempts.add(new Attempt(at, address, known, type, moment)));
                    }
                }
            }
        }
        return attempts;
    }

    /** Every combination of conditions with every demand. */
    private static List<RiskRule> rules() {
        List<RiskRule> rules = new ArrayList<>();
        for (Set<At> at : List.of(Set.<At>of(), Set.of(At.LOGIN), Set.of(At.SIGNING))) {
            for (Set<String> zones : List.of(Set.<String>of(), Set.of("office"), Set.of("unknown", "abroad"))) {
                for (Device device : orAny(Device.values())) {
                    for (Hours hours : orAny(Hours.WORKING, Hours.OUTSIDE)) {
                        for (Sensitivity record : orAny(Sensitivity.SENSITIVE, Sensitivity.ORDINARY)) {
                            for (Demand raise : Demand.values()) {
                                boolean login = at.equals(Set.of(At.LOGIN));
                                if (!login || (raise != Demand.FRESH && record == null)) {
                                    rules.add(new RiskRule("one", at, zones, device, hours, record, raise));
                                }
                            }
                        }
                    }
                }
            }
        }
        return rules;
    }

    @SafeVarargs
    private static <T> List<@Nullable T> orAny(T... constants) {
        List<@Nullable T> all = new ArrayList<>(Arrays.asList(constants));
        all.add(null);
        return all;
    }

    private static RiskRule named(String name, RiskRule rule) {
        return new RiskRule(
                name, new HashSet<>(rule.at()), rule.zones(), rule.device(), rule.hours(), rule.record(), rule.raise());
    }

    @Test
    void aRuleIsNamedByWhoeverIsRefused() {
        RiskRule rule = new RiskRule("abroad", Set.of(), Set.of("abroad"), null, null, null, Demand.PASSKEY);
        Assessment assessment =
                assess(new Attempt(At.LOGIN, "198.18.1.9", false, "sop", MOMENTS.get(0)), List.of(rule));
        assertThat(assessment.lacking(List.of("password", "totp"))).contains(new Raised("abroad", Demand.PASSKEY));
        assertThat(assessment.lacking(List.of("password", "passkey"))).isEmpty();
        assertThat(assessment.inputs())
                .isEqualTo("network zone abroad, device unknown, hours working, record type none");
    }
}
