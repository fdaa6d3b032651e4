package dev.countersign;

import dev.countersign.demo.DemoSecrets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.aerogear.security.otp.Totp;

/**
 * Everybody's authenticator app, by an implementation that is not ours (aerogear-otp-java). {@link #freshCode} never gives
 * the same code twice: where a person used up the codes of this moment, it moves {@link TestClock} on by one step.
 */
public final class Authenticator {

    /** Password of everybody in tests. */
    public static final String PASSWORD = "Countersign-demo-1";

    private static final int STEP_SECONDS = 30;
    private static final Map<String, String> SECRETS = new ConcurrentHashMap<>(DemoSecrets.byUserId());
    /** Before anybody logs in, the demonstration has used a code of qahead's, to approve the process models. */
    private static final Map<String, Long> LAST = new ConcurrentHashMap<>(Map.of("qahead", currentStep()));

    private Authenticator() {}

    /** Makes the app know somebody. */
    public static void add(String userId, String base32Secret) {
        SECRETS.put(userId, base32Secret);
    }

    /** A code of this person that nobody used yet and that is accepted now. */
    public static synchronized String freshCode(String userId) {
        long current = currentStep();
        long step = Math.max(current, LAST.getOrDefault(userId, 0L) + 1);
        if (step > current + 1) {
            TestClock.advance(Duration.ofSeconds(STEP_SECONDS * (step - current - 1)));
        }
        LAST.put(userId, step);
        return codeAt(userId, step);
    }

    /** The step the application is in. */
    public static long currentStep() {
        return TestClock.now().getEpochSecond() / STEP_SECONDS;
    }

    /** The code of any step, used or not. */
    public static String codeAt(String userId, long step) {
        String secret = SECRETS.get(userId);
        if (secret == null) {
            throw new IllegalArgumentException("no authenticator of " + userId);
        }
        return new Totp(secret, new org.jboss.aerogear.security.otp.api.Clock() {
                    @Override
                    public long getCurrentInterval() {
                        return step;
                    }
                })
                .now();
    }
}
