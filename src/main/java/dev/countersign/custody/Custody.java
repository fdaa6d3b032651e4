package dev.countersign.custody;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.identity.ServerShare;
import dev.countersign.identity.ServerShare.Generation;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Renewal of the server's share: an IT Administrator proposes, a QA Manager decides; neither can alone (KEY-02). */
@Component
public class Custody {

    private final ServerShare share;
    private final Authority authority;
    private final Refusals refusals;

    Custody(ServerShare share, Authority authority, Refusals refusals) {
        this.share = share;
        this.authority = authority;
        this.refusals = refusals;
    }

    /** For both who decide. */
    public List<Generation> generations(Caller caller) {
        return guarding(caller, () -> {
            if (!authority.may(caller.actorId(), Permission.PROPOSE_ROTATION)) {
                authority.require(caller, Permission.OPEN_ROTATION);
            }
            return share.generations();
        });
    }

    /** @return the generation that waits for a second person */
    public int propose(Caller administrator, String reason) {
        return guarding(administrator, () -> {
            authority.require(administrator, Permission.PROPOSE_ROTATION);
            return share.propose(administrator, reason);
        });
    }

    /** New keys are wrapped under it from now on, and each person's when they sign in or sign. */
    public void open(Caller manager, int generation) {
        guarding(manager, () -> {
            authority.require(manager, Permission.OPEN_ROTATION);
            share.open(manager, generation);
            return generation;
        });
    }

    private <T> T guarding(Caller caller, Supplier<T> work) {
        return refusals.guarding(caller, "share.rotation", "share", work);
    }
}
