package dev.countersign.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.stereotype.Component;

/**
 * Where a person wanted to go when the login came between. A task that was being signed is come back to: on its own page, or in
 * Tasklist if the page was a frame in it.
 */
@Component
class AskedFor {

    private static final String ATTRIBUTE = AskedFor.class.getName();
    private static final Pattern SIGNING = Pattern.compile("/sign/([A-Za-z0-9-]+)(/signed/.*)?");

    private final Origins origins;
    private final HttpSessionRequestCache cache = new HttpSessionRequestCache();

    AskedFor(Origins origins) {
        this.origins = origins;
        cache.setSessionAttrName(ATTRIBUTE);
        cache.setRequestMatcher(PageEntry::isPage);
        cache.setMatchingRequestParameterName(null);
    }

    HttpSessionRequestCache cache() {
        return cache;
    }

    /** The form of a signing is not kept, only its task: it holds secrets, and was for a session that is over. */
    void rememberSigning(HttpServletRequest request) {
        Matcher task = SIGNING.matcher(OriginFilter.path(request));
        if (task.matches()) {
            boolean framed = "iframe".equals(request.getHeader("Sec-Fetch-Dest"));
            String place = framed
                    ? origins.main(request) + LoginController.HOME + "#/?task=" + task.group(1)
                    : origins.signing(request) + "/sign/" + task.group(1);
            request.getSession().setAttribute(ATTRIBUTE, new SimpleSavedRequest(place));
        }
    }

    Optional<String> address(HttpServletRequest request, HttpServletResponse response) {
        return Optional.ofNullable(cache.getRequest(request, response)).map(SavedRequest::getRedirectUrl);
    }

    void forget(HttpServletRequest request, HttpServletResponse response) {
        cache.removeRequest(request, response);
    }
}
