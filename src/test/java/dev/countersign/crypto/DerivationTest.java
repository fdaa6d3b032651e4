package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

/** Published vectors: what others' code made of the same input. */
class DerivationTest {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void argon2idAgreesWithRfc9106() {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(filled(16, 2))
                .withSecret(filled(8, 3))
                .withAdditional(filled(12, 4))
                .build();

        assertThat(HEX.formatHex(Argon2id.derive(filled(32, 1), parameters, 32)))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @Test
    void argon2idCostsNineteenMebibytesTwoPassesAndOneLane() {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(19456)
                .withIterations(2)
                .withParallelism(1)
                .withSalt(filled(16, 2))
                .build();

        assertThat(Argon2id.derive(filled(12, 1), filled(16, 2)))
                .isEqualTo(Argon2id.derive(filled(12, 1), parameters, 32));
    }

    @Test
    void hkdfAgreesWithRfc5869() {
        byte[] withSaltAndInfo = Hkdf.derive(
                filled(22, 0x0b), HEX.parseHex("000102030405060708090a0b0c"), HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"), 42);
        byte[] withNeither = Hkdf.derive(filled(22, 0x0b), new byte[0], new byte[0], 42);

        assertThat(HEX.formatHex(withSaltAndInfo))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
        assertThat(HEX.formatHex(withNeither))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    @Test
    void hmacAgreesWithRfc4231() {
        assertThat(HEX.formatHex(Hmac.sha256(
                        "Jefe".getBytes(StandardCharsets.US_ASCII),
                        "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    @Requirement("KEY-02")
    void aSealedSecretOpensOnlyWithItsKeyForItsOwnerAndUnaltered() {
        byte[] key = filled(32, 7);
        byte[] box = SecretBox.seal(key, Parts.of("demo", "author"), filled(32, 9));

        assertThat(SecretBox.open(key, Parts.of("demo", "author"), box)).isEqualTo(filled(32, 9));
        assertThatThrownBy(() -> SecretBox.open(filled(32, 8), Parts.of("demo", "author"), box))
                .isInstanceOf(SecretBox.BoxRefusedException.class);
        assertThatThrownBy(() -> SecretBox.open(key, Parts.of("demo", "reviewer"), box))
                .isInstanceOf(SecretBox.BoxRefusedException.class);
        for (int position = 0; position < box.length; position++) {
            byte[] altered = box.clone();
            altered[position] ^= 1;
            assertThatThrownBy(() -> SecretBox.open(key, Parts.of("demo", "author"), altered))
                    .isInstanceOf(SecretBox.BoxRefusedException.class);
        }
    }

    @Test
    void partsThatAreCutDifferentlyGiveDifferentBytes() {
        assertThat(Parts.of("ab", "c")).isNotEqualTo(Parts.of("a", "bc"));
        assertThat(HEX.formatHex(Parts.of("a", "bc"))).isEqualTo("0000000161" + "000000026263");
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
