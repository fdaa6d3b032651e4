package dev.countersign.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Authenticator;
import java.util.regex.Pattern;

/** Our signing page, wherever it is shown. */
record SigningSheet(Locator body) {

    private static final Pattern SIGN = Pattern.compile("^Sign version \\d+$");

    private static final Pattern PAGE = Pattern.compile("^Page \\d+ of ");

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

    /** The pages of its PDF attachments. */
    Locator pages() {
        return body.getByRole(AriaRole.IMG, new Locator.GetByRoleOptions().setName(PAGE));
    }

    /** Whether the sheet, or the frame of an attachment in it, is wider than its place. */
    boolean overflows() {
        return (boolean)
                body.evaluate("body => [body.ownerDocument.documentElement, ...body.querySelectorAll('.pages')]"
                        + ".some(part => part.scrollWidth > part.clientWidth)");
    }

    Locator heading(String text) {
        return body.getByRole(AriaRole.HEADING, new Locator.GetByRoleOptions().setName(text));
    }
}
