package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.KeysUnavailableException;
import dev.countersign.crypto.SecretBox;
import dev.countersign.crypto.SigningKey;
import dev.countersign.crypto.TransitServer;
import dev.countersign.crypto.TransitServer.Mood;
import dev.countersign.database.StartRefusedException;
import dev.countersign.identity.KeySettings.Backend;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** A node with another keystore than its database's refuses to start, and so does a regulated one without passphrases. */
@CountersignTest
@Requirement("KEY-06")
class VaultTest {

    @Autowired
    KeySettings settings;

    @Autowired
    KeyVault vault;

    @Autowired
    WormStore store;

    @Autowired
    VaultCheckMapper checks;

    @Autowired
    SigningKeyMapper keys;

    @Autowired
    ShareMapper shares;

    @Autowired
    TestPeople people;

    @Autowired
    Identifiers identifiers;

    @TempDir
    Path folder;

    @Test
    void aSecondNodeOnTheSameFolderHasTheSameKeys() {
        KeyVault second = new VaultConfiguration().keyVault(settings, store, checks);

        assertThat(second.hmac(SecretName.SHARE, new byte[1])).isEqualTo(vault.hmac(SecretName.SHARE, new byte[1]));
        assertThat(second.verifyingKey(KeyName.AUTHORITY)).isEqualTo(vault.verifyingKey(KeyName.AUTHORITY));
    }

    @Test
    void anotherShareIsRefused() {
        KeySettings other = inFiles("", "", "");

        assertThatThrownBy(() -> new VaultConfiguration().keyVault(other, store, checks))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("share.p12");
    }

    @Test
    void anotherAuthorityIsRefused() throws IOException {
        for (String name : new String[] {"share.p12", "share.passphrase"}) {
            Files.copy(settings.directory().resolve(name), folder.resolve(name));
        }
        KeySettings other = inFiles("", "", "");

        assertThatThrownBy(() -> new VaultConfiguration().keyVault(other, store, checks))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("authority.p12");
    }

    @Test
    void aRegulatedInstallationDemandsEachPassphrase() {
        WormStore regulated = plant("regulated");

        assertThatThrownBy(() -> new VaultConfiguration().keyVault(inFiles("", "given", "given"), regulated, checks))
                .as("told in two sentences, without a stack trace")
                .isInstanceOfSatisfying(StartRefusedException.class, refused -> assertThat(refused.remedy())
                        .contains("COUNTERSIGN_KEYS_SHAREPASSPHRASE"))
                .hasMessageContaining("countersign.keys.share-passphrase");
        assertThatThrownBy(() -> new VaultConfiguration().keyVault(inFiles("given", "", "given"), regulated, checks))
                .hasMessageContaining("countersign.keys.authority-passphrase");
        assertThatThrownBy(() -> new VaultConfiguration().keyVault(inFiles("given", "given", ""), regulated, checks))
                .hasMessageContaining("countersign.keys.log-passphrase");
        assertThat(folder.toFile().list((directory, name) -> name.endsWith(".passphrase")))
                .isEmpty();
    }

    @Test
    void whatADemonstrationMadeUpIsReadByItsOwnerAlone() throws IOException {
        assertThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        try (var files = Files.list(settings.directory())) {
            assertThat(files).hasSizeGreaterThanOrEqualTo(8).allSatisfy(file -> assertThat(
                            Files.getPosixFilePermissions(file))
                    .hasSize(2));
        }
    }

    @Test
    void aKeyServiceKeepsAPersonsKeyShutWithoutIt() throws IOException {
        try (TransitServer service = TransitServer.start()) {
            KeyVault remote = new VaultConfiguration()
                    .keyVault(inService(service.address(), TransitServer.TOKEN), plant("demo"), checks);
            SigningKeys custody = new SigningKeys(keys, shares, remote, store);
            String person = people.somebody();
            UUID keyId = identifiers.next();
            try (SigningKey key = SigningKey.generate();
                    Root root = new Root(new byte[32], true)) {
                assertThat(custody.store(keyId, person, key, root)).isTrue();
                StoredKey stored = custody.current(person).orElseThrow();

                assertThat(custody.open(stored, root).verifyingKey()).isEqualTo(key.verifyingKey());
                assertThatThrownBy(() -> new SigningKeys(keys, shares, vault, store).open(stored, root))
                        .as("the share of another keystore")
                        .isInstanceOf(SecretBox.BoxRefusedException.class);
                service.in(Mood.SEALED);
                assertThatThrownBy(() -> custody.open(stored, root)).isInstanceOf(KeysUnavailableException.class);
            }
        }
    }

    @Test
    void anotherKeyServiceThanTheDatabasesIsRefused() throws IOException {
        try (TransitServer service = TransitServer.start()) {
            KeySettings other = inService(service.address(), TransitServer.TOKEN);

            assertThatThrownBy(() -> new VaultConfiguration().keyVault(other, store, checks))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining(service.address().toString());
        }
    }

    @Test
    void whatIsNotDescribedIsAskedForByTheNameOfItsSetting() {
        KeySettings token =
                new KeySettings(folder, "", "", "", Backend.PKCS11, TokenSettings.NONE, TransitSettings.NONE);
        KeySettings service =
                new KeySettings(folder, "", "", "", Backend.TRANSIT, TokenSettings.NONE, TransitSettings.NONE);

        assertThatThrownBy(() -> new VaultConfiguration().keyVault(token, store, checks))
                .hasMessageContaining("countersign.keys.pkcs11.library");
        assertThatThrownBy(() -> new VaultConfiguration().keyVault(service, store, checks))
                .hasMessageContaining("countersign.keys.transit.address");
    }

    private KeySettings inFiles(String share, String authority, String log) {
        return new KeySettings(
                folder, share, authority, log, Backend.KEYSTORE, TokenSettings.NONE, TransitSettings.NONE);
    }

    private KeySettings inService(URI address, String token) {
        TransitSettings transit =
                new TransitSettings(address, "transit", "countersign-", "", null, null, token, Duration.ofSeconds(2));
        return new KeySettings(folder, "", "", "", Backend.TRANSIT, TokenSettings.NONE, transit);
    }

    /** A store of its own that has an installation and no certificate yet. */
    private static WormStore plant(String environment) {
        Installation installation = new Installation("plant-" + UUID.randomUUID(), new UUID(7, 7), environment);
        return (WormStore) Proxy.newProxyInstance(
                WormStore.class.getClassLoader(),
                new Class<?>[] {WormStore.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "installation" -> installation;
                    case "authorities" -> List.of();
                    default -> Optional.empty();
                });
    }

    @Test
    void settingsDoNotPrintPassphrases() {
        assertThat(new KeySettings(
                                folder,
                                "canary-1",
                                "canary-2",
                                "canary-3",
                                Backend.TRANSIT,
                                new TokenSettings(folder, null, 0, "canary-4"),
                                inService(URI.create("https://vault"), "canary-5")
                                        .transit())
                        .toString())
                .doesNotContain("canary");
    }
}
