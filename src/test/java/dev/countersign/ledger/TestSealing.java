package dev.countersign.ledger;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.KeyVault;
import dev.countersign.ledger.LogRecovery.Decision;
import dev.countersign.ledger.LogRecovery.Situation;
import dev.countersign.ledger.LogRecovery.Stated;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.worm.LogEpochs.StoredEpoch;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.SealingSession;
import dev.countersign.worm.WormStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The sequencer's work on another database, with this installation's key. */
@Component
public class TestSealing {

    private final CheckpointFormat format;
    private final KeyVault vault;
    private final Ledger ledger;
    private final WormStore store;
    private final Identifiers identifiers;

    TestSealing(CheckpointFormat format, KeyVault vault, Ledger ledger, WormStore store, Identifiers identifiers) {
        this.format = format;
        this.vault = vault;
        this.ledger = ledger;
        this.store = store;
        this.identifiers = identifiers;
    }

    /** The log of a database where nothing is sealed yet. */
    public Sealed of(Connection connection, SealingSession session) {
        return new Sealed(connection, session);
    }

    /** Appends entries about nobody. */
    public void append(int count) {
        for (int i = 0; i < count; i++) {
            ledger.appendAlone(Caller.system("tests"), new TestEvent("test.verified", "entry:" + i));
        }
    }

    /** A log in another database, as its sequencers take it over again and again. */
    public final class Sealed {

        private final Connection connection;
        private final SealingSession session;
        private Epochs.Epoch epoch = new Epochs.Epoch(format, null);

        private Sealed(Connection connection, SealingSession session) {
            this.connection = connection;
            this.session = session;
        }

        /** Seals batches of that many entries, so many times or until nothing waits. */
        public Sealed seal(int batch, int times) {
            for (int done = 0; done < times; done++) {
                if (Leadership.takeOver(session, epoch, vault).seal(batch) == 0) {
                    return this;
                }
            }
            return this;
        }

        /**
         * Opens an epoch through the database's own function.
         *
         * @param decisions of two people over the statement
         */
        public Sealed open(int number, Function<byte[], List<Decision>> decisions) throws SQLException {
            StoredCheckpoint newest = session.newest().orElseThrow();
            Situation situation = new Situation(
                    "a test says so", new Stated(epoch.format().origin(), newest.size(), newest.root()), null);
            byte[] statement =
                    EpochStatement.write(store.installation(), format.name(), number, situation, "a test", store.now());
            List<Decision> both = decisions.apply(statement);
            EpochOpened event = new EpochOpened(
                    format.name() + "/" + number, situation, statement, both.get(0), both.get(1), "a test");
            UUID entry = identifiers.next();
            call("SELECT worm.append_entry(?)", (Object) new EntryFormat(store.installation(), "tests")
                    .write(entry, store.now(), Caller.system("tests"), event, null));
            call(
                    "SELECT worm.open_epoch(?, ?, ?, ?, ?, ?)",
                    statement,
                    entry,
                    both.get(0).keyId(),
                    both.get(0).signature(),
                    both.get(1).keyId(),
                    both.get(1).signature());
            epoch = new Epochs.Epoch(
                    format.inEpoch(number), stored(number, newest.size(), newest.root(), entry, statement, both));
            return this;
        }

        private StoredEpoch stored(
                int number, long size, Digest root, UUID entry, byte[] statement, List<Decision> both) {
            return new StoredEpoch(
                    number,
                    format.name() + "/" + number,
                    size,
                    root,
                    entry,
                    statement,
                    both.get(0).keyId(),
                    both.get(0).signature(),
                    both.get(1).keyId(),
                    both.get(1).signature());
        }

        private void call(String sql, Object... values) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.execute();
            }
        }
    }
}
