package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.TransitServer.Mood;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server's keys in a key service, against one that computes what the transit engine computes. */
@Requirement("KEY-06")
class TransitVaultTest {

    private static final byte[] MESSAGE = {4, 2};

    private TransitServer service;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        service = TransitServer.start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void theServiceComputesWhatAKeystoreWouldAndKeepsTheKeys() throws Exception {
        KeyVault vault = open();
        KeyVault again = open();

        assertThat(vault.hmac(SecretName.SHARE, MESSAGE))
                .hasSize(32)
                .isEqualTo(again.hmac(SecretName.SHARE, MESSAGE))
                .isNotEqualTo(vault.hmac(SecretName.PEPPER, MESSAGE))
                .isNotEqualTo(vault.hmac(SecretName.SHARE, new byte[1]));
        for (KeyName name : KeyName.values()) {
            assertThat(again.verifyingKey(name).verifies(MESSAGE, vault.sign(name, MESSAGE)))
                    .isTrue();
        }
        assertThat(vault.verifyingKey(KeyName.LOG)).isNotEqualTo(vault.verifyingKey(KeyName.AUTHORITY));
        Signature seal = Signature.getInstance("SHA256withECDSA");
        seal.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(vault.sealKey())));
        seal.update(MESSAGE);
        assertThat(seal.verify(vault.seal(MESSAGE))).isTrue();
    }

    @Test
    void aVersionThatWasAddedChangesNothingThatWasWrapped() {
        KeyVault vault = open();
        byte[] before = vault.hmac(SecretName.SHARE, MESSAGE);
        service.add("share");
        service.add("log");

        assertThat(vault.hmac(SecretName.SHARE, MESSAGE)).isEqualTo(before);
        assertThat(open().verifyingKey(KeyName.LOG)).isEqualTo(vault.verifyingKey(KeyName.LOG));
    }

    @Test
    void aGenerationOfTheShareIsAVersionThatItsAdministratorsMake() {
        KeyVault vault = open();
        assertThatThrownBy(() -> vault.demandShare(2)).hasMessageContaining("rotate it there first");

        service.add("share");
        vault.demandShare(2);

        assertThat(vault.share(2, MESSAGE)).hasSize(32).isNotEqualTo(vault.share(1, MESSAGE));
        assertThat(vault.share(1, MESSAGE)).isEqualTo(vault.hmac(SecretName.SHARE, MESSAGE));
    }

    @Test
    void aGenerationOfTheAuthorityIsAVersionThatItsAdministratorsMake() {
        KeyVault vault = open();
        assertThatThrownBy(() -> vault.demandAuthority(2)).hasMessageContaining("rotate it there first");

        service.add("authority");
        vault.demandAuthority(2);

        assertThat(vault.authority(2)).isNotEqualTo(vault.authority(1));
        assertThat(vault.authority(2).verifies(MESSAGE, vault.certify(2, MESSAGE)))
                .isTrue();
        assertThat(open().authority(1).verifies(MESSAGE, vault.certify(1, MESSAGE)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = Mood.class, names = "HONEST", mode = EnumSource.Mode.EXCLUDE)
    void whatCannotBeItsAnswerIsNeverUsed(Mood mood) {
        KeyVault vault = patient(Duration.ofMillis(300));
        service.in(mood);

        assertThatThrownBy(() -> vault.sign(KeyName.AUTHORITY, MESSAGE))
                .isInstanceOf(KeysUnavailableException.class)
                .hasMessageContaining(service.address().toString())
                .hasMessageNotContaining(TransitServer.TOKEN);
        assertThatThrownBy(() -> vault.seal(MESSAGE)).isInstanceOf(KeysUnavailableException.class);
        if (mood != Mood.OTHER_KEY) {
            assertThatThrownBy(() -> vault.hmac(SecretName.SHARE, MESSAGE))
                    .isInstanceOf(KeysUnavailableException.class);
        }
    }

    @Test
    void aServiceThatIsDownDeniesOrLacksAKeyIsToldApartForWhoeverLooksAfterIt() {
        KeyVault vault = open();
        service.demand("another");
        assertThatThrownBy(() -> vault.hmac(SecretName.SHARE, MESSAGE)).hasMessageContaining("Renew the token");
        service.demand(TransitServer.TOKEN);
        service.in(Mood.SEALED);
        assertThatThrownBy(() -> vault.hmac(SecretName.SHARE, MESSAGE)).hasMessageContaining("Unseal it");
        service.close();
        assertThatThrownBy(() -> vault.hmac(SecretName.SHARE, MESSAGE))
                .isInstanceOf(KeysUnavailableException.class)
                .hasMessageContaining("does not answer");
        assertThatThrownBy(this::open).hasMessageContaining("does not answer");
    }

    @Test
    void itsTokenIsReadAnewSoThatAnAgentMayRenewIt() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), TransitServer.TOKEN);
        KeyVault vault = TransitVault.open(service.place(), () -> read(file));
        service.demand("hvs.renewed");
        assertThatThrownBy(() -> vault.hmac(SecretName.SHARE, MESSAGE)).hasMessageContaining("Renew the token");

        Files.writeString(file, "hvs.renewed");

        assertThat(vault.hmac(SecretName.SHARE, MESSAGE)).hasSize(32);
    }

    @Test
    void aServiceElsewhereIsReachedByTlsAloneAndOnlyWithACertificateThatLeadsToWhatIsTrusted() throws Exception {
        assertThatThrownBy(() -> place(URI.create("http://vault.example:8200"), Optional.empty()))
                .hasMessageContaining("https://");
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=vault",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                "key.pem",
                "-out",
                "tls.pem");
        run(
                "openssl",
                "pkcs12",
                "-export",
                "-inkey",
                "key.pem",
                "-in",
                "tls.pem",
                "-passout",
                "pass:tests",
                "-out",
                "tls.p12");
        try (TransitServer safe = TransitServer.start(tls())) {
            KeyVault vault = TransitVault.open(
                    place(safe.address(), Optional.of(folder.resolve("tls.pem"))), () -> TransitServer.TOKEN);

            assertThat(vault.hmac(SecretName.SHARE, MESSAGE)).hasSize(32);
            assertThatThrownBy(
                            () -> TransitVault.open(place(safe.address(), Optional.empty()), () -> TransitServer.TOKEN))
                    .isInstanceOf(KeysUnavailableException.class)
                    .hasMessageContaining("does not answer");
        }
    }

    private KeyVault open() {
        return TransitVault.open(service.place(), () -> TransitServer.TOKEN);
    }

    private KeyVault patient(Duration patience) {
        return TransitVault.open(
                new TransitPlace(service.address(), "transit", "countersign-", "", Optional.empty(), patience),
                () -> TransitServer.TOKEN);
    }

    private static TransitPlace place(URI address, Optional<Path> authorities) {
        return new TransitPlace(address, "transit", "countersign-", "", authorities, Duration.ofSeconds(2));
    }

    private SSLContext tls() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("tls.p12"))) {
            store.load(in, "tests".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "tests".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void run(String... command) throws Exception {
        Process process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }
}
