package dev.countersign.workflow;

import static dev.countersign.workflow.TestApprovals.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.GovernedRows;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.TestApprovals.Cast;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobHelper;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Every row of the engine's history that changes has its entry, in the transaction that changed it, and none is told that did not change
 * (AUD-01, T16). PostgreSQL itself says which transaction wrote a row last ({@code xmin}).
 */
@CountersignTest
@Requirement("AUD-01")
class EngineChangesTest {

    private static final String CANARY = "canary-" + UUID.randomUUID();
    private static final String PROBE = "engine-changes-probe";
    private static final int STEPS = 40;

    @Autowired
    private TestApprovals approvals;

    @Autowired
    private Processes processes;

    @Autowired
    private Tasks tasks;

    @Autowired
    private Engine engine;

    /** Past the list of commands: what nobody may do has its entry too, if somebody does it. */
    private ProcessEngine services;

    @Autowired
    private DatabaseRoles roles;

    private Connection superuser;
    private JobExecutor jobs;
    private long mark;

    @BeforeEach
    void connect() throws SQLException, IOException {
        superuser = roles.connect(DatabaseRoles.SUPERUSER);
        services = Unlisted.of(engine.services());
        jobs = ((ProcessEngineConfigurationImpl) services.getProcessEngineConfiguration()).getJobExecutor();
        // jobs run when the test says so, as the job executor runs them
        jobs.shutdown();
        mark = Long.parseLong(ask("SELECT txid_current()::text").get(0));
    }

    @AfterEach
    void disconnect() throws SQLException {
        jobs.start();
        superuser.close();
    }

    static Stream<Long> seeds() {
        return Stream.of(20261122L, System.nanoTime());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyChangedRowHasItsEntryAndNoneTooMany(long seed) throws SQLException, IOException {
        Random random = new Random(seed);
        Cast cast = approvals.cast();
        mark = Long.parseLong(ask("SELECT txid_current()::text").get(0));
        List<Started> running = new ArrayList<>();
        try (GovernedRows governed = new GovernedRows(roles.connect(DatabaseRoles.SUPERUSER))) {
            for (int step = 0; step < STEPS; step++) {
                try {
                    step(random, cast, running);
                } catch (RefusedException e) {
                    // a wrong person, or a wrong moment: nothing of it may stay, and nothing be told
                }
                assertTold("seed " + seed + " step " + step);
                assertThat(governed.look())
                        .as("seed %d step %d, governed tables", seed, step)
                        .isEmpty();
            }
        }
    }

    private void step(Random random, Cast cast, List<Started> running) {
        List<String> people = List.of(cast.author(), cast.analyst(), cast.otherAnalyst(), cast.manager());
        String somebody = people.get(random.nextInt(people.size()));
        if (running.isEmpty() || random.nextInt(6) == 0) {
            running.add(random.nextBoolean() ? approvals.startedByService() : approvals.startedBy(somebody));
            return;
        }
        UUID record = running.get(random.nextInt(running.size())).recordId();
        if (approvals.openTask(record) == null) {
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> tasks.claim(person(somebody), approvals.openTask(record).getId());
            case 1 -> tasks.release(person(somebody), approvals.openTask(record).getId());
            case 2 -> approvals.reject(somebody, record, "seen worse");
            case 3 -> approvals.revise(somebody, record);
            case 4 -> processes.withdraw(person(somebody), record, "drawn by lot");
            default -> approvals.approve(somebody, record);
        }
    }

    @Test
    void jobsTimersIncidentsBatchesAndOperatorsAreToldWithWhoActs() throws Exception {
        Caller operator = Caller.person("operator", "a-session", "127.0.0.1");
        BpmnModelInstance probe = Bpmn.createExecutableProcess(PROBE)
                .startEvent()
                .manualTask("work")
                .camundaAsyncBefore()
                .camundaInputParameter("tried", "${broken ? nothing.there : 1}")
                .intermediateCatchEvent("wait")
                .timerWithDuration("PT0S")
                .userTask("look")
                .endEvent()
                .done();
        Deployment deployment = UngatedDeployment.of(
                services,
                () -> engine.as(operator, context -> services.getRepositoryService()
                        .createDeployment()
                        .name(PROBE)
                        .addModelInstance(PROBE + ".bpmn", probe)
                        .deploy()));
        assertTold("deployment");
        String instance = engine.as(operator, context -> services.getRuntimeService()
                .startProcessInstanceByKey(PROBE, Map.of("broken", true, "word", CANARY))
                .getId());
        assertTold("start");
        for (int attempt = 0; attempt < 3; attempt++) {
            runJobs(instance);
            assertTold("failing job");
        }
        assertThat(services.getRuntimeService()
                        .createIncidentQuery()
                        .processInstanceId(instance)
                        .count())
                .isEqualTo(1);
        engine.as(operator, context -> {
            services.getRuntimeService().setVariable(instance, "broken", false);
            services.getManagementService().setJobRetries(job(instance).getId(), 1);
            return null;
        });
        assertTold("operator repairs");
        runJobs(instance);
        runJobs(instance);
        assertTold("job and timer");
        engine.as(operator, context -> {
            String task = services.getTaskService()
                    .createTaskQuery()
                    .processInstanceId(instance)
                    .singleResult()
                    .getId();
            services.getTaskService().addCandidateGroup(task, "qa-analyst");
            services.getTaskService().setAssignee(task, "operator");
            return services.getRuntimeService().setVariablesAsync(List.of(instance), Map.of("word", CANARY + "2"));
        });
        assertTold("batch");
        for (int round = 0; round < 4; round++) {
            for (Job job : services.getManagementService().createJobQuery().list()) {
                if (job.getProcessInstanceId() == null) {
                    run(job);
                }
            }
        }
        assertTold("batch jobs");
        engine.as(operator, context -> {
            services.getRuntimeService().suspendProcessInstanceById(instance);
            services.getRuntimeService().activateProcessInstanceById(instance);
            services.getTaskService()
                    .complete(services.getTaskService()
                            .createTaskQuery()
                            .processInstanceId(instance)
                            .singleResult()
                            .getId());
            return null;
        });
        assertTold("end");
        assertActors();
        // nobody signed it: no process starts as long as it is there
        engine.as(operator, context -> {
            services.getRepositoryService().deleteDeployment(deployment.getId());
            return null;
        });
    }

    private void assertActors() throws SQLException {
        List<JsonNode> told = told().stream().map(Told::entry).toList();
        assertThat(told)
                .extracting(entry -> entry.path("actor").path("id").asText())
                .contains("operator", "system:job-executor");
        assertThat(told)
                .filteredOn(entry -> entry.path("actor").path("id").asText().equals("operator"))
                .allSatisfy(
                        entry -> assertThat(entry.path("source").path("session").asText())
                                .isEqualTo("a-session"));
        assertThat(rows(told, "act_hi_incident")).isNotEmpty();
        assertThat(rows(told, "act_hi_job_log")).isNotEmpty();
        assertThat(rows(told, "act_hi_batch")).isNotEmpty();
        assertThat(rows(told, "act_hi_op_log")).isNotEmpty();
        assertThat(rows(told, "act_hi_identitylink")).isNotEmpty();
        assertThat(rows(told, "act_re_deployment")).hasSize(1);
        assertThat(rows(told, "act_re_procdef")).hasSize(1);
        assertThat(rows(told, "act_hi_detail"))
                .as("name and digest of a variable")
                .anySatisfy(row -> {
                    assertThat(row.path("variable").asText()).isEqualTo("word");
                    assertThat(row.path("sha256").asText())
                            .isEqualTo(Digest.of(CANARY.getBytes(StandardCharsets.UTF_8))
                                    .hex());
                });
        assertThat(ask("SELECT 1 FROM worm.audit_entry WHERE convert_from(entry, 'UTF8') LIKE '%" + CANARY + "%'"))
                .as("values never")
                .isEmpty();
    }

    @Test
    void aSignatureCostsOneEntryOfTheEnginesAndItIsTheSigners() throws SQLException {
        Cast cast = approvals.cast();
        Started started = approvals.startedBy(cast.author());
        long before = Long.parseLong(ask("SELECT txid_current()::text").get(0));
        approvals.approve(cast.author(), started.recordId());
        assertThat(told().stream().filter(told -> told.transaction() >= before).toList())
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.entry().path("actor").path("id").asText()).isEqualTo(cast.author());
                    assertThat(told.entry().path("source").path("address").asText())
                            .isEqualTo("127.0.0.1");
                    assertThat(told.rows()).hasSizeGreaterThan(10);
                });
    }

    @Test
    void whatIsRolledBackIsNotTold() throws SQLException {
        Cast cast = approvals.cast();
        UUID record = approvals.startedBy(cast.author()).recordId();
        long before = Long.parseLong(ask("SELECT txid_current()::text").get(0));
        assertThatThrownBy(() -> approvals.approve(cast.manager(), record)).isInstanceOf(RefusedException.class);
        assertThat(told().stream().filter(told -> told.transaction() >= before)).isEmpty();
    }

    private void runJobs(String instance) {
        run(job(instance));
    }

    private Job job(String instance) {
        return services.getManagementService()
                .createJobQuery()
                .processInstanceId(instance)
                .singleResult();
    }

    private void run(Job job) {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) services.getProcessEngineConfiguration();
        Context.setJobExecutorContext(new JobExecutorContext());
        try {
            ExecuteJobHelper.executeJob(job.getId(), Unlisted.commands(engine.services()));
        } catch (ProcessEngineException e) {
            assertThat(e).hasMessageContaining("nothing");
        } finally {
            Context.removeJobExecutorContext();
        }
    }

    /** An entry and the transaction that appended it. */
    private record Told(long transaction, JsonNode entry) {

        /** Rows of variables that details are of: the same value written again changes the detail alone. */
        List<String> variables() {
            List<String> variables = new ArrayList<>();
            entry.path("new")
                    .path("rows")
                    .forEach(row -> variables.add(row.path("of").asText()));
            return variables;
        }

        List<String> rows() {
            List<String> rows = new ArrayList<>();
            entry.path("new")
                    .path("rows")
                    .forEach(row -> rows.add(row.path("row").asText()));
            return rows;
        }
    }

    private static List<JsonNode> rows(List<JsonNode> told, String table) {
        List<JsonNode> rows = new ArrayList<>();
        told.forEach(entry -> entry.path("new").path("rows").forEach(row -> {
            if (row.path("row").asText().startsWith(table + "/")) {
                rows.add(row);
            }
        }));
        return rows;
    }

    /** Both sides at one moment: rows by the transaction that wrote them last, entries by the one that appended them. */
    private void assertTold(String when) throws SQLException {
        superuser.setAutoCommit(false);
        superuser.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            Map<String, Long> changed = changed();
            Map<String, TreeSet<Long>> told = new TreeMap<>();
            Map<String, TreeSet<Long>> pointedTo = new TreeMap<>();
            for (Told one : told()) {
                one.variables().forEach(row -> pointedTo
                        .computeIfAbsent(row, unknown -> new TreeSet<>())
                        .add(one.transaction()));
                one.rows().forEach(row -> told.computeIfAbsent(row, unknown -> new TreeSet<>())
                        .add(one.transaction()));
            }
            changed.forEach((row, transaction) -> assertThat(
                            (told.containsKey(row) ? told : pointedTo).getOrDefault(row, new TreeSet<>()))
                    .as("%s: %s was changed, and told in these transactions", when, row)
                    .contains(transaction));
            told.forEach((row, transactions) -> assertThat(changed.get(row))
                    .as("%s: %s was told, and last changed in this transaction", when, row)
                    .isEqualTo(transactions.last()));
        } finally {
            superuser.rollback();
            superuser.setAutoCommit(true);
        }
    }

    private Map<String, Long> changed() throws SQLException {
        List<String> queries = new ArrayList<>();
        for (String table : ask("SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                + " WHERE c.relnamespace = 'engine'::regnamespace AND c.relkind = 'r' AND a.attname = 'id_'"
                + " AND (c.relname LIKE 'act_hi_%' OR c.relname IN ('act_re_deployment', 'act_re_procdef'))")) {
            queries.add("SELECT '" + table + "/' || id_ || ' ' || xmin FROM engine." + table
                    + " WHERE xmin::text::bigint >= " + mark);
        }
        Map<String, Long> changed = new TreeMap<>();
        for (String row : ask(String.join(" UNION ALL ", queries))) {
            int space = row.lastIndexOf(' ');
            changed.put(row.substring(0, space), Long.parseLong(row.substring(space + 1)));
        }
        try (Statement statement = superuser.createStatement()) {
            statement.execute("CHECKPOINT");
        }
        for (Map.Entry<String, Long> row : changed.entrySet()) {
            row.setValue(wholeTransaction(row.getValue()));
        }
        return changed;
    }

    /** What is written after a savepoint bears a number of its own; of which transaction that is a part PostgreSQL keeps in files. */
    private long wholeTransaction(long part) throws SQLException {
        long bytes = part * Integer.BYTES;
        int file = 32 * 8192;
        String parent = ask("SELECT encode(pg_read_binary_file('pg_subtrans/%04X', %d, %d), 'hex')"
                        .formatted(bytes / file, bytes % file, Integer.BYTES))
                .get(0);
        long number = Integer.toUnsignedLong(Integer.reverseBytes(Integer.parseUnsignedInt(parent, 16)));
        return number == 0 ? part : wholeTransaction(number);
    }

    private List<Told> told() throws SQLException {
        return ask("SELECT xmin || ' ' || convert_from(entry, 'UTF8') FROM worm.audit_entry"
                        + " WHERE type = 'engine.changed' AND xmin::text::bigint >= " + mark)
                .stream()
                .map(row -> new Told(
                        Long.parseLong(row.substring(0, row.indexOf(' '))),
                        CanonicalJson.parse(row.substring(row.indexOf(' ') + 1))))
                .toList();
    }

    private List<String> ask(String query) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        }
        return answers;
    }
}
