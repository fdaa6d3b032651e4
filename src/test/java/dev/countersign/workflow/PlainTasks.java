package dev.countersign.workflow;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/** Tasks that are no signatures, in whatever engine: what completing one costs there. */
public final class PlainTasks implements AutoCloseable {

    private static final String PROCESS = "plain-tasks";
    private static final Caller SOMEBODY = Caller.person("somebody", null, null);

    private final ProcessEngine engine;
    private final String deployment;
    private final @Nullable Engine doors;

    private PlainTasks(ProcessEngine engine, String deployment, @Nullable Engine doors) {
        this.engine = engine;
        this.deployment = deployment;
        this.doors = doors;
    }

    /** In an engine as it comes. */
    public static PlainTasks in(ProcessEngine bare) {
        return new PlainTasks(bare, deployed(bare), null);
    }

    /** In an engine with what {@link #guard} gave it, through the door that people's calls come through. */
    public static PlainTasks guarded(ProcessEngine engine, ApplicationContext application) {
        return new PlainTasks(
                engine,
                Engine.as(Party.OURSELVES, () -> deployed(engine)),
                new Engine(engine, application.getBean(WormStore.class)));
    }

    /** In the application's engine, through the same door. */
    public static PlainTasks of(ApplicationContext application) {
        ProcessEngine engine = application.getBean(ProcessEngine.class);
        String deployment = UngatedDeployment.of(engine, () -> Engine.as(Party.OURSELVES, () -> deployed(engine)));
        return new PlainTasks(engine, deployment, application.getBean(Engine.class));
    }

    /**
     * The application's interceptors and listeners, and nothing else of it, around an engine that is not built yet.
     *
     * @param built whether it is meanwhile
     */
    public static void guard(
            ProcessEngineConfigurationImpl settings, ApplicationContext application, BooleanSupplier built) {
        Containment containment = new Containment();
        settings.setArtifactFactory(containment);
        // which the engine would begin while it is built; the list of commands lets nobody
        settings.setHistoryCleanupEnabled(false);
        settings.setExpressionManager(new ModelExpressions(settings.getBeans()));
        settings.setCustomPreBPMNParseListeners(List.of(application.getBean(Controls.class), containment));
        settings.setCustomPreCommandInterceptorsTxRequired(List.of(
                new RefusedCommands(() -> application.getBean(Refusals.class), () -> settings.getIdentityService()
                        .getCurrentAuthentication())));
        settings.setCustomPostCommandInterceptorsTxRequired(List.of(new CommandGate(built)));
    }

    /** A task that waits; the work completes it, and its process with it. */
    public Runnable completion() {
        String instance = called(() ->
                engine.getRuntimeService().startProcessInstanceByKey(PROCESS).getId());
        // a command of its own: the one before has written when it is over
        String task = called(() -> engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId());
        return () -> called(() -> {
            engine.getTaskService().complete(task);
            return task;
        });
    }

    private String called(Supplier<String> calls) {
        return doors == null ? calls.get() : Objects.requireNonNull(doors.as(SOMEBODY, context -> calls.get()));
    }

    private static String deployed(ProcessEngine engine) {
        return engine.getRepositoryService()
                .createDeployment()
                .addString(
                        PROCESS + ".bpmn",
                        "<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\""
                                + " xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" targetNamespace=\"https://example.org/models\">"
                                + "<bpmn:process id=\"" + PROCESS
                                + "\" isExecutable=\"true\" camunda:historyTimeToLive=\"P1D\"><bpmn:startEvent id=\"start\"/>"
                                + "<bpmn:sequenceFlow id=\"to_task\" sourceRef=\"start\" targetRef=\"task\"/><bpmn:userTask id=\"task\"/>"
                                + "<bpmn:sequenceFlow id=\"to_end\" sourceRef=\"task\" targetRef=\"end\"/><bpmn:endEvent id=\"end\"/>"
                                + "</bpmn:process></bpmn:definitions>")
                .deploy()
                .getId();
    }

    @Override
    public void close() {
        Unlisted.of(engine).getRepositoryService().deleteDeployment(deployment, true);
    }
}
