package dev.countersign.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.protection.CatalogueWatch.Finding;
import dev.countersign.protection.CatalogueWatch.Occasion;
import dev.countersign.worm.Catalogue.Guard;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a look at the catalogue means. */
@Requirement("WRM-02")
class JudgementTest {

    private static final String HISTORY = "h".repeat(64);
    private static final String OTHER_HISTORY = "o".repeat(64);
    private static final Fingerprint AS_IT_WAS = fingerprint("RAISE EXCEPTION");
    private static final Fingerprint CHANGED = fingerprint("RETURN NEW");
    private static final Told INTACT = told(true, AS_IT_WAS, AS_IT_WAS);
    private static final Told ALARMED = told(false, CHANGED, AS_IT_WAS);

    @Test
    void theFirstLookIsBelievedIfItIsWhatThisProgramMakes() {
        assertIntact(look(null, AS_IT_WAS, Occasion.START), "first");
        Finding other = new Judgement(null, CHANGED, HISTORY, "").finding(Occasion.START, List.of("changed: x"));
        assertThat(other.told().intact()).isFalse();
        assertThat(other.cause()).isEqualTo("unexpected");
    }

    @Test
    void aChangeWithoutAMigrationIsAnAlarm() {
        for (Occasion occasion : Occasion.values()) {
            Finding finding = look(INTACT, CHANGED, occasion);
            assertThat(finding.told()).isEqualTo(ALARMED);
            assertThat(finding.cause()).isEqualTo("unexplained");
            assertThat(finding.toTell()).isTrue();
        }
    }

    @Test
    void aChangeWithAMigrationIsToldAndAcceptedIfItIsWhatThisProgramMakes() {
        Judgement migrated = new Judgement(INTACT, CHANGED, OTHER_HISTORY, "");
        assertIntact(migrated.finding(Occasion.START, List.of()), "migrations");
        Finding hidden = migrated.finding(Occasion.START, List.of("changed: x"));
        assertThat(hidden.told().intact()).isFalse();
        assertThat(new Judgement(hidden.told(), AS_IT_WAS, OTHER_HISTORY, "")
                        .finding(Occasion.MINUTE, List.of())
                        .cause())
                .isEqualTo("restored");
    }

    @Test
    void whatTheReleaseItselfMakesAnewIsNoAlarmAtItsStartAndEndsOne() {
        for (Told before : List.of(INTACT, told(false, fingerprint("RETURN OLD"), AS_IT_WAS))) {
            Judgement judgement = new Judgement(before, CHANGED, HISTORY, "");
            assertIntact(judgement.finding(Occasion.START, List.of(), true), "release");
            assertThat(judgement
                            .finding(Occasion.MINUTE, List.of(), true)
                            .told()
                            .intact())
                    .isFalse();
        }
        ExpectedGuards expected = ExpectedGuards.parse("00 function worm.refuse_change");
        assertThat(expected.decides(List.of("changed: function worm.refuse_change", "gone: trigger worm.t.x")))
                .isTrue();
        assertThat(expected.decides(List.of("changed: function worm.refuse_change", "new: trigger app.t.x")))
                .isFalse();
        assertThat(expected.decides(List.of())).isFalse();
    }

    @Test
    void anAlarmStandsUntilTheCatalogueIsWhatItWas() {
        for (Occasion occasion : Occasion.values()) {
            assertThat(look(ALARMED, CHANGED, occasion).told()).isEqualTo(ALARMED);
            assertThat(new Judgement(ALARMED, CHANGED, OTHER_HISTORY, "")
                            .finding(occasion, List.of())
                            .told()
                            .intact())
                    .as("a migration explains nothing once there is an alarm")
                    .isFalse();
        }
        assertThat(look(ALARMED, CHANGED, Occasion.MINUTE).toTell()).isFalse();
        assertIntact(look(ALARMED, AS_IT_WAS, Occasion.MINUTE), "restored");
    }

    @Test
    void anAlarmEndsByAcceptingExactlyThisFingerprint() {
        String accepted = CHANGED.digest().hex();
        assertIntact(new Judgement(ALARMED, CHANGED, HISTORY, accepted).finding(Occasion.START, List.of()), "accepted");
        Fingerprint third = fingerprint("RETURN OLD");
        assertThat(new Judgement(ALARMED, third, HISTORY, accepted)
                        .finding(Occasion.START, List.of())
                        .told()
                        .intact())
                .isFalse();
    }

    @Test
    void whatDidNotChangeIsToldAtStartAndHourlyButNotEveryMinute() {
        assertIntact(look(INTACT, AS_IT_WAS, Occasion.START), "start");
        assertIntact(look(INTACT, AS_IT_WAS, Occasion.HOUR), "hourly");
        assertThat(look(INTACT, AS_IT_WAS, Occasion.MINUTE).toTell()).isFalse();
        assertThat(look(ALARMED, CHANGED, Occasion.HOUR).toTell()).isTrue();
    }

    @Test
    void namesWhatDiffers() {
        Fingerprint more = Fingerprint.of(List.of(guard("f", "x"), guard("g", "x")));
        Fingerprint less = Fingerprint.of(List.of(guard("e", "x"), guard("f", "y")));
        assertThat(less.differencesFrom(more.guards()))
                .containsExactly("new: function worm.e", "changed: function worm.f", "gone: function worm.g");
    }

    private static void assertIntact(Finding finding, String cause) {
        assertThat(finding.told().intact()).isTrue();
        assertThat(finding.told().accepted()).isEqualTo(finding.told().digest());
        assertThat(finding.cause()).isEqualTo(cause);
        assertThat(finding.toTell()).isTrue();
    }

    private static Finding look(Told before, Fingerprint live, Occasion occasion) {
        return new Judgement(before, live, HISTORY, "").finding(occasion, List.of());
    }

    private static Told told(boolean intact, Fingerprint live, Fingerprint accepted) {
        return new Told(intact, hex(live), hex(accepted), HISTORY);
    }

    private static String hex(Fingerprint fingerprint) {
        Digest digest = fingerprint.digest();
        return digest.hex();
    }

    private static Fingerprint fingerprint(String body) {
        return Fingerprint.of(List.of(guard("refuse_change", body)));
    }

    private static Guard guard(String name, String body) {
        return new Guard("function", "worm." + name, body);
    }
}
