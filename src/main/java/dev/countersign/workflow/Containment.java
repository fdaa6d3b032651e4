package dev.countersign.workflow;

import java.util.Set;
import org.camunda.bpm.engine.ArtifactFactory;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.bpmn.behavior.ClassDelegateActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.DmnBusinessRuleTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.FlowNodeActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.MailActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.ScriptTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.ServiceTaskDelegateExpressionActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.ServiceTaskExpressionActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.ShellActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.delegate.ActivityExecution;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * What a model makes the program do is a delegate that it names, or a decision; nothing else runs, whenever and by whomever the
 * model was deployed (T6). A task that would run a class, an expression, a script, a shell command, a mail or work for others
 * outside is parsed, so that the definition can be read, and refuses when it is reached.
 */
final class Containment extends AbstractBpmnParseListener implements ArtifactFactory {

    private static final Set<Class<?>> OPEN =
            Set.of(ServiceTaskDelegateExpressionActivityBehavior.class, DmnBusinessRuleTaskActivityBehavior.class);

    private static final Set<Class<?>> CLOSED_AT_EVENTS = Set.of(
            ClassDelegateActivityBehavior.class,
            ServiceTaskExpressionActivityBehavior.class,
            ExternalTaskActivityBehavior.class,
            MailActivityBehavior.class,
            ShellActivityBehavior.class,
            ScriptTaskActivityBehavior.class);

    @Override
    public void parseServiceTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        contain(activity);
    }

    @Override
    public void parseSendTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        contain(activity);
    }

    @Override
    public void parseBusinessRuleTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        contain(activity);
    }

    @Override
    public void parseScriptTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        contain(activity);
    }

    @Override
    public void parseIntermediateThrowEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
        containMessage(activity);
    }

    @Override
    public void parseEndEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
        containMessage(activity);
    }

    /** No class that a model names is made: listeners, validators, parse factories. */
    @Override
    public <T> T getArtifact(Class<T> type) {
        throw WorkflowRule.EXPRESSION_CLOSED.refuse("class " + type.getName(), "delegates by name");
    }

    private static void contain(ActivityImpl activity) {
        if (activity.getActivityBehavior() == null
                || !OPEN.contains(activity.getActivityBehavior().getClass())) {
            activity.setActivityBehavior(new Refusing());
        }
    }

    /** Events run code only where they send a message, and then as a task does. */
    private static void containMessage(ActivityImpl activity) {
        if (activity.getActivityBehavior() != null
                && CLOSED_AT_EVENTS.contains(activity.getActivityBehavior().getClass())) {
            activity.setActivityBehavior(new Refusing());
        }
    }

    private static final class Refusing extends FlowNodeActivityBehavior {

        @Override
        public void execute(ActivityExecution execution) {
            throw WorkflowRule.EXPRESSION_CLOSED.refuse(
                    "task " + ((DelegateExecution) execution).getCurrentActivityId(), "delegates by name");
        }
    }
}
