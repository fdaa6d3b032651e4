package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.Records;
import dev.countersign.signing.Forecast;
import dev.countersign.signing.Signatures;
import dev.countersign.workflow.Processes;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.Tasks;
import dev.countersign.workflow.WorkflowRule;
import dev.countersign.worm.WormStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** The three changes of the engine's interface that exist, each done by our own door in the engine's own form. */
@Component
class EngineDoors {

    private static final Pattern START = Pattern.compile("/process-definition/key/([A-Za-z0-9._-]+)/start");
    private static final Pattern CLAIM = Pattern.compile("/task/([A-Za-z0-9-]+)/(claim|unclaim)");
    private static final Pattern TASK = Pattern.compile("/task/([A-Za-z0-9-]+)/.+");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("/task/([A-Za-z0-9-]+)/(?:assignee|delegate|identity-links|identity-links/delete)");
    private static final int LONGEST_CLAIM = 4_096;

    private final Processes processes;
    private final Tasks tasks;
    private final Refusals refusals;
    private final WormStore store;
    private final WorkflowWebSettings settings;
    private final Records records;
    private final Signatures signatures;

    EngineDoors(
            Processes processes,
            Tasks tasks,
            Refusals refusals,
            WormStore store,
            WorkflowWebSettings settings,
            Records records,
            Signatures signatures) {
        this.records = records;
        this.signatures = signatures;
        this.processes = processes;
        this.tasks = tasks;
        this.refusals = refusals;
        this.store = store;
        this.settings = settings;
    }

    /** Whether this call was one of ours; then it is answered. */
    boolean open(Caller caller, EngineCall call, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!"POST".equals(call.method())) {
            return false;
        }
        Matcher start = START.matcher(call.path());
        if (start.matches() && !call.tasklist()) {
            start(caller, start.group(1), request, response);
            return true;
        }
        Matcher claim = CLAIM.matcher(call.path());
        if (claim.matches() && caller.isPerson()) {
            TasklistToken.demand(call, request);
            claim(caller, claim.group(1), claim.group(2), request);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return true;
        }
        return false;
    }

    /** The task that call would give to somebody, if it would: then the refusal says how it is given. */
    static Optional<String> taskToReassign(EngineCall call) {
        Matcher assignment = ASSIGNMENT.matcher(call.path());
        return "POST".equals(call.method()) && assignment.matches()
                ? Optional.of(assignment.group(1))
                : Optional.empty();
    }

    /** The signature task that call is about, if it is: then the refusal says to sign. */
    Optional<String> signatureTask(EngineCall call) {
        Matcher task = TASK.matcher(call.path());
        return task.matches() && tasks.asksForSignature(task.group(1)) ? Optional.of(task.group(1)) : Optional.empty();
    }

    private void start(Caller caller, String processKey, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        int longest = Math.toIntExact(settings.longestStart().toBytes());
        byte[] body = Body.read(request, longest);
        StartRequest asked = refusals.guarding(
                caller,
                "process.start",
                "process:" + processKey,
                () -> StartReader.read(Body.demandWithin(body, longest)));
        Started started = started(caller, processKey, asked);
        byte[] answer = StartAnswer.of(
                        request, processKey, store.installation().organisation(), started, forecast(started))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(answer);
    }

    /** What the approval would wait for in vain; nothing if all is well. */
    private String forecast(Started started) {
        return records.latest(started.recordId())
                .map(signatures::forecast)
                .map(Forecast::text)
                .orElse("");
    }

    private Started started(Caller caller, String processKey, StartRequest asked) {
        try {
            return processes.start(caller, processKey, asked);
        } catch (RefusedException e) {
            throw StartPointers.inRequest(e);
        }
    }

    private void claim(Caller caller, String taskId, String what, HttpServletRequest request) throws IOException {
        byte[] body = Body.read(request, LONGEST_CLAIM);
        boolean back = "unclaim".equals(what);
        refusals.guarding(caller, back ? "task.release" : "task.claim", "task:" + taskId, () -> {
            byte[] sent = Body.demandWithin(body, LONGEST_CLAIM);
            if (!back && !caller.actorId().equals(parsed(sent).path("userId").asText())) {
                throw WorkflowRule.CLAIM_FOR_ANOTHER.refuse(taskId);
            }
            return true;
        });
        if (back) {
            tasks.release(caller, taskId);
        } else {
            tasks.claim(caller, taskId);
        }
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return CanonicalJson.parse(body);
        } catch (JsonRefusedException e) {
            throw WorkflowRule.NOT_JSON.refuse(String.valueOf(e.getMessage()));
        }
    }
}
