package dev.countersign.worm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.dao.DataAccessException;

/** Turns the database's numbered refusals into {@link WormRefusedException}; anything else passes as it is. */
final class Appending {

    private static final Pattern REFUSAL = Pattern.compile("(WORM-\\d{3}) (.*)");

    private Appending() {}

    static void run(Runnable append) {
        try {
            append.run();
        } catch (DataAccessException e) {
            String message = String.valueOf(e.getMostSpecificCause().getMessage());
            Matcher refusal = REFUSAL.matcher(message);
            if (refusal.find()) {
                throw new WormRefusedException(refusal.group(1), refusal.group(2), e);
            }
            throw e;
        }
    }
}
