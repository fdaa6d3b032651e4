package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.Requirement;
import dev.countersign.TestModelChanges;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.changes.ProcessModels;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What runs and what a change changes, on the pages, at a desk and on a phone. */
@BrowserTest
@Requirement({"PRC-03", "USE-01"})
class ModelChangesInTheBrowserTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private ProcessModels models;

    private Chromium chromium;
    private TestModelChanges changes;

    @BeforeEach
    void openBrowser() {
        chromium = Chromium.launch();
        changes = new TestModelChanges(port, people, models);
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
        changes.restore();
    }

    @Test
    void whatRunsAndWhatAChangeChangesAreTheSameAtADeskAndOnAPhone() {
        String record = changes.proposed(changes.changed("Second look"));
        see(changes.userId(changes.administrator()), 1280, 900, "models-desk");
        see(changes.userId(changes.manager()), 390, 844, "models-phone");

        changes.signed(changes.administrator(), record, true);
        String task = TestTasks.of(changes.analyst(), record).path("taskId").asText();
        try (Visitor reviewer = visitor(changes.userId(changes.analyst()), 390, 844)) {
            reviewer.logIn();
            reviewer.openAlone(task);
            assertThat(reviewer.page().locator("body")).containsText("What changes against what runs");
            assertThat(reviewer.page().locator("body"))
                    .containsText("name of the task changes from Review to Second look");
            Assertions.assertThat(reviewer.overflows()).isFalse();
            reviewer.photograph("models-signing");
        }
    }

    @Test
    void aChangeIsDrawnBeforeAndAfterWithWhatItsDryRunReached() {
        String record = changes.proposed(redrawn());
        drawn(changes.userId(changes.administrator()), record, 1280, 900, "models-drawn-desk");
        drawn(changes.userId(changes.manager()), record, 390, 844, "models-drawn-phone");

        String task =
                TestTasks.of(changes.administrator(), record).path("taskId").asText();
        try (Visitor author = visitor(changes.userId(changes.administrator()), 1280, 900)) {
            author.logIn();
            author.openAlone(task);
            assertThat(author.page().locator("body")).containsText("What the dry run did not reach");
            author.photograph("models-drawn-signing");
            Page drawn = author.page().waitForPopup(() -> author.page()
                    .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("See it drawn"))
                    .click());
            drawn.locator("[data-ready=true]").waitFor();
            Assertions.assertThat(drawn.url()).startsWith(base() + "/models/changes/" + record);
            Assertions.assertThat(author.complaints()).isEmpty();
        }
    }

    /** Another name, another place, an element more and one that the controls let nobody reach, and a path that went. */
    private Map<String, String> redrawn() {
        Map<String, String> texts = changes.changed("Second look");
        texts.put(
                TestModelChanges.APPROVAL,
                texts.get(TestModelChanges.APPROVAL)
                        .replace(
                                "<bpmn:endEvent id=\"effective\"",
                                "<bpmn:boundaryEvent id=\"late\" name=\"Late\" attachedToRef=\"approval\"><bpmn:outgoing>too_late</bpmn:outgoing>"
                                        + "<bpmn:timerEventDefinition id=\"late_time\"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"
                                        + "</bpmn:boundaryEvent><bpmn:sequenceFlow id=\"too_late\" sourceRef=\"late\" targetRef=\"noticed\" />"
                                        + "<bpmn:endEvent id=\"noticed\" name=\"Noticed\"><bpmn:incoming>too_late</bpmn:incoming></bpmn:endEvent><bpmn:endEvent id=\"effective\"")
                        .replace(
                                "<bpmndi:BPMNShape id=\"effective_shape\"",
                                shape("late", 1487, 222) + shape("noticed", 1487, 300)
                                        + "<bpmndi:BPMNEdge id=\"too_late_edge\" bpmnElement=\"too_late\"><di:waypoint x=\"1505\" y=\"258\" />"
                                        + "<di:waypoint x=\"1505\" y=\"300\" /></bpmndi:BPMNEdge><bpmndi:BPMNShape id=\"effective_shape\"")
                        .replace("<dc:Bounds x=\"1912\" y=\"182\"", "<dc:Bounds x=\"1912\" y=\"192\""));
        return texts;
    }

    private static String shape(String id, int x, int y) {
        return ("<bpmndi:BPMNShape id=\"%1$s_shape\" bpmnElement=\"%1$s\"><dc:Bounds x=\"%2$d\" y=\"%3$d\" width=\"36\" height=\"36\" />"
                        + "</bpmndi:BPMNShape>")
                .formatted(id, x, y);
    }

    private void drawn(String userId, String record, int width, int height, String name) {
        try (Visitor visitor = visitor(userId, width, height)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base() + "/models/changes/" + record);
            page.locator("[data-ready=true]").waitFor();
            Locator approval = page.locator("section[data-resource='" + TestModelChanges.APPROVAL + "']");
            Locator before = approval.locator("figure[data-side=before]");
            Locator after = approval.locator("figure[data-side=after]");
            assertThat(before.locator("[data-element-id=review].is-changed")).hasCount(1);
            assertThat(before.locator("[data-element-id=late]")).hasCount(0);
            assertThat(after.locator("[data-element-id=review].is-changed")).hasCount(1);
            assertThat(after.locator("[data-element-id=late].is-added.is-missed"))
                    .hasCount(1);
            assertThat(after.locator("[data-element-id=review].is-missed")).hasCount(0);
            assertThat(after.locator(".sign.added").first()).hasText("+");
            assertThat(after.locator(".sign.missed").first()).isVisible();
            assertThat(approval.locator("[data-legend]"))
                    .containsText(Pattern.compile("new.*changed.*not reached by the dry run"));
            assertThat(approval).containsText("Not reached: Late (the controls refuse it");
            assertThat(after.locator(".bjs-powered-by")).isVisible();

            Locator sentence = approval.locator("[data-changes] li[data-id=review] button");
            sentence.focus();
            page.keyboard().press("Enter");
            assertThat(after.locator("[data-element-id=review].is-chosen")).hasCount(1);
            assertThat(approval.locator("li[data-id=review]")).hasAttribute("aria-current", "true");
            after.locator("[data-element-id=late] .djs-hit").first().dispatchEvent("click");
            assertThat(approval.locator("[data-changes] li[data-id=late]").first())
                    .hasAttribute("aria-current", "true");
            assertThat(approval.locator("li[data-id=review]")).not().hasAttribute("aria-current", "true");
            page.locator("[data-reach-shown]").first().uncheck();
            assertThat(after.locator(".sign.missed").first()).isHidden();
            page.locator("[data-reach-shown]").first().check();
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photographAccessible(name);
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    private void see(String userId, int width, int height, String name) {
        try (Visitor visitor = visitor(userId, width, height)) {
            visitor.logIn();
            Page page = visitor.page();
            page.navigate(base() + "/account");
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions()
                                    .setName("Process models")
                                    .setExact(true))
                    .click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("In force")))
                    .isVisible();
            assertThat(page.locator("main")).containsText("record-approval");
            assertThat(page.locator(".mark.altered")).hasCount(0);
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photographAccessible(name);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Second look"))
                    .click();
            assertThat(page.locator("main"))
                    .containsText("step “Review”: name of the task changes from Review to Second look");
            Assertions.assertThat(visitor.overflows()).isFalse();
            visitor.photographAccessible(name + "-change");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    private Visitor visitor(String userId, int width, int height) {
        return new Visitor(chromium.browser(), base(), userId, width, height);
    }

    private String base() {
        return "http://localhost:" + port;
    }
}
