package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.Presence;
import dev.countersign.identity.PresenceAttempt;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Site;
import dev.countersign.signing.SigningList;
import dev.countersign.signing.SigningList.Item;
import dev.countersign.signing.SigningList.State;
import dev.countersign.signing.SigningLists;
import dev.countersign.workflow.Tasks.Answered;
import dev.countersign.workflow.Tasks.Asked;
import dev.countersign.workflow.Tasks.TaskView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** {@link ListedTasks}: one proof, then each record as if it were signed by itself. */
@Component
class ListSigning implements ListedTasks {

    private final OpenTasks open;
    private final TaskLists tasks;
    private final Completing completing;
    private final SigningLists lists;
    private final Presence presence;
    private final Passkeys passkeys;
    private final Refusals refusals;

    ListSigning(
            OpenTasks open,
            TaskLists tasks,
            Completing completing,
            SigningLists lists,
            Presence presence,
            Passkeys passkeys,
            Refusals refusals) {
        this.open = open;
        this.tasks = tasks;
        this.completing = completing;
        this.lists = lists;
        this.presence = presence;
        this.passkeys = passkeys;
        this.refusals = refusals;
    }

    @Override
    public List<Choice> choices(Caller caller) {
        List<Choice> choices = new ArrayList<>();
        if (lists.meanings().isEmpty()) {
            return choices;
        }
        List<TaskView> all = tasks.of(caller, null).views().stream()
                .filter(TaskView::canSign)
                .toList();
        for (String meaning : lists.meanings()) {
            List<TaskView> listable = all.stream()
                    .filter(task -> task.meanings().equals(List.of(meaning)))
                    .toList();
            if (!listable.isEmpty()) {
                choices.add(new Choice(meaning, lists.most(meaning), listable));
            }
        }
        return choices;
    }

    @Override
    public SigningList show(Caller caller, List<Chosen> chosen, Locale reader) {
        return guarding(
                caller,
                "new",
                () -> lists.show(
                        caller,
                        chosen.stream()
                                .map(one ->
                                        new SigningLists.Chosen(open.signing(caller, one.taskId()), one.recordSha256()))
                                .toList(),
                        reader));
    }

    @Override
    public SigningList list(Caller caller, UUID listId) {
        return guarding(caller, listId, () -> lists.find(caller, listId));
    }

    @Override
    public Asked askPasskey(Caller caller, UUID listId, Digest sha256, Site site) {
        return guarding(caller, listId, () -> {
            SigningList list = lists.demandOpen(caller, listId, sha256);
            Asked asked = new Asked(listId, passkeys.askForIntent(caller.actorId(), list.sha256(), site));
            lists.ask(caller, list);
            return asked;
        });
    }

    @Override
    public SigningList sign(Caller caller, UUID listId, Digest sha256, char[] password, String code) {
        return sign(caller, listId, sha256, password, (attempt, list) -> attempt.prove(list.sha256(), code));
    }

    @Override
    public SigningList sign(Caller caller, UUID listId, Digest sha256, char[] password, Answered answer) {
        return sign(caller, listId, sha256, password, (attempt, list) -> {
            guarding(caller, listId, () -> {
                lists.answered(caller, list);
                return list;
            });
            return attempt.prove(list.sha256(), answer.assertion());
        });
    }

    private SigningList sign(
            Caller caller,
            UUID listId,
            Digest sha256,
            char[] password,
            BiFunction<PresenceAttempt, SigningList, ProofOfPresence> proving) {
        try {
            SigningList list = guarding(caller, listId, () -> {
                SigningList kept = lists.find(caller, listId);
                return kept.state() == State.SHOWN ? lists.demandOpen(caller, listId, sha256) : kept;
            });
            if (list.state() != State.SHOWN) {
                return list;
            }
            try (PresenceAttempt attempt =
                            presence.attempt(caller, listId, list.items().size(), password);
                    ProofOfPresence proof = proving.apply(attempt, list)) {
                if (lists.begin(caller, list, proof)) {
                    signEach(caller, list, proof);
                }
            }
            return lists.find(caller, listId);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private void signEach(Caller caller, SigningList list, ProofOfPresence proof) {
        try {
            for (Item item : list.items()) {
                sign(caller, list, item, proof);
            }
        } finally {
            lists.end(caller, list);
        }
    }

    /** What is refused of one record is on record where it was refused, and the others go on. */
    private void sign(Caller caller, SigningList list, Item item, ProofOfPresence proof) {
        try {
            completing.signPlace(
                    caller, item.taskId(), task -> lists.intend(caller, task, list, item.position(), proof), proof);
        } catch (RefusedException e) {
            lists.refuse(list, item.position(), e.refusal());
        }
    }

    private <T> T guarding(Caller caller, Object listId, Supplier<T> work) {
        return refusals.guarding(caller, "list.sign", "signing-list:" + listId, work);
    }
}
