package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.crypto.KeyVault;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

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

    @Test
    void ofTwoNodesThatRaceForACodeOneWinsThousandsOfTimes() throws Exception {
        String person = people.somebody();
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            List<Future<boolean[]>> raced = nodes.invokeAll(List.of(node(person, start), node(person, start)));
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

    /** What one node knows of codes; both have the database alone in common. */
    private Callable<boolean[]> node(String person, CyclicBarrier start) {
        OneTimeCodes codes = new OneTimeCodes(credentials, vault, store, clock);
        return () -> {
            boolean[] won = new boolean[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                start.await(1, TimeUnit.MINUTES);
                won[round] = codes.spend(person, 1 + round);
            }
            return won;
        };
    }
}
