package dev.countersign.reviews;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.Reauthentication;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Question;
import dev.countersign.passkeys.Site;
import dev.countersign.worm.WormStore;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A person shows that what they authenticate with still works and was not altered (11.300(e)): the password, and a code of the authenticator or
 * a passkey's answer. A test that fails is a failed attempt, told and counted like any other. The task falls due by the age of the authenticator
 * app and is done by its code alone: what a passkey answers is on record, and tells nothing of the app.
 */
@Component
class AuthenticatorTests {

    private final ReviewMapper tasks;
    private final Reauthentication reauthentication;
    private final Passkeys passkeys;
    private final WormStore store;
    private final Ledger ledger;
    private final Refusals refusals;
    private final TransactionTemplate transaction;

    AuthenticatorTests(
            ReviewMapper tasks,
            Reauthentication reauthentication,
            Passkeys passkeys,
            WormStore store,
            Ledger ledger,
            Refusals refusals,
            TransactionTemplate transaction) {
        this.tasks = tasks;
        this.reauthentication = reauthentication;
        this.passkeys = passkeys;
        this.store = store;
        this.ledger = ledger;
        this.refusals = refusals;
        this.transaction = transaction;
    }

    void byCode(Caller person, char[] password, String code) {
        reauthentication.demand(person, password, code);
        String organisation = store.installation().organisation();
        transaction.executeWithoutResult(status -> {
            tasks.locked(organisation, Calendar.TEST, person.actorId())
                    .ifPresent(row -> tasks.finish(
                            organisation, row.taskId(), store.now(), person.actorId(), "works", null, null, null));
            worked(person, Map.of("component", "totp"));
        });
    }

    Question ask(Caller person, Site site) {
        return refusals.guarding(
                person,
                "authenticator.test",
                "person:" + person.actorId(),
                () -> passkeys.askAgain(person.actorId(), session(person), site));
    }

    void byPasskey(Caller person, char[] password, Assertion answer) {
        reauthentication.demand(person, session(person), password, answer);
        Map<String, Object> what = Map.of(
                "component",
                "passkey",
                "credentialIdSha256",
                Digest.of(answer.credentialId()).hex());
        transaction.executeWithoutResult(status -> worked(person, what));
    }

    private void worked(Caller person, Map<String, Object> what) {
        ledger.append(person, ReviewEvent.of("authenticator.tested", person.actorId(), what, null));
    }

    private static String session(Caller person) {
        return Objects.requireNonNullElse(person.session(), "");
    }
}
