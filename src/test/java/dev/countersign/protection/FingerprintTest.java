package dev.countersign.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.worm.Catalogue.Guard;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is kept of a catalogue is compared years later: these bytes must never change under their version string. */
@Requirement("WRM-02")
class FingerprintTest {

    private static final Guard FUNCTION = new Guard("function", "worm.refuse_change()", "CREATE FUNCTION …");
    private static final Guard TRIGGER = new Guard("trigger", "worm.blob.refuse_row_change", "O");

    @Test
    void writesThePinnedCatalogueAndReadsItBack() throws IOException {
        byte[] bytes = Fingerprint.bytes(List.of(FUNCTION, TRIGGER));

        assertThat(new String(bytes, UTF_8)).isEqualTo(sample());
        assertThat(Fingerprint.read(bytes)).isEqualTo(Fingerprint.of(List.of(FUNCTION, TRIGGER)));
        assertThat(Fingerprint.read(bytes).digest()).isEqualTo(Digest.of(bytes));
    }

    @Test
    void namesWhatIsGoneNewOrAnother() {
        Fingerprint before = Fingerprint.of(List.of(FUNCTION, TRIGGER));
        Fingerprint after = Fingerprint.of(
                List.of(new Guard("function", "worm.refuse_change()", "another"), new Guard("table", "worm.new", "r")));

        assertThat(after.differencesFrom(before.guards()))
                .containsExactly(
                        "changed: function worm.refuse_change()",
                        "new: table worm.new",
                        "gone: trigger worm.blob.refuse_row_change");
    }

    private static String sample() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(FingerprintTest.class.getResourceAsStream("/formats/catalogue.json"))) {
            return new String(in.readAllBytes(), UTF_8).strip();
        }
    }
}
