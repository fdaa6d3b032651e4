package dev.countersign.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;

/** The form in which the next version is handed in. */
record ReworkForm(Locator form) {

    Locator reason() {
        return form.locator(".cs-reason");
    }

    /** Why it was not taken; nothing before somebody tried. */
    Locator alert() {
        return form.getByRole(AriaRole.ALERT);
    }

    Locator title() {
        return form.getByLabel("Title");
    }

    Locator change() {
        return form.getByLabel("Reason for change");
    }

    Locator content() {
        return form.getByLabel("Content of the next version (JSON)");
    }

    /** Until the server has answered: whoever leaves the page before has handed in nothing. */
    void handIn(String content, String reason) {
        content().fill(content);
        change().fill(reason);
        form.page()
                .waitForResponse(
                        answer -> "POST".equals(answer.request().method())
                                && answer.url().endsWith("/versions"),
                        () -> form.getByRole(
                                        AriaRole.BUTTON,
                                        new Locator.GetByRoleOptions().setName("Hand in the new version"))
                                .click());
    }
}
