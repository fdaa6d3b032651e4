package dev.countersign.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Everything that runs for alerts: the reader of the audit trail, and each channel by itself, so that none waits for another. */
@Component
class AlertClocks implements SmartLifecycle {

    /** How often it is looked whether a month is over. */
    private static final Duration REPORTING = Duration.ofMinutes(10);

    private final List<AlertClock> clocks = new ArrayList<>();

    AlertClocks(
            Raising raising,
            Telling telling,
            PersonMailing mailing,
            Reporting reporting,
            Channels channels,
            AlertSettings settings) {
        clocks.add(new AlertClock("mailing", mailing::pass, settings));
        clocks.add(new AlertClock("reading", raising::pass, settings));
        clocks.add(new AlertClock("reporting", reporting::pass, REPORTING));
        for (Channel channel : channels.all()) {
            clocks.add(new AlertClock(
                    channel.name(),
                    () -> {
                        telling.pass(channel);
                        return false;
                    },
                    settings));
        }
    }

    /** What does not run for a reason of this program or of the database. */
    Optional<String> failure() {
        return clocks.stream()
                .flatMap(clock -> clock.failure().map(why -> clock.name() + ": " + why).stream())
                .findFirst();
    }

    @Override
    public void start() {
        clocks.forEach(AlertClock::start);
    }

    @Override
    public void stop() {
        clocks.forEach(AlertClock::stop);
    }

    @Override
    public boolean isRunning() {
        return clocks.stream().anyMatch(AlertClock::isRunning);
    }
}
