package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.ListMapper.Kept;
import dev.countersign.signing.ListMapper.Place;
import dev.countersign.signing.MeaningPolicy.Reading;
import dev.countersign.signing.SignaturePlan.Step;
import dev.countersign.signing.SigningEvents.ListShown;
import dev.countersign.signing.SigningList.Item;
import dev.countersign.signing.SigningList.Outcome;
import dev.countersign.signing.SigningList.State;
import dev.countersign.signing.SigningListFormat.Listed;
import dev.countersign.signing.SigningListFormat.Row;
import dev.countersign.worm.WormStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link SigningLists}: the list's bytes in the write-once store, how far it is in a table. */
@Component
class StoredSigningLists implements SigningLists {

    private static final int NONCE_BYTES = 32;

    private final ListMapper lists;
    private final UsedPlaces used;
    private final Records records;
    private final SignaturePlans plans;
    private final SigningRules rules;
    private final Presenter presenter;
    private final Intentions intentions;
    private final WormStore worm;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final SigningSettings settings;
    private final OwnTransaction transaction;

    StoredSigningLists(
            ListMapper lists,
            UsedPlaces used,
            Records records,
            SignaturePlans plans,
            SigningRules rules,
            Presenter presenter,
            Intentions intentions,
            WormStore worm,
            Ledger ledger,
            Identifiers identifiers,
            SigningSettings settings,
            OwnTransaction transaction) {
        this.lists = lists;
        this.used = used;
        this.records = records;
        this.plans = plans;
        this.rules = rules;
        this.presenter = presenter;
        this.intentions = intentions;
        this.worm = worm;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.settings = settings;
        this.transaction = transaction;
    }

    @Override
    public Set<String> meanings() {
        return settings.listed();
    }

    @Override
    public int most(String meaning) {
        return Optional.ofNullable(settings.meanings().get(meaning))
                .map(MeaningPolicy::recordsPerList)
                .orElse(0);
    }

    @Override
    public boolean mayList(SigningTask task) {
        return plans.of(task.recordId())
                .filter(plan -> plan.step(task.planStep())
                        .filter(step -> most(step.meaning()) > 0)
                        .isPresent())
                .filter(plan -> !isLast(plan, task))
                .isPresent();
    }

    private static boolean isLast(SignaturePlan plan, SigningTask task) {
        return plan.steps().get(plan.steps().size() - 1).code().equals(task.planStep());
    }

    @Override
    public SigningList show(Caller caller, List<Chosen> chosen, Locale reader) {
        return transaction.run(() -> {
            if (!caller.isPerson()) {
                throw SigningRefusal.NOT_A_PERSON.refuse(caller.actorId());
            }
            String meaning = demandedMeaning(chosen);
            UUID listId = identifiers.next();
            List<byte[]> rows = new ArrayList<>();
            for (Chosen one : chosen) {
                rows.add(SigningListFormat.write(
                        worm.installation(), row(caller, listId, rows.size() + 1, one, reader)));
            }
            rows.forEach(worm::putBlob);
            byte[] list = SigningListFormat.write(
                    worm.installation(),
                    new Listed(
                            listId,
                            caller.actorId(),
                            meaning,
                            policy(meaning).listReading() == Reading.OPENED,
                            worm.now(),
                            rows.stream().map(Digest::of).toList()));
            worm.putBlob(list);
            remember(caller, listId, meaning, Digest.of(list), chosen);
            return view(caller, kept(caller, listId));
        });
    }

    private void remember(Caller caller, UUID listId, String meaning, Digest sha256, List<Chosen> chosen) {
        lists.insert(
                organisation(),
                listId.toString(),
                caller.actorId(),
                Presenter.session(caller),
                sha256.hex(),
                meaning,
                chosen.size(),
                settings.presentationLasts().toSeconds());
        int position = 0;
        for (Chosen one : chosen) {
            SigningTask task = one.task();
            lists.place(
                    organisation(),
                    listId.toString(),
                    ++position,
                    task.taskId(),
                    task.recordId().toString(),
                    task.version());
        }
        ledger.append(caller, new ListShown(listId, sha256, meaning, chosen.size()));
    }

    /** One meaning for all: whoever signs a list says one thing of each of its records. */
    private String demandedMeaning(List<Chosen> chosen) {
        if (chosen.isEmpty() || chosen.size() > MeaningPolicy.LONGEST_LIST) {
            throw SigningRefusal.LIST_SIZE.refuse(
                    chosen.size(), MeaningPolicy.LONGEST_LIST, String.join(" or ", settings.listed()));
        }
        Set<String> meanings = new TreeSet<>();
        Set<UUID> seen = new HashSet<>();
        for (Chosen one : chosen) {
            meanings.add(demandListable(one.task()).meaning());
            if (!seen.add(one.task().recordId())) {
                throw SigningRefusal.LIST_TWICE.refuse(one.task().recordId());
            }
        }
        if (meanings.size() > 1) {
            throw SigningRefusal.LIST_MIXED.refuse(meanings);
        }
        String meaning = meanings.iterator().next();
        if (chosen.size() > most(meaning)) {
            throw SigningRefusal.LIST_SIZE.refuse(chosen.size(), most(meaning), meaning);
        }
        return meaning;
    }

    private Step demandListable(SigningTask task) {
        SignaturePlan plan = plans.demanded(task.recordId());
        Step step = plans.step(plan, task.planStep());
        if (isLast(plan, task) || SigningSettings.NEVER_IN_SERIES.contains(step.meaning())) {
            throw SigningRefusal.LIST_RELEASES.refuse(step.code(), task.recordId());
        }
        if (most(step.meaning()) == 0) {
            String listed = settings.listed().isEmpty() ? "none" : String.join(", ", settings.listed());
            throw SigningRefusal.LIST_OFF.refuse(step.code(), task.recordId(), listed);
        }
        return step;
    }

    private Row row(Caller caller, UUID listId, int position, Chosen one, Locale reader) {
        SigningTask task = one.task();
        Step step = demandListable(task);
        rules.refusal(caller.actorId(), task).ifPresent(refusal -> {
            throw new RefusedException(refusal);
        });
        RecordVersion version = records.version(task.recordId(), task.version())
                .orElseThrow(() -> SigningRefusal.NOTHING_TO_SHOW.refuse(task.version(), task.recordId()));
        Digest believed = one.recordSha256();
        if (believed != null && !believed.equals(version.sha256())) {
            throw SigningRefusal.OTHER_HASH.refuse(believed, version.version(), task.recordId(), version.sha256());
        }
        Presentation presentation =
                presenter.inList(caller, task, Meanings.language(reader)).presentation();
        return new Row(
                listId,
                position,
                task.taskId(),
                task.recordId(),
                task.version(),
                version.sha256(),
                version.title(),
                step.code(),
                Meanings.of(step.meaning(), version.version(), presentation.language()),
                presentation.sha256(),
                identifiers.randomBytes(NONCE_BYTES));
    }

    @Override
    public SigningList find(Caller caller, UUID listId) {
        return transaction.run(() -> view(caller, kept(caller, listId)));
    }

    @Override
    public SigningList demandOpen(Caller caller, UUID listId, Digest sha256) {
        return transaction.run(() -> {
            Kept kept = kept(caller, listId);
            if (!kept.listSha256().equals(sha256.hex())) {
                throw SigningRefusal.OTHER_LIST.refuse(sha256, listId, kept.listSha256());
            }
            if (kept.expired() || !kept.session().equals(Presenter.session(caller))) {
                throw over(listId);
            }
            return view(caller, kept);
        });
    }

    private RefusedException over(UUID listId) {
        return SigningRefusal.LIST_OVER.refuse(
                listId, settings.presentationLasts().toMinutes());
    }

    private Kept kept(Caller caller, UUID listId) {
        Kept kept = caller.isPerson() ? lists.find(organisation(), listId.toString(), caller.actorId()) : null;
        if (kept == null) {
            throw SigningRefusal.NO_LIST.refuse(listId);
        }
        return kept;
    }

    /** What is read of the list is read from its bytes: the table says how far it is, and nothing else. */
    private SigningList view(Caller caller, Kept kept) {
        Digest sha256 = Digest.parse(kept.listSha256());
        Listed list = list(sha256);
        boolean over = kept.state().equals("ended") || kept.over();
        List<Item> items = new ArrayList<>();
        for (Place place : lists.places(kept.organisation(), kept.listId())) {
            Row row = row(list, place.position());
            boolean seen = kept.state().equals("shown")
                    && presenter
                            .newestShown(caller, row.taskId())
                            .filter(row.presentationSha256()::equals)
                            .isPresent();
            items.add(item(row, place, seen, over));
        }
        State state = over ? State.ENDED : kept.state().equals("shown") ? State.SHOWN : State.SIGNING;
        return new SigningList(
                list.listId(),
                sha256,
                list.meaning(),
                list.opened(),
                state,
                kept.session(),
                UtcTime.read(kept.expiresAt()),
                List.copyOf(items));
    }

    private static Item item(Row row, Place place, boolean seen, boolean over) {
        Outcome outcome = Outcome.LISTED;
        @Nullable Refusal refusal = null;
        if (place.signatureId() != null) {
            outcome = Outcome.SIGNED;
        } else if (place.rule() != null) {
            outcome = Outcome.REFUSED;
            refusal = new Refusal(
                    place.rule(), String.valueOf(place.code()), Refusal.Kind.CONFLICT, String.valueOf(place.detail()));
        } else if (over) {
            outcome = Outcome.NOT_REACHED;
            refusal = SigningRefusal.LIST_NOT_REACHED.refusal(row.listId(), row.recordId());
        }
        return new Item(
                row.position(),
                row.taskId(),
                row.recordId(),
                row.version(),
                row.versionSha256(),
                row.title(),
                row.meaning().sentence(),
                row.meaning().language(),
                row.presentationSha256(),
                seen,
                outcome,
                place.signatureId() == null ? null : UUID.fromString(place.signatureId()),
                refusal);
    }

    private Listed list(Digest sha256) {
        return SigningListFormat.readList(worm.installation(), stored(sha256));
    }

    private Row row(Listed list, int position) {
        return SigningListFormat.readRow(worm.installation(), stored(list.rows().get(position - 1)));
    }

    private byte[] stored(Digest sha256) {
        return worm.blob(sha256)
                .filter(bytes -> Digest.of(bytes).equals(sha256))
                .orElseThrow(() -> new IllegalStateException("blob " + sha256 + " of a list is missing or altered"));
    }

    @Override
    public void ask(Caller caller, SigningList list) {
        transaction.run(() -> lists.ask(organisation(), list.listId().toString()));
    }

    @Override
    public void answered(Caller caller, SigningList list) {
        transaction.run(() -> {
            if (lists.answered(organisation(), list.listId().toString()) != 1) {
                throw SigningRefusal.SPENT.refuse(settings.presentationLasts().toSeconds());
            }
            return list;
        });
    }

    @Override
    public boolean begin(Caller caller, SigningList list, ProofOfPresence proof) {
        return transaction.run(() -> lists.prove(
                        organisation(),
                        list.listId().toString(),
                        caller.actorId(),
                        Presenter.session(caller),
                        list.sha256().hex(),
                        UtcTime.write(proof.validUntil())))
                == 1;
    }

    @Override
    public Ceremony intend(Caller caller, SigningTask task, SigningList list, int position, ProofOfPresence proof) {
        return transaction.run(() -> {
            Kept kept = kept(caller, list.listId());
            if (!kept.state().equals("proved")
                    || kept.over()
                    || !kept.listSha256().equals(list.sha256().hex())) {
                throw SigningRefusal.LIST_NOT_REACHED.refuse(list.listId(), task.recordId());
            }
            Listed listed = list(list.sha256());
            Row row = demandedRow(listed, position, task);
            demandListable(task);
            if (listed.opened() || policy(listed.meaning()).listReading() == Reading.OPENED) {
                demandOpened(caller, row);
            }
            return intentions.form(
                    caller,
                    task,
                    new SigningRequest(true, listed.meaning(), row.versionSha256(), row.presentationSha256(), null),
                    proof.components().get(1),
                    new ListPlace(listed.listId(), list.sha256(), listed.rows().size(), position));
        });
    }

    private Row demandedRow(Listed list, int position, SigningTask task) {
        Row row = position < 1 || position > list.rows().size() ? null : row(list, position);
        if (row == null
                || row.position() != position
                || !row.listId().equals(list.listId())
                || !row.taskId().equals(task.taskId())
                || !row.recordId().equals(task.recordId())
                || row.version() != task.version()
                || !row.planStep().equals(task.planStep())) {
            throw SigningRefusal.OTHER_PLACE.refuse(
                    position, list.listId(), task.taskId(), task.version(), task.recordId());
        }
        return row;
    }

    private void demandOpened(Caller caller, Row row) {
        if (presenter
                .newestShown(caller, row.taskId())
                .filter(row.presentationSha256()::equals)
                .isEmpty()) {
            throw SigningRefusal.LIST_UNREAD.refuse(row.recordId());
        }
    }

    private MeaningPolicy policy(String meaning) {
        return Objects.requireNonNull(settings.meanings().get(meaning), meaning);
    }

    @Override
    public void refuse(SigningList list, int position, Refusal refusal) {
        transaction.run(() -> lists.refuse(
                organisation(),
                list.listId().toString(),
                position,
                refusal.number(),
                refusal.code(),
                refusal.detail()));
    }

    @Override
    public void end(Caller caller, SigningList list) {
        transaction.run(() -> {
            used.end(caller, list.listId());
            return list;
        });
    }

    private String organisation() {
        return worm.installation().organisation();
    }
}
