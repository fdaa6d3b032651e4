package dev.countersign.benchmark;

import dev.countersign.evidence.LogVerification;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The whole log verified (P6): its time against reading the same rows and throwing them away, and the memory it takes. */
class VerificationBenchmark {

    private static final int HEAP = 256;

    private final Scale scale = Scale.configured();
    private Path trust;
    private Path checkpoint;

    @Test
    void verifies() throws Exception {
        try (Installation installation = Datasets.log(scale.entries())) {
            VerifyingProgram program = new VerifyingProgram(installation);
            trust = program.trust();
            checkpoint = program.checkpoint();
            double heap = program.heapInUse(HEAP);
            Interleaved all = Interleaved.measure(
                    0,
                    scale.rounds(),
                    List.of(() -> Round.once(() -> verify(installation)), () -> Round.once(() -> scan(installation))));
            String data = Scale.number(scale.entries()) + " entries";
            Results.publish(
                    "verification",
                    Map.of("PostgreSQL", installation.version()),
                    List.of(
                            Measure.ratio(
                                    "P6",
                                    "verifying the whole log",
                                    "COPY BINARY of the same rows",
                                    Target.atLeast(0.9),
                                    data,
                                    all.ratios(1, 0, Round::p50)),
                            new Measure(
                                    "P6",
                                    "verifying the whole log",
                                    "",
                                    Unit.SECONDS,
                                    null,
                                    data,
                                    all.of(0, round -> round.p50() / 1e9)),
                            new Measure(
                                    "P6",
                                    "heap in use, at most, with -Xmx" + HEAP + "m",
                                    "",
                                    Unit.MEBIBYTES,
                                    Target.atMost(HEAP),
                                    data,
                                    List.of(heap))));
        }
    }

    private void verify(Installation installation) throws SQLException, IOException {
        StringWriter said = new StringWriter();
        try (Connection connection = installation.connect("countersign_app");
                PrintWriter out = new PrintWriter(said)) {
            if (!LogVerification.against(trust, checkpoint, null).run(connection, out, (part, done, total) -> {})) {
                throw new AssertionError(said);
            }
        }
    }

    private static void scan(Installation installation) throws SQLException, IOException {
        try (Connection connection = installation.connect("countersign_app")) {
            for (String table : List.of("log_leaf", "audit_entry")) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY worm." + table + " TO STDOUT (FORMAT binary)", OutputStream.nullOutputStream());
            }
        }
    }
}
