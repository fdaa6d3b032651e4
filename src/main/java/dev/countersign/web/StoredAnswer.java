package dev.countersign.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** The part of an answer that a repeated call is given again. */
final class StoredAnswer {

    static final int LARGEST_BODY = 1 << 20;
    private static final List<String> HEADERS = List.of("Content-Type", "Location", "ETag");

    private StoredAnswer() {}

    /** Header lines {@code name: value}, separated by line breaks, which no header holds. */
    static String headers(ContentCachingResponseWrapper response) {
        StringBuilder lines = new StringBuilder();
        for (String name : HEADERS) {
            String value = name.equals("Content-Type") ? response.getContentType() : response.getHeader(name);
            if (value != null) {
                lines.append(name).append(": ").append(value).append('\n');
            }
        }
        return lines.toString();
    }

    static void replay(IdempotencyKeys.Claim.Answered answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.headers().lines().forEach(line -> {
            int colon = line.indexOf(": ");
            response.setHeader(line.substring(0, colon), line.substring(colon + 2));
        });
        response.setHeader("Idempotency-Replayed", "true");
        response.getOutputStream().write(answer.body());
    }
}
