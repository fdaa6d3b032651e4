package dev.countersign.web;

import dev.countersign.identity.Components;
import dev.countersign.identity.Logins.Ending;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;

/**
 * Somebody says that what they sign with is lost (IDN-02, 11.300(c)): factor, key and certificate end first, then every session. From the
 * first step on nobody signs with them; a signing that is underway is refused when it reads the account anew.
 */
@Component
class LostDevice {

    private final Components components;
    private final OpenSessions openSessions;
    private final Sessions sessions;
    private final Refusals refusals;

    LostDevice(Components components, OpenSessions openSessions, Sessions sessions, Refusals refusals) {
        this.components = components;
        this.openSessions = openSessions;
        this.sessions = sessions;
        this.refusals = refusals;
    }

    void report(Caller person, HttpServletRequest request, HttpServletResponse response) {
        refusals.guarding(person, "device.lost", "person:" + person.actorId(), () -> {
            components.lost(person);
            return true;
        });
        openSessions.endOthers(person);
        sessions.end(request, response, Ending.NOT_ACTIVE);
    }
}
