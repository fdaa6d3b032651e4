package dev.countersign.signing;

import dev.countersign.ledger.AuditEvent.RecordReference;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.signing.CeremonyMapper.Attempt;
import dev.countersign.signing.ShowingMapper.Showing;
import dev.countersign.signing.SigningEvents.PresentationAbandoned;
import java.util.List;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Puts on record that somebody was shown a record or began to sign and did neither sign nor get refused (SIG-07), and that a series of
 * signatures ran out. Each once,
 * however many nodes look: whoever changes the row tells it, in the same transaction.
 */
@Component
class Abandonments {

    private static final int BATCH = 100;

    private final CeremonyMapper ceremonies;
    private final ShowingMapper showings;
    private final SeriesOfSignatures series;
    private final UsedPlaces lists;
    private final Ledger ledger;
    private final OwnTransaction transaction;
    private final SigningSettings settings;

    Abandonments(
            CeremonyMapper ceremonies,
            ShowingMapper showings,
            SeriesOfSignatures series,
            UsedPlaces lists,
            Ledger ledger,
            OwnTransaction transaction,
            SigningSettings settings) {
        this.ceremonies = ceremonies;
        this.showings = showings;
        this.series = series;
        this.lists = lists;
        this.ledger = ledger;
        this.transaction = transaction;
        this.settings = settings;
    }

    @Scheduled(fixedDelayString = "${countersign.signing.sweep-every:PT30S}")
    void sweep() {
        int found = BATCH;
        while (found == BATCH) {
            found = transaction.run(this::abandonCeremonies);
        }
        found = BATCH;
        while (found == BATCH) {
            found = transaction.run(this::abandonShowings);
        }
        found = BATCH;
        while (found == BATCH) {
            found = transaction.run(() -> series.sweep(BATCH));
        }
        found = BATCH;
        while (found == BATCH) {
            found = transaction.run(() -> lists.sweep(BATCH));
        }
    }

    private int abandonCeremonies() {
        List<Attempt> abandoned = ceremonies.abandon(BATCH);
        for (Attempt attempt : abandoned) {
            ledger.append(
                    Caller.person(attempt.personId(), attempt.session(), attempt.address()),
                    Ceremonies.ended("abandoned", attempt, null));
        }
        return abandoned.size();
    }

    private int abandonShowings() {
        List<Showing> abandoned = showings.abandon(settings.presentationLasts().toSeconds(), BATCH);
        for (Showing showing : abandoned) {
            RecordReference record = new RecordReference(UUID.fromString(showing.recordId()), showing.version(), false);
            ledger.append(
                    Caller.person(showing.personId(), showing.session(), null),
                    new PresentationAbandoned(showing.taskId(), showing.presentationSha256(), record));
        }
        return abandoned.size();
    }
}
