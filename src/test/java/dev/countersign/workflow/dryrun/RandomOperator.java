package dev.countersign.workflow.dryrun;

import dev.countersign.changes.ModelTexts;
import dev.countersign.models.ModelSet;
import dev.countersign.models.RequiredSignatures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;

/**
 * Works by lot on models in a real engine: signs, rejects, hands in, lets time pass, sends messages, withdraws, writes variables, and tries
 * to complete tasks without signing. The same seed makes the same moves.
 */
public final class RandomOperator implements AutoCloseable {

    private static final int PLAYS = 6;
    private static final int MOST_MOVES = 40;

    /** So many one after the other: nobody can act any more. */
    private static final int MOST_REFUSED = 5;

    private static final List<Object> VALUES = List.of(true, true, true, false, false, 1L, "approve");

    private final Witnessed witnessed = new Witnessed();
    private final RequiredSignatures required;
    private final ThrowAwayEngine engine;

    /** @param containment as of {@link DryRuns#inMemory} */
    public RandomOperator(
            Set<String> approvals,
            BiConsumer<ProcessEngineConfigurationImpl, Map<Object, Object>> containment,
            RequiredSignatures required) {
        this.required = required;
        engine = new ThrowAwayEngine(
                UUID.randomUUID(),
                approvals,
                (settings, delegates) -> containment.accept(settings, witnessed.over(delegates)));
    }

    /**
     * What came of a set.
     *
     * @param deployed whether the engine, and the gate in it, took the set
     * @param plays how many there were
     * @param ended of the plays, those that came to the end of their process
     * @param effects how many were reached in all plays
     * @param violation an effect that lacked signatures and the moves that led to it; empty if there was none
     */
    public record Worked(boolean deployed, int plays, int ended, int effects, String violation) {}

    /** Plays the process several times: every other time with the guards around its steps lifted, so that the drawing alone stands. */
    public Worked work(ModelSet set, String process, long seed) {
        String deployment;
        try {
            deployment = engine.deploy(texts(set));
        } catch (ParseException e) {
            return new Worked(false, 0, 0, 0, "");
        }
        try {
            Random random = new Random(seed);
            int ended = 0;
            int effects = 0;
            for (int number = 1; number <= PLAYS; number++) {
                Play play = new Play(process, random, number % 2 == 0);
                ended += play.toTheEnd() ? 1 : 0;
                effects += witnessed.effects();
                if (!witnessed.found().isEmpty()) {
                    String sentence = witnessed.found() + ", in play " + number + " after " + play.moves;
                    return new Worked(true, number, ended, effects, sentence);
                }
            }
            return new Worked(true, PLAYS, ended, effects, "");
        } finally {
            engine.remove(deployment);
        }
    }

    private final class Play {

        private final String process;
        private final Random random;
        private final boolean guarded;
        private final int cooperative;
        private int refused;
        private final List<String> moves = new ArrayList<>();

        Play(String process, Random random, boolean guarded) {
            this.process = process;
            this.random = random;
            this.guarded = guarded;
            cooperative = random.nextInt(3);
        }

        boolean toTheEnd() {
            engine.stage()
                    .open(random.nextBoolean(), required.ofProcesses().getOrDefault(process, required.otherwise()));
            // a draft that is there already can be started too, and then its model need not keep it
            engine.stage().keepRecord();
            witnessed.open();
            try {
                move("start", services -> services.getRuntimeService()
                        .startProcessInstanceByKey(
                                process,
                                "by-lot",
                                Map.of("recordId", PlayedDelegates.RECORD_ID, "x", random.nextBoolean())));
                boolean begun = !instances().isEmpty();
                while (begun
                        && !instances().isEmpty()
                        && moves.size() < MOST_MOVES
                        && refused < MOST_REFUSED
                        && witnessed.found().isEmpty()) {
                    move();
                }
                return begun && instances().isEmpty();
            } finally {
                engine.stage().close();
                instances()
                        .forEach(one ->
                                services().getRuntimeService().deleteProcessInstance(one.getId(), "the play is over"));
            }
        }

        private void move() {
            List<Choice> choices = engine.asOne(
                            () -> Situation.of(services(), engine.watched().drawn(), engine.stage(), new TreeMap<>()))
                    .choices();
            int lot = random.nextInt(12);
            if (lot == 0) {
                writeVariable();
            } else if (lot == 1 || choices.isEmpty()) {
                completeUnsigned();
            } else {
                carryOut(chosen(choices));
            }
        }

        /** Some want the record to get somewhere and try again for what goes on; others take what comes. */
        private Choice chosen(List<Choice> choices) {
            Choice chosen = choices.get(random.nextInt(choices.size()));
            for (int tries = 0; tries < 2 * cooperative && !goesOn(chosen); tries++) {
                chosen = choices.get(random.nextInt(choices.size()));
            }
            return chosen;
        }

        private static boolean goesOn(Choice choice) {
            return choice.words().matches(".*(is approved|handed in|is done)");
        }

        private void carryOut(Choice choice) {
            move(choice.words(), choice.byPerson(), services -> {
                choice.prepares().accept(engine.stage());
                choice.carriedOut().accept(services);
            });
        }

        private void writeVariable() {
            Object value = VALUES.get(random.nextInt(VALUES.size()));
            RuntimeService runtime = services().getRuntimeService();
            List<ProcessInstance> all = instances();
            String instance = all.get(random.nextInt(all.size())).getId();
            move("x = " + value, services -> runtime.setVariable(instance, "x", value));
        }

        private void completeUnsigned() {
            List<Task> tasks = services()
                    .getTaskService()
                    .createTaskQuery()
                    .orderByTaskName()
                    .asc()
                    .list();
            if (tasks.isEmpty()) {
                refused++;
                moves.add("nothing to complete");
                return;
            }
            Task task = tasks.get(random.nextInt(tasks.size()));
            move(task.getTaskDefinitionKey() + " completed without signing", services -> services.getTaskService()
                    .complete(task.getId(), Map.of("decision", "approve", "x", true)));
        }

        private void move(String words, Consumer<ProcessEngine> call) {
            move(words, true, call);
        }

        private void move(String words, boolean throughDoor, Consumer<ProcessEngine> call) {
            engine.stage().begin(throughDoor || !guarded);
            if (!guarded) {
                engine.stage().withdraw();
            }
            engine.watched().begin();
            witnessed.begin();
            try {
                call.accept(services());
                moves.add(words);
                refused = 0;
            } catch (RuntimeException e) {
                // by a control, by a condition of which nothing is known, or for a circle in which nobody can act
                engine.stage().rollBack();
                witnessed.rollBack();
                refused++;
                moves.add(words + " (refused)");
            }
        }

        private List<ProcessInstance> instances() {
            return services()
                    .getRuntimeService()
                    .createProcessInstanceQuery()
                    .rootProcessInstances()
                    .list();
        }
    }

    private ProcessEngine services() {
        return engine.services();
    }

    private static ModelTexts texts(ModelSet set) {
        SortedMap<String, String> texts = new TreeMap<>();
        set.resources().forEach((name, bytes) -> texts.put(name, new String(bytes, StandardCharsets.UTF_8)));
        return new ModelTexts(texts);
    }

    @Override
    public void close() {
        engine.close();
    }
}
