package dev.countersign.workflow.web;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.RefusedException;
import java.util.List;
import java.util.Map;

/**
 * Where a start's request has what a record calls by pointers of its own: whoever checks a record knows its content as {@code
 * /content}, and whoever started it sent that as {@code /variables/content/value}.
 */
final class StartPointers {

    private static final Map<String, String> PLACES = Map.of(
            "type", "/variables/recordType/value",
            "title", "/variables/title/value",
            "content", "/variables/content/value",
            "attachments", "/variables/attachments/value",
            "reason", "/variables/reason/value");

    private StartPointers() {}

    /** The same refusal, pointing into the request (RFC 9457, RFC 6901). */
    static RefusedException inRequest(RefusedException refused) {
        Refusal refusal = refused.refusal();
        String detail = refusal.detail();
        for (InputError error : refusal.errors()) {
            detail = detail.replace(" at " + error.pointer() + ". ", " at " + place(error.pointer()) + ". ");
        }
        List<InputError> errors = refusal.errors().stream()
                .map(error -> new InputError(place(error.pointer()), error.detail()))
                .toList();
        return new RefusedException(new Refusal(refusal.number(), refusal.code(), refusal.kind(), detail, errors));
    }

    private static String place(String pointer) {
        int end = pointer.indexOf('/', 1);
        String member = pointer.isEmpty() ? "" : pointer.substring(1, end < 0 ? pointer.length() : end);
        return PLACES.containsKey(member) ? PLACES.get(member) + (end < 0 ? "" : pointer.substring(end)) : pointer;
    }
}
