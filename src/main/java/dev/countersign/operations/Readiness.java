package dev.countersign.operations;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says when requests are taken, and when no longer: the same moment that {@code /actuator/health/readiness} tells. */
@Component
class Readiness {

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private final Environment environment;

    Readiness(Environment environment) {
        this.environment = environment;
    }

    @EventListener
    void changed(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
            LOG.info(
                    "Accepting requests on port {} ({})",
                    environment.getProperty("local.server.port"),
                    environment.getProperty("countersign.environment-name"));
        } else {
            LOG.info("No longer accepting requests");
        }
    }
}
