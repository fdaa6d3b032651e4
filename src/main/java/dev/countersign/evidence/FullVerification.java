package dev.countersign.evidence;

import dev.countersign.copies.CopyPlaces;
import dev.countersign.evidence.verify.Anchors;
import dev.countersign.evidence.verify.FoundCopies;
import dev.countersign.evidence.verify.StoreReport;
import dev.countersign.evidence.verify.StoreVerification;
import dev.countersign.ledger.TrustFile;
import dev.countersign.ledger.WitnessedCheckpoint;
import dev.countersign.worm.StoreReading;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs the checks of {@code verify-log} within the application: against the log's key as this node holds it, the newest checkpoint that
 * a witness can show, and the copies that are made.
 */
@Component
class FullVerification {

    /** Any number that nobody else locks by. */
    private static final long LOCK = 0x436f_756e_7465_7256L;

    private final DataSource dataSource;
    private final TrustFile trust;
    private final WitnessedCheckpoint witnessed;
    private final CopyPlaces copies;
    private volatile @Nullable Connection running;

    FullVerification(DataSource dataSource, TrustFile trust, WitnessedCheckpoint witnessed, CopyPlaces copies) {
        this.dataSource = dataSource;
        this.trust = trust;
        this.witnessed = witnessed;
        this.copies = copies;
    }

    /**
     * Verifies what is committed at this moment.
     *
     * @return empty if another node is at it
     * @throws SQLException if the database cannot be asked
     * @throws RuntimeException if the store cannot be read; what can be read and is wrong is in the report
     */
    Optional<StoreReport> run() throws SQLException {
        Anchors anchors = new Anchors(
                null,
                trust.bytes(),
                witnessed.newest().orElse(null),
                witnessed.timestampAuthorities().orElse(null));
        try (Connection connection = dataSource.getConnection()) {
            running = connection;
            try {
                StoreReading reading = StoreReading.begin(connection);
                return isFirst(connection) ? Optional.of(verify(new ScannedStore(reading), anchors)) : Optional.empty();
            } finally {
                running = null;
                if (!connection.isClosed()) {
                    connection.rollback();
                }
            }
        }
    }

    private StoreReport verify(ScannedStore store, Anchors anchors) {
        String installation = store.home().installation();
        List<FoundCopies> found = new ArrayList<>();
        copies.folder().ifPresent(folder -> found.add(new CopiesInFolder(folder.resolve(installation))));
        copies.bucket().ifPresent(bucket -> found.add(new CopiesInBucket(bucket, installation)));
        return StoreVerification.run(store, anchors, found, (part, done, total) -> {});
    }

    boolean isRunning() {
        return running != null;
    }

    /** Ends the connection of a verification that runs: what it would have found is not told. */
    void breakOff() throws SQLException {
        Connection connection = running;
        if (connection != null) {
            connection.abort(Runnable::run);
        }
    }

    /** Until the transaction ends no other node verifies. */
    private static boolean isFirst(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_try_advisory_xact_lock(" + LOCK + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
