package dev.countersign.authority;

import dev.countersign.identity.Enrolments;
import dev.countersign.identity.Enrolments.Founder;
import dev.countersign.identity.Enrolments.Proofing;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/** Who may vouch for somebody's identity: QA Managers alone (11.100(b)). The door to {@link Enrolments} for everybody above. */
@Component
public class IdentityProofing {

    private final Authority authority;
    private final Enrolments enrolments;
    private final Refusals refusals;

    IdentityProofing(Authority authority, Enrolments enrolments, Refusals refusals) {
        this.authority = authority;
        this.enrolments = enrolments;
        this.refusals = refusals;
    }

    /**
     * As {@link Enrolments#certify}, by an officer who may proof identity.
     *
     * @param password the officer's; wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code incompatible-roles} for an IT Administrator, or what {@link Enrolments#certify} refuses
     */
    public void certify(Caller officer, char[] password, String userId, Proofing proofing) {
        try {
            refusals.guarding(officer, "identity.proof", "person:" + userId, () -> {
                authority.require(officer, Permission.PROOF_IDENTITY);
                if (authority.roles(userId).contains(Role.IT_ADMINISTRATOR)) {
                    throw new RefusedException(AuthorityRefusal.ADMINISTRATOR_SIGNS.of(userId));
                }
                return true;
            });
            enrolments.certify(officer, password, userId, proofing);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** As {@link Enrolments#found}, by two officers who both may proof identity. Both passwords are wiped, whatever happens. */
    public void found(Caller caller, Founder one, Founder other) {
        try {
            for (Founder founder : new Founder[] {one, other}) {
                Caller person = Caller.person(founder.userId(), caller.session(), caller.address());
                refusals.guarding(person, "identity.found", "person:" + founder.userId(), () -> {
                    authority.require(person, Permission.PROOF_IDENTITY);
                    return true;
                });
            }
            enrolments.found(caller, one, other);
        } finally {
            Arrays.fill(one.password(), '\0');
            Arrays.fill(other.password(), '\0');
        }
    }
}
