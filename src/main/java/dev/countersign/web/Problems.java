package dev.countersign.web;

import dev.countersign.ledger.Refusal;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * Problem details (RFC 9457) with a stable {@code code}, the numbered {@code rule} and, for wrong input, {@code errors} with
 * their JSON pointers.
 */
final class Problems {

    private Problems() {}

    static ProblemDetail of(Refusal refusal) {
        ProblemDetail problem = of(HttpStatusCode.valueOf(refusal.kind().status()), refusal.code(), refusal.detail());
        problem.setProperty("rule", refusal.number());
        if (!refusal.errors().isEmpty()) {
            problem.setProperty("errors", refusal.errors());
        }
        return problem;
    }

    static ProblemDetail of(HttpStatusCode status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:countersign:problem:" + code));
        HttpStatus known = HttpStatus.resolve(status.value());
        if (known != null) {
            problem.setTitle(known.getReasonPhrase());
        }
        problem.setProperty("code", code);
        return problem;
    }
}
