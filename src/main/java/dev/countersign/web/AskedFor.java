package dev.countersign.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.security.web.util.UrlUtils;
import org.springframework.stereotype.Component;

/**
 * Where a person wanted to go when the login came between: the address alone, for a request has cookies and fields that are not to be kept. A
 * task that was being signed is come back to: on its own page, or in Tasklist if the page was a frame in it.
 */
@Component
class AskedFor {

    private static final String ATTRIBUTE = AskedFor.class.getName();
    private static final Pattern SIGNING = Pattern.compile("/sign/([A-Za-z0-9-]+)(/signed/.*)?");
    private static final int LONGEST = 2000;

    private final Origins origins;

    AskedFor(Origins origins) {
        this.origins = origins;
    }

    /** For the security chain, which asks it to remember; what is come back to is a new request. */
    RequestCache cache() {
        return new Addresses();
    }

    /** The form of a signing is not kept, only its task: it holds secrets, and was for a session that is over. */
    void rememberSigning(HttpServletRequest request) {
        Matcher task = SIGNING.matcher(OriginFilter.path(request));
        if (task.matches()) {
            boolean framed = "iframe".equals(request.getHeader("Sec-Fetch-Dest"));
            String place = framed
                    ? origins.main(request) + LoginController.HOME + "#/?task=" + task.group(1)
                    : origins.signing(request) + "/sign/" + task.group(1);
            request.getSession().setAttribute(ATTRIBUTE, place);
        }
    }

    Optional<String> address(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ATTRIBUTE) instanceof String place
                ? Optional.of(place)
                : Optional.empty();
    }

    void forget(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(ATTRIBUTE);
        }
    }

    private final class Addresses implements RequestCache {

        @Override
        public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
            String place = UrlUtils.buildFullRequestUrl(request);
            if (PageEntry.isPage(request) && place.length() <= LONGEST) {
                request.getSession().setAttribute(ATTRIBUTE, place);
            }
        }

        @Override
        public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
            return address(request).map(SimpleSavedRequest::new).orElse(null);
        }

        @Override
        public @Nullable HttpServletRequest getMatchingRequest(
                HttpServletRequest request, HttpServletResponse response) {
            return null;
        }

        @Override
        public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
            forget(request);
        }
    }
}
