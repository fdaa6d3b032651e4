package dev.countersign.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;

/** The form in which the next version is handed in. */
record ReworkForm(Locator form) {

    Locator reason() {
        return form.locator(".cs-reason");
    }

    Locator content() {
        return form.getByLabel("Content of the next version (JSON)");
    }

    /** Until the server has answered: whoever leaves the page before has handed in nothing. */
    void handIn(String content, String reason) {
        content().fill(content);
        form.getByLabel("Reason for change").fill(reason);
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
