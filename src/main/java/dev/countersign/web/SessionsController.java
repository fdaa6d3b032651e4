package dev.countersign.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.web.OpenSessions.OpenSession;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where people are signed in, and the end of it (docs/operations/keys-and-sessions.md). */
@RestController
@Tag(name = "Session")
class SessionsController {

    private final OpenSessions sessions;
    private final LostDevice lostDevice;

    SessionsController(OpenSessions sessions, LostDevice lostDevice) {
        this.sessions = sessions;
        this.lostDevice = lostDevice;
    }

    /** @param session names it in the calls below and in the audit trail; opens nothing */
    record OpenView(
            String session, String since, String lastActionAt, String address, String browser, boolean current) {

        static OpenView of(OpenSession open) {
            return new OpenView(
                    open.reference(),
                    UtcTime.write(open.since()),
                    UtcTime.write(open.lastAction()),
                    open.address(),
                    open.browser(),
                    open.current());
        }
    }

    record OpenList(List<OpenView> items) {

        static OpenList of(List<OpenSession> open) {
            return new OpenList(open.stream().map(OpenView::of).toList());
        }
    }

    @GetMapping("/api/account/sessions")
    @Operation(summary = "Where you are signed in")
    OpenList own(Caller caller) {
        return OpenList.of(sessions.own(caller));
    }

    @DeleteMapping("/api/account/sessions/{session}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End one of your sessions", description = "On every node, from its next request on.")
    void endOwn(Caller caller, @PathVariable String session) {
        sessions.endOwn(caller, session);
    }

    @DeleteMapping("/api/account/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End all your sessions but this one")
    void endOthers(Caller caller) {
        sessions.endOthers(caller);
    }

    @PostMapping("/api/account/lost-device")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Report your device as lost",
            description =
                    "At once your authenticator and signing key are destroyed, your certificate and all your sessions end, and the account is"
                            + " suspended until two people reset it.")
    void lost(Caller caller, HttpServletRequest request, HttpServletResponse response) {
        lostDevice.report(caller, request, response);
    }

    @GetMapping("/api/accounts/{userId}/sessions")
    @Operation(summary = "Where a person is signed in", description = "For IT Administrators.")
    OpenList of(Caller caller, @PathVariable String userId) {
        return OpenList.of(sessions.of(caller, userId));
    }

    @PostMapping("/api/accounts/{userId}/sessions/{session}/revocation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End a person's session", description = "Body `{reason}`, by an IT Administrator.")
    void endOne(
            Caller caller,
            @PathVariable String userId,
            @PathVariable String session,
            @RequestBody(required = false) byte @Nullable [] body) {
        sessions.endOne(caller, userId, session, reason(body));
    }

    @PostMapping("/api/accounts/{userId}/sessions/revocation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End all sessions of a person", description = "Body `{reason}`, by an IT Administrator.")
    void endAll(Caller caller, @PathVariable String userId, @RequestBody(required = false) byte @Nullable [] body) {
        sessions.endAll(caller, userId, reason(body));
    }

    /** What cannot be read holds no reason, and the rule that demands one says so. */
    private static String reason(byte @Nullable [] body) {
        try {
            JsonNode read = CanonicalJson.parse(body == null ? new byte[0] : body);
            return read.path("reason").asText("");
        } catch (JsonRefusedException e) {
            return "";
        }
    }
}
