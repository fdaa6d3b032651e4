package dev.countersign.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.SigningKey;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.ledger.LogVerifier;
import dev.countersign.witness.CheckpointFormat.Statement;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("AUD-02")
class CheckpointFormatTest {

    private static final String ORIGIN = "countersign.dev/019388d0-0000-7000-8000-000000000001/1";

    private final SigningKey key = SigningKey.ofSeed(new byte[32]);
    private final CheckpointFormat format = new CheckpointFormat(ORIGIN, key.verifyingKey());
    private final Digest root = Digest.of("a root".getBytes(StandardCharsets.UTF_8));
    private final byte[] note = format.write(4711, root, key::sign);

    @Test
    void namesAKeyAsThePublishedExampleOfSignedNotesDoes() {
        byte[] material = Base64.getDecoder().decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        VerifyingKey published = VerifyingKey.ofRaw(Arrays.copyOfRange(material, 1, material.length));
        assertThat(new CheckpointFormat("PeterNeumann", published).verifierKey())
                .isEqualTo("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    }

    @Test
    void writesThreeLinesAnEmptyOneAndTheSignature() {
        assertThat(new String(note, StandardCharsets.UTF_8))
                .startsWith(ORIGIN + "\n4711\n" + Base64.getEncoder().encodeToString(root.bytes()) + "\n\n\u2014 "
                        + ORIGIN + " ")
                .endsWith("\n")
                .hasLineCount(5);
    }

    @Test
    void isOpenedByAStranger() {
        LogVerifier.Signed signed = LogVerifier.open(format.verifierKey(), note);
        assertThat(signed.origin()).isEqualTo(ORIGIN);
        assertThat(signed.size()).isEqualTo(4711);
        assertThat(signed.root()).isEqualTo(root.bytes());
    }

    @Test
    void readsWhatItWrote() {
        assertThat(format.read(note)).hasValue(new Statement(4711, root));
    }

    @Test
    void readsNoNoteOfAnotherKeyOrLog() {
        SigningKey other = SigningKey.generate();
        assertThat(new CheckpointFormat(ORIGIN, other.verifyingKey()).read(note))
                .isEmpty();
        assertThat(format.read(new CheckpointFormat(ORIGIN, other.verifyingKey()).write(4711, root, other::sign)))
                .isEmpty();
        assertThat(new CheckpointFormat(ORIGIN + "1", key.verifyingKey()).read(note))
                .isEmpty();
    }

    @Test
    void readsNoNoteWithAChangedByte() {
        for (int i = 0; i < note.length; i++) {
            byte[] damaged = note.clone();
            damaged[i] ^= 1;
            assertThat(format.read(damaged)).as("byte %s", i).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a\n", "extra line\n"})
    void readsNoNoteWithMoreThanItWrote(String more) {
        String text = new String(note, StandardCharsets.UTF_8);
        String changed = more.isEmpty() ? text.stripTrailing() : text + more;
        assertThat(format.read(changed.getBytes(StandardCharsets.UTF_8))).isEmpty();
        String extended = text.replace("\n\n", "\nextension\n\n");
        assertThat(format.read(extended.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
