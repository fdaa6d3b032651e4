package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.crypto.KeyVault;
import dev.countersign.identity.Lockout.Purpose;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Two nodes are given one code at the same moment (T18). */
@CountersignTest
@Requirement("IDN-03")
class CodeRaceTest {

    private static final int ROUNDS = 2_000;

    @Autowired
    CredentialMapper credentials;

    @Autowired
    KeyVault vault;

    @Autowired
    WormStore store;

    @Autowired
    Clock clock;

    @Autowired
    TestPeople people;

    @Autowired
    AttemptMapper attempts;

    @Autowired
    TransactionTemplate transaction;

    /** How a code is spent: alone, as wherever something was counted, or with the counter of attempts. */
    enum Way {
        ALONE {
            @Override
            boolean spend(CodeRaceTest test, String person, long step) {
                OneTimeCodes codes = new OneTimeCodes(test.credentials, test.vault, test.store, test.clock);
                return codes.spend(person, step);
            }
        },
        WITH_THE_COUNTER {
            @Override
            boolean spend(CodeRaceTest test, String person, long step) {
                return test.spentWithCounter(person, step, test.secret(person));
            }
        };

        abstract boolean spend(CodeRaceTest test, String person, long step);
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoNodesThatRaceForACodeOneWinsThousandsOfTimes(Way way) throws Exception {
        String person = people.somebody();
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            List<Future<boolean[]>> raced =
                    nodes.invokeAll(List.of(node(person, start, way), node(person, start, way)));
            boolean[] one = raced.get(0).get();
            boolean[] other = raced.get(1).get();

            int first = 0;
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(one[round] ^ other[round])
                        .as("round %d has one winner", round)
                        .isTrue();
                first += one[round] ? 1 : 0;
            }
            assertThat(first).as("neither always comes first").isBetween(1, ROUNDS - 1);
        } finally {
            nodes.shutdownNow();
        }
    }

    /** What was judged of a code before says nothing once another secret is stored, and nothing where something was counted. */
    @Test
    void noCodeOfAnotherSecretOrOfACountedPersonIsSpentWithTheCounter() {
        String person = people.somebody();
        assertThat(spentWithCounter(person, 1, new byte[] {1})).isFalse();
        assertThat(spentWithCounter(person, 1, secret(person))).isTrue();
        attempts.set(organisation(), person, Purpose.SIGNING.code(), Lockout.AFAR, 1, null);
        assertThat(spentWithCounter(person, 2, secret(person))).isFalse();
        attempts.unlock(organisation(), person, Purpose.SIGNING.code());
        assertThat(spentWithCounter(person, 1, secret(person))).isFalse();
        assertThat(spentWithCounter(person, 2, secret(person))).isTrue();
    }

    private boolean spentWithCounter(String person, long step, byte[] secret) {
        return !Objects.requireNonNull(transaction.execute(status ->
                        attempts.enter(organisation(), person, person, Purpose.SIGNING.code(), null, secret, step)))
                .get(3)
                .isEmpty();
    }

    private byte[] secret(String person) {
        return Objects.requireNonNull(credentials.totpSecret(organisation(), person))
                .secret();
    }

    private String organisation() {
        return store.installation().organisation();
    }

    /** What one node knows of codes; both have the database alone in common. */
    private Callable<boolean[]> node(String person, CyclicBarrier start, Way way) {
        return () -> {
            boolean[] won = new boolean[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                start.await(1, TimeUnit.MINUTES);
                won[round] = way.spend(this, person, 1 + round);
            }
            return won;
        };
    }
}
