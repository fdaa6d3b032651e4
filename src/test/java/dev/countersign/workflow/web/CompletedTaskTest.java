package dev.countersign.workflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tasklist asks every ten seconds for a task that somebody signs meanwhile. */
@CountersignTest
@Requirement({"WFL-01", "USE-02"})
class CompletedTaskTest {

    private static final List<String> PARTS = List.of(
            "",
            "/form",
            "/deployed-form",
            "/form-variables",
            "/identity-links",
            "/comment",
            "/attachment",
            "/variables");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Test
    void whatIsAskedOfATaskThatWasSignedIsAnsweredWithoutAFailure() throws Exception {
        String author = people.signer(Role.QA_ANALYST);
        TestCaller looking = TestCaller.ownSession(port, author);
        TestCaller caller = TestCaller.person(port, author);
        JsonNode drafted = caller.post(
                        "/api/records",
                        new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), UTF_8))
                .json();
        String recordId = drafted.path("recordId").asText();
        caller.post(
                "/engine-rest/process-definition/key/record-approval/start",
                "{\"variables\":{\"recordId\":{\"value\":\"" + recordId + "\"}}}");
        String task = task(caller, recordId);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        List<Future<List<String>>> reading = new ArrayList<>();
        try {
            for (int reader = 0; reader < 2; reader++) {
                reading.add(readers.submit(() -> {
                    List<String> failures = new ArrayList<>();
                    boolean last;
                    do {
                        last = over.get();
                        addresses(task).forEach(address -> read(looking, address, failures));
                    } while (!last);
                    return failures;
                }));
            }
            Answer signed = caller.post(
                    "/api/tasks/" + task + "/signature",
                    "{\"decision\":\"approve\",\"recordSha256\":\""
                            + drafted.path("sha256").asText()
                            + "\",\"password\":\"" + Authenticator.PASSWORD + "\",\"otp\":\""
                            + Authenticator.freshCode(author) + "\"}");
            assertThat(signed.status()).as(signed.toString()).isEqualTo(201);
        } finally {
            over.set(true);
            readers.shutdown();
        }
        for (Future<List<String>> one : reading) {
            assertThat(one.get()).isEmpty();
        }
        assertThat(addresses(task))
                .allSatisfy(address ->
                        assertThat(caller.get(address).status()).as(address).isIn(200, 404));
    }

    private static void read(TestCaller caller, String address, List<String> failures) {
        for (String accept : List.of("application/json", "application/hal+json, application/json; q=0.5")) {
            Answer answer = caller.get(address, "Accept", accept);
            if (answer.status() >= 400 && answer.status() != 404) {
                failures.add(address + " as " + accept + " " + answer);
            }
        }
    }

    private static List<String> addresses(String task) {
        return Stream.of("/engine-rest", "/camunda/api/engine/engine/default")
                .flatMap(mount -> PARTS.stream().map(part -> mount + "/task/" + task + part))
                .toList();
    }

    private static String task(TestCaller caller, String recordId) {
        for (JsonNode item :
                caller.get("/api/tasks?recordId=" + recordId).json().path("items")) {
            if (item.path("recordId").asText().equals(recordId)) {
                return item.path("taskId").asText();
            }
        }
        throw new AssertionError("no task for record " + recordId);
    }
}
