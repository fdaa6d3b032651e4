package dev.countersign.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a page and its frames ask for from a moment on.
 */
final class Traffic {

    private final Page page;
    private final List<Request> asked = new ArrayList<>();
    private final Collection<Request> open = new ArrayList<>();

    Traffic(Page page) {
        this.page = page;
        page.onRequest(request -> {
            asked.add(request);
            open.add(request);
        });
        page.onRequestFinished(open::remove);
        page.onRequestFailed(open::remove);
    }

    /**
     * Has Tasklist not look every ten seconds whether its list and the open task are as they were, from its next page on: that is not what opening a
     * task costs, and comes in between wherever the machine is slow.
     */
    static void withoutLookingAgain(Page page) {
        page.addInitScript("const every = window.setInterval;"
                + " window.setInterval = (work, pause, ...more) => pause === 10000 ? 0 : every(work, pause, ...more);");
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
