package dev.countersign.authority;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may do what (21 CFR 11.10(d), (g)). Read anew at every call: nothing is cached, a revoked role ends at once (T20). */
public interface Authority {

    Set<Role> roles(String userId);

    /** The roles of everybody who has any, by user id; in one statement. */
    Map<String, Set<Role>> roles();

    boolean may(String userId, Permission permission);

    /** A digest of every role this person was ever given and of its end: another one after any change, even if it was changed back. */
    Digest standing(String userId);

    /**
     * Demands a permission of the caller.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    void require(Caller caller, Permission permission);

    /** Grants a role; audited with its reason. */
    void grant(Caller caller, String userId, Role role, String reason);

    /** Takes a role away; effective at once; audited with its reason. */
    void revoke(Caller caller, String userId, Role role, String reason);

    /**
     * Why this person may not sign this step, if so: role missing, the
     * organisation's letter to FDA missing, or separation of duties over the record's lineage.
     *
     * @param role code of the role the plan demands; empty for the author's own signature
     * @param independentOf what the signer must have no hand in: {@code author}, or codes of other steps (AUT-03)
     */
    Optional<Refusal> refusalToSign(
            String userId, String stepCode, String role, List<String> independentOf, Lineage lineage);
}
