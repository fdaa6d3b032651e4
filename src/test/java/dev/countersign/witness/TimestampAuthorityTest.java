package dev.countersign.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.crypto.OpensslAuthority;
import dev.countersign.crypto.OpensslAuthority.Lie;
import dev.countersign.crypto.TimestampHash;
import dev.countersign.database.StartRefusedException;
import dev.countersign.witness.TimestampAuthority.Answer.Failed;
import dev.countersign.witness.TimestampAuthority.Answer.Stamped;
import dev.countersign.witness.TimestampAuthority.Token;
import dev.countersign.witness.Witness.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A timestamp authority over HTTP: what it answers is a token or a failure, and nothing else. */
@Requirement("KEY-04")
class TimestampAuthorityTest {

    private static final byte[] MESSAGE = "a checkpoint".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private OpensslAuthority openssl;
    private TimestampSettings settings;

    @BeforeEach
    void anAuthorityIsSetUp() throws IOException {
        Instant now = Instant.now();
        openssl = new OpensslAuthority(folder).signing(now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(400)));
        settings = TestTimestamps.settings(openssl);
    }

    @AfterEach
    void itIsClosed() {
        openssl.close();
    }

    @Test
    void givesATokenThatHoldsWhenItIsJudgedAgain() throws Exception {
        TimestampAuthority authority = authority(settings);
        Token token = ((Stamped) authority.stamp(MESSAGE)).token();
        assertThat(authority.judge(token.bytes())).usingRecursiveComparison().isEqualTo(token);
        assertThat(openssl.opensslTakes(token.bytes(), MESSAGE)).isTrue();
        assertThat(authority.name()).isEqualTo("rfc3161 127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, UNREACHABLE, status 503",
        "NOT_FOUND, REFUSED, status 404",
        "GARBAGE, FALSE_RECEIPT, no timestamp response",
        "TOO_LONG, FALSE_RECEIPT, more than 65535 bytes",
        "ANOTHER_NONCE, FALSE_RECEIPT, something else",
        "ANOTHER_IMPRINT, FALSE_RECEIPT, something else"
    })
    void whatIsNoTokenToThisRequestIsAFailure(Lie lie, Failure failure, String why) {
        openssl.lie(lie);
        Failed failed = (Failed) authority(settings).stamp(MESSAGE);
        assertThat(failed.failure()).isEqualTo(failure);
        assertThat(failed.why()).contains(why);
    }

    @Test
    void oneThatDoesNotAnswerIsNotWaitedForLong() {
        openssl.lie(Lie.SILENCE);
        TimestampAuthority hasty = authority(TestTimestamps.waiting(settings, Duration.ofMillis(200)));
        assertThat(((Failed) hasty.stamp(MESSAGE)).failure()).isEqualTo(Failure.UNREACHABLE);
        openssl.close();
        assertThat(((Failed) hasty.stamp(MESSAGE)).failure()).isEqualTo(Failure.UNREACHABLE);
    }

    @Test
    void aTokenOfAForeignAuthorityIsAFalseReceipt(@TempDir Path other) throws IOException {
        try (OpensslAuthority foreign = new OpensslAuthority(other)) {
            TimestampAuthority authority = authority(TestTimestamps.settings(openssl.url(), foreign.root()));
            assertThat(((Failed) authority.stamp(MESSAGE)).failure()).isEqualTo(Failure.FALSE_RECEIPT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://stamps.example/tsa",
                "ftp://127.0.0.1/tsa",
                "https://me:secret@stamps.example/",
                "none",
                ":"
            })
    void anAddressWithoutTlsOrWithAPasswordStopsTheStart(String url) {
        TimestampSettings wrong = TestTimestamps.settings(url, openssl.root());
        assertThatThrownBy(() -> TestTimestamps.configured(wrong))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("WIT-007")
                .hasMessageNotContaining("secret");
    }

    @Test
    void anAuthorityWithoutTrustedCertificatesStopsTheStart() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        for (Path certificates : List.of(Path.of(""), folder.resolve("none.pem"), empty)) {
            TimestampSettings wrong = TestTimestamps.settings(openssl.url(), certificates);
            assertThatThrownBy(() -> TestTimestamps.configured(wrong))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageStartingWith("WIT-007");
        }
    }

    @Test
    void newTokensOverAHashThatEndsStopTheStart() {
        TimestampSettings wrong = TestTimestamps.over(settings, TimestampHash.SHA_256, List.of(TimestampHash.SHA_256));
        assertThatThrownBy(() -> TestTimestamps.configured(wrong)).hasMessageContaining("SHA-256");
    }

    @Test
    void everySettingHasADefaultAndThereIsNoAuthorityByDefault() {
        TimestampSettings defaults = new Binder(new MapConfigurationPropertySource())
                .bindOrCreate("countersign.timestamp", TimestampSettings.class);
        assertThat(defaults)
                .isEqualTo(new TimestampSettings(
                        "",
                        "",
                        "",
                        TimestampHash.SHA_256,
                        List.of(),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10),
                        Duration.ofHours(1),
                        Duration.ofMinutes(1),
                        Duration.ofDays(90),
                        Duration.ofMinutes(1),
                        50));
    }

    private static TimestampAuthority authority(TimestampSettings settings) {
        return TestTimestamps.configured(settings).authority().orElseThrow();
    }
}
