package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.risk.Assessment;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to sign (SIG-08): single use, short-lived, bound to person, session, task and record hash.
 *
 * @param intent exact bytes of the intent
 * @param risk the signals of this attempt, and what they raised
 * @param place in the list it is an attempt of; null for a signature alone
 */
public record Ceremony(
        UUID ceremonyId,
        Caller caller,
        SigningTask task,
        SigningRequest request,
        Digest versionSha256,
        byte[] intent,
        Digest intentSha256,
        Assessment risk,
        @Nullable ListPlace place) {}
