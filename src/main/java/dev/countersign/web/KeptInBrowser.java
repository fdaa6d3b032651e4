package dev.countersign.web;

import jakarta.servlet.http.HttpServletResponse;

/** What a browser keeps for whoever is signed in: what was typed into a form and not sent. It stays until its person signs out. */
final class KeptInBrowser {

    private KeptInBrowser() {}

    /** Has the browser drop all of it, whichever way somebody signs out. */
    static void clear(HttpServletResponse response) {
        response.setHeader("Clear-Site-Data", "\"storage\"");
    }
}
