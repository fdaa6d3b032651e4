package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.FreshData;
import dev.countersign.Requirement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A demonstration whose program is replaced by a later one with other models. What people signed runs until the people of the demonstration
 * have signed what is new; {@link RegulatedStartTest} tells the same of a regulated installation.
 */
@Tag("soak")
@Requirement("PRC-03")
class ReleaseUpgradeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Victim victim;

    @AfterEach
    void end() {
        victim.stop();
    }

    @Test
    void theDemonstrationAdoptsWhatALaterReleaseBringsAndUntilThenRunsWhatWasSigned() throws Exception {
        LaterRelease later = new LaterRelease("Second look");
        victim = new Victim(FreshData.directory("upgrade"));
        victim.start();
        String old = Client.lims(victim).start("UPGRADE-1");
        String signed = models().at("/inForce/sha256").asText();
        String waiting = proposed(new LaterRelease("Third look").models);
        victim.stop();

        later.installOn(victim);
        victim.start();
        JsonNode models = models();
        assertThat(models.at("/inForce/sha256").asText())
                .as("another set is under review: nobody adopts beside it")
                .isEqualTo(signed);
        assertThat(models.path("equalsWhatWasSigned").asBoolean()).isTrue();
        assertThat(models.path("awaitingAdoption").toString()).contains(LaterRelease.CHANGED);
        assertThat(nameOf(Client.lims(victim).start("UPGRADE-2"))).startsWith("Review");
        Client.person(victim, "approver").post("/api/records/" + waiting + "/withdrawal", reason());
        victim.stop();

        victim.start();
        models = models();
        assertThat(models.path("awaitingAdoption")).isEmpty();
        assertThat(models.path("equalsWhatWasSigned").asBoolean()).isTrue();
        assertThat(models.path("signatures")).hasSize(3);
        String started = Client.lims(victim).start("UPGRADE-3");
        assertThat(nameOf(started)).startsWith("Second look");
        assertThat(nameOf(old)).as("begun before").startsWith("Review");
        for (String record : new String[] {old, started}) {
            Client.person(victim, "reviewer").sign(record);
            Client.person(victim, "approver").sign(record);
            assertThat(Client.person(victim, "approver")
                            .get("/api/records/" + record)
                            .path("status")
                            .asText())
                    .isEqualTo("effective");
        }
    }

    private String proposed(Map<String, String> texts) throws Exception {
        ObjectNode body = JSON.createObjectNode().put("title", "Third look").put("reason", "a better name");
        texts.forEach((name, text) ->
                body.withArray("resources").addObject().put("name", name).put("text", text));
        return Client.person(victim, "procadmin")
                .post("/api/models/changes", body)
                .path("recordId")
                .asText();
    }

    private static ObjectNode reason() {
        return JSON.createObjectNode().put("reason", "the release comes first");
    }

    private JsonNode models() throws Exception {
        return Client.person(victim, "approver").get("/api/models");
    }

    private String nameOf(String record) throws Exception {
        return Client.person(victim, "reviewer")
                .get("/api/tasks?recordId=" + record)
                .at("/items/0/name")
                .asText();
    }
}
