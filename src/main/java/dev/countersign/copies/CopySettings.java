package dev.countersign.copies;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where copies go. None by default.
 *
 * @param directory of the copies; empty if they follow {@code storage} or there are none
 * @param storage the folder of what is written once, witness file included: copies go to {@code copies} in it; empty for none
 * @param outside the data directory, in which copies must not lie
 * @param every how often it is looked whether something was sealed
 * @param longestPause between attempts at a place that cannot be used, which start at {@code every} and double
 */
@Validated
@ConfigurationProperties("countersign.copies")
record CopySettings(
        @NotNull @DefaultValue("") String directory,
        @NotNull @DefaultValue("") String storage,
        @NotNull Path outside,

        @NotNull @DefaultValue("2s") @DurationMin(millis = 10)
        Duration every,

        @NotNull @DefaultValue("1m") @DurationMin(millis = 10)
        Duration longestPause) {

    /** The folder that takes copies, if one does. */
    Optional<Path> folder() {
        if (!directory.isBlank()) {
            return Optional.of(Path.of(directory.strip()));
        }
        return storage.isBlank() ? Optional.empty() : Optional.of(Path.of(storage.strip(), "copies"));
    }
}
