package dev.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.FreshData;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/**
 * Somebody's password and one code, sent to two servers at the same moment over HTTP: one signs in, the other is told that it failed (T18).
 * Both are processes of their own by the machine's clock, and have a database alone in common.
 */
@CountersignTest
@Requirement("IDN-03")
class CodeOnTwoNodesTest {

    /** A code of this step and one of the next: both are good however the clock goes on while they are sent. */
    private static final int CODES_EACH = 2;

    /** All of them come from one address, which may fail as often as there are races. */
    private static final Map<String, String> FAILURES_OF_ALL = Map.of("COUNTERSIGN_WEB_FAILURESATONCE", "100000");

    @Autowired
    private DatabaseServer server;

    @Autowired
    private TestPeople people;

    @Value("${countersign.keys.directory}")
    private Path keys;

    @Value("${countersign.witness-directory}")
    private Path witness;

    @Test
    void oneOfTheTwoWins() throws Exception {
        race(10);
    }

    /** Ten minutes on two cores are a thousand people, who race two thousand codes: {@code -Dcountersign.racing-people=1000}. */
    @Test
    @Tag("soak")
    void oneOfTheTwoWinsEveryTime() throws Exception {
        int[] wins = race(Integer.getInteger("countersign.racing-people", 60));
        assertThat(wins).as("neither server always comes first").doesNotContain(0);
    }

    /** How often each server won. */
    private int[] race(int persons) throws Exception {
        try (Node one = node("one");
                Node other = node("other")) {
            one.serve();
            other.serve();
            ExecutorService callers = Executors.newFixedThreadPool(2);
            try {
                int[] wins = new int[2];
                for (int person = 0; person < persons; person++) {
                    String userId = people.somebody();
                    long step = Instant.now().getEpochSecond() / 30;
                    for (int code = 0; code < CODES_EACH; code++) {
                        wins[winner(userId, Authenticator.codeAt(userId, step + code), callers, one, other)]++;
                    }
                }
                return wins;
            } finally {
                callers.shutdownNow();
            }
        }
    }

    private static int winner(String userId, String code, ExecutorService callers, Node one, Node other)
            throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<Integer>> sent =
                callers.invokeAll(List.of(login(one, userId, code, together), login(other, userId, code, together)));
        List<Integer> statuses = List.of(sent.get(0).get(), sent.get(1).get());
        assertThat(statuses).as("%s with %s", userId, code).containsExactlyInAnyOrder(204, 401);
        return statuses.indexOf(204);
    }

    private static Callable<Integer> login(Node node, String userId, String code, CyclicBarrier together) {
        Map<String, String> components = Map.of("username", userId, "password", Authenticator.PASSWORD, "otp", code);
        return () -> {
            TestClient client = TestClient.anonymous(node.port());
            together.await(1, TimeUnit.MINUTES);
            return client.post("/api/session", components).statusCode();
        };
    }

    private Node node(String name) throws Exception {
        return Node.start(server, keys.toAbsolutePath(), FreshData.directory("node-" + name), witness, FAILURES_OF_ALL);
    }
}
