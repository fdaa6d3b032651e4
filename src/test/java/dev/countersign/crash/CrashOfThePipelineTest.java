package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreshData;
import dev.countersign.Requirement;
import dev.countersign.operations.Commands;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SIGKILL at every step between append and witness, of the JVM or of PostgreSQL; what is left verifies, and goes on. */
@TestInstance(Lifecycle.PER_CLASS)
@Requirement({"AUD-02", "OPS-01", "WRM-03"})
class CrashOfThePipelineTest {

    private Pipeline pipeline;

    @BeforeAll
    void anInstallationIsAtWork() throws Exception {
        pipeline = new Pipeline(FreshData.directory("pipeline"));
        goesOnAfter("start");
    }

    @AfterAll
    void end() throws SQLException {
        if (pipeline != null) {
            try (Pipeline ending = pipeline) {
                everythingVerifies();
            }
        }
    }

    enum Killed {
        JVM,
        POSTGRESQL
    }

    /** On both sides of each decision. The other combinations take more than a minute: {@code mvn surefire:test -Psoak}. */
    static Stream<Arguments> decisive() {
        return Stream.of(
                Arguments.of(Step.COMMITTED, Killed.POSTGRESQL),
                Arguments.of(Step.TILES_WRITTEN, Killed.POSTGRESQL),
                Arguments.of(Step.LEAF_WRITTEN, Killed.JVM),
                Arguments.of(Step.SEALED, Killed.POSTGRESQL),
                Arguments.of(Step.CHECKPOINTED, Killed.JVM),
                Arguments.of(Step.IN_THE_FILE, Killed.POSTGRESQL),
                Arguments.of(Step.WITNESSED, Killed.JVM));
    }

    static Stream<Arguments> others() {
        List<Object> decisive = decisive().map(some -> List.of(some.get())).collect(Collectors.toList());
        return Arrays.stream(Step.values())
                .flatMap(step -> Arrays.stream(Killed.values()).map(killed -> Arguments.of(step, killed)))
                .filter(some -> !decisive.contains(List.of(some.get())));
    }

    @ParameterizedTest
    @MethodSource("decisive")
    void aCrashWhereItMattersMostLeavesALogThatVerifiesAndGoesOn(Step step, Killed killed) throws Exception {
        crash(step, killed);
    }

    @ParameterizedTest
    @MethodSource("others")
    @Tag("soak")
    void aCrashAtEveryOtherStepLeavesALogThatVerifiesAndGoesOn(Step step, Killed killed) throws Exception {
        crash(step, killed);
    }

    private void crash(Step step, Killed killed) throws Exception {
        String name = step + "-" + killed;
        pipeline.bring(name, step);
        switch (killed) {
            case JVM -> {
                pipeline.killNode();
                everythingVerifies();
                pipeline.startNode();
            }
            case POSTGRESQL -> {
                pipeline.killServer();
                everythingVerifies();
            }
        }
        goesOnAfter(name);
        assertThat(pipeline.text("SELECT count(*) FROM worm.audit_entry a JOIN worm.log_leaf l USING (entry_id)"
                        + " WHERE convert_from(a.entry, 'UTF8')::jsonb ->> 'subject' = 'entry:" + name + "'"))
                .as("entries sealed, of one that " + (step == Step.WRITTEN ? "never was" : "is on disk"))
                .isEqualTo(step == Step.WRITTEN ? "0" : "1");
        assertThat(pipeline.text("SELECT string_agg(convert_from(a.entry, 'UTF8'), E'\\n') FROM worm.audit_entry a"
                        + " WHERE a.type LIKE 'log.recovery-%' OR (a.type = 'witness.alarm-raised'"
                        + " AND convert_from(a.entry, 'UTF8') NOT LIKE '%WIT-010%')"))
                .as("false alarms")
                .isEqualTo("null");
    }

    /** Something is appended, sealed and witnessed by both, by a node that is in no recovery mode. */
    private void goesOnAfter(String name) {
        int[] attempts = new int[1];
        // the pool's connections may be those of a server that was killed: whoever calls is told, and calls again
        Pipeline.await("an entry after " + name, () -> {
            String next = "after-" + name + "-" + ++attempts[0];
            pipeline.node().tell("append " + next);
            Pipeline.await(
                    next,
                    () -> pipeline.node().said("ANSWERED " + next).isPresent()
                            || pipeline.node().said("FAILED " + next).isPresent());
            return pipeline.node().said("ANSWERED " + next).isPresent();
        });
        pipeline.awaitRest();
        assertThat(pipeline.node().mode()).isEqualTo("normal");
    }

    /** With the trust file and what the witness file holds, by the program's own command. */
    private void everythingVerifies() throws SQLException {
        assertThat(Commands.execute(
                        "verify-log",
                        "--trust=" + pipeline.trustFile(),
                        "--checkpoint=" + pipeline.witnessFile(),
                        "--countersign.database.url="
                                + pipeline.server().environment().get("COUNTERSIGN_DB_URL"),
                        "--countersign.database.password="
                                + pipeline.server().environment().get("COUNTERSIGN_DB_PASSWORD")))
                .hasValue(0);
    }
}
