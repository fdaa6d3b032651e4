package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;

/** The form a record is written on, as somebody fills it in. */
record RecordForm(Page page) {

    static RecordForm opened(Page page, String address) {
        page.navigate(address);
        return new RecordForm(page).ready();
    }

    RecordForm ready() {
        assertThat(page.locator("form[data-ready=true]")).hasCount(1);
        return this;
    }

    /** The smallest procedure there is. */
    RecordForm fillProcedure(String title) {
        field("Title of the record").fill(title);
        field("Document number").fill("SOP-1");
        field("Purpose").fill("Balances weigh within their limits.");
        field("Scope").fill("Quality control.");
        Locator duties = group("Responsibilities");
        in(duties, "Role").fill("Analyst");
        in(duties, "Duty").fill("Weighs.");
        Locator procedure = group("Procedure");
        in(procedure, "Chapter").fill("1");
        in(procedure, "Heading").fill("Daily check");
        in(procedure, "Step").fill("1.1");
        in(procedure, "Instruction").fill("Weigh the check weight.");
        return this;
    }

    /** Until what was typed last is kept in the browser too. */
    RecordForm kept() {
        page.evaluate("() => { document.querySelector('[data-kept-said]').textContent = '';"
                + " document.querySelector('[data-form]').dispatchEvent(new Event('input')); }");
        assertThat(page.locator("[data-kept-said]")).containsText("Kept in this browser at");
        return this;
    }

    Locator field(String name) {
        return page.getByLabel(name, new Page.GetByLabelOptions().setExact(true));
    }

    static Locator in(Locator group, String name) {
        return group.getByLabel(name, new Locator.GetByLabelOptions().setExact(true));
    }

    Locator group(String name) {
        return page.getByRole(
                AriaRole.GROUP, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator problems() {
        return page.locator("[data-problems]");
    }

    Locator saved() {
        return page.locator("[data-saved]");
    }

    Locator chosen() {
        return page.locator("[data-chosen] li");
    }

    /** The id of the record that was saved, from the way to it. */
    String savedId() {
        assertThat(saved()).isVisible();
        String address = page.locator("[data-open]").getAttribute("href");
        return address.substring(address.lastIndexOf('/') + 1);
    }

    /** Drops a file onto the place for it, as from a file manager; made of as many bytes of one kind as are asked for. */
    void drop(String name, int length) {
        page.evaluate(
                "({name, length}) => { const files = new DataTransfer();"
                        + " files.items.add(new File([new Uint8Array(length).fill(65)], name));"
                        + " document.querySelector('[data-drop]').dispatchEvent("
                        + "new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true })); }",
                Map.of("name", name, "length", length));
    }
}
