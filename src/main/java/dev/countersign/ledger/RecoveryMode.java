package dev.countersign.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link LogTrust}: why the log is not trusted, if it is not. Before the first comparison nobody knows, and it is not. */
@Component
class RecoveryMode implements LogTrust {

    private volatile @Nullable String cause = "it was not compared with its witnesses yet";

    @Override
    public Optional<Refusal> refusalToSign() {
        return cause().map(LogRefusal.IN_RECOVERY::refusal);
    }

    /** Why, in a sentence without its end; empty while all is well. */
    Optional<String> cause() {
        return Optional.ofNullable(cause);
    }

    /** @return whether it was not so before, or for another reason */
    boolean enter(String why) {
        boolean changed = !why.equals(cause);
        cause = why;
        return changed;
    }

    /** @return the cause that ended; null if there was none */
    @Nullable
    String leave() {
        String ended = cause;
        cause = null;
        return ended;
    }
}
