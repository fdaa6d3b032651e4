package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.RecordAlteredException;
import java.lang.reflect.Constructor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Requirement("INT-02")
class ProblemAdviceTest {

    private static final String CANARY = "canary-4711";
    private final Remembered ledger = new Remembered();
    private final MockMvc http = MockMvcBuilders.standaloneSetup(new Throwing())
            .setControllerAdvice(new ProblemAdvice(ledger, new Identifiers(Clock.systemUTC())))
            .build();

    @RestController
    static class Throwing {

        @GetMapping("/unforeseen")
        String unforeseen() {
            throw new IllegalStateException(CANARY);
        }

        @GetMapping("/altered")
        String altered() throws ReflectiveOperationException {
            Constructor<RecordAlteredException> made = RecordAlteredException.class.getDeclaredConstructor(
                    UUID.class, int.class, RecordAlteredException.Part.class, Digest.class, String.class);
            made.setAccessible(true);
            throw made.newInstance(
                    UUID.fromString("0192f0c1-0000-7000-8000-000000000002"),
                    3,
                    RecordAlteredException.Part.CONTENT,
                    Digest.of(new byte[0]),
                    "other");
        }

        @GetMapping("/number")
        String number(@RequestParam int n) {
            return "n" + n;
        }

        @PostMapping(path = "/json", consumes = "application/json")
        String json(@RequestBody JsonNode body) {
            return body.toString();
        }
    }

    private static final class Remembered implements Ledger {

        private final List<AuditEvent> events = new ArrayList<>();

        @Override
        public void appendLast(java.util.function.Supplier<List<Act>> acts) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void append(Caller caller, AuditEvent event) {
            throw new IllegalStateException("no transaction");
        }

        @Override
        public void appendAlone(Caller caller, AuditEvent event) {
            events.add(event);
        }

        @Override
        public List<Entry> ofRecord(UUID recordId) {
            return List.of();
        }

        @Override
        public List<Entry> ofRecord(UUID recordId, dev.countersign.worm.RecordScope reach) {
            return List.of();
        }

        @Override
        public Page search(Filter filter, int page, int size) {
            return new Page(List.of(), page, size, 0, false);
        }
    }

    private JsonNode problem(MockHttpServletRequestBuilder request, int status, String code) throws Exception {
        MockHttpServletResponse answer = http.perform(request).andReturn().getResponse();
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(answer.getContentAsString()).doesNotContain(CANARY).doesNotContain("dev.countersign", "Exception");
        JsonNode problem = new ObjectMapper().readTree(answer.getContentAsString());
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("type").asText()).isEqualTo("urn:countersign:problem:" + code);
        assertThat(problem.get("detail").asText()).isNotBlank();
        return problem;
    }

    @Test
    void saysNothingButAnIncidentOfWhatNobodyForesaw() throws Exception {
        JsonNode problem = problem(MockMvcRequestBuilders.get("/unforeseen"), 500, "internal-error");
        assertThat(problem.get("incident").asText()).isNotBlank();
        assertThat(problem.get("detail").asText())
                .contains(problem.get("incident").asText());
    }

    @Test
    @Requirement("WRM-03")
    void saysThatTrustIsBrokenAndKeepsItOnRecord() throws Exception {
        problem(MockMvcRequestBuilders.get("/altered"), 500, "integrity-failure");
        assertThat(ledger.events).singleElement().satisfies(event -> assertThat(event.type())
                .isEqualTo("record.integrity-failed"));
    }

    @Test
    void answersSpringsOwnRefusalsInTheSameForm() throws Exception {
        problem(MockMvcRequestBuilders.post("/number"), 405, "method-not-allowed");
        problem(MockMvcRequestBuilders.get("/number"), 400, "missing-parameter");
        problem(MockMvcRequestBuilders.get("/number?n=" + CANARY), 400, "invalid-parameter");
        problem(
                MockMvcRequestBuilders.post("/json")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{" + CANARY),
                400,
                "invalid-request");
        problem(
                MockMvcRequestBuilders.post("/json")
                        .contentType(MediaType.TEXT_PLAIN)
                        .content(CANARY),
                415,
                "unsupported-media-type");
    }
}
