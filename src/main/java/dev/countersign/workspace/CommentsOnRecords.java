package dev.countersign.workspace;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.Caller;
import dev.countersign.records.Comments;
import dev.countersign.records.Comments.Comment;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.RecordAccess;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Who remarks on records, and who reads that (WFL-04): whoever works with them; whoever may read them. */
@Component
public class CommentsOnRecords {

    private final Comments comments;
    private final RecordAccess access;
    private final Authority authority;
    private final TransactionTemplate transaction;

    CommentsOnRecords(Comments comments, RecordAccess access, Authority authority, TransactionTemplate transaction) {
        this.comments = comments;
        this.access = access;
        this.authority = authority;
        this.transaction = transaction;
    }

    public boolean mayAdd(Caller caller, RecordVersion version) {
        return caller.isPerson()
                && (authority.may(caller.actorId(), Permission.DRAFT_RECORDS)
                        || ProcessModels.isAboutProcesses(version.type())
                                && authority.may(caller.actorId(), Permission.CHANGE_MODELS));
    }

    /**
     * Adds one.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code record-not-found}, {@code invalid-member}, {@code comments-full}
     */
    public Comment add(Caller caller, UUID recordId, int version, String text) {
        RecordVersion about = access.version(caller, recordId, version);
        if (!mayAdd(caller, about)) {
            authority.require(caller, Permission.DRAFT_RECORDS);
        }
        return Objects.requireNonNull(transaction.execute(status -> comments.add(caller, about, text)));
    }

    /**
     * Those of all versions, oldest first.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code record-not-found}
     */
    public List<Comment> of(Caller caller, UUID recordId) {
        access.versions(caller, recordId);
        return comments.of(recordId);
    }
}
