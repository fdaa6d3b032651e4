package dev.countersign.copies;

import dev.countersign.bucket.Buckets;
import dev.countersign.crypto.Identifiers;
import dev.countersign.worm.WormStore;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which places take copies. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CopySettings.class)
class CopyConfiguration {

    /** @throws dev.countersign.database.StartRefusedException if a place is configured wrong, or cannot be used */
    @Bean
    CopyPlaces copyPlaces(CopySettings settings, Buckets buckets, WormStore store, Identifiers identifiers) {
        String installation = store.installation().installationId().toString();
        List<CopyDestination> all = new ArrayList<>();
        settings.folder()
                .ifPresent(folder -> all.add(CopyFolder.open(folder, settings.outside(), installation, identifiers)));
        buckets.configured().ifPresent(bucket -> all.add(new CopyBucket(bucket, installation)));
        return new CopyPlaces(
                List.copyOf(all),
                settings.folder().orElse(null),
                buckets.configured().orElse(null));
    }
}
