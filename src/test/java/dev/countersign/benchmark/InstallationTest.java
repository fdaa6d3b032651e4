package dev.countersign.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.ledger.LogLoad;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Benchmarks are never part of the build, but what they measure on has to start with it. */
@Tag("soak")
class InstallationTest {

    private static final int ENTRIES = 20;
    /** Their bytes alone are more than the heap. */
    private static final int MANY = 120_000;

    private static final int HEAP = 64;

    @Test
    void isAStoreThatTakesEntries() throws SQLException, IOException {
        try (Installation installation = Installation.fresh("test")) {
            new LogLoad(installation.context()).append(ENTRIES);

            long appended = Long.parseLong(installation.ask("SELECT count(*) FROM worm.audit_entry"));

            assertThat(appended).isGreaterThanOrEqualTo(ENTRIES);
        }
    }

    /** In 256 MiB ten million are promised: what is in memory at once may not grow with the log. */
    @Test
    @Requirement({"AUD-02", "WRM-02"})
    void isVerifiedByAProgramWithLessMemoryThanItHasEntries() throws Exception {
        Installation installation = Installation.fresh("longer");
        try {
            new LogLoad(installation.context()).append(MANY);
            Datasets.waitUntilSealed(installation);
            assertThat(Long.parseLong(installation.ask("SELECT sum(octet_length(entry)) FROM worm.audit_entry")))
                    .isGreaterThan(HEAP * 1_048_576L);
            VerifyingProgram program = new VerifyingProgram(installation);

            assertThat(program.heapInUse(HEAP)).isLessThanOrEqualTo(HEAP);

            assertThat(program.said())
                    .as("how far it is, while it works")
                    .containsPattern("(?m)^log entries: \\d+ of \\d+$");
        } finally {
            installation.remove();
        }
    }
}
