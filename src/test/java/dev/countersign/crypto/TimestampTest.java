package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which timestamps count; those that openssl made, and what somebody made of them. */
@TestInstance(Lifecycle.PER_CLASS)
@Requirement("KEY-04")
class TimestampTest {

    private static final byte[] MESSAGE = "what is to be stamped\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NONCE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant end = now.plus(Duration.ofDays(400));
    private OpensslAuthority openssl;
    private TimestampAuthorities trusted;

    @BeforeAll
    void anAuthorityIsSetUp(@TempDir Path folder) throws IOException {
        openssl = new OpensslAuthority(folder).signing(now.minus(Duration.ofDays(30)), end);
        trusted = TimestampAuthorities.ofPem(openssl.rootPem());
    }

    @AfterAll
    void itIsClosed() {
        openssl.close();
    }

    @ParameterizedTest
    @EnumSource
    void aTokenHoldsForItsMessageUntilTheFirstCertificateOfItsPathEnds(TimestampHash hash) throws Exception {
        TimestampRequest request = TimestampRequest.over(MESSAGE, hash, NONCE, "1.2.3.4.5");
        TimestampToken token = request.answeredBy(openssl.reply(request.der()));
        assertThat(token.covers(MESSAGE)).isTrue();
        assertThat(token.covers(Arrays.copyOf(MESSAGE, 3))).isFalse();
        assertThat(token.hash()).isEqualTo(hash);
        assertThat(token.time()).isBetween(now.minusSeconds(1), Instant.now().plusSeconds(1));
        assertThat(trusted.judge(token)).isEqualTo(end);
        assertThat(TimestampToken.parse(token.der()).covers(MESSAGE)).isTrue();
        assertThat(openssl.opensslTakes(token.der(), MESSAGE)).isTrue();
    }

    @Test
    void anAnswerToAnotherRequestIsNone() throws IOException {
        byte[] answer = openssl.reply(request(MESSAGE, NONCE, null).der());
        assertThatAnswerIsRefused(request(MESSAGE, new byte[] {1}, null), answer);
        assertThatAnswerIsRefused(request(new byte[] {1}, NONCE, null), answer);
        assertThatAnswerIsRefused(request(MESSAGE, NONCE, "1.2.3.4.5"), answer);
    }

    @Test
    void aRefusalOfTheAuthorityIsToldAsOne() throws IOException {
        TimestampRequest request = request(MESSAGE, NONCE, "1.2.3.4.9");
        byte[] answer = openssl.reply(request.der());
        assertThatAnswerIsRefused(request, answer).satisfies(refused -> {
            assertThat(refused).hasMessageContaining("status 2");
            assertThat(((TimestampRefusedException) refused).isByAuthority()).isTrue();
        });
    }

    @Test
    void bytesThatAreNoAnswerOrMoreThanOneAreRefused() throws IOException {
        TimestampRequest request = request(MESSAGE, NONCE, null);
        byte[] answer = openssl.reply(request.der());
        assertThatAnswerIsRefused(request, new byte[0]);
        assertThatAnswerIsRefused(request, "<html></html>".getBytes(StandardCharsets.UTF_8));
        assertThatAnswerIsRefused(request, Arrays.copyOf(answer, answer.length - 1));
        assertThatAnswerIsRefused(request, Arrays.copyOf(answer, answer.length + 1));
    }

    @Test
    void oneBitOfDamageIsRefusedOrChangesNothingThatIsSaid() throws IOException {
        byte[] der = openssl.token(MESSAGE);
        Random random = new Random(20261122);
        for (int number = 0; number < 500; number++) {
            byte[] damaged = der.clone();
            int bit = random.nextInt(8 * der.length);
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                TimestampToken token = TimestampToken.parse(damaged);
                Instant lasts = trusted.judge(token);
                assertThat(token.covers(MESSAGE)
                                && lasts.equals(end)
                                && token.time().isBefore(end))
                        .as("bit " + bit)
                        .isTrue();
            } catch (TimestampRefusedException e) {
                assertThat(e.why()).isNotBlank();
            }
        }
    }

    @Test
    void aTokenOfSomebodyElsesAuthorityDoesNotCount(@TempDir Path folder) throws Exception {
        TimestampToken token = TimestampToken.parse(openssl.token(MESSAGE));
        try (OpensslAuthority foreign = new OpensslAuthority(folder)) {
            TimestampAuthorities others = TimestampAuthorities.ofPem(foreign.rootPem());
            assertThatThrownBy(() -> others.judge(token))
                    .isInstanceOf(TimestampRefusedException.class)
                    .hasMessageContaining("no path");
        }
    }

    @Test
    void aTokenMadeBeforeOrAfterItsCertificateWasValidDoesNotCount() throws Exception {
        assertThat(trusted.judge(TimestampToken.parse(openssl.token(MESSAGE, end.minusSeconds(1)))))
                .isEqualTo(end);
        for (Instant time : new Instant[] {end.plusSeconds(1), now.minus(Duration.ofDays(31))}) {
            TimestampToken token = TimestampToken.parse(openssl.token(MESSAGE, time));
            assertThat(token.time()).isEqualTo(time);
            assertThatThrownBy(() -> trusted.judge(token)).isInstanceOf(TimestampRefusedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"careless", "versatile", "server"})
    void aCertificateThatIsNotForTimestampsAloneDoesNotCount(String use, @TempDir Path folder) throws Exception {
        try (OpensslAuthority careless = new OpensslAuthority(folder).signing(now, end, use)) {
            TimestampToken token = TimestampToken.parse(careless.token(MESSAGE, now.plusSeconds(60)));
            TimestampAuthorities own = TimestampAuthorities.ofPem(careless.rootPem());
            assertThatThrownBy(() -> own.judge(token)).isInstanceOf(TimestampRefusedException.class);
        }
    }

    @Test
    void aTokenThatDoesNotNameItsCertificateDoesNotCount() throws Exception {
        byte[] none = openssl.tokenThatNamesNoCertificate(MESSAGE);
        assertThatThrownBy(() -> trusted.judge(TimestampToken.parse(none)))
                .isInstanceOf(TimestampRefusedException.class);
        byte[] weak = openssl.tokenThatNamesItsCertificateBySha1(MESSAGE);
        assertThatThrownBy(() -> trusted.judge(TimestampToken.parse(weak)))
                .isInstanceOf(TimestampRefusedException.class)
                .hasMessageContaining("ESSCertIDv2");
    }

    @Test
    void trustedCertificatesAreAtLeastOne() {
        assertThatThrownBy(() -> TimestampAuthorities.ofPem(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TimestampAuthorities.ofPem(MESSAGE)).isInstanceOf(IllegalArgumentException.class);
    }

    private static TimestampRequest request(byte[] message, byte[] nonce, String policy) {
        return TimestampRequest.over(message, TimestampHash.SHA_256, nonce, policy);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertThatAnswerIsRefused(
            TimestampRequest request, byte[] answer) {
        return assertThatThrownBy(() -> request.answeredBy(answer)).isInstanceOf(TimestampRefusedException.class);
    }
}
