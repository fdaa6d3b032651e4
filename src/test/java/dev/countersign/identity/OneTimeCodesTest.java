package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Requirement("IDN-03")
class OneTimeCodesTest {

    private static final byte[] RFC_SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 6238 appendix B, SHA-1; its codes have eight digits, ours are their last six. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void agreesWithTheVectorsOfRfc6238(long second, String code) {
        try (TotpSecret secret = new TotpSecret(RFC_SECRET.clone())) {
            assertThat(secret.code(TotpSecret.step(Instant.ofEpochSecond(second))))
                    .isEqualTo(code.substring(2));
        }
    }

    @Test
    void acceptsTheStepBeforeAndAfterTheCurrentOneAndNoOther() {
        try (TotpSecret secret = new TotpSecret(RFC_SECRET.clone())) {
            long current = 41_152_263;
            for (long step = current - 3; step <= current + 3; step++) {
                boolean accepted = OneTimeCodes.matching(secret, secret.code(step), current)
                        .isPresent();
                assertThat(accepted).as("step %d", step - current).isEqualTo(Math.abs(step - current) <= 1);
            }
        }
    }

    @Test
    void readsBase32AsAuthenticatorAppsShowIt() {
        // RFC 4648 section 10, and the secret of RFC 6238
        assertThat(Base32.decode("MZXW6YTBOI======")).isEqualTo("foobar".getBytes(StandardCharsets.US_ASCII));
        assertThat(Base32.decode("gezd gnbv gy3t qojq gezd gnbv gy3t qojq")).isEqualTo(RFC_SECRET);
        assertThat(Base32.decode("01189998")).isNull();
        assertThat(TotpSecret.ofBase32("MZXW6YTBOI")).isEmpty();
    }
}
