package dev.countersign.workflow.web;

import dev.countersign.ledger.RefusedException;
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

    /** The same refusal, pointing into the request. */
    static RefusedException inRequest(RefusedException refused) {
        return RequestPointers.of(refused, StartPointers::place);
    }

    private static String place(String pointer) {
        int end = pointer.indexOf('/', 1);
        String member = pointer.isEmpty() ? "" : pointer.substring(1, end < 0 ? pointer.length() : end);
        return PLACES.containsKey(member) ? PLACES.get(member) + (end < 0 ? "" : pointer.substring(end)) : pointer;
    }
}
