package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.KeystoreVault.KeystoreRefusedException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void ed25519AgreesWithRfc8032() {
        SigningKey empty =
                SigningKey.ofSeed(HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        SigningKey two =
                SigningKey.ofSeed(HEX.parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));

        assertThat(HEX.formatHex(empty.verifyingKey().raw()))
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(HEX.formatHex(empty.sign(new byte[0])))
                .isEqualTo("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                        + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        assertThat(HEX.formatHex(two.sign(HEX.parseHex("af82"))))
                .isEqualTo("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
                        + "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    }

    @Test
    void aSignatureWithATrailingByteIsNoSignature() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        byte[] message = {1, 2, 3};

        assertThat(key.verifyingKey().verifies(message, Arrays.copyOf(key.sign(message), 65)))
                .isFalse();
    }

    @Test
    void aWipedKeySignsNothing() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        key.close();

        assertThatThrownBy(() -> key.sign(new byte[1])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(key::seed).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Requirement("KEY-03")
    void opensslVerifiesASignature() throws Exception {
        SigningKey key = SigningKey.generate(new SecureRandom());
        byte[] message = "{\"format\":\"countersign/signature/v1\"}".getBytes(StandardCharsets.UTF_8);
        Path pem =
                Files.writeString(folder.resolve("key.pem"), key.verifyingKey().pem());
        Path statement = Files.write(folder.resolve("statement"), message);
        Path signature = Files.write(folder.resolve("signature"), key.sign(message));
        String[] verify = {
            "openssl",
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            pem.toString(),
            "-rawin",
            "-in",
            statement.toString(),
            "-sigfile",
            signature.toString()
        };

        assertThat(run(verify)).contains("Signature Verified Successfully");
        Files.write(statement, Arrays.copyOf(message, message.length - 1));
        assertThat(run(verify)).doesNotContain("Successfully");
    }

    @Test
    @Requirement("KEY-01")
    void opensslReadsAndVerifiesACertificate() throws Exception {
        try (SigningKey authorityKey = SigningKey.generate(new SecureRandom());
                SigningKey personKey = SigningKey.generate(new SecureRandom())) {
            Certificate authority = authority(authorityKey);
            Certificate person = person(authority, authorityKey, personKey);
            Path authorityPem = Files.writeString(folder.resolve("authority.pem"), authority.pem());
            Path personPem = Files.writeString(folder.resolve("person.pem"), person.pem());

            assertThat(run("openssl", "x509", "-in", personPem.toString(), "-noout", "-text"))
                    .contains("O = demo", "UID = approver", "CN = \"Ada, QA Manager\"")
                    .contains("Non Repudiation")
                    .contains("CA:FALSE")
                    .contains("Not Before: Nov 21 12:00:00 2026 GMT");
            assertThat(run("openssl", "verify", "-CAfile", authorityPem.toString(), personPem.toString()))
                    .contains("person.pem: OK");
        }
    }

    @Test
    void aCertificateReadsBackAndIsIssuedByItsAuthorityAlone() {
        try (SigningKey authorityKey = SigningKey.generate(new SecureRandom());
                SigningKey otherKey = SigningKey.generate(new SecureRandom());
                SigningKey personKey = SigningKey.generate(new SecureRandom())) {
            Certificate authority = authority(authorityKey);
            Certificate person = person(authority, authorityKey, personKey);

            assertThat(person.printedName()).isEqualTo("Ada, QA Manager");
            assertThat(person.userId()).isEqualTo("approver");
            assertThat(person.organisation()).isEqualTo("demo");
            assertThat(person.serial()).isEqualTo(BigInteger.TEN);
            assertThat(person.key()).isEqualTo(personKey.verifyingKey());
            assertThat(person.isForContentCommitment()).isTrue();
            assertThat(person.isAuthority()).isFalse();
            assertThat(person.isValidAt(NOW)).isTrue();
            assertThat(person.isValidAt(NOW.minusSeconds(1))).isFalse();
            assertThat(person.isIssuedBy(authority)).isTrue();
            assertThat(authority.isIssuedBy(authority)).isTrue();
            assertThat(authority.isForContentCommitment()).isFalse();
            assertThat(person.isIssuedBy(authority(otherKey))).isFalse();
            assertThat(authority.isIssuedBy(person)).isFalse();
            assertThatThrownBy(() -> Certificate.parse(new byte[] {1, 2})).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Requirement("KEY-06")
    void theVaultComesBackWithTheSameKeysFromFilesOnlyTheOwnerReads() throws IOException {
        Path keys = folder.resolve("keys");
        KeyVault made = KeystoreVault.open(keys, KeysTest::passphrase);
        KeyVault again = KeystoreVault.open(keys, KeysTest::passphrase);
        byte[] message = {4, 2};

        assertThat(again.hmac(SecretName.PEPPER, message)).isEqualTo(made.hmac(SecretName.PEPPER, message));
        assertThat(again.hmac(SecretName.SHARE, message))
                .isEqualTo(made.hmac(SecretName.SHARE, message))
                .isNotEqualTo(made.hmac(SecretName.PEPPER, message));
        assertThat(again.verifyingKey(KeyName.AUTHORITY)).isEqualTo(made.verifyingKey(KeyName.AUTHORITY));
        assertThat(made.verifyingKey(KeyName.AUTHORITY)).isNotEqualTo(made.verifyingKey(KeyName.LOG));
        assertThat(made.verifyingKey(KeyName.AUTHORITY).verifies(message, again.sign(KeyName.AUTHORITY, message)))
                .isTrue();
        try (var files = Files.list(keys)) {
            assertThat(files).hasSize(4).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    @Requirement("KEY-06")
    void aGenerationOfTheShareIsMadeOnceForAllNodesAndNeverByAskingForIt() {
        KeyVault one = KeystoreVault.open(folder.resolve("keys"), KeysTest::passphrase);
        KeyVault other = KeystoreVault.open(folder.resolve("keys"), KeysTest::passphrase);
        byte[] message = {4, 2};
        assertThatThrownBy(() -> one.share(2, message)).isInstanceOf(KeysUnavailableException.class);

        one.demandShare(2);
        other.demandShare(2);

        assertThat(one.share(2, message)).isEqualTo(other.share(2, message)).isNotEqualTo(one.share(1, message));
        assertThat(one.share(1, message)).isEqualTo(one.hmac(SecretName.SHARE, message));
    }

    @Test
    @Requirement({"KEY-06", "KEY-01"})
    void aGenerationOfTheAuthorityIsMadeOnceForAllNodesAndNeverByAskingForIt() {
        KeyVault one = KeystoreVault.open(folder.resolve("keys"), KeysTest::passphrase);
        KeyVault other = KeystoreVault.open(folder.resolve("keys"), KeysTest::passphrase);
        byte[] message = {4, 2};
        assertThatThrownBy(() -> one.certify(2, message)).isInstanceOf(KeysUnavailableException.class);

        one.demandAuthority(2);
        other.demandAuthority(2);

        assertThat(one.authority(2)).isEqualTo(other.authority(2)).isNotEqualTo(one.authority(1));
        assertThat(one.authority(1)).isEqualTo(one.verifyingKey(KeyName.AUTHORITY));
        assertThat(one.authority(2).verifies(message, other.certify(2, message)))
                .isTrue();
    }

    @Test
    void eachKeystoreHasItsOwnPassphrase() {
        KeystoreVault.open(folder.resolve("keys"), KeysTest::passphrase);

        for (KeystoreVault.Store store : KeystoreVault.Store.values()) {
            assertThatThrownBy(() -> KeystoreVault.open(
                            folder.resolve("keys"),
                            asked -> asked == store ? "another passphrase".toCharArray() : passphrase(asked)))
                    .isInstanceOf(KeystoreRefusedException.class)
                    .hasMessageContaining(store.code() + ".p12");
        }
    }

    @Test
    @Requirement("OPS-01")
    void nodesThatStartTogetherOnOneFolderGetTheSameKeys() throws Exception {
        Callable<KeyVault> node = () -> KeystoreVault.open(folder.resolve("keys"), KeysTest::passphrase);
        var pool = Executors.newFixedThreadPool(4);
        try {
            List<byte[]> shares = pool.invokeAll(List.of(node, node, node, node)).stream()
                    .map(KeysTest::result)
                    .map(vault -> vault.hmac(SecretName.SHARE, new byte[1]))
                    .toList();
            assertThat(shares).allSatisfy(share -> assertThat(share).isEqualTo(shares.get(0)));
        } finally {
            pool.shutdownNow();
        }
    }

    private static char[] passphrase(KeystoreVault.Store store) {
        return ("passphrase of " + store.code()).toCharArray();
    }

    private static Certificate authority(SigningKey key) {
        return Certificate.parse(Certificates.issueAuthority(
                new Certificates.Issue("Countersign authority", null, "demo", BigInteger.ONE, NOW, Duration.ofDays(9)),
                key.verifyingKey(),
                key::sign));
    }

    private static Certificate person(Certificate authority, SigningKey authorityKey, SigningKey personKey) {
        return Certificate.parse(Certificates.issueSigner(
                new Certificates.Issue("Ada, QA Manager", "approver", "demo", BigInteger.TEN, NOW, Duration.ofDays(3)),
                personKey.verifyingKey(),
                authority,
                authorityKey::sign));
    }

    private static <T> T result(java.util.concurrent.Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
