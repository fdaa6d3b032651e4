package dev.countersign.evidence.verify;

import java.util.Set;

/** What a statement says of the clocks of its moment (AUD-07): that they were within a limit that may be set. Statements of before say nothing. */
final class ClocksStated {

    private static final Set<String> MEMBERS = Set.of("aheadMillis", "uncertaintyMillis", "limitMillis");
    private static final long LEAST_LIMIT = 100;
    private static final long MOST_LIMIT = 5_000;
    private static final int MOST_DIGITS = 9;

    private ClocksStated() {}

    static void run(Findings findings, String name, Json statement) {
        Json clocks = statement.path("clocks");
        if (clocks != Json.MISSING) {
            findings.expect(
                    name + "clocks",
                    "the signing machine's clock was " + told(clocks.path("aheadMillis"))
                            + " ms ahead of the database's, give or take "
                            + told(clocks.path("uncertaintyMillis")) + " ms: within the limit of then, "
                            + told(clocks.path("limitMillis")) + " ms",
                    () -> areWithin(clocks));
        }
    }

    private static String told(Json number) {
        return number.isNumber() ? number.asText() : "?";
    }

    private static boolean areWithin(Json clocks) {
        long ahead = whole(clocks.path("aheadMillis"));
        long uncertainty = whole(clocks.path("uncertaintyMillis"));
        long limit = whole(clocks.path("limitMillis"));
        return Set.copyOf(clocks.names()).equals(MEMBERS)
                && uncertainty >= 0
                && limit >= LEAST_LIMIT
                && limit <= MOST_LIMIT
                && Math.abs(ahead) - uncertainty <= limit;
    }

    /** At most nine digits, as every verifier reads them. */
    private static long whole(Json number) {
        long value = number.asLong();
        if (Long.toString(Math.abs(value)).length() > MOST_DIGITS) {
            throw new NumberFormatException("more than " + MOST_DIGITS + " digits");
        }
        return value;
    }
}
