package dev.countersign.operations;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** While a command speaks to a person, logs say what is wrong and nothing else. */
final class Quiet implements AutoCloseable {

    private static final List<String> LOGGERS = List.of("dev.countersign", "org.springframework", "org.postgresql");

    private Quiet() {}

    static Quiet begin() {
        set(LogLevel.WARN);
        return new Quiet();
    }

    @Override
    public void close() {
        set(null);
    }

    private static void set(@Nullable LogLevel level) {
        LoggingSystem system = LoggingSystem.get(Quiet.class.getClassLoader());
        LOGGERS.forEach(logger -> system.setLogLevel(logger, level));
    }
}
