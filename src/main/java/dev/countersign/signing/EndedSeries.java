package dev.countersign.signing;

import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.signing.SeriesMapper.Newest;
import dev.countersign.worm.WormStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Says why a series that a person may still have in mind is over. It is read from what is stored, and decides nothing. */
@Component
class EndedSeries {

    /** After that nobody wonders. */
    private static final Duration TOLD = Duration.ofHours(4);

    private final SeriesMapper series;
    private final SeriesOfSignatures all;
    private final WormStore worm;

    EndedSeries(SeriesMapper series, SeriesOfSignatures all, WormStore worm) {
        this.series = series;
        this.all = all;
        this.worm = worm;
    }

    /** Why the caller's newest series is no help with this task; empty without one lately, or if it goes on. */
    Optional<SeriesEnd> why(Caller caller, SigningTask task) {
        if (!caller.isPerson() || caller.session() == null) {
            return Optional.empty();
        }
        return all.policy(task).flatMap(policy -> Optional.ofNullable(
                        series.newest(worm.installation().organisation(), caller.actorId()))
                .filter(one -> UtcTime.read(one.lastAt()).plus(TOLD).isAfter(UtcTime.read(one.now())))
                .flatMap(one -> why(one, caller, policy)));
    }

    private Optional<SeriesEnd> why(Newest one, Caller caller, MeaningPolicy policy) {
        if (SeriesOfSignatures.FAILED.equals(one.endReason())) {
            return Optional.of(SeriesEnd.FAILED);
        }
        if (SeriesOfSignatures.BY_PERSON.equals(one.endReason())) {
            return Optional.of(SeriesEnd.BY_PERSON);
        }
        return limit(one, policy).or(() -> change(one, caller));
    }

    private static Optional<SeriesEnd> limit(Newest one, MeaningPolicy policy) {
        if (one.position() >= policy.signatures()) {
            return Optional.of(SeriesEnd.COUNT);
        }
        Instant idle = UtcTime.read(one.lastAt()).plus(policy.idle());
        Instant longest = UtcTime.read(one.begunAt()).plus(policy.longest());
        Instant over = idle.isBefore(longest) ? idle : longest;
        if (UtcTime.read(one.endedAt() == null ? one.now() : one.endedAt()).isBefore(over)) {
            return Optional.empty();
        }
        return Optional.of(idle.isBefore(longest) ? SeriesEnd.IDLE : SeriesEnd.TOO_LONG);
    }

    private Optional<SeriesEnd> change(Newest one, Caller caller) {
        if (!Objects.equals(one.device(), caller.device()) || !Objects.equals(one.address(), caller.address())) {
            return Optional.of(SeriesEnd.PLACE);
        }
        if (!one.standing().equals(all.standing(caller.actorId()).hex())) {
            return Optional.of(SeriesEnd.ACCOUNT);
        }
        return one.session().equals(caller.session()) && one.endedAt() == null
                ? Optional.empty()
                : Optional.of(SeriesEnd.SESSION);
    }
}
