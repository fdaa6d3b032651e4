package dev.countersign.witness;

import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which witnesses there are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WitnessSettings.class)
class WitnessConfiguration {

    /** @throws dev.countersign.database.StartRefusedException if the witness directory is not one for this log */
    @Bean
    Witnesses witnesses(WitnessSettings settings, CheckpointFormat format) {
        return new Witnesses(List.of(FileWitness.open(settings.directory(), settings.outside(), format)));
    }
}
