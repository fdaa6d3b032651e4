package dev.countersign.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.TestClient;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Argon2id;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/**
 * More callers than cores: how many signatures and logins come through beside bare password hashes, and what everybody else notices of the
 * flood (T26). Callers and application share the machine. Not part of {@code mvn verify}; run by {@code bench/run}.
 */
@CountersignTest
class LoadBenchmark {

    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final int CALLERS = 16;
    /** As many as have a code that nobody used while the clock stands: of this step and of the next. */
    private static final int CODES_OF_EACH = 2;

    /** More than can log in while a round lasts. */
    private static final int PEOPLE = 75;

    private static final int SIGNERS = 24;
    private static final int LOGINS = 80;
    private static final Duration UNTIL_CODES_ARE_NEW = Duration.ofMinutes(2);
    private static final int ROUNDS = 5;
    private static final Duration A_ROUND = Duration.ofSeconds(4);

    @Autowired
    private TestPeople people;

    @Autowired
    private Environment environment;

    private final List<String> callers = new ArrayList<>();
    private int port;

    @Test
    void comparesAFloodWithItsPasswordHashes() throws Exception {
        port = environment.getRequiredProperty("local.server.port", Integer.class);
        for (int i = 0; i < PEOPLE; i++) {
            callers.add(people.signer(Role.QA_ANALYST));
        }
        Interleaved rates = Interleaved.measure(
                1, ROUNDS, List.of(() -> hashes(CORES), this::signatures, this::logins, () -> hashes(4 * CORES)));
        String other = people.signer(Role.QA_ANALYST);
        Interleaved others = Interleaved.measure(
                1, ROUNDS, List.of(() -> asking(TestClient.signedIn(port, other)), () -> askingInAFlood(other)));
        Results.publish(
                "load",
                Map.of(),
                List.of(
                        Measure.ratio(
                                "P2",
                                "signatures a second, " + CALLERS + " callers",
                                "hashes alone, as many callers as cores",
                                Target.atLeast(0.9),
                                figures(rates.of(1, Round::perSecond), rates.of(0, Round::perSecond)),
                                rates.ratios(1, 0, Round::perSecond)),
                        Measure.ratio(
                                "P3",
                                "logins a second, " + 4 * CORES + " callers",
                                "hashes alone, as many callers as cores",
                                null,
                                figures(rates.of(2, Round::perSecond), rates.of(0, Round::perSecond)),
                                rates.ratios(2, 0, Round::perSecond)),
                        Measure.ratio(
                                "P3",
                                "login, " + 4 * CORES + " callers, p99",
                                "hashes alone, as many callers, none waits",
                                null,
                                milliseconds(rates.of(2, Round::p99), rates.of(3, Round::p99)),
                                rates.ratios(2, 3, Round::p99)),
                        Measure.ratio(
                                "P3",
                                "asking for one's tasks while " + CALLERS + " others log in, p95",
                                "the same while nobody does",
                                Target.atMost(1.2),
                                milliseconds(others.of(1, Round::p95), others.of(0, Round::p95)),
                                others.ratios(1, 0, Round::p95))));
    }

    private static String figures(List<Double> one, List<Double> other) {
        return String.format("%.1f and %.1f a second", Measure.median(one), Measure.median(other));
    }

    private static String milliseconds(List<Double> one, List<Double> other) {
        return String.format("%.1f ms and %.1f ms", Measure.median(one) / 1e6, Measure.median(other) / 1e6);
    }

    private static Round hashes(int threads) throws Exception {
        return Round.concurrently(
                threads,
                A_ROUND,
                thread -> () -> Argon2id.derive(Authenticator.PASSWORD.getBytes(UTF_8), new byte[16]));
    }

    /** Everything but the calls themselves is done before the clock runs. */
    private Round signatures() throws Exception {
        List<List<Supplier<HttpResponse<String>>>> prepared = new ArrayList<>();
        for (int code = 0; code < CODES_OF_EACH; code++) {
            prepared.add(new ArrayList<>());
        }
        for (String caller : callers.subList(0, SIGNERS)) {
            DraftedRecords records = new DraftedRecords(port, caller);
            prepared.forEach(round -> round.add(records.signature()));
        }
        Queue<Supplier<HttpResponse<String>>> waiting = new ConcurrentLinkedQueue<>();
        prepared.forEach(waiting::addAll);
        TestClock.advance(UNTIL_CODES_ARE_NEW);
        return Round.counted(
                CALLERS,
                SIGNERS * CODES_OF_EACH / CALLERS,
                () -> demand(201, waiting.remove().get()));
    }

    private Round logins() throws Exception {
        Queue<String> waiting = withNewCodes();
        return Round.counted(4 * CORES, LOGINS / (4 * CORES), () -> logIn(waiting.remove()));
    }

    /** Everybody as often as they have a new code: the clock, which is everybody's, must not move while many use theirs. */
    private Queue<String> withNewCodes() {
        TestClock.advance(UNTIL_CODES_ARE_NEW);
        Queue<String> waiting = new ConcurrentLinkedQueue<>();
        for (int code = 0; code < CODES_OF_EACH; code++) {
            waiting.addAll(callers);
        }
        return waiting;
    }

    private void logIn(String userId) {
        demand(
                204,
                TestClient.anonymous(port)
                        .post(
                                "/api/session",
                                Map.of(
                                        "username",
                                        userId,
                                        "password",
                                        Authenticator.PASSWORD,
                                        "otp",
                                        Authenticator.freshCode(userId))));
    }

    private static Round asking(TestClient client) throws Exception {
        return Round.lasting(A_ROUND, () -> demand(200, client.get("/api/tasks")));
    }

    private Round askingInAFlood(String userId) throws Exception {
        TestClient client = TestClient.signedIn(port, userId);
        Queue<String> waiting = withNewCodes();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService flood = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                all.add(flood.submit(() -> {
                    while (!over.get()) {
                        logIn(waiting.remove());
                    }
                }));
            }
            Round round = asking(client);
            over.set(true);
            for (Future<?> one : all) {
                one.get();
            }
            return round;
        } finally {
            over.set(true);
            flood.shutdownNow();
        }
    }

    private static void demand(int expected, HttpResponse<String> answer) {
        if (answer.statusCode() != expected) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }
}
