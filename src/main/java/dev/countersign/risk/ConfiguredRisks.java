package dev.countersign.risk;

import dev.countersign.crypto.Digest;
import dev.countersign.risk.Assessment.Raised;
import dev.countersign.risk.RiskRule.At;
import dev.countersign.risk.RiskRule.Device;
import dev.countersign.risk.RiskRule.Sensitivity;
import dev.countersign.risk.RiskRule.Signals;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link Risks} by the rules of the settings. Every rule that holds adds its demand. */
@Component
class ConfiguredRisks implements Risks {

    private final RiskSettings settings;
    private final Map<String, List<String>> zones;
    private final WorkingHours workingHours;
    private final Clock clock;
    private final String policy;

    ConfiguredRisks(RiskSettings settings, Clock clock) {
        this.settings = settings;
        this.zones = new TreeMap<>(settings.zones());
        this.workingHours = settings.workingHours() == null ? WorkingHours.NONE : settings.workingHours();
        this.clock = clock;
        String text = String.join(
                "\n",
                zones.toString(),
                workingHours.zone() + " " + new TreeSet<>(workingHours.days()) + " " + workingHours.from() + " "
                        + workingHours.until(),
                new TreeSet<>(settings.sensitiveTypes()).toString(),
                settings.fresh().toString(),
                settings.rules().stream().map(ConfiguredRisks::text).toList().toString());
        this.policy = Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** The same text at every start: sets have no order of their own. */
    private static String text(RiskRule rule) {
        return String.join(
                " ",
                rule.name(),
                new TreeSet<>(rule.at()).toString(),
                new TreeSet<>(rule.zones()).toString(),
                rule.device() + " " + rule.hours() + " " + rule.record() + " " + rule.raise());
    }

    @Override
    public Assessment atLogin(@Nullable String address, boolean deviceKnown) {
        Signals signals = signals(At.LOGIN, address, deviceKnown, Sensitivity.NONE);
        return assess(signals, rule -> rule.holds(signals));
    }

    @Override
    public Assessment atSigning(@Nullable String address, boolean deviceKnown, String recordType) {
        boolean sensitive = settings.sensitiveTypes().contains(recordType);
        Signals signals =
                signals(At.SIGNING, address, deviceKnown, sensitive ? Sensitivity.SENSITIVE : Sensitivity.ORDINARY);
        return assess(signals, rule -> rule.holds(signals));
    }

    @Override
    public Assessment atRegistering(@Nullable String address, boolean deviceKnown) {
        Signals signals = signals(At.LOGIN, address, deviceKnown, Sensitivity.NONE);
        return assess(signals, rule -> rule.holdsThere(signals));
    }

    @Override
    public Set<String> sensitiveTypes() {
        return settings.sensitiveTypes();
    }

    private Signals signals(At at, @Nullable String address, boolean deviceKnown, Sensitivity sensitivity) {
        return new Signals(
                at,
                zone(address),
                deviceKnown ? Device.KNOWN : Device.UNKNOWN,
                workingHours.at(clock.instant()),
                sensitivity);
    }

    private Assessment assess(Signals signals, Predicate<RiskRule> holds) {
        List<Raised> raised = settings.rules().stream()
                .filter(holds)
                .map(rule -> new Raised(rule.name(), rule.raise()))
                .toList();
        return new Assessment(
                signals.zone(),
                signals.device() == Device.KNOWN,
                RiskRule.code(signals.hours()),
                RiskRule.code(signals.record()),
                raised,
                settings.fresh(),
                policy);
    }

    private String zone(@Nullable String address) {
        return address == null
                ? RiskSettings.UNKNOWN
                : zones.entrySet().stream()
                        .filter(zone -> !zone.getValue().isEmpty() && SourceAddresses.allow(zone.getValue(), address))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(RiskSettings.UNKNOWN);
    }
}
