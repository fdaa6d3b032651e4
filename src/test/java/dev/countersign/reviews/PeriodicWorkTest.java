package dev.countersign.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestCaller;
import dev.countersign.TestClient;
import dev.countersign.TestClock;
import dev.countersign.TestPasskeys;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.PageBadges;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.RefusedException;
import dev.countersign.reviews.Reviews.CredentialList;
import dev.countersign.reviews.Reviews.Decision;
import dev.countersign.reviews.Reviews.Task;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** What falls due is done by somebody else, with evidence, or the security unit hears of it (IDN-02, IDN-08). */
@CountersignTest
@Requirement({"IDN-02", "IDN-08"})
class PeriodicWorkTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    /** In days, longer than others of these tests: a list shows the fifty that wait longest. */
    private static final int LONG_AGO = 400;

    private static final String[] HTML = {"Accept", "text/html"};
    private static final Caller ADMINISTRATOR = Caller.person("itadmin", "s", "127.0.0.1");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private People accounts;

    @Autowired
    private Authority authority;

    @Autowired
    private Reviews reviews;

    @Autowired
    private TestPasskeys passkeys;

    @Autowired
    private PageBadges badges;

    @Autowired
    private Calendar calendar;

    @Autowired
    private Ledger ledger;

    @Autowired
    private JdbcTemplate database;

    @Test
    void aReviewKeepsExactlyWhatWasSeenDoesWhatWasDecidedAndIsNotDoneByOneself() {
        String manager = people.signer(Role.QA_MANAGER);
        String kept = people.somebody(Role.QA_ANALYST);
        String gone = people.somebody(Role.QA_ANALYST);
        String moved = people.somebody(Role.QA_ANALYST);
        List.of(manager, kept, gone, moved).forEach(userId -> passwordOf(userId, LONG_AGO));
        await().until(calendar::pass);

        Caller caller = Caller.person(manager, "s", "127.0.0.1");
        CredentialList list = reviews.credentials(caller);
        assertThat(list.people())
                .extracting(Reviews.Credential::userId)
                .contains(kept, gone, moved)
                .doesNotContain(manager);
        assertThat(waiting(people.somebody(Role.QA_MANAGER)))
                .extracting(Task::about)
                .contains(manager);
        assertThat(waiting(kept)).as("of no concern to an analyst").isEmpty();

        Map<String, Decision> decisions = new HashMap<>();
        list.people().forEach(person -> decisions.put(person.userId(), new Decision("confirm", "")));
        decisions.put(gone, new Decision("suspend", "left the laboratory"));
        decisions.put(moved, new Decision("remove:qa-analyst", ""));
        assertRefused("reason-required", caller, list.sha256(), decisions, Authenticator.freshCode(manager));
        decisions.put(moved, new Decision("remove:qa-analyst", "moved to production"));
        assertRefused("review-changed", caller, "0".repeat(64), decisions, Authenticator.freshCode(manager));
        Map<String, Decision> without = new HashMap<>(decisions);
        without.remove(kept);
        assertRefused("decision-missing", caller, list.sha256(), without, Authenticator.freshCode(manager));
        assertRefused("reauthentication-failed", caller, list.sha256(), decisions, "000000");
        assertThat(accounts.find(gone).orElseThrow().isActive())
                .as("nothing was done")
                .isTrue();

        String sha256 = reviews.complete(
                caller,
                list.sha256(),
                decisions,
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(manager));

        assertThat(accounts.find(gone).orElseThrow().state()).isEqualTo(Person.State.SUSPENDED);
        assertThat(authority.roles(moved)).isEmpty();
        assertThat(accounts.find(kept).orElseThrow().isActive()).isTrue();
        byte[] evidence = reviews.evidence(Caller.person("auditor", "s", null), sha256);
        assertThat(Digest.of(evidence).hex()).isEqualTo(sha256);
        assertSignedBy(manager, sha256, evidence);
        JsonNode review = CanonicalJson.parse(evidence);
        assertThat(Digest.of(CanonicalJson.write(review.path("seen"))).hex())
                .as("the list that was shown")
                .isEqualTo(list.sha256());
        assertThat(review.path("reviewer").asText()).isEqualTo(manager);
        assertThat(review.at("/decisions/" + gone + "/reason").asText()).isEqualTo("left the laboratory");
        JsonNode told = newest("credentials.reviewed", gone);
        assertThat(told.at("/new/evidenceSha256").asText()).isEqualTo(sha256);
        assertThat(told.at("/new/outcome").asText()).isEqualTo("suspend");
        assertThat(told.path("reason").asText()).isEqualTo("left the laboratory");
        await().until(calendar::pass);
        assertThat(waiting(manager)).extracting(Task::about).doesNotContain(kept, gone, moved);
        assertThat(waiting(people.somebody(Role.QA_MANAGER)))
                .as("the reviewer's own account waits for another")
                .extracting(Task::about)
                .contains(manager);
    }

    /** With the certificate's key and the JDK alone, as anybody could. */
    private void assertSignedBy(String manager, String sha256, byte[] evidence) {
        JsonNode signed = TestCaller.person(port, "auditor")
                .get("/api/work/evidence/" + sha256 + "/signature")
                .json();
        assertThat(signed.path("reviewer").asText()).isEqualTo(manager);
        assertThat(signed.path("fault").isNull()).isTrue();
        try {
            PublicKey key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(
                            signed.path("certificate").asText().getBytes(StandardCharsets.US_ASCII)))
                    .getPublicKey();
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(evidence);
            assertThat(check.verify(
                            Base64.getDecoder().decode(signed.path("signature").asText())))
                    .isTrue();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoeverHasNoSigningKeyCompletesNothing() {
        String manager = people.somebody(Role.QA_MANAGER);
        String person = people.somebody(Role.QA_ANALYST);
        passwordOf(person, LONG_AGO);
        await().until(calendar::pass);
        Caller caller = Caller.person(manager, "s", null);
        CredentialList list = reviews.credentials(caller);
        Map<String, Decision> decisions = confirmed(list);
        decisions.put(person, new Decision("suspend", "left"));
        assertRefused("not-authorized", caller, list.sha256(), decisions, Authenticator.freshCode(manager));
        assertThat(accounts.find(person).orElseThrow().isActive()).isTrue();
    }

    /** What is reviewed is accounts, roles and credentials; that somebody used theirs meanwhile is no reason to begin anew. */
    @Test
    void aLoginWhileTheReviewerReadsChangesNothingAndAnotherRoleDoes() {
        String manager = people.signer(Role.QA_MANAGER);
        String person = people.somebody(Role.QA_ANALYST);
        passwordOf(person, LONG_AGO);
        await().until(calendar::pass);
        Caller caller = Caller.person(manager, "s", "127.0.0.1");
        String seen = reviews.credentials(caller).sha256();

        TestClient.signedIn(port, person);
        CredentialList now = reviews.credentials(caller);
        assertThat(now.sha256()).isEqualTo(seen);
        assertThat(now.people())
                .filteredOn(one -> one.userId().equals(person))
                .hasSize(1)
                .allSatisfy(one -> assertThat(one.lastLogin()).isNotNull());

        authority.grant(ADMINISTRATOR, person, Role.QA_MANAGER, "for a test");
        Map<String, Decision> decisions = confirmed(now);
        assertRefused("review-changed", caller, seen, decisions, Authenticator.freshCode(manager));
        authority.revoke(ADMINISTRATOR, person, Role.QA_MANAGER, "for a test");
        String evidence = reviews.complete(
                caller, seen, decisions, Authenticator.PASSWORD.toCharArray(), Authenticator.freshCode(manager));
        assertThat(CanonicalJson.parse(reviews.evidence(caller, evidence))
                        .at("/use/" + person + "/lastLogin")
                        .isTextual())
                .isTrue();
    }

    /** Both were shown the same list and both components of both hold: the second finds another list than the one they saw. */
    @Test
    void ofTwoReviewsCompletedAtOnceOneTakesEffectAndTheOtherDoesNothing() throws Exception {
        List<String> managers = List.of(people.signer(Role.QA_MANAGER), people.signer(Role.QA_MANAGER));
        List<String> people = List.of(this.people.somebody(Role.QA_ANALYST), this.people.somebody(Role.QA_ANALYST));
        people.forEach(userId -> passwordOf(userId, LONG_AGO));
        await().until(calendar::pass);
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < managers.size(); i++) {
            String manager = managers.get(i);
            Caller caller = Caller.person(manager, "s", null);
            CredentialList list = reviews.credentials(caller);
            Map<String, Decision> decisions = confirmed(list);
            decisions.put(people.get(i), new Decision("suspend", "decided by the manager " + i));
            String code = Authenticator.freshCode(manager);
            calls.add(() -> outcome(caller, list.sha256(), decisions, code));
        }
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        List<String> outcomes = new ArrayList<>();
        try (Connection held = holdCalendar()) {
            List<Future<String>> both = calls.stream().map(threads::submit).toList();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> database.queryForObject(
                                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND pid <> pg_backend_pid()",
                                    Integer.class)
                            >= 2);
            held.rollback();
            for (Future<String> one : both) {
                outcomes.add(one.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(outcomes).containsExactlyInAnyOrder("completed", "review-changed");
        assertThat(people)
                .as("what the other decided did not happen")
                .filteredOn(userId -> accounts.find(userId).orElseThrow().isActive())
                .hasSize(1);
    }

    private String outcome(Caller caller, String seen, Map<String, Decision> decisions, String code) {
        try {
            reviews.complete(caller, seen, decisions, Authenticator.PASSWORD.toCharArray(), code);
            return "completed";
        } catch (RefusedException e) {
            return e.refusal().code();
        }
    }

    /** Nobody's calendar takes anything back, and no review is completed, before that connection's transaction ends. */
    private Connection holdCalendar() throws SQLException {
        Connection held = database.getDataSource().getConnection();
        held.setAutoCommit(false);
        held.createStatement().execute("SELECT pg_advisory_xact_lock(hashtextextended('countersign.reviews', 0))");
        return held;
    }

    @Test
    void aLongListIsLookedThroughInParts() throws SQLException {
        String manager = people.signer(Role.QA_MANAGER);
        String person = people.somebody(Role.QA_ANALYST);
        passwordOf(person, LONG_AGO);
        await().until(calendar::pass);
        Caller caller = Caller.person(manager, "s", null);
        assertThat(about(reviews.credentials(caller))).contains(person);
        try (Connection held = holdCalendar()) {
            assertLookedThroughInParts(caller, person);
            held.rollback();
        }
    }

    private void assertLookedThroughInParts(Caller caller, String person) {
        database.update(
                "INSERT INTO app.review_task (organisation, task_id, kind, about, due_at) SELECT p.organisation,"
                        + " gen_random_uuid(), 'credential-review', 'waits-longer-' || n, timestamptz '2001-01-01'"
                        + " FROM app.person p, generate_series(1, 150) n WHERE p.user_id = ?",
                person);
        try {
            assertThat(about(reviews.credentials(caller)))
                    .as("fifty wait longer")
                    .doesNotContain(person);
            assertThat(waiting(caller.actorId()))
                    .filteredOn(task -> task.kind().equals("credential-review"))
                    .hasSize(100);
            assertThat(badges.of(caller).get("openWork")).as("on every page").isGreaterThan(150);
        } finally {
            database.update("DELETE FROM app.review_task WHERE about LIKE 'waits-longer-%'");
        }
    }

    @Test
    void nothingWaitsAboutSomebodyWhoLeft() {
        String person = people.somebody(Role.QA_ANALYST);
        passwordOf(person, 95);
        await().until(calendar::pass);
        assertThat(stale()).contains(person);
        assertThat(waiting("approver")).extracting(Task::about).contains(person);
        accounts.move(ADMINISTRATOR, person, Person.State.LEFT, "retired");
        await().until(calendar::pass);
        assertThat(stale()).doesNotContain(person);
        assertThat(waiting("approver")).extracting(Task::about).doesNotContain(person);
    }

    private static List<String> about(CredentialList list) {
        return list.people().stream().map(Reviews.Credential::userId).toList();
    }

    private static Map<String, Decision> confirmed(CredentialList list) {
        Map<String, Decision> decisions = new HashMap<>();
        list.people().forEach(person -> decisions.put(person.userId(), new Decision("confirm", "")));
        return decisions;
    }

    private void assertRefused(
            String code, Caller caller, String seen, Map<String, Decision> decisions, String oneTimeCode) {
        assertThatThrownBy(() ->
                        reviews.complete(caller, seen, decisions, Authenticator.PASSWORD.toCharArray(), oneTimeCode))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }

    @Test
    void onlyAQaManagerReviewsAndOnlyWhoMayReadsEvidence() {
        for (String other : List.of("itadmin", "auditor", "author", "procadmin")) {
            assertThatThrownBy(() -> reviews.credentials(Caller.person(other, "s", null)))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal().code()).isEqualTo("not-authorized"));
        }
        assertThatThrownBy(() -> reviews.evidence(Caller.person("author", "s", null), "0".repeat(64)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("not-authorized"));
        assertThatThrownBy(() -> reviews.evidence(Caller.person("auditor", "s", null), "0".repeat(64)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("evidence-not-found"));
    }

    @ParameterizedTest
    @CsvSource({"75, false, false", "77, true, false", "91, true, true"})
    void aReviewIsShownTwoWeeksAheadAndOverdueAfterNinetyDays(int days, boolean shown, boolean overdue) {
        String person = people.somebody(Role.QA_ANALYST);
        passwordOf(person, days);
        await().until(calendar::pass);
        List<Task> tasks = waiting("approver").stream()
                .filter(task -> task.about().equals(person))
                .toList();
        assertThat(tasks).hasSize(shown ? 1 : 0).allMatch(task -> task.overdue() == overdue);
    }

    @Test
    void somebodyWhoseTestIsOverdueSeesItOnEveryPageAndTheSecurityUnitIsTold() {
        String person = people.somebody();
        database.update("UPDATE app.totp SET set_at = ? WHERE user_id = ?", at(Duration.ofDays(366)), person);
        await().until(calendar::pass);
        TestClient browser = TestClient.signedIn(port, person);
        assertThat(browser.get("/account", HTML).body()).contains("href=\"/work\"", "1 task");
        assertThat(browser.get("/work", HTML).body()).contains("Test of your authenticator", "overdue since");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(TestCaller.person(port, "itadmin")
                        .get("/api/alerts")
                        .json()
                        .path("open"))
                .anySatisfy(alert -> {
                    assertThat(alert.path("kind").asText()).isEqualTo("work-overdue");
                    assertThat(alert.path("about").asText()).isEqualTo(person);
                }));

        form(browser, "/work/authenticator-test", Map.of("password", Authenticator.PASSWORD, "code", "000000"));
        assertThat(waiting(person)).as("a code that is wrong proves nothing").hasSize(1);
        form(
                browser,
                "/work/authenticator-test",
                Map.of("password", Authenticator.PASSWORD, "code", Authenticator.freshCode(person)));
        assertThat(waiting(person)).isEmpty();
        assertThat(newest("authenticator.tested", person).at("/new/component").asText())
                .isEqualTo("totp");
        await().until(calendar::pass);
        assertThat(waiting(person)).as("for another year").isEmpty();
        assertThat(browser.get("/account", HTML).body()).doesNotContain("href=\"/work\"");
    }

    @Test
    @Requirement("SIG-02")
    void aPasskeyIsTestedWithThePasswordByAPersonItVerifiedAndTellsNothingOfTheApp() {
        String person = people.somebody();
        database.update("UPDATE app.totp SET set_at = ? WHERE user_id = ?", at(Duration.ofDays(366)), person);
        await().until(calendar::pass);
        SoftwareAuthenticator key = passkeys.registered(person, "http://localhost:" + port);
        TestClient browser = TestClient.signedIn(port, person);
        assertThat(browser.get("/work", HTML).body()).contains("Test my passkey");

        Map<String, String> answer = new HashMap<>(key.answer(question(browser)));
        answer.put("password", "not the password at all");
        form(browser, "/work/authenticator-test", answer);
        assertThat(tested(person)).as("without the password").isZero();
        answer = new HashMap<>(key.verifyingNobody().answer(question(browser)));
        answer.put("password", Authenticator.PASSWORD);
        form(browser, "/work/authenticator-test", answer);
        assertThat(tested(person)).as("a device that verified nobody").isZero();

        answer = new HashMap<>(key.verifyingThePerson().answer(question(browser)));
        answer.put("password", Authenticator.PASSWORD);
        form(browser, "/work/authenticator-test", answer);
        assertThat(tested(person)).isEqualTo(1);
        assertThat(waiting(person)).as("the app is not tested by it").hasSize(1);
        JsonNode told = newest("authenticator.tested", person).path("new");
        assertThat(told.path("component").asText()).isEqualTo("passkey");
        assertThat(told.path("credentialIdSha256").asText()).isEqualTo(key.credentialSha256());
    }

    private int tested(String person) {
        return ledger.search(new Filter(null, null, person, "authenticator.tested", null), 0, 50)
                .items()
                .size();
    }

    private static String question(TestClient browser) {
        Matcher csrf = CSRF.matcher(browser.get("/work", HTML).body());
        assertThat(csrf.find()).isTrue();
        HttpResponse<String> asked =
                browser.form("/work/authenticator-test/question", "_csrf=" + encoded(csrf.group(1)));
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
        return TestClient.json(asked).path("challenge").asText();
    }

    @Test
    void whatIsOverdueIsToldOnce() {
        String person = people.somebody();
        database.update("UPDATE app.totp SET set_at = ? WHERE user_id = ?", at(Duration.ofDays(366)), person);
        await().until(calendar::pass);
        await().until(calendar::pass);
        assertThat(ledger.search(new Filter(null, null, null, "review.overdue", null), 0, 200).items().stream()
                        .map(entry -> CanonicalJson.parse(entry.bytes())
                                .path("subject")
                                .asText())
                        .filter(("person:" + person)::equals))
                .hasSize(1);
    }

    @Test
    void anAccountNobodyUsedIsKeptOrSuspendedByAnAdministratorWhoSaysWhy() {
        String used = people.somebody();
        String unused = people.somebody();
        String away = people.somebody();
        List.of(used, unused, away).forEach(userId -> passwordOf(userId, 95));
        TestClient.signedIn(port, used);
        await().until(calendar::pass);
        assertThat(stale()).contains(unused, away).doesNotContain(used);

        assertRefusedStale("reason-required", ADMINISTRATOR, unused, " ");
        assertRefusedStale("not-authorized", Caller.person("approver", "s", null), unused, "not mine to say");
        assertRefusedStale("second-person-required", ADMINISTRATOR, "itadmin", "I am here");
        assertThatThrownBy(() -> reviews.decideStale(ADMINISTRATOR, unused, "Keep", "a word nobody knows"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().number()).isEqualTo("REV-007"));
        assertThat(accounts.find(unused).orElseThrow().isActive())
                .as("a decision nobody knows suspends nobody")
                .isTrue();
        reviews.decideStale(ADMINISTRATOR, away, "keep", "on leave until spring");
        reviews.decideStale(ADMINISTRATOR, unused, "suspend", "nobody knows them");
        assertRefusedStale("task-not-found", ADMINISTRATOR, unused, "again");
        assertThat(accounts.find(unused).orElseThrow().state()).isEqualTo(Person.State.SUSPENDED);
        assertThat(accounts.find(away).orElseThrow().isActive()).isTrue();
        assertThat(newest("stale-account.decided", away).path("reason").asText())
                .isEqualTo("on leave until spring");
        await().until(calendar::pass);
        assertThat(stale()).doesNotContain(unused, away);
    }

    /** The task is taken back by the calendar, and by nobody. */
    @Test
    void whoeverSignsInIsStaleNoMore() {
        String person = people.somebody();
        passwordOf(person, 95);
        await().until(calendar::pass);
        assertThat(stale()).contains(person);
        TestClient.signedIn(port, person);
        await().until(calendar::pass);
        assertThat(stale()).doesNotContain(person);
    }

    @Test
    void anAdministratorsLoginLeadsToTheirWorkAndAnybodyElsesToTasklist() {
        assertThat(loginOf(people.somebody(Role.IT_ADMINISTRATOR))).endsWith("/work");
        assertThat(loginOf(people.somebody(Role.QA_MANAGER))).endsWith("/camunda/app/tasklist/default/");
        assertThat(new String(
                        TestCaller.person(port, "itadmin").get("/work", HTML).bytes()))
                .contains("Security alerts", "Accounts", "Done");
    }

    @Test
    void aReviewIsDoneOnThePage() {
        String manager = people.signer(Role.QA_MANAGER);
        String person = people.somebody(Role.QA_ANALYST);
        passwordOf(person, LONG_AGO);
        await().until(calendar::pass);
        TestClient browser = TestClient.signedIn(port, manager);
        String page = browser.get("/work/credential-review", HTML).body();
        assertThat(page).contains("Person", person, "qa-analyst", "Last login");
        Map<String, String> form = new HashMap<>();
        reviews.credentials(Caller.person(manager, "s", null))
                .people()
                .forEach(one -> form.put("outcome." + one.userId(), "confirm"));
        Matcher seen = Pattern.compile("name=\"seen\" value=\"([0-9a-f]{64})\"").matcher(page);
        assertThat(seen.find()).isTrue();
        form.put("seen", seen.group(1));
        form.put("password", Authenticator.PASSWORD);
        form.put("code", "000000");
        HttpResponse<String> refused = form(browser, "/work/credential-review", form);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("Password or code not accepted").doesNotContain(Authenticator.PASSWORD);
        form.put("code", Authenticator.freshCode(manager));
        HttpResponse<String> done = form(browser, "/work/credential-review", form);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(302);
        assertThat(browser.get("/work", HTML).body()).contains("Done, and on record", "/api/work/evidence/");
    }

    private String loginOf(String person) {
        TestClient browser = TestClient.anonymous(port);
        form(browser, "/login", "/login", Map.of("username", person, "password", Authenticator.PASSWORD));
        return form(browser, "/login/code", "/login/code", Map.of("code", Authenticator.freshCode(person)))
                .headers()
                .firstValue("Location")
                .orElse("");
    }

    private static HttpResponse<String> form(TestClient browser, String path, Map<String, String> fields) {
        return form(browser, "/work", path, fields);
    }

    private static HttpResponse<String> form(TestClient browser, String page, String path, Map<String, String> fields) {
        Matcher csrf = CSRF.matcher(browser.get(page, HTML).body());
        assertThat(csrf.find()).as("a form on " + page).isTrue();
        StringBuilder body = new StringBuilder("_csrf=" + encoded(csrf.group(1)));
        fields.forEach((name, value) ->
                body.append('&').append(encoded(name)).append('=').append(encoded(value)));
        return browser.form(path, body.toString(), HTML);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void assertRefusedStale(String code, Caller caller, String userId, String reason) {
        assertThatThrownBy(() -> reviews.decideStale(caller, userId, "keep", reason))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }

    private List<String> stale() {
        return reviews.waitingFor(ADMINISTRATOR).stream()
                .filter(task -> task.kind().equals("stale-account"))
                .map(Task::about)
                .toList();
    }

    private List<Task> waiting(String userId) {
        return reviews.waitingFor(Caller.person(userId, "s", null));
    }

    /** As if it had been set so many days ago. */
    private void passwordOf(String userId, int days) {
        database.update("UPDATE app.credential SET set_at = ? WHERE user_id = ?", at(Duration.ofDays(days)), userId);
    }

    private static Timestamp at(Duration ago) {
        return Timestamp.from(TestClock.now().minus(ago));
    }

    private JsonNode newest(String type, String userId) {
        return ledger.search(new Filter(null, null, null, type, null), 0, 50).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> entry.path("subject").asText().equals("person:" + userId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " of " + userId));
    }
}
