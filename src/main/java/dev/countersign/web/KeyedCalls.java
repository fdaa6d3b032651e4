package dev.countersign.web;

import java.util.Set;
import java.util.regex.Pattern;

/** Which calls take an {@code Idempotency-Key}, by method and address: what is served and what is described go by the same words. */
final class KeyedCalls {

    private static final Set<String> UNSAFE = Set.of("POST", "PUT", "PATCH", "DELETE");

    /**
     * Not a session, which is no fact that is made twice; not a change of password: whether two of those are the same hangs on the new
     * password, of which nothing is kept that it could be guessed from; and not the loss of a device, after which nobody has a session
     * to ask again in. Of the engine's own interfaces what starts and takes: their questions are POSTs too, and nobody repeats those.
     */
    private static final Pattern TAKEN = Pattern.compile("/api/(?!session(?:/|$)|account/(?:password|lost-device)$).*"
            + "|/(?:engine-rest|camunda/api/engine)/(?:.*/)?(?:process-definition/.*/start|task/[^/]+/(?:un)?claim)");

    /** These change nothing, and what is sent to them is read once, as it comes, within their own bounds. */
    private static final Pattern CHECKS = Pattern.compile(
            "/api/(?:evidence/verification|models/check)|/(?:engine-rest|camunda/api/engine)/(?:.*/)?deployment/create");

    /** Those answer with a code or token that is shown once and stored nowhere, not even to be repeated. */
    private static final Pattern SHOWN_ONCE = Pattern.compile("/api/(?:accounts|accounts/[^/]+/invitation"
            + "|account-requests/[^/]+/account|service-accounts|service-accounts/[^/]+/token)");

    private KeyedCalls() {}

    static boolean take(String method, String path) {
        return UNSAFE.contains(method)
                && TAKEN.matcher(path).matches()
                && !CHECKS.matcher(path).matches();
    }

    /** Whether the answer of such a call is not kept: asked again, it says that the call was carried out, and no more. */
    static boolean isShownOnce(String path) {
        return SHOWN_ONCE.matcher(path).matches();
    }
}
