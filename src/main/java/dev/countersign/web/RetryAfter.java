package dev.countersign.web;

import dev.countersign.ledger.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;

/** When to come back after a refusal that is about the moment and not about the caller (RFC 9110 section 10.2.3), on pages and to programs. */
final class RetryAfter {

    /** About what the longest queue of passwords takes on few cores. */
    private static final String BUSY_SECONDS = "3";

    private RetryAfter() {}

    /** Sets the header where it belongs; others set theirs with the refusal. */
    static void tell(Refusal refusal, HttpServletResponse response) {
        if (refusal.code().equals("busy")) {
            response.setHeader(HttpHeaders.RETRY_AFTER, BUSY_SECONDS);
        }
    }
}
