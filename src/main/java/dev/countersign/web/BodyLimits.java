package dev.countersign.web;

import dev.countersign.ledger.RefusedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps bodies small before anything reads them, so that nobody fills memory or disk without having signed in. Long ones go to
 * the few doors that are named here, which stand behind the security chains and have limits of their own.
 */
final class BodyLimits extends OncePerRequestFilter {

    /** Credentials, a signature, a reason of 2,000 characters of any script in a form, nine bytes each: all of them are shorter. */
    static final int SMALL = 32 * 1024;

    private static final Pattern UPLOADS = Pattern.compile(
            "/api/records(/[^/]+/versions)?|(/api)?/organisation/letters|(/api)?/training/certificates|(/api)?/models/check"
                    // nothing is deployed there, but who may check models is told what the gate finds in what was sent
                    + "|(/engine-rest(/engine/default)?|/camunda/api/engine/engine/default)/deployment/create");
    private static final Pattern BUNDLES = Pattern.compile("/api/evidence/verification");
    private static final Pattern ENGINE = Pattern.compile("(/engine-rest|/camunda/api)(/.*)?");

    /** A whole set of process models; a little more than a record's content may have, so that the record's own refusal tells. */
    static final int SET = 6 * 1024 * 1024;

    private static final Pattern SETS = Pattern.compile("/api/models/(changes|draft|dry-run)");

    private final SecurityProblems problems;

    BodyLimits(SecurityProblems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = OriginFilter.path(request);
        boolean upload =
                "POST".equals(request.getMethod()) && UPLOADS.matcher(path).matches();
        if (isMultipart(request) && !upload) {
            problems.write(
                    response,
                    WebRefusal.MEDIA_TYPE.because(
                            "Files are taken at POST /api/records,"
                                    + " /api/records/{id}/versions, /api/organisation/letters, /api/training/certificates and /api/models/check alone; this address takes no multipart body."));
        } else if (isForm(request)) {
            // the container reads forms itself, past any stream of ours: their length has to be known before
            boolean unknown = request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
            within(unknown ? Long.MAX_VALUE : request.getContentLengthLong(), request, response, chain);
        } else if (upload
                || BUNDLES.matcher(path).matches()
                || ENGINE.matcher(path).matches()) {
            chain.doFilter(request, response);
        } else if (SETS.matcher(path).matches()) {
            chain.doFilter(new BoundedRequest(request, SET), response);
        } else {
            within(request.getContentLengthLong(), new BoundedRequest(request, SMALL), response, chain);
        }
    }

    private void within(long length, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (length > SMALL) {
            problems.write(response, tooLarge(SMALL).refusal());
            return;
        }
        chain.doFilter(request, response);
    }

    static RefusedException tooLarge(int longest) {
        return WebRefusal.BODY_TOO_LARGE.refuse(
                "A body has at most %d bytes here, and a form says its length.".formatted(longest));
    }

    static boolean isMultipart(HttpServletRequest request) {
        return contentType(request).startsWith("multipart/");
    }

    private static boolean isForm(HttpServletRequest request) {
        return contentType(request).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    private static String contentType(HttpServletRequest request) {
        String type = request.getContentType();
        return type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
    }
}
