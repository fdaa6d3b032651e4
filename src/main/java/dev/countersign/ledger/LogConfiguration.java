package dev.countersign.ledger;

import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.worm.WormStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which log this is: its name and its key. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogSettings.class)
class LogConfiguration {

    private static final int EPOCH = 1;

    @Bean
    CheckpointFormat checkpointFormat(WormStore store, KeyVault vault) {
        return new CheckpointFormat(
                "countersign.dev/" + store.installation().installationId() + "/" + EPOCH,
                vault.verifyingKey(KeyName.LOG));
    }
}
