package dev.countersign.database;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which database (OPS-01).
 *
 * @param url JDBC address of a prepared PostgreSQL server; empty for the embedded one
 * @param user role of the application on that server
 * @param migrator role that migrates
 * @param sequencer role that seals the audit log
 * @param directory of the embedded server: cluster, passwords, log
 * @param binaries where the embedded server's program files are unpacked to
 * @param connections size of the application's pool
 * @param patience how long a request waits for a connection of the pool
 */
@Validated
@ConfigurationProperties("countersign.database")
record DatabaseSettings(
        @DefaultValue("")
        @Pattern(regexp = "|jdbc:postgresql://.+", message = "is an address jdbc:postgresql://host:port/database")
        String url,

        @DefaultValue(Roles.APPLICATION) String user,
        @DefaultValue("") String password,
        @DefaultValue(Roles.MIGRATOR) String migrator,
        @DefaultValue("") String migratorPassword,
        @DefaultValue(Roles.SEQUENCER) String sequencer,
        @DefaultValue("") String sequencerPassword,
        @NotNull @DefaultValue("data") Path directory,
        @NotNull @DefaultValue("data/binaries") Path binaries,
        @Min(2) @DefaultValue("20") int connections,
        @NotNull @DefaultValue("10s") Duration patience) {

    boolean embedded() {
        return url.isBlank();
    }

    @Override
    public String toString() {
        return embedded() ? "embedded in " + directory : url;
    }
}
