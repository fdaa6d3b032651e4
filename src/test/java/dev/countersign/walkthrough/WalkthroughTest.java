package dev.countersign.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The walkthrough script is evidence and documentation at once: it runs as it stands, against the server of the tests. */
@CountersignTest
class WalkthroughTest {

    private final int port;

    WalkthroughTest(@LocalServerPort int port) {
        this.port = port;
    }

    @Test
    @Requirement({
        "REC-01", "REC-02", "REC-03", "WFL-01", "WFL-03", "WFL-11", "SIG-01", "SIG-05", "SIG-07", "SIG-08", "KEY-01",
        "KEY-03", "AUD-01", "INT-01", "INT-02", "USE-01"
    })
    void theScriptTakesARecordThroughTheWholeFlow() throws Exception {
        nobodyHasUsedTheCodesOfThisMoment();
        Run run = walk("http://localhost:" + port);
        nobodyHasUsedTheCodesOfThisMoment();
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("All ", " steps OK.").doesNotContain("FAILED", "the next code of");
    }

    @Test
    void theScriptFailsWhereItFindsNoServer() throws Exception {
        Run run = walk("http://localhost:1");
        assertThat(run.status()).isNotZero();
        assertThat(run.output()).contains("FAILED").doesNotContain("OK");
    }

    /** The script reads codes from the authenticator's page, as a person does, and knows nothing of other tests. */
    private static void nobodyHasUsedTheCodesOfThisMoment() {
        TestClock.advance(Duration.ofSeconds(90));
    }

    private static Run walk(String base) throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder("sh", "docs/walkthrough/walkthrough.sh").redirectErrorStream(true);
        script.environment().put("BASE", base);
        Process process = script.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Files.writeString(Path.of("target", "walkthrough.txt"), output);
        return new Run(process.waitFor(), output);
    }

    private record Run(int status, String output) {}
}
