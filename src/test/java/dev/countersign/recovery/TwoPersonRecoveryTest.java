package dev.countersign.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.Presence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LogRecovery;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.recovery.Recovery.Proposal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What two people decide about a log that is in recovery mode, on nodes that share nothing but the database. */
@CountersignTest
@Requirement("AUD-02")
class TwoPersonRecoveryTest {

    @Autowired
    private Authority authority;

    @Autowired
    private Presence presence;

    @Autowired
    private Refusals refusals;

    @Autowired
    private StoredProposal stored;

    @Autowired
    private Ledger ledger;

    @Autowired
    private TestPeople people;

    private final InRecovery log = new InRecovery();

    @Test
    void aProposalWaitsOnEveryNodeIsOnRecordAndIsConfirmedOnAnother() {
        String first = people.signer(Role.QA_MANAGER);
        String second = people.signer(Role.QA_MANAGER);
        Recovery one = node(Clock.systemUTC());
        Recovery other = node(Clock.systemUTC());
        Proposal earlier = propose(one, first, "lost");
        Proposal proposal = propose(one, first, "lost for good");
        assertThat(other.proposal()).hasValueSatisfying(waiting -> {
            assertThat(waiting.userId()).isEqualTo(first);
            assertThat(waiting.sha256()).isEqualTo(proposal.sha256());
        });
        assertThat(newestEntry())
                .contains(proposal.sha256().hex(), earlier.sha256().hex(), "\"lapsesAt\"", first);
        assertRefused("no-such-proposal", () -> confirm(other, second, earlier));
        assertRefused("same-person", () -> confirm(other, first, proposal));

        confirm(other, second, proposal);
        assertThat(log.opened).containsExactly(proposal.sha256());
        assertThat(one.proposal()).isEmpty();
        assertThat(other.proposal()).isEmpty();
    }

    @Test
    void aProposalLapsesAfterAnHourOnEveryNode() {
        String first = people.signer(Role.QA_MANAGER);
        String second = people.signer(Role.QA_MANAGER);
        Proposal proposal = propose(node(Clock.systemUTC()), first, "lost");
        assertThat(node(later(Duration.ofMinutes(59))).proposal()).isPresent();
        Recovery late = node(later(Duration.ofMinutes(61)));
        assertThat(late.proposal()).isEmpty();
        assertRefused("no-such-proposal", () -> confirm(late, second, proposal));
        assertThat(log.opened).isEmpty();
    }

    private Recovery node(Clock clock) {
        return new TwoPersonRecovery(authority, presence, log, refusals, clock, stored);
    }

    private static Clock later(Duration by) {
        return Clock.offset(Clock.systemUTC(), by);
    }

    private static Caller caller(String userId) {
        return Caller.person(userId, "session-of-" + userId, "127.0.0.1");
    }

    private static Proposal propose(Recovery node, String userId, String reason) {
        return node.propose(
                caller(userId), reason, Authenticator.PASSWORD.toCharArray(), Authenticator.freshCode(userId));
    }

    private static void confirm(Recovery node, String userId, Proposal proposal) {
        node.confirm(
                caller(userId),
                proposal.sha256(),
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(userId));
    }

    private static void assertRefused(String code, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(
                        refused.refusal().code())
                .isEqualTo(code));
    }

    private String newestEntry() {
        return new String(
                ledger.search(new Ledger.Filter(null, null, null, "log.recovery-proposed", null), 0, 1)
                        .items()
                        .get(0)
                        .bytes(),
                StandardCharsets.UTF_8);
    }

    /** A log that contradicts its witnesses, whatever is decided. */
    private static final class InRecovery implements LogRecovery {

        private final List<Digest> opened = new ArrayList<>();

        @Override
        public Situation situation() {
            return new Situation("a test says so", null, null);
        }

        @Override
        public byte[] statement(String reason) {
            return (UUID.randomUUID() + reason).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void open(Caller caller, byte[] statement, Decision first, Decision second) {
            assertThat(first.keyId()).isNotEqualTo(second.keyId());
            assertThat(first.signature()).hasSize(64);
            opened.add(Digest.of(statement));
        }
    }
}
