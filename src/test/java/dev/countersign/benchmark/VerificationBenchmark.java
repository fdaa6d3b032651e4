package dev.countersign.benchmark;

import dev.countersign.CountersignApplication;
import dev.countersign.evidence.LogVerification;
import dev.countersign.ledger.Log;
import dev.countersign.ledger.TrustFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The whole log verified (P6): its time against reading the same rows and throwing them away, and the memory it takes. */
class VerificationBenchmark {

    private static final int HEAP = 256;
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");

    private final Scale scale = Scale.configured();
    private Path trust;
    private Path checkpoint;

    @Test
    void verifies() throws Exception {
        try (Installation installation = Datasets.log(scale.entries())) {
            trust = Files.write(
                    installation.folder().resolve("trust.json"),
                    installation.part(TrustFile.class).bytes());
            checkpoint = Files.write(
                    installation.folder().resolve("checkpoint"),
                    installation.part(Log.class).newest().note());
            double heap = heapInUse(installation);
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

    /** Of the command that a person runs, in a program of its own that may not have more. */
    private double heapInUse(Installation installation) throws IOException, InterruptedException {
        Path collections = installation.folder().resolve("gc.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP + "m",
                        "-Xlog:gc:file=" + collections + "::filecount=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CountersignApplication.class.getName(),
                        "verify-log",
                        "--trust=" + trust,
                        "--checkpoint=" + checkpoint,
                        "--countersign.database.directory="
                                + installation.folder().resolve("data"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
        Matcher collection = COLLECTION.matcher(Files.readString(collections));
        double most = 0;
        while (collection.find()) {
            most = Math.max(most, Double.parseDouble(collection.group(1)));
        }
        return most;
    }
}
