package dev.countersign.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Authenticator;
import java.util.regex.Pattern;

/** Our signing page, wherever it is shown. */
record SigningSheet(Locator body) {

    private static final Pattern SIGN = Pattern.compile("^Sign version \\d+$");

    SigningSheet reject(String reason) {
        body.getByLabel("Reject").check();
        reason().fill(reason);
        return this;
    }

    /** Three actions after the page is open: password, code, button. */
    void sign(String code) {
        password().fill(Authenticator.PASSWORD);
        code().fill(code);
        body.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(SIGN))
                .click();
    }

    /** The same without a mouse. */
    void signByKeyboard(String code) {
        password().focus();
        password().pressSequentially(Authenticator.PASSWORD);
        password().press("Tab");
        code().pressSequentially(code);
        code().press("Enter");
    }

    Locator alert() {
        return body.getByRole(AriaRole.ALERT);
    }

    Locator password() {
        return body.getByLabel("Password");
    }

    Locator code() {
        return body.getByRole(AriaRole.TEXTBOX, new Locator.GetByRoleOptions().setName("One-time code"));
    }

    Locator reason() {
        return body.getByLabel(Pattern.compile("^Reason"));
    }

    Locator rejecting() {
        return body.getByLabel("Reject");
    }

    Locator heading(String text) {
        return body.getByRole(AriaRole.HEADING, new Locator.GetByRoleOptions().setName(text));
    }
}
