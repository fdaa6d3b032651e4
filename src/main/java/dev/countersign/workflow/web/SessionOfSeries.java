package dev.countersign.workflow.web;

import dev.countersign.ledger.Caller;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import jakarta.servlet.http.HttpServletRequest;

/**
 * A session that begins a series may sign with one component from then on: it takes a new id, so that whoever knows the one before has no part in
 * it (T20). Any other signature leaves the session what it was.
 */
final class SessionOfSeries {

    private SessionOfSeries() {}

    static void after(Signature signature, Signatures signatures, Caller caller, HttpServletRequest request) {
        if (request.getSession(false) != null && signatures.beganSeries(caller, signature)) {
            request.changeSessionId();
        }
    }
}
