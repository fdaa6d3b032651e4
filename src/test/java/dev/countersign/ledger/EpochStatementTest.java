package dev.countersign.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.LogRecovery.Situation;
import dev.countersign.ledger.LogRecovery.Stated;
import dev.countersign.worm.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What two people sign to let the log go on is verified for decades: these bytes must never change under their version string. */
@Requirement("AUD-02")
class EpochStatementTest {

    private static final UUID ID = UUID.fromString("0192f0c1-0000-7000-8000-000000000003");
    private static final String NAME = "countersign.dev/" + ID;

    @Test
    void writesThePinnedEpoch() throws IOException {
        byte[] statement = EpochStatement.write(
                new Installation("demo", ID, "demo"),
                NAME,
                2,
                new Situation(
                        "a witness shows more than is stored",
                        new Stated(NAME + "/1", 7, Digest.of(new byte[0])),
                        new Stated(NAME + "/1", 9, Digest.of(new byte[1]))),
                "Restored from the backup of Saturday",
                Instant.parse("2026-11-21T10:00:00.000120Z"));

        assertThat(new String(statement, UTF_8)).isEqualTo(sample());
        assertThat(EpochStatement.proposedAt(statement)).isEqualTo(Instant.parse("2026-11-21T10:00:00.000120Z"));
    }

    private static String sample() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(EpochStatementTest.class.getResourceAsStream("/formats/log-epoch.json"))) {
            return new String(in.readAllBytes(), UTF_8).strip();
        }
    }
}
