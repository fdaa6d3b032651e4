package dev.countersign.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** Hands that stay on the keyboard: they find everything by Tab, and press nothing by a mouse. */
record Keys(Page page) {

    private static final int MOST_STEPS = 150;

    /** Steps forward until this has the focus. */
    Keys to(Locator wanted) {
        wanted.waitFor();
        for (int step = 0; step < MOST_STEPS; step++) {
            if (Boolean.TRUE.equals(wanted.evaluate("element => element === document.activeElement"))) {
                return this;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("no way by Tab to " + wanted);
    }

    Keys type(String text) {
        page.keyboard().type(text);
        return this;
    }

    void enter() {
        page.keyboard().press("Enter");
    }
}
