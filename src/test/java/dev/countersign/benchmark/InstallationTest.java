package dev.countersign.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.LogLoad;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Benchmarks are never part of the build, but what they measure on has to start with it. */
class InstallationTest {

    private static final int ENTRIES = 20;

    @Test
    void isAStoreThatTakesEntries() throws SQLException, IOException {
        try (Installation installation = Installation.fresh("test")) {
            new LogLoad(installation.context()).append(ENTRIES);

            long appended = Long.parseLong(installation.ask("SELECT count(*) FROM worm.audit_entry"));

            assertThat(appended).isGreaterThanOrEqualTo(ENTRIES);
        }
    }
}
