package dev.countersign.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RefusedException;
import dev.countersign.worm.ClockComparison;
import dev.countersign.worm.WormStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Clocks that jump (T13): on record, and nobody signs while they disagree. */
@CountersignTest
@Requirement("AUD-07")
class ClockWatchTest {

    private static final TimeSettings SETTINGS =
            new TimeSettings(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMinutes(1));

    @Autowired
    private WormStore store;

    @Autowired
    private Ledger ledger;

    @Autowired
    private CatalogueWatch catalogue;

    private final Clocks clocks = new Clocks();
    private ClockWatch watch;
    private WatchedGuards guards;

    /** Two clocks and a counter that a test moves by hand. */
    private static final class Clocks implements ClockComparison {
        private Instant database = Instant.parse("2026-01-01T00:00:00Z");
        private Instant machine = database;
        private Duration uncertainty = Duration.ZERO;
        private long running;

        void pass(Duration time) {
            database = database.plus(time);
            machine = machine.plus(time);
            running += time.toNanos();
        }

        @Override
        public Optional<Compared> newest() {
            return Optional.of(new Compared(database, machine, uncertainty, running));
        }
    }

    @BeforeEach
    void begin() {
        watch = new ClockWatch(store, clocks, ledger, SETTINGS);
        guards = new WatchedGuards(catalogue, watch, Duration.ofMinutes(5), System::nanoTime);
        watch.measure();
        assertThat(cause()).isEqualTo("start");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1_001, 1_001, 86_400_000, -86_400_000})
    void nobodySignsWhileTheClocksDifferByMoreThanTheLimit(long millis) {
        guards.demandIntact();
        clocks.machine = clocks.machine.plusMillis(millis);
        assertThatThrownBy(guards::demandIntact)
                .as("at once: before anybody measures again")
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.refusal().number()).isEqualTo("PRO-004");
                    assertThat(e.refusal().code()).isEqualTo("signing-suspended");
                    assertThat(e.refusal().detail()).contains(Long.toString(millis), "1000 ms");
                });
        assertThat(new ClockHealthIndicator(watch).health().getStatus()).isEqualTo(Status.DOWN);
        watch.measure();
        assertThat(cause()).isEqualTo("beyond the limit");
        assertThat(newest().path("significance").asText()).isEqualTo("exception");
        assertThat(newest().path("new").path("aheadMillis").asLong()).isEqualTo(millis);

        clocks.machine = clocks.database;
        guards.demandIntact();
        watch.measure();
        assertThat(cause()).isEqualTo("within the limit");
        assertThat(new ClockHealthIndicator(watch).health().getStatus()).isEqualTo(Status.UP);
    }

    /** What goes into the statement is what was judged: cut off and rounded so that it never says less than was allowed. */
    @ParameterizedTest
    @CsvSource({"0,0,0,0", "12_345,0,12,0", "-12_345,1,-12,1", "1_003_900,3_900,1003,4", "-1_000_000,999,-1000,1"})
    void whatWasMeasuredIsStated(String ahead, String uncertainty, long aheadMillis, long uncertaintyMillis) {
        clocks.machine = clocks.machine.plus(micros(ahead));
        clocks.uncertainty = micros(uncertainty);
        assertThat(guards.demandIntact()).isEqualTo(new MeasuredClocks(aheadMillis, uncertaintyMillis, 1_000));
        assertThat(Math.abs(aheadMillis) - uncertaintyMillis).isLessThanOrEqualTo(1_000);
    }

    private static Duration micros(String text) {
        return Duration.of(Long.parseLong(text.replace("_", "")), ChronoUnit.MICROS);
    }

    @Test
    void aSlowAnswerIsNoSkew() {
        clocks.machine = clocks.machine.plusSeconds(3);
        clocks.uncertainty = Duration.ofSeconds(3);
        guards.demandIntact();
    }

    @Test
    void jumpsOfEitherClockAreOnRecordAndSmallOnesAreNot() {
        clocks.pass(Duration.ofMinutes(1));
        clocks.machine = clocks.machine.plusMillis(400);
        watch.measure();
        assertThat(cause()).isEqualTo("start");

        clocks.pass(Duration.ofMinutes(1));
        clocks.machine = clocks.machine.minusMillis(900);
        watch.measure();
        assertThat(cause()).isEqualTo("this machine's clock jumped");
        assertThat(newest().path("old").path("aheadMillis").asLong()).isEqualTo(400);
        assertThat(newest().path("new").path("aheadMillis").asLong()).isEqualTo(-500);

        clocks.pass(Duration.ofMinutes(1));
        clocks.machine = clocks.machine.minusSeconds(3_600);
        clocks.database = clocks.database.minusSeconds(3_600);
        watch.measure();
        assertThat(cause()).as("both at once, as on one machine").isEqualTo("the database's clock jumped");
    }

    @Test
    void theProgramMeasuresWheneverItAsksTheDatabaseForItsTime(@Autowired ClockComparison comparison) {
        Instant moment = store.now();
        assertThat(comparison.newest().orElseThrow().database())
                .isBetween(moment.minusSeconds(2), moment.plusSeconds(1));
        assertThat(comparison.newest().orElseThrow().isBeyond(Duration.ofSeconds(1)))
                .as("the same machine")
                .isFalse();
    }

    @Test
    void settingsHaveDefaultsAndRefuseWhatWouldTurnTheLimitOff() {
        assertThat(bound(Map.of())).isEqualTo(SETTINGS);
    }

    @ParameterizedTest
    @CsvSource({"limit,10s", "limit,0s", "step,1m", "measure-every,1h"})
    void refusesSettingsOutsideTheAllowedRange(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("countersign.time." + name, value)))
                .rootCause()
                .hasMessageContaining("countersign.time." + name);
    }

    private static TimeSettings bound(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("countersign.time", Bindable.of(TimeSettings.class));
    }

    private String cause() {
        return newest().path("new").path("cause").asText();
    }

    private JsonNode newest() {
        return CanonicalJson.parse(ledger.search(new Ledger.Filter(null, null, null, "clocks.compared", null), 0, 1)
                .items()
                .get(0)
                .bytes());
    }
}
