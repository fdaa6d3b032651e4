package dev.countersign.passkeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.worm.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What passkeys answered is checked for decades: these bytes must never change under their version string. */
@Requirement("SIG-02")
class AssertionFormatTest {

    private static final Installation HOME =
            new Installation("demo", UUID.fromString("0192f0c1-0000-7000-8000-000000000003"), "demo");

    @Test
    void writesThePinnedAnswer() throws IOException {
        PasskeyMapper.Row passkey = new PasskeyMapper.Row(
                "demo",
                "0".repeat(64),
                new byte[] {1, 2, 3},
                "reviewer",
                "qa.example.org",
                new byte[] {4, 5, 6, 7},
                9,
                false,
                "usb",
                "blue key",
                "active",
                Instant.EPOCH,
                null);
        Site site = Site.of("https://sign.qa.example.org");
        Assertion answer = new Assertion(
                new byte[] {1, 2, 3}, "{}".getBytes(UTF_8), new byte[] {8, 9}, new byte[] {10, 11, 12}, site);

        byte[] written = AssertionFormat.write(HOME, passkey, answer, "https://qa.example.org");

        try (InputStream sample = AssertionFormatTest.class.getResourceAsStream("/formats/webauthn.json")) {
            assertThat(new String(written, UTF_8)).isEqualTo(new String(sample.readAllBytes(), UTF_8).strip());
        }
    }
}
