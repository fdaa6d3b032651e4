package dev.countersign.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database whose tables are there and whose application role can do no more than it should. The only source of connections. */
final class MigratedDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(MigratedDatabase.class);
    private static final String SEARCH_PATH = "engine";

    private final DatabaseServer server;

    private MigratedDatabase(DatabaseServer server) {
        this.server = server;
    }

    /**
     * Brings the tables up to date, as the migrator who becomes the owner. Nodes that start at once wait for each other.
     *
     * @throws StartRefusedException if the application role has rights beyond its own, or the database is another
     *     installation's
     */
    static MigratedDatabase migrate(DatabaseServer server, InstallationMark mark) {
        LOG.info("Bringing the database up to date");
        MigrateResult result = flyway(server).migrate();
        LOG.info("{} migrations run, {}", result.migrationsExecuted, server.url());
        try (Connection connection = application(server).getConnection()) {
            refuseExcesses(server, connection);
            mark.settle(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the application cannot connect as " + server.application(), e);
        }
        return new MigratedDatabase(server);
    }

    private static void refuseExcesses(DatabaseServer server, Connection connection) throws SQLException {
        List<String> excesses = RightsCheck.excesses(connection);
        if (!excesses.isEmpty()) {
            throw new StartRefusedException(
                    "The database role " + server.application() + " could change what must not change: "
                            + String.join("; ", excesses) + ".",
                    "Run the application as a role without these rights, as db-init makes it (COUNTERSIGN_DB_USER).");
        }
    }

    private static Flyway flyway(DatabaseServer server) {
        return Flyway.configure(MigratedDatabase.class.getClassLoader())
                .dataSource(simple(server.url(), server.migrator()))
                .initSql("SET ROLE " + Roles.OWNER)
                .schemas("app")
                .createSchemas(false)
                .locations("classpath:db/migration")
                .javaMigrations(new EngineSchema())
                .outOfOrder(true)
                .placeholderReplacement(false)
                .cleanDisabled(true)
                .load();
    }

    private static PGSimpleDataSource application(DatabaseServer server) {
        return simple(server.url(), server.application());
    }

    private static PGSimpleDataSource simple(String url, Login login) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(login.role());
        dataSource.setPassword(login.password());
        dataSource.setApplicationName("countersign");
        return dataSource;
    }

    /** Opens the connection of the sequencer. One that the server no longer answers ends by itself, on both sides. */
    SequencerConnections sequencer() {
        PGSimpleDataSource source = simple(server.url(), server.sequencer());
        source.setApplicationName("countersign sequencer");
        source.setConnectTimeout(10);
        source.setSocketTimeout(60);
        source.setTcpKeepAlive(true);
        source.setOptions("-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
                + " -c enable_seqscan=off");
        return () -> {
            Connection connection = source.getConnection();
            List<String> excesses = RightsCheck.excesses(connection);
            if (!excesses.isEmpty()) {
                connection.close();
                throw new SQLException("the database role " + server.sequencer()
                        + " could change what must not change: " + String.join("; ", excesses)
                        + " (expected: a role as db-init makes it, COUNTERSIGN_DB_SEQUENCER)");
            }
            return connection;
        };
    }

    /** The application's connections. Closed by the caller, before the server. */
    HikariDataSource pool(DatabaseSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("currentSchema", SEARCH_PATH);
        properties.setProperty("ApplicationName", "countersign");
        properties.setProperty("tcpKeepAlive", "true");
        // one signing inserts dozens of rows of the engine's history, and a connection meets over five hundred
        // statements
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("prepareThreshold", "1");
        properties.setProperty("preparedStatementCacheQueries", "1024");
        properties.setProperty("preparedStatementCacheSizeMiB", "16");
        HikariConfig config = new HikariConfig();
        config.setPoolName("application");
        config.setJdbcUrl(server.url());
        config.setUsername(server.application().role());
        config.setPassword(server.application().password());
        config.setDataSourceProperties(properties);
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(Math.min(4, settings.connections()));
        config.setConnectionTimeout(settings.patience().toMillis());
        HikariDataSource pool = new HikariDataSource(config);
        refuseOtherPath(pool);
        return pool;
    }

    /** The engine names its tables without a schema: parameters of the address could lead it to others. */
    private static void refuseOtherPath(HikariDataSource pool) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.current_setting('search_path')")) {
            row.next();
            String path = row.getString(1).replace("\"", "");
            if (!SEARCH_PATH.equals(path)) {
                pool.close();
                throw new StartRefusedException(
                        "The application's statements would look for tables in " + path + " (expected: " + SEARCH_PATH
                                + ").",
                        "Take currentSchema and options out of the database's address (COUNTERSIGN_DB_URL).");
            }
        } catch (SQLException e) {
            pool.close();
            throw new IllegalStateException("the application's connection cannot be used", e);
        }
    }
}
