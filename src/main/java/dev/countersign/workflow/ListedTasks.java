package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Site;
import dev.countersign.signing.SigningList;
import dev.countersign.workflow.Tasks.Answered;
import dev.countersign.workflow.Tasks.Asked;
import dev.countersign.workflow.Tasks.TaskView;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that a person signs with one proof of presence over a list shown as such (WFL-08, 11.200(a)(1)(i)); off unless a meaning's policy allows it. Each
 * is approved by a signature of its own, in a transaction of its own, or refused by itself. A rejection is always single.
 */
public interface ListedTasks {

    /** Tasks of the caller that may stand in a list, by the meaning of their signature; in each the oldest first. */
    List<Choice> choices(Caller caller);

    /** @param most how many of them a list may have */
    record Choice(String meaning, int most, List<TaskView> tasks) {}

    /** @param recordSha256 the version hash that the person believes to sign; null for whatever is shown */
    record Chosen(String taskId, @Nullable Digest recordSha256) {}

    /**
     * Makes the list and stores it as it is shown.
     *
     * @param reader in whose language its sentences are
     * @throws dev.countersign.ledger.RefusedException {@code list-not-allowed}, {@code list-size}, {@code list-mixed}, {@code record-changed}, {@code
     *     not-authorized}, {@code task-not-found}, {@code task-completed}; nothing is listed then
     */
    SigningList show(Caller caller, List<Chosen> chosen, Locale reader);

    /**
     * The caller's own list, with what came of each record.
     *
     * @throws dev.countersign.ledger.RefusedException {@code list-not-found}
     */
    SigningList list(Caller caller, UUID listId);

    /**
     * Asks a passkey over the list's hash.
     *
     * @throws dev.countersign.ledger.RefusedException {@code list-changed}, {@code list-expired}, {@code passkey-host}, {@code passkey-not-found}
     */
    Asked askPasskey(Caller caller, UUID listId, Digest sha256, Site site);

    /**
     * Signs every record of the list it can. A list that was signed before answers what came of it, and nothing is signed.
     *
     * @param password wiped by this call
     * @return what came of each
     * @throws dev.countersign.ledger.RefusedException {@code list-changed}, {@code list-expired}, {@code reauthentication-failed}, {@code signing-locked};
     *     nothing is signed then
     */
    SigningList sign(Caller caller, UUID listId, Digest sha256, char[] password, String code);

    /** As with a code, by password and a passkey's answer. */
    SigningList sign(Caller caller, UUID listId, Digest sha256, char[] password, Answered answer);
}
