package dev.countersign.signing;

import dev.countersign.Authenticator;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestPasskeys;
import dev.countersign.identity.Presence;
import dev.countersign.identity.PresenceAttempt;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Site;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.SigningLists.Chosen;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Lists of reviews, signed with one proof. */
@Component
public class TestLists {

    private final TestCeremonies ceremonies;
    private final Signatures signatures;
    private final SigningLists lists;
    private final Presence presence;

    TestLists(TestCeremonies ceremonies, Signatures signatures, SigningLists lists, Presence presence) {
        this.ceremonies = ceremonies;
        this.signatures = signatures;
        this.lists = lists;
        this.presence = presence;
    }

    /** Tasks of that person to review as many records, whose authors signed them. */
    public List<SigningTask> reviews(String reviewer, int count) {
        List<SigningTask> tasks = new ArrayList<>();
        for (int one = 0; one < count; one++) {
            RecordVersion version =
                    ceremonies.inReview(TestCeremonies.caller(ceremonies.team().author()));
            ceremonies.approve(ceremonies.team().author(), version, "authorship");
            tasks.add(ceremonies.task(version, "review", reviewer));
        }
        return tasks;
    }

    /** The list of them, each opened before. */
    public SigningList opened(Caller caller, List<SigningTask> tasks) {
        tasks.forEach(task -> signatures.present(caller, task, Locale.ENGLISH));
        return lists.show(
                caller, tasks.stream().map(task -> new Chosen(task, null)).toList(), Locale.ENGLISH);
    }

    public ProofOfPresence prove(Caller caller, SigningList list) {
        try (PresenceAttempt attempt =
                presence.attempt(caller, list.listId(), list.items().size(), Authenticator.PASSWORD.toCharArray())) {
            return attempt.prove(list.sha256(), Authenticator.freshCode(caller.actorId()));
        }
    }

    public Signature sign(Caller caller, SigningTask task, SigningList list, int position, ProofOfPresence proof) {
        return ceremonies.complete(lists.intend(caller, task, list, position, proof), proof);
    }

    /** All of them, in their order. */
    public List<Signature> signed(String reviewer, List<SigningTask> tasks) {
        Caller caller = TestCeremonies.caller(reviewer);
        return signed(caller, tasks, list -> prove(caller, list));
    }

    /** The same by a passkey, at a page of that site. */
    public List<Signature> signed(
            String reviewer, List<SigningTask> tasks, SoftwareAuthenticator authenticator, Site site) {
        Caller caller = TestCeremonies.caller(reviewer);
        return signed(caller, tasks, list -> {
            String challenge = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(list.sha256().bytes());
            try (PresenceAttempt attempt = presence.attempt(
                    caller, list.listId(), list.items().size(), Authenticator.PASSWORD.toCharArray())) {
                return attempt.prove(list.sha256(), TestPasskeys.assertion(authenticator.answer(challenge), site));
            }
        });
    }

    private List<Signature> signed(
            Caller caller, List<SigningTask> tasks, Function<SigningList, ProofOfPresence> proving) {
        SigningList list = opened(caller, tasks);
        List<Signature> made = new ArrayList<>();
        try (ProofOfPresence proof = proving.apply(list)) {
            lists.begin(caller, list, proof);
            for (SigningTask task : tasks) {
                made.add(sign(caller, task, list, made.size() + 1, proof));
            }
        } finally {
            lists.end(caller, list);
        }
        return made;
    }
}
