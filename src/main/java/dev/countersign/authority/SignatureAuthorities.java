package dev.countersign.authority;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What each person may sign, by record type and meaning (AUT-02, 11.10(g)). As long as nobody decided over a person, what their roles bring
 * along holds ({@link PermissionMatrix}); from the first decision of two people on, what was decided holds alone, also once it has ended or
 * was taken away: what one person takes away never lets anybody sign more. Read anew at every call.
 */
public interface SignatureAuthorities {

    /**
     * Why this person may not sign records of that type with that meaning, if so.
     *
     * @param meaning that the step of the plan asks for; whoever may sign with it may reject there
     */
    Optional<Refusal> refusalToSign(String userId, String type, String meaning);

    /**
     * By what this person may sign it now: as {@link Held#facts} for the entry of the signature.
     *
     * @throws dev.countersign.ledger.RefusedException as {@link #refusalToSign}
     */
    Map<String, Object> demandToSign(String userId, String type, String meaning);

    /** What this person may sign now. */
    Standing standing(String userId);

    /**
     * As {@link #standing(String)}, for the person, for whoever may ask or decide, and for auditors.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code person-not-found}
     */
    Standing standing(Caller caller, String userId);

    /**
     * Who of everybody with a role or a decision may sign records of that type now, by meaning; in two statements, however many they are.
     */
    Map<String, Set<String>> signers(String type, Set<String> meanings);

    /**
     * Requests that wait for a decision, oldest first; for whoever may ask or decide, and auditors.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    List<Decided> waiting(Caller caller);

    /**
     * Everything that two people decided and nobody took away, ended or not, by person; for the same people.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    List<Decided> granted(Caller caller);

    /**
     * Asks that somebody else may sign something; by whoever may ask. Audited with its reason.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code reason-required}, {@code second-person-required} for
     *     oneself, {@code person-not-found}, {@code state-refused}, {@code incompatible-roles}, {@code authority-refused} for an extent
     *     that its preset does not take, or types or meanings that there are not, {@code end-required}, {@code end-refused},
     *     {@code authority-barred}, {@code authority-requested}
     */
    Decided ask(Caller caller, String userId, SigningExtent extent, @Nullable Instant until, String reason);

    /**
     * Grants or refuses what was asked for, effective at once; by somebody who may decide and neither asked nor gets it.
     * {@link Preset#NONE} takes away whatever else was granted.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code request-not-found}, {@code second-person-required},
     *     {@code reason-required}, and if it is granted what {@link #ask} refuses
     */
    void decide(Caller caller, UUID authorityId, boolean grant, String reason);

    /**
     * Takes away what was granted, effective at once; by one person who may ask or decide.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code authority-not-found}, {@code reason-required}
     */
    void takeAway(Caller caller, UUID authorityId, String reason);

    /**
     * What somebody may sign at one moment.
     *
     * @param decided whether people decided over it; else it came with the roles
     * @param held what counts; nothing is nothing
     */
    record Standing(boolean decided, List<Held> held) {

        /** Whether the person signs nothing, whatever else there is. */
        public boolean isBarred() {
            return held.stream().anyMatch(one -> one.extent().preset() == Preset.NONE);
        }
    }

    /**
     * One ground to sign by: a role, or a decision.
     *
     * @param role that brings it along; null if two people granted it
     * @param authorityId of what two people granted; null if a role brings it along
     * @param until when it ends; null if it does not by itself
     */
    record Held(
            SigningExtent extent,
            @Nullable Role role,
            @Nullable UUID authorityId,
            @Nullable Instant until) {}

    /**
     * What was asked for, and granted or not yet.
     *
     * @param until null for {@link Preset#NONE} alone
     * @param decidedBy null while it waits
     * @param ended whether its end has passed, by the database's clock
     */
    record Decided(
            UUID authorityId,
            String userId,
            SigningExtent extent,
            @Nullable Instant until,
            String requestedBy,
            Instant requestedAt,
            String reason,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            boolean ended) {}
}
