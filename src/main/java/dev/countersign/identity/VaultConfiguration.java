package dev.countersign.identity;

import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.Parts;
import dev.countersign.database.StartRefusedException;
import dev.countersign.ledger.Authorities;
import dev.countersign.worm.WormStore;
import java.security.MessageDigest;
import java.util.Locale;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens the server's keys and refuses the start with others than this installation's: with another share nobody could
 * sign, with another authority nobody's certificate would hold.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KeySettings.class, IdentitySettings.class, AttemptSettings.class})
class VaultConfiguration {

    private static final String REMEDY =
            "Nodes on one database share their keys: restore them, or copy them from another node.";

    @Bean
    KeyVault keyVault(KeySettings settings, WormStore store, VaultCheckMapper checks) {
        String organisation = store.installation().organisation();
        boolean first = checks.answer(organisation, SecretName.SHARE.name()) == null;
        KeyVault vault = new VaultOpening(settings, store.installation()).open(first);
        for (SecretName secret : SecretName.values()) {
            demandSame(vault, settings, organisation, secret, checks);
        }
        Authorities.of(store).newest().ifPresent(newest -> {
            if (!newest.certificate().key().equals(vault.authority(newest.generation()))) {
                throw new StartRefusedException(
                        settings.whereabouts("authority") + " is not the authority whose certificate"
                                + " is in the write-once store (expected: the keys this installation was made with)",
                        REMEDY);
            }
        });
        return vault;
    }

    private static void demandSame(
            KeyVault vault, KeySettings settings, String organisation, SecretName secret, VaultCheckMapper checks) {
        byte[] answer = vault.hmac(secret, Parts.of("countersign/vault-check/v1"));
        checks.remember(organisation, secret.name(), answer);
        if (!MessageDigest.isEqual(answer, checks.remembered(organisation, secret.name()))) {
            throw new StartRefusedException(
                    settings.whereabouts("share") + " does not keep the "
                            + secret.name().toLowerCase(Locale.ROOT)
                            + " of this database (expected: the keys its accounts were made with)",
                    REMEDY);
        }
    }
}
