package dev.countersign.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.ledger.Caller;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What every page says of what waits, counted for whoever looks, by the roles they have now. */
@CountersignTest
@Requirement({"AUT-01", "IDN-04"})
class PageBadgesTest {

    private static final Caller ADMINISTRATOR = Caller.person("itadmin", "s", "127.0.0.1");

    @Autowired
    private PageBadges badges;

    @Autowired
    private Authority authority;

    @Autowired
    private TestPeople people;

    @Test
    void alertsAreCountedForTheSecurityUnitAloneFromTheMomentOfTheRoleToItsEnd() {
        String person = people.somebody();
        Caller caller = Caller.person(person, "s", null);
        assertThat(badges.of(caller)).containsOnlyKeys("openWork", "newNotices", "newsOfWork");
        authority.grant(ADMINISTRATOR, person, Role.QA_MANAGER, "for a test");
        assertThat(badges.of(caller)).containsKey("openAlerts");
        authority.revoke(ADMINISTRATOR, person, Role.QA_MANAGER, "for a test");
        assertThat(badges.of(caller)).doesNotContainKey("openAlerts");
    }

    @Test
    void programsHaveNone() {
        assertThat(badges.of(Caller.system("tests"))).isEmpty();
    }

    @Test
    void aNameThatCouldBeMoreThanANameIsRefused() {
        assertThatThrownBy(() -> new PageBadge("x' AS name, 1 --", "1")).isInstanceOf(IllegalArgumentException.class);
    }
}
