package dev.countersign.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a page and its frames ask for from a moment on. Tasklist looks every ten seconds whether its list and the open task are as they
 * were, which on a slow machine comes in between; that is left out, and told by the time since the same was asked before.
 */
final class Traffic {

    private static final long LOOKS_AGAIN_AFTER_NANOS = Duration.ofSeconds(9).toNanos();

    private final Page page;
    private final List<Request> asked = new ArrayList<>();
    private final Map<String, Long> lately = new HashMap<>();
    private final Collection<Request> open = new ArrayList<>();

    Traffic(Page page) {
        this.page = page;
        page.onRequest(request -> {
            Long before = lately.put(address(request), System.nanoTime());
            if (before == null || System.nanoTime() - before < LOOKS_AGAIN_AFTER_NANOS) {
                asked.add(request);
            }
            open.add(request);
        });
        page.onRequestFinished(open::remove);
        page.onRequestFailed(open::remove);
    }

    /** Until everything that was asked for is answered. */
    void settle() {
        page.waitForCondition(open::isEmpty);
    }

    /** Method and address of each, in order. */
    List<String> asked() {
        return asked.stream().map(Traffic::address).toList();
    }

    private static String address(Request request) {
        return request.method() + " " + request.url();
    }

    Set<String> hosts() {
        Set<String> hosts = new TreeSet<>();
        asked.forEach(request -> hosts.add(URI.create(request.url()).getAuthority()));
        return hosts;
    }

    /** Of all answers, heads and bodies, as they came over the line; nothing for what the browser had. */
    long bytes() {
        return asked.stream()
                .map(Request::sizes)
                .mapToLong(sizes -> sizes.responseHeadersSize + sizes.responseBodySize)
                .sum();
    }
}
