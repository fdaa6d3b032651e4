package dev.countersign.workflow.dryrun;

import dev.countersign.crypto.Digest;
import dev.countersign.workflow.dryrun.Choice.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TimerEntity;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.EventSubscription;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.VariableInstance;
import org.camunda.bpm.engine.task.Task;

/**
 * Where all tokens are, and what can be done now. The engine holds one play at a time, so that everything in it belongs to it.
 *
 * @param key equal where the same can happen from here on: SHA-256, as a set decides how long its variables are; empty when all is over
 * @param variables how many characters they have together
 */
record Situation(String key, List<Choice> choices, long variables) {

    /** How often a clock or a message that goes on waiting is answered within one run. */
    static final int MOST_REPEATED = 3;

    /** More digits are more than anybody waits for. */
    private static final Pattern CYCLE = Pattern.compile("R(\\d{1,9})/");

    private static final String SIGNATURE_STEP = "signature-step";
    private static final String REWORK = "rework";
    private static final String WITHDRAWN = "record-withdrawn";

    /** @param repeated how often what waits under this {@linkplain Choice.Waiting#id id} was chosen without its ceasing to be one */
    static Situation of(
            ProcessEngine engine, Map<String, Drawn> drawn, Stage stage, SortedMap<String, Integer> repeated) {
        List<ProcessInstance> instances =
                engine.getRuntimeService().createProcessInstanceQuery().list();
        if (instances.isEmpty()) {
            return new Situation("", List.of(), 0);
        }
        Calls calls = Calls.of(engine.getRuntimeService());
        SortedMap<String, Choice> choices = new TreeMap<>();
        SortedMap<String, Integer> answered = new TreeMap<>();
        Stream.of(
                        tasks(engine, calls, drawn),
                        messages(engine.getRuntimeService(), calls, drawn),
                        timers(engine, calls, drawn))
                .flatMap(Function.identity())
                .forEach(one -> {
                    int times = repeated.getOrDefault(one.waiting().id(), 0);
                    answered.merge(one.order(), times, Integer::sum);
                    if (times < Math.min(MOST_REPEATED, one.waiting().most())) {
                        choices.putIfAbsent(one.order(), one);
                    }
                });
        List<String> variables = variables(engine.getRuntimeService(), calls);
        String key = tokens(engine.getRuntimeService(), instances, calls) + " "
                + stage.standing().key() + " " + answered + " " + choices.keySet() + " " + variables;
        return new Situation(
                Digest.of(key.getBytes(StandardCharsets.UTF_8)).hex(),
                List.copyOf(choices.values()),
                variables.stream().mapToLong(String::length).sum());
    }

    private static <T> T known(Map<String, T> all, String key) {
        return Objects.requireNonNull(all.get(key), key);
    }

    private static Stream<Choice> tasks(ProcessEngine engine, Calls calls, Map<String, Drawn> drawn) {
        return engine.getTaskService().createTaskQuery().list().stream()
                .sorted(Comparator.comparing(Task::getId))
                .flatMap(task -> choices(engine, task, calls, drawn));
    }

    private static Stream<Choice> choices(ProcessEngine engine, Task task, Calls calls, Map<String, Drawn> drawn) {
        String process = calls.process(task.getProcessInstanceId());
        String path = calls.path(task.getProcessInstanceId());
        String key = task.getTaskDefinitionKey();
        String element = process + "#" + key;
        if (process.equals(SIGNATURE_STEP)) {
            Map<String, Object> known = engine.getTaskService().getVariables(task.getId());
            String step = known.get("planStep") + " of " + known.get("stepName");
            String words = "“" + known.get("stepName") + "” is ";
            return Stream.of(true, false)
                    .map(approve -> new Choice(
                            "1 " + element + " " + step + path + (approve ? " 1" : " 2"),
                            Waiting.of(task.getId()),
                            words + (approve ? "approved" : "rejected"),
                            element,
                            true,
                            stage -> stage.sign(approve),
                            services -> services.getTaskService().complete(task.getId())));
        }
        boolean rework = key.equals(REWORK);
        String words = known(drawn, process).words(key);
        return Stream.of(new Choice(
                "2 " + element + path,
                Waiting.of(task.getId()),
                rework ? words + ": the next version is handed in" : words + " is done",
                element,
                true,
                stage -> {
                    if (rework) {
                        stage.handIn();
                    }
                },
                services -> services.getTaskService().complete(task.getId())));
    }

    private static Stream<Choice> messages(RuntimeService runtime, Calls calls, Map<String, Drawn> drawn) {
        return runtime.createEventSubscriptionQuery().eventType("message").list().stream()
                .filter(one -> one.getExecutionId() != null)
                .sorted(Comparator.comparing(EventSubscription::getId))
                .map(one -> message(one, calls, drawn));
    }

    private static Choice message(EventSubscription waiting, Calls calls, Map<String, Drawn> drawn) {
        String process = calls.process(waiting.getProcessInstanceId());
        String element = process + "#" + waiting.getActivityId();
        boolean withdrawal = WITHDRAWN.equals(waiting.getEventName());
        return new Choice(
                "4 " + element + calls.path(waiting.getProcessInstanceId()),
                Waiting.of(waiting.getExecutionId() + " " + element),
                withdrawal
                        ? "the record is withdrawn"
                        : "message " + waiting.getEventName() + " arrives at "
                                + known(drawn, process).words(waiting.getActivityId()),
                element,
                withdrawal,
                stage -> {
                    if (withdrawal) {
                        stage.withdraw();
                    }
                },
                services -> services.getRuntimeService()
                        .messageEventReceived(waiting.getEventName(), waiting.getExecutionId()));
    }

    private static Stream<Choice> timers(ProcessEngine engine, Calls calls, Map<String, Drawn> drawn) {
        return engine.getManagementService().createJobQuery().list().stream()
                .sorted(Comparator.comparing(Job::getId))
                .map(job -> timer(job, calls, drawn));
    }

    private static Choice timer(Job job, Calls calls, Map<String, Drawn> drawn) {
        String process = calls.process(job.getProcessInstanceId());
        String activity = ((JobEntity) job).getActivityId();
        String element = process + "#" + activity;
        return new Choice(
                "3 " + element + calls.path(job.getProcessInstanceId()),
                // a clock that strikes again is another job of the same execution
                new Waiting(job.getExecutionId() + " " + element, strikes((JobEntity) job)),
                "the time of " + known(drawn, process).words(activity) + " comes",
                element,
                false,
                stage -> {},
                services -> services.getManagementService().executeJob(job.getId()));
    }

    /** {@code R3/…} is three; where the drawing has no number it has none. */
    private static int strikes(JobEntity job) {
        Matcher cycle = CYCLE.matcher(
                job instanceof TimerEntity timer ? Objects.requireNonNullElse(timer.getRepeat(), "") : "");
        return cycle.lookingAt() ? Integer.parseInt(cycle.group(1)) : Integer.MAX_VALUE;
    }

    private static String tokens(RuntimeService runtime, List<ProcessInstance> instances, Calls calls) {
        return instances.stream()
                .map(one -> calls.process(one.getId())
                        + calls.path(one.getId())
                        + tokens(runtime.getActivityInstance(one.getId())))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static List<String> variables(RuntimeService runtime, Calls calls) {
        return runtime.createVariableInstanceQuery().list().stream()
                .map(one -> calls.process(one.getProcessInstanceId()) + calls.path(one.getProcessInstanceId()) + "."
                        + one.getName() + "=" + value(one))
                .sorted()
                .toList();
    }

    /** Of versions it is the first that differs from all others. */
    private static Object value(VariableInstance one) {
        return one.getName().equals("recordVersion") && one.getValue() instanceof Integer version
                ? Math.min(version, 2)
                : String.valueOf(one.getValue());
    }

    private static String tokens(ActivityInstance at) {
        return Stream.of(at.getChildActivityInstances())
                .map(child -> child.getActivityId() + tokens(child))
                .sorted()
                .collect(Collectors.joining(",", "(", ")"));
    }
}
