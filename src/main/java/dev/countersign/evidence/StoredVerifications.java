package dev.countersign.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.Identifiers;
import dev.countersign.evidence.VerificationMapper.Row;
import dev.countersign.evidence.verify.StoreReport;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link Verifications} in {@code app.verification}, with an audit entry for each. */
@Component
class StoredVerifications implements Verifications {

    private final VerificationMapper rows;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final FullVerification verification;
    private final ObjectMapper json = new ObjectMapper();
    private final Semaphore requests = new Semaphore(0);

    StoredVerifications(
            VerificationMapper rows,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            FullVerification verification) {
        this.rows = rows;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.verification = verification;
    }

    @Override
    public Optional<Verification> newest() {
        return Optional.ofNullable(rows.newest(store.installation().organisation()))
                .map(this::read);
    }

    @Override
    public void request(Caller caller) {
        ledger.appendAlone(caller, new VerificationEvent.Requested());
        requests.release();
    }

    @Override
    public boolean isRunning() {
        return verification.isRunning();
    }

    /** Those that were made since it was asked last, all of them at once. */
    Semaphore requests() {
        return requests;
    }

    /** Keeps how one ended and tells the audit trail. */
    @Transactional
    public void keep(Instant startedAt, StoreReport report) {
        ObjectNode told = json.createObjectNode();
        told.set("checks", json.valueToTree(report.checks()));
        told.set("findings", json.valueToTree(report.findings()));
        rows.insert(
                store.installation().organisation(),
                new Row(
                        identifiers.next(),
                        startedAt,
                        store.now(),
                        report.size(),
                        report.root(),
                        report.failures(),
                        told.toString()));
        ledger.append(Caller.system("verification"), new VerificationEvent.Ended(report));
    }

    private Verification read(Row row) {
        try {
            return new Verification(
                    row.verificationId(),
                    row.startedAt(),
                    row.endedAt(),
                    row.size(),
                    row.root(),
                    row.failures(),
                    json.readTree(row.report()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("verification " + row.verificationId() + " cannot be read", e);
        }
    }
}
