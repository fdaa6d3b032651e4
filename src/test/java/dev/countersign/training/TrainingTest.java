package dev.countersign.training;

import static dev.countersign.TestSigner.expect;
import static dev.countersign.training.TestCourses.answered;
import static dev.countersign.training.TestCourses.begun;
import static dev.countersign.training.TestCourses.certified;
import static dev.countersign.training.TestCourses.content;
import static dev.countersign.training.TestCourses.need;
import static dev.countersign.training.TestCourses.newCode;
import static dev.countersign.training.TestCourses.passed;
import static dev.countersign.training.TestCourses.right;
import static dev.countersign.training.TestCourses.started;
import static dev.countersign.training.TestCourses.trained;
import static dev.countersign.training.TestCourses.written;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who is not trained does not sign, and gets trained by a course, a test and a signature of their own (AUT-05, TRN-01). */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"TRN-01", "AUT-05", "SIG-09"})
class TrainingTest {

    private static final String SHIPPED = "ESIG";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    DatabaseRoles roles;

    private TestCourses courses;

    @BeforeAll
    void signIn() {
        courses = new TestCourses(people, port);
    }

    private String recordToReview() {
        return TestSigner.startedByProgram(port, TestRecords.sop("SOP-" + UUID.randomUUID()));
    }

    private TestSigner untrained() {
        return TestSigner.untrained(people, port, Role.QA_ANALYST);
    }

    private static void refused(HttpResponse<String> answer, int status, String rule, String... words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(TestClient.json(answer).path("rule").asText()).isEqualTo(rule);
        assertThat(List.of(words)).allSatisfy(word -> assertThat(answer.body()).contains(word));
    }

    @Test
    void whoIsNotTrainedIsRefusedAtTheClaimAndAtSigningAndToldWhere() {
        TestSigner person = untrained();
        String record = recordToReview();
        JsonNode task = person.task(record);

        assertThat(task.path("canSign").asBoolean()).isFalse();
        assertThat(task.path("whyNot").asText()).contains(SHIPPED, "/training/ESIG");
        refused(
                person.client().post("/api/tasks/" + task.path("taskId").asText() + "/claim", Map.of()),
                403,
                "AUT-022",
                "not-authorized",
                "Electronic signatures",
                "/training/ESIG");
        refused(person.approve(record), 403, "AUT-022");
        assertThat(person.read(record).path("status").asText()).isEqualTo("in-review");

        assertThat(need(person.client(), SHIPPED).path("met").asBoolean()).isFalse();
        trained(person, TestCourses.shipped());
        assertThat(need(person.client(), SHIPPED).path("met").asBoolean()).isTrue();
        assertThat(need(person.client(), SHIPPED).at("/trained/kind").asText()).isEqualTo("completion");
        expect(201, person.approve(record));
    }

    @Test
    void anAuthorIsAskedForTheTrainingOfTheirRoles() {
        TestSigner person = untrained();
        String record = person.started(TestRecords.sop("SOP-" + UUID.randomUUID()));

        refused(person.approve(record), 403, "AUT-022");
    }

    @Test
    void trainingThatEndsAfterTheClaimIsMissingAtSigning() {
        TestSigner person = untrained();
        String certificate = expect(
                        201, certified(courses.manager().client(), person.userId(), SHIPPED, in(Duration.ofDays(3))))
                .path("certificateId")
                .asText();
        String record = recordToReview();
        JsonNode task = person.task(record);
        assertThat(person.client()
                        .post("/api/tasks/" + task.path("taskId").asText() + "/claim", Map.of())
                        .statusCode())
                .isEqualTo(204);

        HttpResponse<String> revoked = courses.manager()
                .client()
                .post("/api/training/certificates/" + certificate + "/revocation", Map.of("reason", "it was forged"));
        assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(204);

        refused(person.approve(record), 403, "AUT-022");
    }

    @Test
    void whatCountedStopsCountingByTheDatabasesClock() throws Exception {
        TestSigner person = untrained();
        expect(201, certified(courses.manager().client(), person.userId(), SHIPPED, in(Duration.ofDays(3))));
        String record = recordToReview();
        assertThat(person.task(record).path("canSign").asBoolean()).isTrue();

        update(
                "UPDATE app.training_qualification SET counts_until = clock_timestamp() WHERE user_id = ?",
                person.userId());

        refused(person.approve(record), 403, "AUT-022");
        assertThat(need(person.client(), SHIPPED).path("met").asBoolean()).isFalse();
    }

    @Test
    void theTestIsDrawnJudgedAndKeptByTheServer() {
        ObjectNode course = content(newCode());
        String code = course.path("code").asText();
        courses.inForce(course);
        TestSigner person = untrained();

        JsonNode asked = begun(person.client(), code);
        assertThat(asked.path("questions")).hasSize(2);
        assertThat(asked.toString()).doesNotContain("right");
        assertThat(person.client().get("/api/training/courses/" + code).body())
                .doesNotContain("\"right\"", "What is 1?");
        assertThat(begun(person.client(), code)).as("the open one").isEqualTo(asked);

        Map<String, List<String>> wrong = right(asked, course);
        wrong.replaceAll((question, right) -> List.of("a"));
        JsonNode failed = expect(200, answered(person.client(), asked, wrong));
        assertThat(failed.path("passed").asBoolean()).isFalse();
        assertThat(failed.path("right").asInt()).isZero();
        refused(answered(person.client(), asked, right(asked, course)), 409, "TRN-004");
        String path = "/api/training/attempts/" + asked.path("attemptId").asText() + "/completion";
        refused(person.client().post(path, Map.of()), 403, "TRN-006");

        JsonNode again = begun(person.client(), code);
        assertThat(again.path("attemptId")).isNotEqualTo(asked.path("attemptId"));
        assertThat(expect(200, answered(person.client(), again, right(again, course)))
                        .path("passed")
                        .asBoolean())
                .isTrue();
        String told = trail("training-attempt:" + again.path("attemptId").asText());
        assertThat(told)
                .contains("training.attempt-begun", "training.attempt-judged")
                .doesNotContain("What is", "\"b\"");
        assertThat(trail("training-attempt:" + asked.path("attemptId").asText()))
                .contains("training.attempt-judged");
    }

    @Test
    void whatIsDrawnCannotBeForeseen() {
        ObjectNode course = content(newCode());
        for (int i = 4; i <= 12; i++) {
            ((ObjectNode) course.withArray("questions")
                            .addObject()
                            .put("id", "q" + i)
                            .put("text", "What is " + i + "?"))
                    .set("choices", course.at("/questions/0/choices"));
            ((ObjectNode) course.at("/questions/" + (i - 1))).putArray("right").add("b");
        }
        courses.inForce(course);
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            JsonNode asked = begun(untrained().client(), course.path("code").asText());
            drawn.add(asked.path("questions").toString());
        }
        assertThat(drawn).hasSizeGreaterThan(1);
    }

    @Test
    void answersThatAreNotThoseOfTheQuestionsAreRefusedWithTheirPlaces() {
        ObjectNode course = content(newCode());
        courses.inForce(course);
        TestSigner person = untrained();
        JsonNode asked = begun(person.client(), course.path("code").asText());
        String first = asked.at("/questions/0/id").asText();
        String second = asked.at("/questions/1/id").asText();

        HttpResponse<String> answer =
                answered(person.client(), asked, Map.of(first, List.of("b", "nonsense"), "q99", List.of("b")));
        refused(answer, 422, "TRN-005");
        assertThat(TestClient.json(answer).path("errors").toString())
                .contains("/answers/" + first + "/1", "/answers/" + second, "/answers/q99");
        refused(answered(untrained().client(), asked, right(asked, course)), 404, "TRN-003");
        String path = "/api/training/attempts/" + asked.path("attemptId").asText() + "/answers";
        assertThat(person.client().post(path, "{\"answers\":[1]}").statusCode()).isEqualTo(422);
        assertThat(person.client().post(path, "{").statusCode()).isEqualTo(400);

        assertThat(expect(200, answered(person.client(), asked, right(asked, course)))
                        .path("passed")
                        .asBoolean())
                .as("nothing of it was judged")
                .isTrue();
    }

    @Test
    void testsAreLimitedByDay() {
        ObjectNode course = content(newCode());
        courses.inForce(course);
        TestSigner person = untrained();
        for (int i = 0; i < CompetencyTests.MOST_A_DAY; i++) {
            JsonNode asked = begun(person.client(), course.path("code").asText());
            Map<String, List<String>> wrong = right(asked, course);
            wrong.replaceAll((question, right) -> List.of("a"));
            expect(200, answered(person.client(), asked, wrong));
        }
        refused(
                person.client()
                        .post("/api/training/courses/" + course.path("code").asText() + "/attempts", Map.of()),
                429,
                "TRN-002");
    }

    @Test
    void noCompletionComesInWithoutAPassedAttemptOfOnesOwnThroughAnyDoor() {
        ObjectNode course = content(newCode());
        courses.inForce(course);
        TestSigner honest = untrained();
        String attempt = passed(honest.client(), course);
        ObjectNode completion = (ObjectNode) expect(
                200, honest.client().get("/api/records/" + written(honest.client(), attempt) + "/versions/1/content"));
        TestSigner other = TestSigner.with(people, port, Role.QA_ANALYST);

        refused(draft(other, completion), 403, "TRN-006");
        refused(started(other.client(), "declaration", "training-completion", completion), 403, "TRN-006");
        refused(started(other.client(), "record-approval", "training-completion", completion), 403, "WFL-063");
        TestClient program = TestClient.bearer(port, "demo-lims-token");
        refused(started(program, "record-approval", "training-completion", completion), 403, "WFL-063");
        assertThat(started(program, "declaration", "training-completion", completion)
                        .statusCode())
                .isEqualTo(403);
        refused(other.client().post("/api/training/attempts/" + attempt + "/completion", Map.of()), 404, "TRN-003");

        refused(draft(honest, completion), 403, "TRN-006", "cites it");
        ObjectNode better = completion.deepCopy().put("right", 1);
        refused(draft(honest, better), 403, "TRN-006");
        JsonNode failing = begun(other.client(), course.path("code").asText());
        Map<String, List<String>> wrong = right(failing, course);
        wrong.replaceAll((question, right) -> List.of("a"));
        expect(200, answered(other.client(), failing, wrong));
        refused(
                draft(
                        other,
                        completion
                                .deepCopy()
                                .put("attempt", failing.path("attemptId").asText())),
                403,
                "TRN-006");
        refused(
                draft(
                        other,
                        completion.deepCopy().put("attempt", UUID.randomUUID().toString())),
                403,
                "TRN-006");

        String own = passed(other.client(), course);
        String signed = written(honest.client(), attempt);
        expect(201, honest.approve(signed));
        refused(next(other, signed, completion.deepCopy().put("attempt", own)), 403, "TRN-006", "is another's");
        refused(next(honest, signed, completion), 403, "TRN-006", "was signed");

        refused(
                started(
                        other.client(),
                        "declaration",
                        "sop",
                        CanonicalJson.parse(TestRecords.sop("SOP-" + UUID.randomUUID())
                                .contentText()
                                .getBytes(UTF_8))),
                403,
                "WFL-063");
    }

    private static HttpResponse<String> next(TestSigner person, String record, JsonNode completion) {
        return person.client()
                .post(
                        "/api/records/" + record + "/versions",
                        Map.of(
                                "type", "training-completion",
                                "title", "Forged",
                                "reason", "looks better",
                                "content", completion));
    }

    private static HttpResponse<String> draft(TestSigner person, JsonNode completion) {
        return person.client()
                .post("/api/records", Map.of("type", "training-completion", "title", "Forged", "content", completion));
    }

    @Test
    @Requirement("SIG-04")
    void aCompletionIsSignedByItsAuthorAloneAndOpensNothingElse() {
        ObjectNode course = content(newCode());
        courses.inForce(course);
        TestSigner person = untrained();
        String attempt = passed(person.client(), course);
        String record = written(person.client(), attempt);
        assertThat(written(person.client(), attempt)).as("asked again").isEqualTo(record);
        assertThat(need(person.client(), course.path("code").asText())
                        .path("met")
                        .asBoolean())
                .as("before it is signed")
                .isFalse();

        JsonNode plan = person.read(record).path("plan");
        assertThat(plan.toString()).contains("training-completion").doesNotContain("review", "approval");
        JsonNode signature = expect(201, person.approve(record));
        assertThat(signature.toString()).contains("training-completion");
        assertThat(person.read(record).path("status").asText()).isEqualTo("effective");
        assertThat(need(person.client(), course.path("code").asText())
                        .path("met")
                        .asBoolean())
                .isTrue();
        assertThat(person.client()
                        .get("/api/records/" + record + "/versions/1/verification")
                        .body())
                .contains("\"VALID\"");
        refused(person.approve(recordOf(person)), 403, "AUT-022");
    }

    private static String recordOf(TestSigner person) {
        return person.started(TestRecords.sop("SOP-" + UUID.randomUUID()));
    }

    @Test
    void coursesThatCannotBeTaughtAreRefusedWithPathAndReason() {
        refused(courses.drafted(without("questions")), 422, "REC-002", "/content/questions");
        ObjectNode empty = content(newCode());
        empty.putArray("questions");
        refused(courses.drafted(empty), 422, "REC-002", "/content/questions");
        refused(courses.drafted(content(newCode()).put("drawn", 4)), 422, "REC-002", "/content/drawn");
        ObjectNode outside = content(newCode());
        outside.withArray("/questions/1/right").add("z");
        refused(courses.drafted(outside), 422, "REC-002", "/content/questions/1/right/1");
        ObjectNode nothingRight = content(newCode());
        ((ObjectNode) nothingRight.at("/questions/0")).putArray("right");
        refused(courses.drafted(nothingRight), 422, "REC-002", "/content/questions/0/right");
        ObjectNode oneChoice = content(newCode());
        oneChoice.withArray("/questions/0/choices").remove(0);
        refused(courses.drafted(oneChoice), 422, "REC-002", "/content/questions/0/choices");
        refused(courses.drafted(without("material")), 422, "REC-002", "/content/material");
        ObjectNode unknown = content(newCode());
        unknown.putArray("requiredForTypes").add("no-such-type");
        refused(courses.drafted(unknown), 422, "REC-002", "/content/requiredForTypes/0");
    }

    private static ObjectNode without(String member) {
        ObjectNode content = content(newCode());
        content.remove(member);
        return content;
    }

    @Test
    void aCodeIsOneRecordsAlone() {
        ObjectNode course = content(newCode());
        String record = courses.inForce(course);
        refused(courses.drafted(course), 409, "TRN-008", record);
    }

    @Test
    void aNewVersionAsksForRetrainingWhenTheDaysOfGraceAreOver() {
        ObjectNode course = content(newCode());
        String code = course.path("code").asText();
        String record = courses.inForce(course);
        TestSigner person = untrained();
        trained(person, course);
        String late = passed(untrainedBeside(person).client(), course);

        courses.revised(record, 2, course.put("graceDays", 30));
        JsonNode graced = need(person.client(), code);
        assertThat(graced.path("met").asBoolean()).isTrue();
        assertThat(Instant.parse(graced.at("/trained/countsUntil").asText()))
                .isBetween(in(Duration.ofDays(29)), in(Duration.ofDays(31)));
        refused(beside.client().post("/api/training/attempts/" + late + "/completion", Map.of()), 409, "TRN-007");

        courses.revised(record, 3, course.put("graceDays", 0));
        assertThat(need(person.client(), code).path("met").asBoolean()).isFalse();
        trained(person, course);
        assertThat(need(person.client(), code).path("met").asBoolean()).isTrue();
    }

    private TestSigner beside;

    private TestSigner untrainedBeside(TestSigner person) {
        beside = untrained();
        assertThat(beside.userId()).isNotEqualTo(person.userId());
        return beside;
    }

    @Test
    void aNewerProcedureAsksForRetrainingToo() {
        TestSigner author = courses.author();
        String number = "SOP-" + UUID.randomUUID();
        String procedure = author.started(TestRecords.sop(number));
        courses.signers().forEach(signer -> expect(201, signer.approve(procedure)));
        ObjectNode course = content(newCode());
        course.putArray("procedures").add(procedure);
        courses.inForce(course);
        TestSigner person = untrained();
        trained(person, course);
        assertThat(need(person.client(), course.path("code").asText())
                        .path("met")
                        .asBoolean())
                .isTrue();

        expect(201, author.revise(procedure, TestRecords.sop(number).because("steps in another order")));
        courses.approved(procedure, 2);

        assertThat(need(person.client(), course.path("code").asText())
                        .path("met")
                        .asBoolean())
                .isFalse();
        trained(person, course);
        assertThat(need(person.client(), course.path("code").asText())
                        .path("met")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aCourseCanBeRequiredOfWhoeverSignsATypeOfRecords() {
        ObjectNode course = content(newCode());
        course.putArray("requiredForTypes").add("training-course");
        String code = course.path("code").asText();
        String record = courses.inForce(course);
        try {
            ObjectNode another = content(newCode());
            String next = expect(201, courses.drafted(another)).path("recordId").asText();
            courses.author().startNext(next, 1);
            refused(courses.author().approve(next), 403, "AUT-022", code);
            String sop = courses.author().started(TestRecords.sop("SOP-" + UUID.randomUUID()));
            expect(201, courses.author().approve(sop));
        } finally {
            for (TestSigner signer : courses.signers()) {
                TestSigner recorder = signer == courses.manager() ? null : courses.manager();
                TestClient by = recorder == null ? TestClient.signedIn(port, "approver") : recorder.client();
                expect(201, certified(by, signer.userId(), code, in(Duration.ofDays(2))));
            }
            course.remove("requiredForTypes");
            courses.revised(record, 2, course);
        }
    }

    @Test
    void certificatesAreRecordedBySomebodyElseWithEvidenceAndAnEnd() {
        TestSigner person = untrained();
        TestClient manager = courses.manager().client();
        refused(certified(manager, courses.manager().userId(), SHIPPED, in(Duration.ofDays(2))), 403, "TRN-010");
        refused(certified(person.client(), courses.author().userId(), SHIPPED, in(Duration.ofDays(2))), 403, "AUT-001");
        refused(certified(manager, person.userId(), SHIPPED, in(Duration.ofDays(-1))), 422, "TRN-011");
        refused(certified(manager, person.userId(), SHIPPED, in(Duration.ofDays(4000))), 422, "TRN-011");
        refused(certified(manager, person.userId(), "NONE", in(Duration.ofDays(2))), 404, "TRN-001");
        refused(certified(manager, "nobody-" + UUID.randomUUID(), SHIPPED, in(Duration.ofDays(2))), 404, "TRN-012");
        assertThat(need(person.client(), SHIPPED).path("trained").isNull()).isTrue();

        String certificate = expect(201, certified(manager, person.userId(), SHIPPED, in(Duration.ofDays(2))))
                .path("certificateId")
                .asText();
        assertThat(need(person.client(), SHIPPED).at("/trained/issuer").asText())
                .isEqualTo("School of tests");
        assertThat(manager.exchange("GET", "/api/training/certificates/" + certificate + "/evidence", new byte[0])
                        .body())
                .isEqualTo(TestRecords.pdf());
        assertThat(person.client()
                        .get("/api/training/certificates/" + certificate + "/evidence")
                        .statusCode())
                .isEqualTo(403);
        assertThat(trail("training-certificate:" + certificate))
                .contains("training.certificate-recorded", "seen and copied", "training.evidence-read");
    }

    @Test
    void managersAndAuditorsSeeWhoLacksWhatAndNobodyElse() {
        TestSigner person = untrained();
        TestClient manager = courses.manager().client();
        JsonNode mine = standing(manager, person.userId());
        assertThat(mine.path("required").asBoolean()).isTrue();
        assertThat(mine.path("met").asBoolean()).isFalse();
        HttpResponse<String> gaps = manager.get("/api/training/gaps.csv");
        assertThat(gaps.body()).startsWith("User,Name,Roles,Course").contains(person.userId() + ",");
        assertThat(gaps.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));

        expect(201, certified(manager, person.userId(), SHIPPED, in(Duration.ofDays(2))));
        assertThat(standing(manager, person.userId()).path("met").asBoolean()).isTrue();
        assertThat(manager.get("/api/training/gaps.csv").body()).doesNotContain(person.userId() + ",");

        TestClient auditor = TestClient.signedIn(port, people.somebody(Role.REGULATORY_AUDITOR));
        assertThat(auditor.get("/api/training/matrix").statusCode()).isEqualTo(200);
        refused(person.client().get("/api/training/matrix"), 403, "AUT-001");
        TestClient administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        for (String path : List.of("", "/courses", "/courses/ESIG", "/matrix", "/gaps.csv")) {
            assertThat(administrator.get("/api/training" + path).statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    private static JsonNode standing(TestClient manager, String userId) {
        for (JsonNode one : expect(200, manager.get("/api/training/matrix")).path("items")) {
            if (one.path("userId").asText().equals(userId)
                    && one.path("course").asText().equals(SHIPPED)) {
                return one;
            }
        }
        throw new AssertionError("nothing of " + userId);
    }

    @Test
    void theShippedCourseOfTheDemonstrationSaysThatNobodySignedIt() {
        JsonNode course = expect(200, courses.manager().client().get("/api/training/courses/ESIG"));
        assertThat(course.at("/course/recordId").isNull()).isTrue();
        assertThat(course.path("material").size()).isGreaterThanOrEqualTo(5);
        assertThat(TestCourses.shipped().path("questions").size()).isGreaterThanOrEqualTo(12);
        String told = expect(
                        200,
                        courses.manager().client().get("/api/audit/entries?type=training.course-in-force&size=100"))
                .toString();
        assertThat(told).contains("training.course-in-force");
    }

    @Test
    void theShippedCourseIsProposedByAManagerAndGoesThroughReviewAndApproval() {
        refused(courses.author().client().post("/api/training/courses/shipped", Map.of()), 403, "AUT-001");
        String record = expect(201, courses.manager().client().post("/api/training/courses/shipped", Map.of()))
                .path("recordId")
                .asText();
        JsonNode proposed = courses.manager().read(record);
        assertThat(proposed.path("status").asText()).isEqualTo("in-review");
        assertThat(proposed.path("plan").toString()).contains("authorship", "review", "approval");
        assertThat(courses.manager()
                        .client()
                        .post("/api/records/" + record + "/withdrawal", Map.of("reason", "the test is over"))
                        .statusCode())
                .isEqualTo(204);
    }

    private static Instant in(Duration time) {
        return Instant.now().plus(time);
    }

    private String trail(String subject) {
        StringBuilder told = new StringBuilder();
        for (String type : List.of(
                "training.attempt-begun",
                "training.attempt-judged",
                "training.certificate-recorded",
                "training.evidence-read")) {
            for (JsonNode entry : expect(
                            200, courses.manager().client().get("/api/audit/entries?size=100&type=" + type))
                    .path("items")) {
                if (entry.toString().contains(subject)) {
                    told.append(entry).append('\n');
                }
            }
        }
        return told.toString();
    }

    private void update(String sql, String value) throws Exception {
        try (Connection connection = roles.connect(DatabaseRoles.SUPERUSER);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            statement.executeUpdate();
        }
    }
}
