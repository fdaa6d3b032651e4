package dev.countersign.benchmark;

import dev.countersign.CountersignApplication;
import dev.countersign.ledger.Log;
import dev.countersign.ledger.TrustFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command that a person runs to verify an installation, in a program of its own that may have only so much memory. */
final class VerifyingProgram {

    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");

    private final Installation installation;
    private final Path trust;
    private final Path checkpoint;
    private String said = "";

    VerifyingProgram(Installation installation) throws IOException {
        this.installation = installation;
        this.trust = Files.write(
                installation.folder().resolve("trust.json"),
                installation.part(TrustFile.class).bytes());
        this.checkpoint = Files.write(
                installation.folder().resolve("checkpoint"),
                installation.part(Log.class).newest().note());
    }

    Path trust() {
        return trust;
    }

    Path checkpoint() {
        return checkpoint;
    }

    /**
     * Verifies everything.
     *
     * @param most of its heap, in MiB
     * @return the most that was in use when a collection began, in MiB
     * @throws AssertionError if something does not hold, or the memory does not do
     */
    double heapInUse(int most) throws IOException, InterruptedException {
        Path collections = installation.folder().resolve("gc.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + most + "m",
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
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
        Matcher collection = COLLECTION.matcher(Files.readString(collections));
        double inUse = 0;
        while (collection.find()) {
            inUse = Math.max(inUse, Double.parseDouble(collection.group(1)));
        }
        return inUse;
    }

    /** What it said when it was run last. */
    String said() {
        return said;
    }
}
