package dev.countersign.protection;

import dev.countersign.protection.CatalogueWatch.Finding;
import dev.countersign.protection.CatalogueWatch.Occasion;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a look at the catalogue means. A change is explained by migrations, by this program's own release, by going back to what
 * it was, or by somebody who accepts exactly this fingerprint; what the program's version makes of schema {@code worm} decides at each start.
 */
record Judgement(@Nullable Told before, Fingerprint live, String history, String accept) {

    Finding finding(Occasion occasion, List<String> unexpected) {
        return finding(occasion, unexpected, false);
    }

    /**
     * @param unexpected what differs from this program's own expectation; empty if it has none
     * @param released whether everything that changed is now what this program's release makes it
     */
    Finding finding(Occasion occasion, List<String> unexpected, boolean released) {
        String digest = live.digest().hex();
        if (accept.equals(digest)) {
            boolean known = before != null && before.intact() && before.digest().equals(digest);
            return intact("accepted", !known || occasion != Occasion.MINUTE);
        }
        boolean migrated = before == null || !before.migrations().equals(history);
        boolean starting = before == null || occasion == Occasion.START;
        if (!unexpected.isEmpty() && starting && (before == null || before.intact())) {
            return changed("unexpected", before == null || migrated ? "" : before.accepted(), unexpected);
        }
        if (before == null) {
            return intact("first", true);
        }
        if (released && starting) {
            return intact("release", true);
        }
        if (!before.intact()) {
            return standing(occasion, digest, unexpected);
        }
        if (before.digest().equals(digest)) {
            return intact(cause(occasion), occasion != Occasion.MINUTE || migrated);
        }
        // a row of the migrations' history explains what this program's migrations make, and nothing else
        return migrated && unexpected.isEmpty()
                ? intact("migrations", true)
                : changed("unexplained", before.accepted(), List.of());
    }

    /** An alarm ends where it began, or by acceptance. */
    private Finding standing(Occasion occasion, String digest, List<String> unexpected) {
        Told alarm = Objects.requireNonNull(before);
        boolean back = alarm.accepted().isEmpty()
                ? unexpected.isEmpty()
                : alarm.accepted().equals(digest);
        if (back && unexpected.isEmpty()) {
            return intact("restored", true);
        }
        Told told = new Told(false, digest, alarm.accepted(), history);
        boolean another = !alarm.digest().equals(digest);
        return new Finding(
                told,
                another ? "unexplained" : cause(occasion),
                another || occasion != Occasion.MINUTE,
                alarm.accepted().isEmpty() ? unexpected : List.of());
    }

    private Finding intact(String cause, boolean toTell) {
        String digest = live.digest().hex();
        return new Finding(new Told(true, digest, digest, history), cause, toTell, List.of());
    }

    /** @param accepted what it should go back to; empty if only this program's own expectation says it */
    private Finding changed(String cause, String accepted, List<String> unexpected) {
        return new Finding(new Told(false, live.digest().hex(), accepted, history), cause, true, unexpected);
    }

    private static String cause(Occasion occasion) {
        return occasion == Occasion.START ? "start" : "hourly";
    }
}
