package dev.countersign.signing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.countersign.changes.ModelTexts;
import dev.countersign.changes.ProcessModels;
import dev.countersign.changes.ProcessModels.SignedSet;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.PresentationFormat.Baseline;
import dev.countersign.signing.PresentationFormat.Shown;
import dev.countersign.signing.ShowingMapper.Showing;
import dev.countersign.signing.SigningEvents.PresentationShown;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Renders what is shown to a signer, stores it and remembers who was shown it (SIG-01). */
@Component
class Presenter {

    private final Records records;
    private final SignaturePlans plans;
    private final SignedHistory history;
    private final WormStore worm;
    private final Ledger ledger;
    private final ShowingMapper showings;
    private final ProcessModels models;

    Presenter(
            Records records,
            SignaturePlans plans,
            SignedHistory history,
            WormStore worm,
            Ledger ledger,
            ShowingMapper showings,
            ProcessModels models) {
        this.records = records;
        this.plans = plans;
        this.history = history;
        this.worm = worm;
        this.ledger = ledger;
        this.showings = showings;
        this.models = models;
    }

    /** Stores, remembers and audits; in the caller's transaction. */
    Presentation show(Caller caller, SigningTask task, String language) {
        Presentation current = current(task, language);
        worm.putBlob(current.bytes());
        showings.remember(new Showing(
                worm.installation().organisation(),
                session(caller),
                task.taskId(),
                caller.actorId(),
                task.recordId().toString(),
                task.version(),
                current.sha256().hex()));
        ledger.append(caller, new PresentationShown(task.recordId(), task.version(), task.taskId(), current.sha256()));
        return current;
    }

    /**
     * What would be shown now, if it is what was shown, in whichever language that was.
     *
     * @param shown null for whoever was shown nothing: English
     * @throws dev.countersign.ledger.RefusedException {@code record-changed}
     */
    Presentation stillShown(SigningTask task, @Nullable Digest shown) {
        Presentation current = current(task, Meanings.LANGUAGES.get(0));
        if (shown == null || shown.equals(current.sha256())) {
            return current;
        }
        return Meanings.LANGUAGES.stream()
                .skip(1)
                .map(language -> current(task, language))
                .filter(other -> other.sha256().equals(shown))
                .findFirst()
                .orElseThrow(() -> SigningRefusal.NOT_SHOWN.refuse(shown, current.sha256()));
    }

    /**
     * What would be signed of one record of a list.
     *
     * @param language of whoever was shown nothing, or something else since
     */
    InList inList(Caller caller, SigningTask task, String language) {
        Presentation current = current(task, language);
        Optional<Digest> shown = newestShown(caller, task.taskId());
        if (shown.isEmpty() || shown.get().equals(current.sha256())) {
            return new InList(current, shown.isPresent());
        }
        return Meanings.LANGUAGES.stream()
                .filter(other -> !other.equals(language))
                .map(other -> current(task, other))
                .filter(other -> other.sha256().equals(shown.get()))
                .findFirst()
                .map(other -> new InList(other, true))
                .orElseGet(() -> new InList(current, false));
    }

    /** @param seen whether exactly this was shown to the session */
    record InList(Presentation presentation, boolean seen) {}

    /** What would be shown now; the same state in the same language gives the same bytes. */
    private Presentation current(SigningTask task, String language) {
        SignaturePlan plan = plans.demanded(task.recordId());
        RecordVersion version = records.version(task.recordId(), task.version())
                .orElseThrow(() -> SigningRefusal.NOTHING_TO_SHOW.refuse(task.version(), task.recordId()));
        Optional<Records.RecordType> type = records.type(version.type());
        Baseline baseline = baseline(task);
        Shown shown = new Shown(
                version,
                plan,
                plans.step(plan, task.planStep()),
                type.map(Records.RecordType::printedName).orElse(version.type()),
                type.map(Records.RecordType::schema).orElseGet(JsonNodeFactory.instance::objectNode),
                records.content(version),
                baseline,
                history.ofVersion(task.recordId(), task.version()),
                version.type().equals(ProcessModels.TYPE) ? shownModels(version, baseline) : null);
        byte[] bytes = PresentationFormat.write(worm.installation(), shown, language);
        return new Presentation(Digest.of(bytes), bytes, CanonicalJson.parseOwn(bytes));
    }

    /** The newest presentation served to this session for this task. */
    Optional<Digest> newestShown(Caller caller, String taskId) {
        return Optional.ofNullable(
                        showings.newest(worm.installation().organisation(), caller.actorId(), session(caller), taskId))
                .map(Digest::parse);
    }

    /** The record this person was shown last for that task, also after its end. */
    Optional<UUID> recordShown(String personId, String taskId) {
        return Optional.ofNullable(showings.recordShown(worm.installation().organisation(), personId, taskId))
                .map(UUID::fromString);
    }

    private ShownModels shownModels(RecordVersion version, @Nullable Baseline baseline) {
        ModelTexts proposed = models.of(version);
        Optional<SignedSet> inForce = models.inForce();
        return new ShownModels(
                proposed,
                models.dryRunOf(version).orElse(null),
                inForce.map(SignedSet::version).orElse(null),
                models.difference(inForce.map(SignedSet::set).orElseGet(models::shipped), proposed),
                baseline == null ? List.of() : models.difference(models.of(baseline.version()), proposed));
    }

    private @Nullable Baseline baseline(SigningTask task) {
        return history.signedBefore(task.recordId(), task.version())
                .flatMap(signed -> records.version(task.recordId(), signed))
                .map(version -> new Baseline(version, records.content(version)))
                .orElse(null);
    }

    static String session(Caller caller) {
        return Objects.requireNonNullElse(caller.session(), "");
    }
}
