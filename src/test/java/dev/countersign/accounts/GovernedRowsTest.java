package dev.countersign.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.GovernedRows;
import dev.countersign.GovernedTables;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPasskeys;
import dev.countersign.TestPeople;
import dev.countersign.accounts.AccountRequests.Wanted;
import dev.countersign.accounts.Accounts.NewAccount;
import dev.countersign.authority.Preset;
import dev.countersign.authority.Role;
import dev.countersign.authority.SignatureAuthorities;
import dev.countersign.authority.SigningExtent;
import dev.countersign.authority.Terms;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.identity.People.Description;
import dev.countersign.identity.ServiceAccounts.NewServiceAccount;
import dev.countersign.identity.ServiceAccounts.Rotation;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.studio.Drafts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Every row of a governed table that changes has its entry, in the transaction that changed it, and none is told that did not change (AUD-01,
 * T16): over random work at the doors of accounts, keys, passkeys, programs, sessions and drafts. Signing has the same look at it in {@code
 * EngineChangesTest}.
 */
@CountersignTest
@Requirement("AUD-01")
class GovernedRowsTest {

    private static final int STEPS = 150;
    private static final String WHY = "drawn by lot";
    private static final List<Role> DRAWN =
            List.of(Role.QA_ANALYST, Role.PRODUCTION_MANAGER, Role.REGULATORY_AUDITOR, Role.PROCESS_ADMINISTRATOR);

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    TestPasskeys passkeys;

    @Autowired
    DatabaseRoles roles;

    @Autowired
    Accounts accounts;

    @Autowired
    AccountRequests asked;

    @Autowired
    Descriptions descriptions;

    @Autowired
    Integrations integrations;

    @Autowired
    Resets resets;

    @Autowired
    PersonsPasskeys personsPasskeys;

    @Autowired
    Passkeys registered;

    @Autowired
    Unlocking unlocking;

    @Autowired
    SignatureAuthorities authorities;

    @Autowired
    Drafts drafts;

    @Autowired
    Clock clock;

    private final List<String> pool = new ArrayList<>();
    private final List<String> programs = new ArrayList<>();
    private final List<TestClient> browsers = new ArrayList<>();
    private Caller administrator;
    private Caller manager;
    private Caller modeller;
    private GovernedRows rows;

    @BeforeEach
    void begin() throws SQLException, IOException {
        administrator = caller(people.somebody(Role.IT_ADMINISTRATOR));
        manager = caller(people.signer(Role.QA_MANAGER));
        modeller = caller(people.somebody(Role.PROCESS_ADMINISTRATOR));
        rows = new GovernedRows(roles.connect(DatabaseRoles.SUPERUSER));
    }

    @AfterEach
    void end() throws SQLException {
        rows.close();
    }

    static Stream<Long> seeds() {
        return Stream.of(20261128L, System.nanoTime());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyChangedRowHasItsEntryAndNoneTooMany(long seed) throws SQLException {
        Random random = new Random(seed);
        Set<Integer> done = new TreeSet<>();
        for (int step = 0; step < STEPS; step++) {
            int drawn = pool.size() < 3 ? step % 2 : random.nextInt(Door.values().length);
            try {
                open(Door.values()[drawn], random);
                done.add(drawn);
            } catch (RefusedException e) {
                // a wrong moment: nothing of it may stay, and nothing be told
            }
            assertThat(rows.look())
                    .as("seed %d step %d, %s", seed, step, Door.values()[drawn])
                    .isEmpty();
        }
        assertThat(done).as("doors that were opened, seed %d", seed).hasSizeGreaterThan(Door.values().length / 2);
        assertThat(rows.changes()).isGreaterThan(STEPS);
    }

    private enum Door {
        SOMEBODY_NEW,
        SIGNER_NEW,
        ACCOUNT,
        ACCOUNT_ASKED,
        ACCOUNT_MADE,
        ACCOUNT_DECLINED,
        DESCRIPTION,
        INVITATION,
        ROLE_REQUEST,
        ROLE_DECISION,
        ROLE_END,
        SIGNING,
        SIGNING_DECISION,
        SIGNING_END,
        SUSPENSION,
        REINSTATEMENT,
        DEPARTURE,
        PASSKEY,
        PASSKEY_THAT_OPENS,
        PASSKEY_END,
        RESET,
        RESET_DECISION,
        PROGRAM,
        PROGRAM_TOKEN,
        PROGRAM_END,
        LOGIN,
        LOGOUT,
        SESSIONS_END,
        PASSWORD,
        LOST_DEVICE,
        DEVICE,
        DRAFT,
        DRAFT_END
    }

    private void open(Door door, Random random) {
        String somebody = pool.isEmpty() ? "" : pool.get(random.nextInt(pool.size()));
        switch (door) {
            case SOMEBODY_NEW -> pool.add(people.somebody(drawn(DRAWN, random)));
            case SIGNER_NEW -> pool.add(people.signer(Role.QA_ANALYST));
            case ACCOUNT -> account(drawn(DRAWN, random));
            case ACCOUNT_ASKED -> {
                Description described = described(random);
                Role role = drawn(DRAWN, random);
                asked.ask(manager, new Wanted(described, Set.of(role), terms(role), ""), WHY);
            }
            case ACCOUNT_MADE, ACCOUNT_DECLINED ->
                asked.seen(manager).stream()
                        .filter(one ->
                                one.decision() == null && one.requestedBy().equals(manager.actorId()))
                        .findFirst()
                        .ifPresent(one -> settle(door, one.requestId()));
            case DESCRIPTION -> descriptions.describe(administrator, somebody, described(random), WHY);
            case INVITATION -> accounts.invite(administrator, somebody, WHY);
            case ROLE_REQUEST -> {
                Role role = drawn(DRAWN, random);
                accounts.request(administrator, somebody, role, terms(role), WHY);
            }
            case ROLE_DECISION ->
                accounts.waiting(manager).stream()
                        .filter(one -> pool.contains(one.userId()))
                        .findAny()
                        .ifPresent(one -> accounts.decide(manager, one.requestId(), random.nextBoolean(), WHY));
            case ROLE_END -> accounts.revoke(administrator, somebody, drawn(DRAWN, random), WHY);
            case SIGNING -> {
                Preset preset = drawn(List.of(Preset.values()), random);
                Set<String> types = preset == Preset.LIMITED ? Set.of("sop") : Set.of();
                Set<String> meanings = preset == Preset.LIMITED ? Set.of("review") : Set.of();
                authorities.ask(
                        administrator,
                        somebody,
                        new SigningExtent(preset, types, meanings),
                        preset == Preset.NONE ? null : clock.instant().plus(Duration.ofDays(9)),
                        WHY);
            }
            case SIGNING_DECISION ->
                authorities.waiting(manager).stream()
                        .filter(one -> pool.contains(one.userId()))
                        .findAny()
                        .ifPresent(one -> authorities.decide(manager, one.authorityId(), random.nextInt(4) > 0, WHY));
            case SIGNING_END ->
                authorities.granted(manager).stream()
                        .filter(one -> pool.contains(one.userId()))
                        .findAny()
                        .ifPresent(one -> authorities.takeAway(manager, one.authorityId(), WHY));
            case SUSPENSION -> accounts.suspend(administrator, somebody, WHY);
            case REINSTATEMENT -> accounts.reinstate(manager, somebody, WHY);
            case DEPARTURE -> accounts.leave(administrator, somebody, WHY);
            case PASSKEY -> passkeys.registered(somebody, "http://localhost:" + port);
            case PASSKEY_THAT_OPENS -> {
                // whoever was only invited has no authenticator to allow it by
                if (somebody.startsWith("person-")) {
                    passkeys.opening(somebody, "http://localhost:" + port);
                }
            }
            case PASSKEY_END ->
                registered.of(somebody).stream()
                        .findFirst()
                        .ifPresent(key -> personsPasskeys.revoke(
                                administrator, somebody, key.credentialSha256().hex(), WHY));
            case RESET -> resets.ask(administrator, somebody, WHY);
            case RESET_DECISION ->
                resets.waiting(manager).stream()
                        .filter(one -> pool.contains(one.userId()))
                        .findAny()
                        .ifPresent(one -> resets.decide(manager, one.requestId(), random.nextBoolean(), WHY));
            case PROGRAM, PROGRAM_TOKEN, PROGRAM_END -> program(door, random);
            case LOGIN, LOGOUT, SESSIONS_END, PASSWORD, LOST_DEVICE -> session(door, somebody, random);
            case DEVICE ->
                unlocking.devices(administrator, somebody).stream()
                        .findFirst()
                        .ifPresent(device -> unlocking.forget(administrator, somebody, device.deviceId(), WHY));
            case DRAFT -> drafts.keep(modeller, drafts.running(modeller));
            case DRAFT_END -> drafts.discard(modeller);
        }
    }

    private void settle(Door door, UUID requestId) {
        if (door == Door.ACCOUNT_DECLINED) {
            asked.decline(administrator, requestId, WHY);
            return;
        }
        String name = "drawn-" + UUID.randomUUID();
        asked.make(administrator, requestId, name, WHY);
        pool.add(name);
    }

    private Terms terms(Role role) {
        return role.alwaysEnds() ? Terms.until(clock.instant().plus(Duration.ofDays(7))) : Terms.OPEN;
    }

    private static Description described(Random random) {
        return new Description("Drawn By Lot " + random.nextInt(1_000), "Tester", ZoneId.of("UTC"));
    }

    private void account(Role role) {
        String name = "drawn-" + UUID.randomUUID();
        accounts.create(
                administrator,
                new NewAccount(
                        name,
                        new Description("Drawn By Lot", "Tester", ZoneId.of("UTC")),
                        Set.of(role),
                        terms(role),
                        name + "@example.org",
                        WHY));
        pool.add(name);
    }

    private void program(Door door, Random random) {
        if (door == Door.PROGRAM || programs.isEmpty()) {
            String name = "drawn-" + UUID.randomUUID();
            integrations.create(
                    administrator,
                    new NewServiceAccount(
                            name,
                            Set.of("record-approval"),
                            List.of(),
                            clock.instant().plus(Duration.ofDays(30)),
                            WHY));
            programs.add(name);
            return;
        }
        String name = drawn(programs, random);
        if (door == Door.PROGRAM_TOKEN) {
            integrations.rotate(
                    administrator,
                    name,
                    new Rotation(
                            Duration.ofHours(random.nextInt(3)), clock.instant().plus(Duration.ofDays(40)), WHY));
        } else {
            integrations.revoke(administrator, name, WHY);
        }
    }

    private void session(Door door, String somebody, Random random) {
        if (door == Door.LOGIN || browsers.isEmpty()) {
            TestClient browser = TestClient.anonymous(port);
            HttpResponse<String> answer = browser.post("/api/session", factors(somebody));
            if (answer.statusCode() == 204) {
                browser.readCsrf();
                browsers.add(browser);
            }
            return;
        }
        TestClient browser = drawn(browsers, random);
        switch (door) {
            case LOGOUT -> browser.delete("/api/session");
            case SESSIONS_END -> browser.delete("/api/account/sessions");
            case PASSWORD ->
                browser.post(
                        "/api/account/password",
                        Map.of(
                                "password",
                                Authenticator.PASSWORD,
                                "otp",
                                code(TestClient.json(browser.get("/api/session"))
                                        .path("userId")
                                        .asText()),
                                "newPassword",
                                Authenticator.PASSWORD));
            default -> browser.post("/api/account/lost-device", Map.of());
        }
    }

    private static Map<String, String> factors(String userId) {
        return Map.of("username", userId, "password", Authenticator.PASSWORD, "otp", code(userId));
    }

    /** Somebody who was not enrolled yet, or whose session is over, has no authenticator. */
    private static String code(String userId) {
        return userId.startsWith("person-") ? Authenticator.freshCode(userId) : "000000";
    }

    private static Caller caller(String userId) {
        return Caller.person(userId, "here", null);
    }

    private static <T> T drawn(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    /** What a door would do that forgot its entry, and one that told what did not happen. */
    @Test
    void aChangeThatNobodyToldAndATaleOfNoneAreFound() throws SQLException, IOException {
        String person = people.somebody(Role.QA_ANALYST);
        assertThat(rows.look()).isEmpty();
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            statement.execute("UPDATE app.person SET title = 'Director' WHERE user_id = '" + person + "'");
            assertThat(rows.look()).singleElement().asString().contains("person", person, "[title]");
            statement.execute("UPDATE app.role_grant SET role = 'qa-manager' WHERE user_id = '" + person + "'");
            assertThat(rows.look()).singleElement().asString().contains("role_grant", "role.revoked");
            statement.execute("DELETE FROM app.policy_acknowledgement WHERE user_id = '" + person + "'");
            statement.execute("UPDATE app.person SET title = 'Tester' WHERE user_id = '" + person + "'");
            statement.execute("UPDATE app.role_grant SET role = 'qa-analyst' WHERE user_id = '" + person + "'");
            assertThat(rows.look()).anySatisfy(wrong -> assertThat(wrong).contains("policy_acknowledgement", "GONE"));
        }
    }

    @Test
    void everyTableOfTheApplicationIsOnOneSide() throws SQLException, IOException {
        Set<String> tables = new TreeSet<>();
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement();
                ResultSet found = statement.executeQuery("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
                        + " AND relnamespace = 'app'::regnamespace")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        Set<String> listed = new TreeSet<>(GovernedTables.governed().keySet());
        listed.addAll(GovernedTables.free().keySet());
        assertThat(listed).as("a new table is governed, or says why not").isEqualTo(tables);
        assertThat(GovernedTables.governed().keySet())
                .doesNotContainAnyElementsOf(GovernedTables.free().keySet());
        assertThat(Files.readString(Path.of("docs/security/governed-tables.md")))
                .endsWith(GovernedTables.document());
    }
}
