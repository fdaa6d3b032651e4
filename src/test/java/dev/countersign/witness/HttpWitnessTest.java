package dev.countersign.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.bucket.Buckets;
import dev.countersign.crypto.SigningKey;
import dev.countersign.database.StartRefusedException;
import dev.countersign.witness.Witness.Answer.Contradicts;
import dev.countersign.witness.Witness.Answer.Failed;
import dev.countersign.witness.Witness.Answer.Holds;
import dev.countersign.witness.Witness.Answer.Witnessed;
import dev.countersign.witness.Witness.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a witness in a process of its own, that follows the specification, lies, forgets, or is gone. */
@Requirement("AUD-02")
class HttpWitnessTest {

    private final SigningKey key = SigningKey.generate();
    private final TestLog log = TestLog.of(key, 40, "entry ");
    private OtherWitness other;
    private Witness witness;

    @BeforeEach
    void start() throws IOException {
        other = OtherWitness.of(log.format().verifierKey());
        witness = other.configured();
    }

    @AfterEach
    void end() {
        other.close();
    }

    @Test
    void givesACosignatureForEachCheckpointThatFollows() {
        int old = 0;
        for (int size : new int[] {1, 2, 3, 7, 8, 19, 32, 40}) {
            assertThat(witness.submit(log.from(old, size)))
                    .as("size " + size)
                    .isInstanceOfSatisfying(Witnessed.class, witnessed -> {
                        String receipt = new String(witnessed.receipt(), StandardCharsets.UTF_8);
                        assertThat(receipt)
                                .startsWith("\u2014 " + witness.name() + " ")
                                .endsWith("\n");
                        assertThat(CosignatureKey.parse(other.verifierKey())
                                        .cosigned(log.note(size), receipt.stripTrailing()))
                                .isPresent();
                        assertThat(CosignatureKey.parse(other.verifierKey())
                                        .cosigned(log.note(5), receipt.stripTrailing()))
                                .as("over another checkpoint")
                                .isEmpty();
                    });
            old = size;
        }
        assertThat(witness.submit(log.from(40, 40))).isInstanceOf(Witnessed.class);
    }

    @Test
    void saysWhatItHoldsAndContradictsAnotherHistory() {
        witness.submit(log.from(0, 20));
        assertThat(witness.submit(log.from(10, 30))).isEqualTo(new Holds(20));
        assertThat(witness.submit(log.from(10, 10))).isEqualTo(new Holds(20));
        TestLog forged = TestLog.of(key, 40, "forged ");
        assertThat(witness.submit(forged.from(20, 30))).isInstanceOf(Contradicts.class);
        assertThat(witness.submit(forged.from(20, 20))).isEqualTo(new Holds(20));
        other.forget();
        assertThat(witness.submit(log.from(20, 30))).isEqualTo(new Holds(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "body", "time", "silence"})
    void aReceiptThatDoesNotHoldIsNone(String lie) {
        other.lie(lie);
        assertFailed(Failure.FALSE_RECEIPT, witness.submit(log.from(0, 5)));
        other.lie("");
        assertThat(witness.submit(log.from(5, 6))).isInstanceOf(Witnessed.class);
    }

    @Test
    void anotherWitnessThanTheConfiguredIsALiar() throws IOException {
        try (OtherWitness impostor = OtherWitness.of(log.format().verifierKey())) {
            assertFailed(
                    Failure.FALSE_RECEIPT,
                    impostor.configured(other.verifierKey()).submit(log.from(0, 5)));
        }
    }

    @Test
    void aLogOrKeyThatItDoesNotKnowIsRefused() {
        TestLog stranger = TestLog.of(SigningKey.generate(), 5, "entry ");
        assertFailed(Failure.REFUSED, witness.submit(stranger.from(0, 5)));
        assertFailed(Failure.REFUSED, witness.submit(log.inEpoch(2).from(0, 5)));
    }

    @Test
    void oneThatIsGoneIsUnreachable() {
        other.close();
        assertFailed(Failure.UNREACHABLE, witness.submit(log.from(0, 5)));
    }

    @Test
    void whatIsConfiguredWrongStopsTheStart(@TempDir Path folder) {
        String good = other.verifierKey();
        String logKey = log.format().verifierKey();
        assertRefused(folder, List.of("http://127.0.0.1:1/"), List.of());
        assertRefused(folder, List.of("http://127.0.0.1:1/"), List.of(logKey));
        assertRefused(
                folder, List.of("http://127.0.0.1:1/"), List.of(good.replaceFirst("\\+........\\+", "+00000000+")));
        assertRefused(folder, List.of("ftp://127.0.0.1/"), List.of(good));
        assertRefused(folder, List.of("not an address"), List.of(good));
        assertRefused(folder, List.of("http://127.0.0.1:1/", "http://127.0.0.1:2/"), List.of(good, good));
        assertThat(configured(folder, List.of("http://127.0.0.1:1/"), List.of(good), true)
                        .all())
                .extracting(Witness::name)
                .containsExactly("file", "witness.example/tests");
    }

    @Test
    void aKeyThatAWitnessHadBeforeIsKnownAndMustBeOne(@TempDir Path folder) {
        String key = other.verifierKey();
        assertThat(configured(folder, List.of(), List.of(), List.of(key), true).formerKeys())
                .containsExactly(key);
        assertThatThrownBy(() -> configured(
                        folder, List.of(), List.of(), List.of(log.format().verifierKey()), true))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("WIT-004");
    }

    @Test
    void anAddressWithoutTlsIsForDemonstrationsAndThisMachineAlone(@TempDir Path folder) {
        List<String> key = List.of(other.verifierKey());
        for (String url : List.of("http://witness.example/", "http://127.0.0.1.example/", "HTTP://10.0.0.7:8080/x")) {
            assertThatThrownBy(() -> configured(folder, List.of(url), key, false))
                    .isInstanceOfSatisfying(StartRefusedException.class, refused -> {
                        assertThat(refused).hasMessageStartingWith("WIT-005").hasMessageContaining(url);
                        assertThat(refused.remedy()).contains("COUNTERSIGN_WITNESS_URL");
                    });
        }
        assertThat(configured(folder, List.of("http://witness.example/"), key, true)
                        .all())
                .hasSize(2);
        for (String url :
                List.of("https://witness.example/", "http://127.0.0.1:1/", "http://[::1]:1/", "http://localhost/")) {
            assertThat(configured(folder, List.of(url), key, false).all()).hasSize(2);
        }
    }

    private void assertRefused(Path folder, List<String> url, List<String> keys) {
        assertThatThrownBy(() -> configured(folder, url, keys, true))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("WIT-004");
    }

    private Witnesses configured(Path folder, List<String> url, List<String> keys, boolean demo) {
        return configured(folder, url, keys, List.of(), demo);
    }

    private Witnesses configured(Path folder, List<String> url, List<String> keys, List<String> former, boolean demo) {
        return new WitnessConfiguration()
                .witnesses(
                        new WitnessSettings(folder, folder.resolve("data"), url, keys, former, demo),
                        new Buckets(Optional.empty()),
                        log.format(),
                        Clock.systemUTC());
    }

    private static void assertFailed(Failure failure, Witness.Answer answer) {
        assertThat(answer).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.failure())
                .isEqualTo(failure));
    }
}
