package dev.countersign.authority;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.worm.RecordScope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may do what (21 CFR 11.10(d), (g)). Read anew at every call: nothing is cached, a revoked role ends at once (T20). */
public interface Authority {

    /** The roles that count now, over all records: given, not taken away and not ended. */
    Set<Role> roles(String userId);

    /** As {@link #roles(String)}, with those over some records alone: what people call their roles. */
    Set<Role> held(String userId);

    /** As {@link #roles(String)}, of everybody who has any, by user id; in one statement. */
    Map<String, Set<Role>> roles();

    /** Whether what this person looks at is put on record apart: they have an inspector's role now, over whatever records. */
    boolean inspects(String userId);

    /** Whether a role over all records lets this active person do it. */
    boolean may(String userId, Permission permission);

    /**
     * Which records this person may read by that permission; empty for none. Whoever reads records, or what the trail says of them, for a
     * person MUST keep to it. A door that asks {@link #may} or {@link #require} instead is closed to whoever may not read all.
     */
    Optional<RecordScope> reach(String userId, Permission permission);

    /**
     * As {@link #reach(String, Permission)}, of the caller.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized} for none
     */
    RecordScope reach(Caller caller, Permission permission);

    /** A digest of every role this person was ever given and of its end: another one after any change, even if it was changed back. */
    Digest standing(String userId);

    /**
     * Demands a permission of the caller.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    void require(Caller caller, Permission permission);

    /** Every role that somebody has or whose end has passed, and that nobody took away or gave anew since; by user id, then role. */
    List<Grant> grants();

    /**
     * That the role could be granted on these terms now.
     *
     * @throws dev.countersign.ledger.RefusedException {@code end-required} if the role is one that ends and the terms name none, {@code
     *     end-refused} if the end has passed or is more than {@link Terms#MOST_YEARS} years away, {@code scope-refused} if the role is
     *     always over all records, or the scope has too much in it, or a record type or a record that there is not
     */
    void demandTerms(String userId, Role role, Terms terms);

    /** Grants a role until it is taken away; audited with its reason. */
    void grant(Caller caller, String userId, Role role, String reason);

    /**
     * Grants a role; audited with its reason and its terms. In the place of a grant of the same role that has an end, passed or not.
     *
     * @throws dev.countersign.ledger.RefusedException as {@link #demandTerms}
     */
    void grant(Caller caller, String userId, Role role, Terms terms, String reason);

    /** Takes a role away; effective at once; audited with its reason. */
    void revoke(Caller caller, String userId, Role role, String reason);

    /**
     * Why this person may not sign this step, if so: role missing, the
     * organisation's letter to FDA missing, separation of duties over the record's lineage, or training missing (AUT-05).
     */
    Optional<Refusal> refusalToSign(String userId, Demanded demanded, Lineage lineage);

    /**
     * What a signature demands of whoever gives it.
     *
     * @param step code of the step of the plan
     * @param role code of the role the plan demands; empty for the author's own signature
     * @param meaning code of the meaning: who signs that training is completed need not be trained to do so (SIG-04)
     * @param recordType code of the type of what is signed
     * @param independentOf what the signer must have no hand in: {@code author}, or codes of other steps (AUT-03)
     */
    record Demanded(String step, String role, String meaning, String recordType, List<String> independentOf) {

        /** The meaning that opens the gate of training, and skips that gate alone. */
        public static final String TRAINING_COMPLETION = "training-completion";
    }

    /**
     * A role as somebody was given it.
     *
     * @param ended whether its end has passed, by the database's clock: it does not count any more
     */
    record Grant(String userId, Role role, Instant since, Terms terms, boolean ended) {}
}
