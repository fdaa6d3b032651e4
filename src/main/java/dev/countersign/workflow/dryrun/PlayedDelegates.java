package dev.countersign.workflow.dryrun;

import dev.countersign.models.Delegate;
import dev.countersign.models.Delegate.Meaning;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * Every delegate that a model can call, by its name: each does to the stage what the real one does to the store, and puts the same variables
 * where models can see them.
 */
final class PlayedDelegates {

    static final String RECORD_ID = "00000000-0000-7000-8000-000000000000";

    private static final String SHA256 = "0".repeat(64);
    private static final String AUTHOR = "author-of-the-dry-run";
    private static final String DECISION = "decision";
    private static final String ROLE = "role";
    private static final String PLAN_STEP = "planStep";

    private final Stage stage;

    PlayedDelegates(Stage stage) {
        this.stage = stage;
    }

    Map<Object, Object> byName() {
        Map<Object, Object> delegates = new HashMap<>();
        for (Delegate one : Delegate.values()) {
            JavaDelegate played = execution -> play(one, execution);
            delegates.put(one.expressionName(), played);
        }
        return Map.copyOf(delegates);
    }

    private void play(Delegate delegate, DelegateExecution execution) {
        // of an effect the stage asks first for its signatures: that they are missing is worse
        if (delegate.meaning() != Meaning.EFFECT) {
            String element = execution.getCurrentActivityId();
            if (delegate != Delegate.TELL_PEOPLE) {
                stage.demandDoor(element);
            }
            if (delegate != Delegate.KEEP_RECORD) {
                stage.demandRecord(element);
            }
        }
        switch (delegate) {
            case KEEP_RECORD -> keep(execution);
            case PUT_IN_REVIEW -> {
                stage.putInReview();
                remember(execution);
            }
            case PERSIST_SIGNATURE ->
                execution.setVariable(
                        DECISION,
                        stage.persist(text(execution, PLAN_STEP), text(execution, ROLE)) ? "approve" : "reject");
            case SEND_TO_REWORK -> sendToRework(execution);
            case WITHDRAW_RECORD -> stage.withdrawRecord();
            default -> {
                if (delegate.meaning() == Meaning.CONTROLS) {
                    stage.control(delegate);
                } else if (delegate.meaning() == Meaning.EFFECT) {
                    stage.effect(delegate, execution.getCurrentActivityId());
                }
            }
        }
    }

    private void keep(DelegateExecution execution) {
        stage.keepRecord();
        execution.setVariable("recordId", RECORD_ID);
        remember(execution);
    }

    private void sendToRework(DelegateExecution execution) {
        stage.sendToRework();
        boolean person = stage.standing().byPerson();
        execution.setVariable("reworker", person ? AUTHOR : null);
        execution.setVariable("reworkRole", person ? "author" : "qa-analyst");
    }

    private void remember(DelegateExecution execution) {
        boolean person = stage.standing().byPerson();
        execution.setVariable("recordVersion", stage.standing().version());
        execution.setVariable("recordSha256", SHA256);
        execution.setVariable("personDrafted", person);
        execution.setVariable("author", person ? AUTHOR : "");
    }

    private static String text(DelegateExecution execution, String variable) {
        return Objects.requireNonNullElse((String) execution.getVariable(variable), "");
    }
}
