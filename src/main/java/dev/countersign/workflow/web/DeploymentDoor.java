package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.models.FindingView;
import dev.countersign.models.GatePlaces;
import dev.countersign.models.ModelSet;
import dev.countersign.models.Models;
import dev.countersign.workflow.WorkflowRule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What the engine's interface answers to whoever would deploy (PRC-01): nothing is deployed there. Who may check models, by a modeler's
 * own button as well, is told what the gate finds in what was sent, as at {@code POST /api/models/check}, and how models are changed.
 */
@Component
class DeploymentDoor {

    private static final String CREATE = "/deployment/create";

    private final Models models;
    private final Authority authority;
    private final Refusals refusals;
    private final ObjectMapper json;
    private final GatePlaces places;

    DeploymentDoor(Models models, Authority authority, Refusals refusals, ObjectMapper json, GatePlaces places) {
        this.places = places;
        this.models = models;
        this.authority = authority;
        this.refusals = refusals;
        this.json = json;
    }

    /**
     * Whether this was a deployment by somebody who may check models, with files; then it is answered, with a refusal.
     *
     * @throws RefusedException if there is nothing in it that could be checked
     */
    boolean refuses(Caller caller, EngineCall call, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!"POST".equals(call.method()) || !CREATE.equals(call.path()) || !mayCheck(caller)) {
            return false;
        }
        Checked checked = refusals.guarding(
                caller, "engine.call", call.shown(), () -> places.in(caller, () -> checked(call, request)));
        RefusedException refused =
                WorkflowRule.PROPOSE_INSTEAD.refuse("The gate has %d finding(s) in the %d file(s) that were sent"
                        .formatted(checked.findings().size(), checked.files()));
        refusals.record(caller, "engine.call", call.shown(), null, refused.refusal());
        TasklistProblem.write(response, refused.refusal(), json.valueToTree(checked.findings()));
        return true;
    }

    private record Checked(int files, List<FindingView> findings) {}

    private Checked checked(EngineCall call, HttpServletRequest request) {
        Map<String, byte[]> files = files(call, request);
        boolean complete = Boolean.parseBoolean(request.getParameter("complete"));
        return new Checked(files.size(), findings(ModelSet.of(files), complete));
    }

    private boolean mayCheck(Caller caller) {
        return caller.isPerson() && authority.may(caller.actorId(), Permission.READ_MODELS);
    }

    private static Map<String, byte[]> files(EngineCall call, HttpServletRequest request) {
        Map<String, byte[]> files = Map.of();
        if (SentFiles.areIn(request)) {
            TasklistToken.demand(call, request);
            files = SentFiles.of(request);
        }
        if (files.isEmpty()) {
            throw WorkflowRule.PROPOSE_INSTEAD.refuse(
                    "Sent as the files of a multipart form, models are checked here too; or check them at POST /api/models/check");
        }
        return files;
    }

    private List<FindingView> findings(ModelSet sent, boolean complete) {
        return models.check(complete ? models.completed(sent) : sent).findings().stream()
                .map(FindingView::of)
                .toList();
    }
}
