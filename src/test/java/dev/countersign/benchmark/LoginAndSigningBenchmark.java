package dev.countersign.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.database.DatabaseRoles;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

/**
 * What login and signing cost beside the password hash they contain: whole calls over HTTP, each against its own hash as the
 * application's meter {@code countersign.password.hashing} took it. Every signature asks for all components and begins no series, as it is
 * unless somebody says otherwise; tests have one meaning otherwise. Not part of {@code mvn verify}; run by {@code bench/run}, in a program of its own.
 */
@CountersignTest
@TestPropertySource(
        properties = {
            "countersign.signing.meanings.authorship.components=EVERY_TIME",
            // as it is unless somebody says otherwise; tests look ten times as often
            "countersign.alerts.every=1s"
        })
class LoginAndSigningBenchmark {

    /**
     * Rounds whose times nobody looks at: a server that is measured has been at work for a while. The password hash is as fast as it gets after
     * a few; what a signature runs through takes some hundreds of signatures.
     */
    private static final int WARM_UP = 60;

    private static final int WARM_UP_OF_LOGINS = 20;

    /** Few, for an address may fail 120 times: a login, which runs the same code, has warmed it. */
    private static final int WARM_UP_OF_FAILURES = 2;

    private static final int ROUNDS = 5;
    private static final int A_ROUND = 15;

    @Autowired
    private TestPeople people;

    @Autowired
    private Environment environment;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private DatabaseRoles roles;

    @Autowired
    private HikariDataSource connections;

    private int port;
    private String author;
    private DraftedRecords records;

    /** Something done many times, after rounds of warming up; answers its own nanoseconds, without what it prepares. */
    private record Subject(
            String topic, String name, @Nullable Target target, LongSupplier once, int warmUp) {}

    /** Medians of one round: milliseconds of the call and of its hash, and the call's time as a multiple of its own hash. */
    private record Round(double call, double hash, double ratio) {}

    @Test
    void comparesEachCallWithItsOwnPasswordHash() throws Exception {
        try (BareEngine bare = new BareEngine(roles, connections)) {
            compare(bare);
        }
    }

    private void compare(BareEngine bare) {
        port = environment.getRequiredProperty("local.server.port", Integer.class);
        List<Subject> subjects = List.of(
                new Subject("P3", "login with password and code", Target.atMost(1.2), this::logIn, WARM_UP_OF_LOGINS),
                new Subject("P3", "login under a name that nobody has", null, this::failToLogIn, WARM_UP_OF_FAILURES),
                new Subject("P2", "signing with password and code", Target.atMost(1.5), this::sign, WARM_UP));
        for (Subject subject : subjects) {
            for (int number = 0; number < subject.warmUp(); number++) {
                round(subject);
                completions(bare);
            }
        }
        Round[][] rounds = new Round[subjects.size()][ROUNDS];
        double[] completions = new double[ROUNDS];
        for (int number = 0; number < ROUNDS; number++) {
            for (int i = 0; i < subjects.size(); i++) {
                rounds[i][number] = round(subjects.get(i));
            }
            completions[number] = completions(bare);
        }
        List<Measure> measures = againstTheirHashes(subjects, rounds);
        measures.addAll(againstBareCompletion(rounds[subjects.size() - 1], completions));
        Results.publish("login-and-signing", Map.of(), measures);
    }

    /** Median milliseconds in which the engine as it comes completes the task that is signed here. */
    private static double completions(BareEngine bare) {
        double[] taken = new double[A_ROUND];
        for (int i = 0; i < A_ROUND; i++) {
            Runnable completion = bare.completion("author");
            long start = System.nanoTime();
            completion.run();
            taken[i] = (System.nanoTime() - start) / 1e6;
        }
        return median(taken);
    }

    private static List<Measure> againstBareCompletion(Round[] signing, double[] completions) {
        List<Double> withHash = new ArrayList<>();
        List<Double> withoutHash = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            withHash.add(signing[i].call() / (signing[i].hash() + completions[i]));
            withoutHash.add((signing[i].call() - signing[i].hash()) / completions[i]);
        }
        String data = String.format(Locale.ROOT, "a bare completion takes %.1f ms", median(completions));
        return List.of(
                Measure.ratio(
                        "P1",
                        "the signing call without its password hash",
                        "completing the task on the engine as it comes",
                        Target.atMost(1.25),
                        data,
                        withoutHash),
                Measure.ratio(
                        "P2",
                        "signing with password and code",
                        "the hash and completing the task on the engine as it comes",
                        Target.atMost(1.25),
                        data,
                        withHash));
    }

    private Round round(Subject subject) {
        // somebody new, whose list of tasks is not that of all rounds before
        author = people.signer(Role.QA_ANALYST);
        records = new DraftedRecords(port, author);
        double[] calls = new double[A_ROUND];
        double[] hashes = new double[A_ROUND];
        double[] ratios = new double[A_ROUND];
        Timer hashing = meters.get("countersign.password.hashing").timer();
        for (int i = 0; i < A_ROUND; i++) {
            double before = hashing.totalTime(TimeUnit.MILLISECONDS);
            calls[i] = subject.once().getAsLong() / 1e6;
            hashes[i] = hashing.totalTime(TimeUnit.MILLISECONDS) - before;
            ratios[i] = calls[i] / hashes[i];
        }
        return new Round(median(calls), median(hashes), median(ratios));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static List<Measure> againstTheirHashes(List<Subject> subjects, Round[][] rounds) {
        List<Measure> measures = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            Subject subject = subjects.get(i);
            measures.add(Measure.ratio(
                    subject.topic(),
                    subject.name(),
                    "the password hash in it",
                    subject.target(),
                    String.format(
                            Locale.ROOT,
                            "%.1f ms, of which %.1f ms the hash",
                            median(of(rounds[i], Round::call)),
                            median(of(rounds[i], Round::hash))),
                    Arrays.stream(of(rounds[i], Round::ratio)).boxed().toList()));
        }
        return measures;
    }

    private static double[] of(Round[] rounds, ToDoubleFunction<Round> part) {
        return Arrays.stream(rounds).mapToDouble(part).toArray();
    }

    private long logIn() {
        return loggingIn(Authenticator.freshCode(author), 204);
    }

    /** A name nobody has, each time another: what somebody who guesses costs. */
    private long failToLogIn() {
        return timed(401, () -> TestClient.anonymous(port)
                .post(
                        "/api/session",
                        Map.of(
                                "username",
                                "nobody-" + UUID.randomUUID(),
                                "password",
                                Authenticator.PASSWORD,
                                "otp",
                                "000000")));
    }

    private long loggingIn(String code, int expected) {
        TestClient client = TestClient.anonymous(port);
        return timed(
                expected,
                () -> client.post(
                        "/api/session", Map.of("username", author, "password", Authenticator.PASSWORD, "otp", code)));
    }

    /** The author's signature on a record started for it. */
    private long sign() {
        return timed(201, records.signature());
    }

    private static long timed(int expected, Supplier<HttpResponse<String>> call) {
        long start = System.nanoTime();
        HttpResponse<String> answer = call.get();
        long taken = System.nanoTime() - start;
        if (answer.statusCode() != expected) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return taken;
    }
}
