package dev.countersign.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;

/** Camunda Tasklist, as our people see it. */
record Tasklist(Page page) {

    /** Opens a task from the list; its form shows the signing page. */
    SigningSheet open(String task) {
        line(task).click();
        return new SigningSheet(page.frameLocator("iframe.cs-frame").locator("body"));
    }

    /** Opens the task that asks for a new version. */
    ReworkForm openRework(String task) {
        line(task).click();
        return new ReworkForm(page.locator("form[name=reworkForm]"));
    }

    Locator line(String task) {
        return page.locator("ol.tasks-list > li").filter(new Locator.FilterOptions().setHasText(task));
    }

    /** Puts a mark on the page, which a reload would wipe. */
    void mark() {
        page.evaluate("() => { window.marked = true; }");
    }

    /** The task is gone from list and screen, and nobody reloaded the page. */
    void hasMovedOnFrom(String task) {
        PlaywrightAssertions.assertThat(line(task)).hasCount(0);
        PlaywrightAssertions.assertThat(page.locator("iframe.cs-frame")).hasCount(0);
        if (!Boolean.TRUE.equals(page.evaluate("() => window.marked"))) {
            throw new AssertionError("Tasklist was reloaded");
        }
    }
}
