package dev.countersign.exports;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much is exported at once, and how long it is kept.
 *
 * @param directory of the results; nodes on one database share it
 * @param mostRecords of one export
 * @param longest of one result
 * @param room for all results together
 * @param mostOpen that wait or run at a time, of all people
 * @param kept how long a result is kept
 * @param claim how long nobody else takes what a node has begun, unless it says that it goes on
 */
@Validated
@ConfigurationProperties("countersign.exports")
record ExportSettings(
        @NotNull Path directory,

        @DefaultValue("1000") @Min(1) @Max(10_000) int mostRecords,

        @NotNull @DefaultValue("1GB") DataSize longest,

        @NotNull @DefaultValue("10GB") DataSize room,

        @DefaultValue("20") @Min(1) int mostOpen,

        @NotNull @DefaultValue("24h") @DurationMin(minutes = 1)
        Duration kept,

        @NotNull @DefaultValue("5m") @DurationMin(seconds = 1)
        Duration claim) {}
