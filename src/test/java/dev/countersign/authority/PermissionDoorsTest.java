package dev.countersign.authority;

import static dev.countersign.TestSigner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every permission has a door, and each role comes through exactly where the published matrix says so, over HTTP (AUT-01). */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"AUT-01", "AUT-03", "AUT-04"})
class PermissionDoorsTest {

    private static final String WHY = "walking from door to door";
    private static final String NOBODY = UUID.randomUUID().toString();

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    private final Map<Role, TestClient> clients = new EnumMap<>(Role.class);
    private final Map<Role, String> userIds = new EnumMap<>(Role.class);
    private JsonNode matrix;
    private String foreignRecord;

    /** @param allowed what is answered to whoever may; most knock with something that there is not */
    private record Door(int allowed, Function<TestClient, HttpResponse<String>> knock) {}

    @BeforeAll
    void everyRoleSignsIn() {
        for (Role role : Role.values()) {
            userIds.put(role, signs(role) ? people.signer(role) : people.somebody(role));
            clients.put(role, TestClient.signedIn(port, userIds.get(role)));
        }
        matrix = expect(200, clients.get(Role.REGULATORY_AUDITOR).get("/api/authority/matrix"));
        foreignRecord = TestSigner.startedByProgram(port, record("Foreign"));
    }

    private static boolean signs(Role role) {
        return role != Role.IT_ADMINISTRATOR && role != Role.REGULATORY_AUDITOR;
    }

    private static TestRecord record(String title) {
        return TestRecords.testSuite(title).titled(title + " " + UUID.randomUUID());
    }

    private Map<Permission, Door> doors() {
        Map<Permission, Door> doors = new EnumMap<>(Permission.class);
        doors.put(Permission.DRAFT_RECORDS, post(422, "/api/records", Map.of("type", "no-such-type")));
        doors.put(Permission.READ_RECORDS, get(200, "/api/records/" + foreignRecord));
        doors.put(
                Permission.START_APPROVALS,
                new Door(
                        200,
                        client -> client.post(
                                "/engine-rest/process-definition/key/record-approval/start",
                                TestSigner.startOf(record("Started")))));
        doors.put(
                Permission.WITHDRAW_ANY_RECORD,
                new Door(
                        204,
                        client -> client.post(
                                "/api/records/" + TestSigner.startedByProgram(port, record("Withdrawn"))
                                        + "/withdrawal",
                                Map.of("reason", WHY))));
        doors.put(
                Permission.REASSIGN_TASKS,
                post(404, "/api/tasks/" + NOBODY + "/reassignment", Map.of("assignee", "nobody", "reason", WHY)));
        doors.put(Permission.READ_AUDIT_TRAIL, get(200, "/api/audit/entries?size=1"));
        doors.put(
                Permission.EXPORT_AUDIT_TRAIL,
                new Door(
                        200, client -> client.get("/audit/export.csv?record=" + NOBODY, "Accept", "application/json")));
        doors.put(Permission.VERIFY_COMPLIANCE, get(200, "/api/audit/verification"));
        doors.put(
                Permission.MANAGE_ACCOUNTS, post(404, "/api/accounts/nobody-at-all/invitation", Map.of("reason", WHY)));
        doors.put(
                Permission.REQUEST_ACCOUNTS,
                post(
                        422,
                        "/api/account-requests",
                        Map.of("printedName", "Nobody", "title", "None", "zone", "UTC", "reason", " ")));
        doors.put(
                Permission.APPROVE_ROLES,
                post(404, "/api/accounts/requests/" + NOBODY + "/decision", Map.of("grant", true, "reason", WHY)));
        doors.put(
                Permission.REQUEST_SIGNATURE_AUTHORITY,
                post(404, "/api/authority/people/nobody-at-all/requests", Map.of("preset", "none", "reason", WHY)));
        doors.put(
                Permission.GRANT_SIGNATURE_AUTHORITY,
                post(404, "/api/authority/requests/" + NOBODY + "/decision", Map.of("grant", true, "reason", WHY)));
        doors.put(
                Permission.PROOF_IDENTITY,
                post(
                        404,
                        "/api/accounts/nobody-at-all/proofing",
                        Map.of(
                                "documentType", "passport",
                                "checkedOn", "2026-11-22",
                                "method", "in person",
                                "printedName", "Nobody",
                                "password", "Countersign-demo-1")));
        doors.put(
                Permission.CERTIFY_ORGANISATION,
                post(404, "/api/organisation/letters/" + NOBODY + "/confirmation", Map.of("reason", WHY)));
        doors.put(
                Permission.RECOVER_LOG,
                post(422, "/api/log/recovery", Map.of("reason", " ", "password", "none", "otp", "000000")));
        doors.put(Permission.READ_ALERTS, get(200, "/api/alerts"));
        doors.put(
                Permission.HANDLE_ALERTS,
                post(404, "/api/alerts/" + NOBODY + "/acknowledgement", Map.of("comment", WHY)));
        doors.put(Permission.PROPOSE_ROTATION, post(422, "/api/keys/share", Map.of("reason", " ")));
        doors.put(Permission.OPEN_ROTATION, post(404, "/api/keys/share/99999/opening", Map.of()));
        doors.put(Permission.READ_MODELS, get(200, "/api/models/set"));
        doors.put(Permission.CHANGE_MODELS, new Door(204, client -> client.get("/api/models/draft")));
        doors.put(
                Permission.BREAK_GLASS,
                post(
                        422,
                        "/api/break-glass/preview",
                        Map.of("operation", "cancel", "incident", WHY, "instances", List.of(NOBODY))));
        doors.put(Permission.DECLARE, post(404, "/api/training/courses/NO-SUCH/attempts", Map.of()));
        doors.put(Permission.READ_TRAINING, get(200, "/api/training/matrix"));
        doors.put(
                Permission.MANAGE_TRAINING,
                post(404, "/api/training/certificates/" + NOBODY + "/revocation", Map.of("reason", WHY)));
        return doors;
    }

    private static Door get(int allowed, String path) {
        return new Door(allowed, client -> client.get(path));
    }

    private static Door post(int allowed, String path, Map<String, Object> body) {
        return new Door(allowed, client -> client.post(path, body));
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void eachRoleComesThroughWhereTheMatrixSaysSoAndNowhereElse(Permission permission) {
        Door door = doors().get(permission);
        List<String> published =
                roles("permissions", "permission", permission.name().toLowerCase(Locale.ROOT));

        Map<String, Integer> expected = new TreeMap<>();
        Map<String, Integer> answered = new TreeMap<>();
        clients.forEach((role, client) -> {
            expected.put(role.code(), published.contains(role.code()) ? door.allowed() : 403);
            answered.put(role.code(), door.knock().apply(client).statusCode());
        });
        assertThat(answered).isEqualTo(expected);
    }

    @Test
    void whatIsSignedIsWhatTheMatrixSaysOfTheRoleThatThePlanAsksFor() {
        TestSigner author = TestSigner.with(people, port, Role.QA_ANALYST);
        TestSigner reviewer = TestSigner.with(people, port, Role.QA_ANALYST);
        String recordId = author.started(record("Signed"));
        expect(201, author.approve(recordId));

        assertThat(claimedBy(recordId, author, "review_data")).containsExactly(Role.QA_ANALYST.code());
        expect(201, reviewer.approve(recordId));
        assertThat(claimedBy(recordId, author, "approve_results")).containsExactly(Role.QA_MANAGER.code());
    }

    /** Who of each role could claim what waits, each of whom the matrix gives that permission; given back each time. */
    private List<String> claimedBy(String recordId, TestSigner author, String named) {
        String taskId = waiting(recordId);
        List<String> claimed = new ArrayList<>();
        clients.forEach((role, client) -> {
            if (client.post("/api/tasks/" + taskId + "/claim", Map.of()).statusCode() == 204) {
                claimed.add(role.code());
                assertThat(roles("named", "name", named)).contains(role.code());
                expect(204, client.post("/api/tasks/" + taskId + "/release", Map.of()));
            }
        });
        return claimed;
    }

    private String waiting(String recordId) {
        for (TestClient client : clients.values()) {
            HttpResponse<String> tasks = client.get("/api/tasks");
            if (tasks.statusCode() == 200) {
                for (JsonNode task : TestClient.json(tasks).path("items")) {
                    if (task.path("recordId").asText().equals(recordId)) {
                        return task.path("taskId").asText();
                    }
                }
            }
        }
        throw new AssertionError("nobody has a task of " + recordId);
    }

    @Test
    void everyPersonReadsTheMatrixAndNobodyElse() {
        clients.forEach((role, client) -> {
            assertThat(client.get("/api/authority/matrix").statusCode())
                    .as(role.code())
                    .isEqualTo(200);
            assertThat(client.get("/authority/matrix").body())
                    .contains("Permission matrix", matrix.path("digest").asText());
        });
        assertThat(TestClient.anonymous(port).get("/api/authority/matrix").statusCode())
                .isEqualTo(401);
        assertThat(TestClient.bearer(port, "demo-lims-token")
                        .get("/api/authority/matrix")
                        .statusCode())
                .isEqualTo(403);
    }

    private List<String> roles(String list, String key, String code) {
        List<String> roles = new ArrayList<>();
        for (JsonNode one : matrix.path(list)) {
            if (one.path(key).asText().equals(code)) {
                one.path("roles").forEach(role -> roles.add(role.asText()));
            }
        }
        return roles;
    }
}
