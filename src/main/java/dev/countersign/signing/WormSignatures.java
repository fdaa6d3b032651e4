package dev.countersign.signing;

import dev.countersign.authority.Lineage;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.identity.SeriesPlace;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.records.RecordVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The door {@link Signatures}, over the write-once store. */
@Component
class WormSignatures implements Signatures {

    private final SignaturePlans plans;
    private final SignedHistory history;
    private final SigningRules rules;
    private final Presenter presenter;
    private final Intentions intentions;
    private final Ceremonies ceremonies;
    private final SigningSteps steps;
    private final SigningRisk risk;
    private final SeriesOfSignatures series;
    private final EndedSeries ended;
    private final Release release;
    private final OwnTransaction transaction;
    private final Forecasts forecasts;

    WormSignatures(
            SignaturePlans plans,
            SignedHistory history,
            SigningRules rules,
            Presenter presenter,
            Intentions intentions,
            SigningRisk risk,
            Ceremonies ceremonies,
            SigningSteps steps,
            SeriesOfSignatures series,
            EndedSeries ended,
            Release release,
            OwnTransaction transaction,
            Forecasts forecasts) {
        this.forecasts = forecasts;
        this.plans = plans;
        this.history = history;
        this.rules = rules;
        this.presenter = presenter;
        this.intentions = intentions;
        this.risk = risk;
        this.ceremonies = ceremonies;
        this.steps = steps;
        this.series = series;
        this.ended = ended;
        this.release = release;
        this.transaction = transaction;
    }

    @Override
    public SignaturePlan plan(Caller caller, RecordVersion version) {
        return plans.append(caller, version);
    }

    @Override
    public boolean isSensitive(String recordType) {
        return risk.isSensitive(recordType);
    }

    @Override
    public Optional<SignaturePlan> planOf(UUID recordId) {
        return plans.of(recordId);
    }

    @Override
    public List<SignaturePlan.Step> demanded(String recordType) {
        return SignaturePolicy.ofType(recordType).steps();
    }

    @Override
    public Forecast forecast(RecordVersion newest) {
        return forecasts.of(newest);
    }

    @Override
    public Forecast forecast(String recordType, String author) {
        return forecasts.ofNew(recordType, author);
    }

    @Override
    public Lineage lineage(UUID recordId) {
        return history.lineage(recordId);
    }

    @Override
    public Optional<Refusal> refusalToSign(String userId, SigningTask task) {
        return rules.refusal(userId, task);
    }

    @Override
    public Presentation present(Caller caller, SigningTask task, Locale reader) {
        return transaction.run(() -> presenter.show(caller, task, Meanings.language(reader)));
    }

    @Override
    public Ceremony intend(Caller caller, SigningTask task, SigningRequest request) {
        return transaction.run(() -> intentions.form(caller, task, request));
    }

    @Override
    public Ceremony intendForPasskey(Caller caller, SigningTask task, SigningRequest request) {
        return transaction.run(() -> intentions.formAndKeep(caller, task, request));
    }

    @Override
    public Ceremony resume(Caller caller, SigningTask task, SigningRequest request, UUID ceremonyId) {
        return transaction.run(() -> intentions.resume(caller, task, request, ceremonyId));
    }

    @Override
    public SeriesPlace place(Ceremony ceremony) {
        return series.place(ceremony);
    }

    @Override
    public Optional<SigningSeries> series(Caller caller, SigningTask task) {
        return series.state(caller, task).filter(one -> intentions.leavesOneEnough(caller, task));
    }

    @Override
    public Optional<SeriesEnd> seriesEnd(Caller caller, SigningTask task) {
        return ended.why(caller, task);
    }

    @Override
    public boolean beganSeries(Caller caller, Signature signature) {
        return series.wasBegunBy(caller, signature);
    }

    @Override
    public void endSeries(Caller caller) {
        transaction.run(() -> {
            series.end(caller);
            return caller;
        });
    }

    @Override
    public void open(Ceremony ceremony, ProofOfPresence proof) {
        ceremonies.open(ceremony, proof);
    }

    @Override
    public boolean isOpenFor(String taskId) {
        return OpenCeremony.current().filter(open -> open.isFor(taskId)).isPresent();
    }

    @Override
    public boolean isPersistedFor(String taskId) {
        return OpenCeremony.current()
                .filter(open -> open.isFor(taskId) && open.isPersisted())
                .isPresent();
    }

    @Override
    public void authorise(SigningTask task) {
        steps.authorise(task);
    }

    @Override
    public void reauthenticate(SigningTask task) {
        steps.reauthenticate(task);
    }

    @Override
    public void bind(SigningTask task) {
        steps.bind(task);
    }

    @Override
    public Decision persist(SigningTask task) {
        return steps.persist(task);
    }

    @Override
    public void burn(Ceremony ceremony, Refusal refusal) {
        transaction.run(() -> {
            ceremonies.burn(ceremony, refusal);
            return ceremony;
        });
    }

    @Override
    public void release(Caller caller, UUID recordId, int version) {
        release.make(caller, recordId, version);
    }

    @Override
    public Optional<Signature> find(UUID signatureId) {
        return history.find(signatureId);
    }

    @Override
    public Optional<String> faultOf(UUID signatureId) {
        return release.faultOf(signatureId);
    }

    @Override
    public List<Signature> ofRecord(UUID recordId) {
        return history.ofRecord(recordId);
    }

    @Override
    public Optional<Signature> ofTask(String userId, String taskId) {
        return presenter.recordShown(userId, taskId).map(history::ofRecord).stream()
                .flatMap(List::stream)
                .filter(one -> one.userId().equals(userId))
                .filter(one ->
                        one.statement().path("intent").path("taskId").asText().equals(taskId))
                .findFirst();
    }

    @Override
    public Optional<Signature> persisted() {
        return OpenCeremony.current().flatMap(OpenCeremony::persisted);
    }
}
