package dev.countersign.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Requirement("KEY-03")
class SigningKeyTest {

    private static final HexFormat HEX = HexFormat.of();

    /** Test vectors 1 to 3 of RFC 8032 section 7.1. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
                + "25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a"
    })
    void signsAsRfc8032Says(String seed, String publicKey, String message, String signature) {
        try (SigningKey key = SigningKey.ofSeed(HEX.parseHex(seed))) {
            assertThat(HEX.formatHex(key.verifyingKey().raw())).isEqualTo(publicKey);
            byte[] signed = key.sign(HEX.parseHex(message));
            assertThat(HEX.formatHex(signed)).isEqualTo(signature);
            assertThat(key.verifyingKey().verifies(HEX.parseHex(message), signed))
                    .isTrue();
        }
    }

    /** One case is one line: number, verdict, public key, message, signature. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("wycheproof")
    void judgesEverySignatureAsWycheproofDoes(
            String number, String verdict, String publicKey, String message, String signature) {
        assertThat(verifies(HEX.parseHex(publicKey), HEX.parseHex(message), HEX.parseHex(signature)))
                .isEqualTo(verdict.equals("valid"));
    }

    static Stream<Arguments> wycheproof() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SigningKeyTest.class.getResourceAsStream("/crypto/ed25519-facts.txt"))) {
            List<String> cases = new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            assertThat(cases).hasSize(151);
            return cases.stream()
                    .map(line -> Arguments.of((Object[]) line.replace("-", "").split(" ", -1)));
        }
    }

    /** A key that is refused verifies nothing. */
    private static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        try {
            return VerifyingKey.ofRaw(publicKey).verifies(message, signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void refusesSignaturesThatAreNotExactly64BytesOrAreMalleable() {
        try (SigningKey key = SigningKey.generate(new SecureRandom())) {
            byte[] message = {1, 2, 3};
            byte[] signature = key.sign(message);
            VerifyingKey verifyingKey = key.verifyingKey();
            assertThat(verifyingKey.verifies(message, Arrays.copyOf(signature, 65)))
                    .isFalse();
            assertThat(verifyingKey.verifies(message, Arrays.copyOf(signature, 63)))
                    .isFalse();
            assertThat(verifyingKey.verifies(message, withGroupOrderAdded(signature)))
                    .isFalse();
            assertThat(verifyingKey.verifies(new byte[] {1, 2, 4}, signature)).isFalse();
        }
    }

    /** S + L denotes the same point; a lax verifier would take it as a second signature. */
    private static byte[] withGroupOrderAdded(byte[] signature) {
        byte[] order = HEX.parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        byte[] changed = signature.clone();
        int carry = 0;
        for (int i = 0; i < 32; i++) {
            int sum = (changed[32 + i] & 0xFF) + (order[i] & 0xFF) + carry;
            changed[32 + i] = (byte) sum;
            carry = sum >> 8;
        }
        return changed;
    }

    @Test
    void signsNothingAfterItWasWiped() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        key.close();
        assertThatThrownBy(() -> key.sign(new byte[1])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(key::seed).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsItsOwnSubjectPublicKeyInfoAndNothingElse() {
        VerifyingKey key = SigningKey.generate(new SecureRandom()).verifyingKey();
        assertThat(VerifyingKey.ofSpki(key.spki())).isEqualTo(key);
        byte[] otherAlgorithm = key.spki();
        otherAlgorithm[8] = 0x71;
        assertThatThrownBy(() -> VerifyingKey.ofSpki(otherAlgorithm)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerifyingKey.ofRaw(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
