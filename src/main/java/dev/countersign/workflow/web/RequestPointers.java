package dev.countersign.workflow.web;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.RefusedException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Refusals of what is checked as a record, told of the request that it came in (RFC 9457, RFC 6901). */
final class RequestPointers {

    private static final String CONTENT = "/content";

    private RequestPointers() {}

    /** @param place where the request has what a record has at that pointer */
    static RefusedException of(RefusedException refused, UnaryOperator<String> place) {
        Refusal refusal = refused.refusal();
        String detail = refusal.detail();
        for (InputError error : refusal.errors()) {
            detail = detail.replace(" at " + error.pointer() + ". ", " at " + place.apply(error.pointer()) + ". ");
        }
        List<InputError> errors = refusal.errors().stream()
                .map(error -> new InputError(place.apply(error.pointer()), error.detail()))
                .toList();
        return new RefusedException(new Refusal(refusal.number(), refusal.code(), refusal.kind(), detail, errors));
    }

    /** Of a request whose members are those of the record's content. */
    static RefusedException withoutContent(RefusedException refused) {
        return of(
                refused, pointer -> pointer.startsWith(CONTENT + "/") ? pointer.substring(CONTENT.length()) : pointer);
    }
}
