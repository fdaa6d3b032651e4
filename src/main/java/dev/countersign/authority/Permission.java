package dev.countersign.authority;

/** What a role lets somebody do (AUT-01); the matrix is {@code Authority}'s. */
public enum Permission {
    DRAFT_RECORDS,
    READ_RECORDS,
    START_APPROVALS,
    WITHDRAW_ANY_RECORD,
    /** Giving a task to somebody else, with a reason. */
    REASSIGN_TASKS,
    READ_AUDIT_TRAIL,
    /** Taking the audit trail away as a file: a table, exact entries or a sealed report. */
    EXPORT_AUDIT_TRAIL,
    /** Having everything verified, and seeing what came of it. */
    VERIFY_COMPLIANCE,
    MANAGE_ACCOUNTS,
    /** Asking that somebody new gets an account. */
    REQUEST_ACCOUNTS,
    /** Deciding, as the second person, whether somebody gets a role that was asked for, or an account back. */
    APPROVE_ROLES,
    /** Asking that somebody may sign records of some types with some meanings, and taking that away (AUT-02). */
    REQUEST_SIGNATURE_AUTHORITY,
    /** Deciding, as the second person, whether they may. */
    GRANT_SIGNATURE_AUTHORITY,
    /** Checking who somebody is before their key is certified (11.100(b)). */
    PROOF_IDENTITY,
    /** Recording, as one of two, that the organisation certified its electronic signatures to FDA (11.100(c)). */
    CERTIFY_ORGANISATION,
    /** Deciding, as one of two, that the log goes on without what it lost. */
    RECOVER_LOG,
    /** Seeing security alerts (11.300(d)). */
    READ_ALERTS,
    /** Acknowledging them: the security unit. */
    HANDLE_ALERTS,
    /** Proposing that the server's share in opening keys is renewed. */
    PROPOSE_ROTATION,
    /** Deciding, as the second person, that it is. */
    OPEN_ROTATION,
    /** Seeing which process models run, and records that are process models (11.10(k)). */
    READ_MODELS,
    /** Proposing that others run: writing such a record and starting its approval. */
    CHANGE_MODELS,
    /** Asking for an intervention in a stuck approval: writing such a record and starting its approval. */
    BREAK_GLASS,
    /** Declaring something of oneself by one's own signature alone: that a course was completed (11.10(i)). */
    DECLARE,
    /** Seeing who is trained in what, and who is not. */
    READ_TRAINING,
    /** Recording what others were trained in elsewhere, and proposing the course of the release. */
    MANAGE_TRAINING
}
