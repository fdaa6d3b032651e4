package dev.countersign.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;

/**
 * Headers of every answer. Our pages run no inline script and load nothing from elsewhere; the signing page alone may be framed,
 * and by the main origin alone; what is not an asset is never stored. Tasklist brings its own policy.
 */
final class EdgeHeaders implements HeaderWriter {

    private static final String CSP = "Content-Security-Policy";
    private static final String OURS = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; base-uri 'none'; ";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern ASSET =
            Pattern.compile("(/sign)?/assets/.+|/camunda/.+\\.(js|css|map|woff2?|ttf|eot|svg|png|ico)");

    private final Origins origins;

    EdgeHeaders(Origins origins) {
        this.origins = origins;
    }

    @Override
    public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
        String path = OriginFilter.path(request);
        boolean signing = origins.isSigning(request);
        if (!signing) {
            response.setHeader("X-Frame-Options", "DENY");
        }
        if (!path.startsWith("/camunda/") && !response.containsHeader(CSP)) {
            String ancestors = signing ? origins.main(request) : "'none'";
            // a browser also checks where a form's answer leads: from the code to the signing page that was asked for
            String forms = signing ? "'self'" : "'self' " + origins.signing(request);
            response.setHeader(CSP, OURS + "frame-ancestors " + ancestors + "; form-action " + forms);
        }
        if (mayHaveHeldSecrets(request, path, response.getStatus())) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
        }
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        if (!response.containsHeader(HttpHeaders.CACHE_CONTROL)) {
            response.setHeader(
                    HttpHeaders.CACHE_CONTROL,
                    ASSET.matcher(path).matches() && response.getStatus() < 400 ? "private, max-age=3600" : "no-store");
        }
    }

    /** What people send to our own doors, and what nobody's token was sent with: see {@link ForgottenRequests}. */
    private static boolean mayHaveHeldSecrets(HttpServletRequest request, String path, int status) {
        boolean typed = !READING.contains(request.getMethod())
                && request.getHeader(HttpHeaders.AUTHORIZATION) == null
                && !path.startsWith("/camunda/")
                && !path.startsWith("/engine-rest/");
        return typed || status == HttpServletResponse.SC_UNAUTHORIZED;
    }
}
