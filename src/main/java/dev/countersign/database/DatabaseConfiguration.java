package dev.countersign.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.crypto.Identifiers;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Started → prepared → migrated → connections. Each bean needs the one before, so that they are also closed in the opposite
 * order: the pool, then the server. A shutdown hook would run beside the closing pool and wait for it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseSettings.class, InstallationSettings.class})
class DatabaseConfiguration {

    @Bean(destroyMethod = "close")
    DatabaseServer databaseServer(DatabaseSettings settings) {
        return settings.embedded()
                ? EmbeddedPostgres.start(settings.directory(), settings.binaries())
                : GivenServer.of(settings);
    }

    @Bean
    MigratedDatabase migratedDatabase(
            InstallationSettings installation, Identifiers identifiers, DatabaseServer server) {
        return MigratedDatabase.migrate(server, new InstallationMark(installation, identifiers));
    }

    @Bean
    SequencerConnections sequencerConnections(MigratedDatabase database) {
        return database.sequencer();
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(MigratedDatabase database, DatabaseSettings settings) {
        return database.pool(settings);
    }

    @Bean
    Migrations migrations(HikariDataSource dataSource) {
        return new MigrationHistory(dataSource);
    }
}
