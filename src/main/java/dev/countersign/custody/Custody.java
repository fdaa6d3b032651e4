package dev.countersign.custody;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.identity.AuthorityRenewal;
import dev.countersign.identity.ServerShare;
import dev.countersign.identity.ServerShare.Generation;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Renewal of the server's share and of the authority: an IT Administrator proposes, a QA Manager decides; neither can alone (KEY-02). */
@Component
public class Custody {

    private final ServerShare share;
    private final AuthorityRenewal renewal;
    private final Authority authority;
    private final Refusals refusals;

    Custody(ServerShare share, AuthorityRenewal renewal, Authority authority, Refusals refusals) {
        this.share = share;
        this.renewal = renewal;
        this.authority = authority;
        this.refusals = refusals;
    }

    /** For both who decide. */
    public List<Generation> generations(Caller caller) {
        return guarding(caller, "share", () -> {
            requireEither(caller);
            return share.generations();
        });
    }

    /** @return the generation that waits for a second person */
    public int propose(Caller administrator, String reason) {
        return guarding(administrator, "share", () -> {
            authority.require(administrator, Permission.PROPOSE_ROTATION);
            return share.propose(administrator, reason);
        });
    }

    /** New keys are wrapped under it from now on, and each person's when they sign in or sign. */
    public void open(Caller manager, int generation) {
        guarding(manager, "share", () -> {
            authority.require(manager, Permission.OPEN_ROTATION);
            share.open(manager, generation);
            return generation;
        });
    }

    /** The authorities; for both who decide. */
    public List<AuthorityRenewal.Generation> authorities(Caller caller) {
        return guarding(caller, "authority", () -> {
            requireEither(caller);
            return renewal.generations();
        });
    }

    /** @return the generation of the authority that waits for a second person */
    public int proposeAuthority(Caller administrator, String reason) {
        return guarding(administrator, "authority", () -> {
            authority.require(administrator, Permission.PROPOSE_ROTATION);
            return renewal.propose(administrator, reason);
        });
    }

    /** New certificates are its own from now on. */
    public void openAuthority(Caller manager, int generation) {
        guarding(manager, "authority", () -> {
            authority.require(manager, Permission.OPEN_ROTATION);
            renewal.open(manager, generation);
            return generation;
        });
    }

    private void requireEither(Caller caller) {
        if (!authority.may(caller.actorId(), Permission.PROPOSE_ROTATION)) {
            authority.require(caller, Permission.OPEN_ROTATION);
        }
    }

    private <T> T guarding(Caller caller, String what, Supplier<T> work) {
        return refusals.guarding(caller, what + ".rotation", what, work);
    }
}
