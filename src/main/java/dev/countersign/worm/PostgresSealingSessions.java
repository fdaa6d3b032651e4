package dev.countersign.worm;

import dev.countersign.database.SequencerConnections;
import java.sql.SQLException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/** {@link SealingSessions} over the database's sequencer role. */
@Component
class PostgresSealingSessions implements SealingSessions {

    private final SequencerConnections connections;

    PostgresSealingSessions(SequencerConnections connections) {
        this.connections = connections;
    }

    @Override
    public SealingSession open() {
        try {
            return new PostgresSealingSession(connections.open());
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("the sequencer cannot connect: " + e.getMessage(), e);
        }
    }
}
