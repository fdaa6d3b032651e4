package dev.countersign.worm;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** {@link LogEpochs} over the application's connections. */
@Component
class PostgresLogEpochs implements LogEpochs {

    private final LogEpochMapper mapper;

    PostgresLogEpochs(LogEpochMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Optional<StoredEpoch> newest() {
        return mapper.newest();
    }

    @Override
    public List<StoredEpoch> all() {
        return mapper.all();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void open(byte[] statement, UUID entryId, SignedBy first, SignedBy second) {
        Appending.run(() -> mapper.open(statement, entryId, first, second));
    }
}
