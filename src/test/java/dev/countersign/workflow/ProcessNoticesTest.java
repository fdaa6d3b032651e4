package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestModelChanges;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.changes.ProcessModels;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobHelper;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A model that was signed tells people of a record: on its way, and when something waited for too long. */
@CountersignTest
@Requirement("WFL-09")
class ProcessNoticesTest {

    private static final String TELLING = """
            <bpmn:serviceTask id="%1$s" camunda:delegateExpression="${tellPeople}" camunda:modelerTemplate="dev.countersign.notice" \
            camunda:modelerTemplateVersion="1"><bpmn:extensionElements><camunda:inputOutput>\
            <camunda:inputParameter name="noticeTo">%2$s</camunda:inputParameter>\
            <camunda:inputParameter name="noticeText">%3$s</camunda:inputParameter>\
            </camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>
            """;

    private static final String LATE = """
            <bpmn:boundaryEvent id="late" attachedToRef="review" cancelActivity="false"><bpmn:timerEventDefinition id="late_timer">\
            <bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>\
            <bpmn:sequenceFlow id="to_reminded" sourceRef="late" targetRef="reminded" /><bpmn:endEvent id="over" />\
            <bpmn:sequenceFlow id="to_over" sourceRef="reminded" targetRef="over" />
            """;

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople everybody;

    @Autowired
    private ProcessModels models;

    @Autowired
    private ProcessEngine engine;

    private TestModelChanges people;

    @AfterEach
    void theShippedSetRunsAgain() {
        people.restore();
    }

    @Test
    void aSignedModelTellsTheAuthorOnItsWayAndARoleWhenTheReviewWaits() {
        people = new TestModelChanges(port, everybody, models);
        Map<String, String> texts = people.changed("Review");
        texts.computeIfPresent(TestModelChanges.APPROVAL, (name, text) -> telling(text));
        people.adopted(texts);

        JsonNode task = TestTasks.due(people.analyst());
        String record = task.path("recordId").asText();
        assertThat(told(people.analyst(), record)).isEqualTo("Your version is in review.");
        assertThat(told(people.manager(), record)).as("not before it waited").isEmpty();

        people.signed(people.analyst(), record, true);
        Job job = engine.getManagementService()
                .createJobQuery()
                .activityId("late")
                .processInstanceId(engine.getHistoryService()
                        .createHistoricProcessInstanceQuery()
                        .variableValueEquals("recordId", record)
                        .rootProcessInstances()
                        .singleResult()
                        .getId())
                .singleResult();
        run(job);
        assertThat(told(people.manager(), record)).isEqualTo("A review waits.");
    }

    /** As the engine's own executor does when the time has come. */
    private void run(Job job) {
        Context.setJobExecutorContext(new JobExecutorContext());
        try {
            ExecuteJobHelper.executeJob(
                    job.getId(),
                    ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                            .getCommandExecutorTxRequired());
        } finally {
            Context.removeJobExecutorContext();
        }
    }

    private static String telling(String approval) {
        String text = approval.replace(
                "sourceRef=\"open\" targetRef=\"drafted\" />",
                "sourceRef=\"open\" targetRef=\"told\" /><bpmn:sequenceFlow id=\"on\" sourceRef=\"told\" targetRef=\"drafted\" />"
                        + TELLING.formatted("told", "author", "Your version is in review.")
                        + TELLING.formatted("reminded", "qa-manager", "A review waits.")
                        + LATE);
        assertThat(text).isNotEqualTo(approval);
        return text;
    }

    private static String told(TestClient person, String recordId) {
        for (JsonNode one : TestClient.json(person.get("/api/notices")).path("items")) {
            if (one.path("recordId").asText().equals(recordId)) {
                return one.path("text").asText();
            }
        }
        return "";
    }
}
