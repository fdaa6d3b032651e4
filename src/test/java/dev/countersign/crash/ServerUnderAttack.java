package dev.countersign.crash;

import dev.countersign.CountersignApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * The application as it is, in a process of its own, with a clock that the test moves on by writing an offset in seconds into
 * a file: one-time codes work once, and a test does not wait half a minute for each signature.
 */
public class ServerUnderAttack {

    static final String OFFSET_FILE = "countersign.test.clock-offset";

    public static void main(String[] arguments) {
        new SpringApplication(CountersignApplication.class, ServerUnderAttack.class).run(arguments);
    }

    @Bean
    @Primary
    Clock movedClock() {
        return new MovedClock(Path.of(System.getProperty(OFFSET_FILE)), ZoneOffset.UTC);
    }

    private static final class MovedClock extends Clock {
        private final Path offset;
        private final ZoneId zone;

        MovedClock(Path offset, ZoneId zone) {
            this.offset = offset;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new MovedClock(offset, other);
        }

        @Override
        public Instant instant() {
            try {
                return Clock.systemUTC()
                        .instant()
                        .plusSeconds(Long.parseLong(Files.readString(offset).strip()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
