package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.workflow.WorkflowRule;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Stands before both mounts of the engine's REST interface. What is named is let through (reads) or done by our own doors (start,
 * claim, give back); everything else is refused, on record, with what to do instead (11.10(f), T4, T7, T15).
 */
final class EngineGate extends OncePerRequestFilter {

    /** Queries are short; the one long body, a start, is read by its own door. */
    private static final int LONGEST_QUERY = 256 * 1024;

    private final EngineDoors doors;
    private final DeploymentDoor deployments;
    private final EngineIdentity identity;
    private final Refusals refusals;
    private final HandlerExceptionResolver problems;

    EngineGate(
            EngineDoors doors,
            DeploymentDoor deployments,
            EngineIdentity identity,
            Refusals refusals,
            HandlerExceptionResolver problems) {
        this.doors = doors;
        this.deployments = deployments;
        this.identity = identity;
        this.refusals = refusals;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        EngineCall call = EngineCall.of(request);
        Caller caller;
        HttpServletRequest checked;
        try {
            caller = Callers.current(request);
            if (deployments.refuses(caller, call, request, response)) {
                return;
            }
            refusals.guarding(caller, "engine.call", call.shown(), () -> demandOpen(caller, call));
            if (doors.open(caller, call, request, response)) {
                return;
            }
            checked = checked(caller, call, request);
        } catch (RuntimeException e) {
            answer(call, request, response, e);
            return;
        }
        if (call.tasklist()) {
            chain.doFilter(checked, response);
        } else {
            identity.within(caller, () -> chain.doFilter(checked, response));
        }
    }

    /** The request as it may go on to the engine. */
    private HttpServletRequest checked(Caller caller, EngineCall call, HttpServletRequest request) throws IOException {
        byte[] body = "POST".equals(call.method()) ? Body.read(request, LONGEST_QUERY) : new byte[0];
        JsonNode query = refusals.guarding(caller, "engine.call", call.shown(), () -> {
            Expressions.in(request.getParameterMap()).ifPresent(where -> {
                throw WorkflowRule.EXPRESSION_REFUSED.refuse(where);
            });
            JsonNode tree = plain(Body.demandWithin(body, LONGEST_QUERY));
            if ("POST".equals(call.method())) {
                // Camunda's own filter would answer a forged call by ending the person's session
                TasklistToken.demand(call, request);
            }
            return tree;
        });
        if (OwnTasks.concerns(call) && !query.isMissingNode()) {
            return new Body(request, OwnTasks.narrowed(query, caller.actorId(), identity.groups(caller.actorId())));
        }
        return body.length == 0 ? request : new Body(request, body);
    }

    /** @return the line that names the call */
    private EngineOperation demandOpen(Caller caller, EngineCall call) {
        Optional<EngineOperation> named = EngineOperations.naming(call);
        if (named.isPresent()) {
            EngineOperation operation = named.get();
            if (!operation.isFor(caller, () -> identity.roles(caller.actorId()))) {
                throw WorkflowRule.OPERATION_NOT_YOURS.refuse(call.shown(), operation.shownParties(), caller.actorId());
            }
            return operation;
        }
        EngineDoors.taskToReassign(call).ifPresent(taskId -> {
            throw WorkflowRule.REASSIGN_INSTEAD.refuse(taskId, taskId);
        });
        doors.signatureTask(call).ifPresent(taskId -> {
            throw WorkflowRule.SIGN_INSTEAD.refuse(taskId, taskId, taskId);
        });
        throw WorkflowRule.OPERATION_CLOSED.refuse(call.shown());
    }

    private static JsonNode plain(byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        JsonNode tree;
        try {
            tree = CanonicalJson.parse(body);
        } catch (JsonRefusedException e) {
            throw notAQuery(e.pointer(), String.valueOf(e.getMessage()));
        }
        if (!tree.isObject()) {
            throw notAQuery("", "an object is expected");
        }
        if (!tree.path("orQueries").isMissingNode() && !tree.path("orQueries").isArray()) {
            throw notAQuery("/orQueries", "a list is expected");
        }
        Expressions.in(tree).ifPresent(pointer -> {
            throw WorkflowRule.EXPRESSION_REFUSED.refuseInput(
                    List.of(new InputError(pointer, "an expression")), pointer);
        });
        return tree;
    }

    private static RefusedException notAQuery(String pointer, String fault) {
        return WorkflowRule.NOT_JSON.refuseInput(List.of(new InputError(pointer, fault)), fault);
    }

    private void answer(
            EngineCall call, HttpServletRequest request, HttpServletResponse response, RuntimeException failure)
            throws IOException {
        if (call.tasklist() && failure instanceof RefusedException refused) {
            TasklistProblem.write(response, refused.refusal());
        } else if (problems.resolveException(request, response, null, failure) == null) {
            throw failure;
        }
    }
}
