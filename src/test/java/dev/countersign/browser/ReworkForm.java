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

    void handIn(String content, String reason) {
        content().fill(content);
        form.getByLabel("Reason for change").fill(reason);
        form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Hand in the new version"))
                .click();
    }
}
