package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
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
        KeySettings other = new KeySettings(folder, "", "", "");

        assertThatThrownBy(() -> new VaultConfiguration().keyVault(other, store, checks))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("share.p12");
    }

    @Test
    void anotherAuthorityIsRefused() throws IOException {
        for (String name : new String[] {"share.p12", "share.passphrase"}) {
            Files.copy(settings.directory().resolve(name), folder.resolve(name));
        }
        KeySettings other = new KeySettings(folder, "", "", "");

        assertThatThrownBy(() -> new VaultConfiguration().keyVault(other, store, checks))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("authority.p12");
    }

    @Test
    void aRegulatedInstallationDemandsEachPassphrase() {
        WormStore regulated = (WormStore) Proxy.newProxyInstance(
                WormStore.class.getClassLoader(),
                new Class<?>[] {WormStore.class},
                (proxy, method, arguments) -> new Installation("plant", new UUID(7, 7), "regulated"));

        assertThatThrownBy(() -> new VaultConfiguration()
                        .keyVault(new KeySettings(folder, "", "given", "given"), regulated, checks))
                .hasMessageContaining("countersign.keys.share-passphrase");
        assertThatThrownBy(() -> new VaultConfiguration()
                        .keyVault(new KeySettings(folder, "given", "", "given"), regulated, checks))
                .hasMessageContaining("countersign.keys.authority-passphrase");
        assertThatThrownBy(() -> new VaultConfiguration()
                        .keyVault(new KeySettings(folder, "given", "given", ""), regulated, checks))
                .hasMessageContaining("countersign.keys.log-passphrase");
        assertThat(folder.toFile().list((directory, name) -> name.endsWith(".passphrase")))
                .isEmpty();
    }

    @Test
    void whatADemonstrationMadeUpIsReadByItsOwnerAlone() throws IOException {
        assertThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        try (var files = Files.list(settings.directory())) {
            assertThat(files).hasSize(6).allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                    .hasSize(2));
        }
    }

    @Test
    void settingsDoNotPrintPassphrases() {
        assertThat(new KeySettings(folder, "canary-1", "canary-2", "canary-3").toString())
                .doesNotContain("canary");
    }
}
