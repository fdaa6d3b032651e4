package dev.countersign.signing;

import dev.countersign.authority.Authority;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.Components;
import dev.countersign.identity.ContinuedSeries;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.identity.SeriesPlace;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.risk.Assessment;
import dev.countersign.signing.SeriesMapper.Series;
import dev.countersign.signing.SigningEvents.SeriesBegun;
import dev.countersign.signing.SigningEvents.SeriesEnded;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Series of signatures: the first made with all components, later ones with one where the meaning's policy allows it (SIG-02,
 * 11.200(a)(1)(i)). A series holds for the person, session, address and device it began with, and only while account, components and roles
 * of its owner are exactly what they were: that is read anew at every use, so that nothing which ends a series has to remember to. Logging
 * out and locking the screen end the session's reference, and the series with it.
 */
@Component
class SeriesOfSignatures {

    private static final String BEGUN_ANEW = "begun-anew";
    static final String FAILED = "failed-attempt";
    static final String BY_PERSON = "by-person";
    private static final String CHANGED = "account-or-place-changed";

    private final SeriesMapper series;
    private final SignaturePlans plans;
    private final Components components;
    private final Authority authority;
    private final WormStore worm;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final SigningSettings settings;

    SeriesOfSignatures(
            SeriesMapper series,
            SignaturePlans plans,
            Components components,
            Authority authority,
            WormStore worm,
            Ledger ledger,
            Identifiers identifiers,
            SigningSettings settings) {
        this.series = series;
        this.plans = plans;
        this.components = components;
        this.authority = authority;
        this.worm = worm;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.settings = settings;
    }

    /** Whether one component can be enough for that task at all. */
    boolean isAllowed(SigningTask task) {
        return policy(task).isPresent();
    }

    /** The next place for that ceremony's signature. */
    SeriesPlace place(Ceremony ceremony) {
        return new Place(ceremony);
    }

    /** Begins one with a signature that was just made, in its transaction; nothing happens where the policy knows no series. */
    void begin(Ceremony ceremony, ProofOfPresence proof, Signature signature) {
        Caller caller = ceremony.caller();
        if (proof.series().isPresent()
                || proof.components().size() < 2
                || policy(ceremony.task()).isEmpty()) {
            return;
        }
        String session = Presenter.session(caller);
        Series before = series.open(organisation(), caller.actorId(), session);
        if (before != null) {
            end(caller, before, BEGUN_ANEW);
        }
        String now = UtcTime.write(worm.now());
        Series begun = new Series(
                organisation(),
                identifiers.next().toString(),
                caller.actorId(),
                session,
                caller.address(),
                caller.device(),
                standing(caller.actorId()).hex(),
                signature.signatureId().toString(),
                signature.statementSha256().hex(),
                1,
                now,
                now,
                now);
        if (series.insert(begun) == 1) {
            ledger.append(caller, new SeriesBegun(begun, signature.keyId(), proof.components()));
        }
    }

    /** Whether the caller's open series is the one that this signature began. */
    boolean wasBegunBy(Caller caller, Signature signature) {
        return settings.knowsSeries()
                && open(caller)
                        .filter(one -> one.firstSignatureId()
                                .equals(signature.signatureId().toString()))
                        .isPresent();
    }

    /** How a series stands for somebody who is about to sign this task; empty if all components are needed. */
    Optional<SigningSeries> state(Caller caller, SigningTask task) {
        if (!caller.isPerson() || caller.session() == null) {
            return Optional.empty();
        }
        return policy(task).flatMap(policy -> open(caller)
                .filter(one -> isUnchanged(one, caller))
                .filter(one -> goesOn(one, policy))
                .map(one -> view(one, policy)));
    }

    /** The person ends it; nothing happens without one. */
    void end(Caller caller) {
        open(caller).ifPresent(one -> end(caller, one, BY_PERSON));
    }

    /** Tells of series that ran out; @return how many there were, up to the limit */
    int sweep(int limit) {
        List<Series> ended = series.ranOut(
                settings.longestIdle().toSeconds(),
                settings.longestSeries().toSeconds(),
                settings.mostSignatures(),
                limit);
        ended.forEach(one ->
                ledger.append(Caller.person(one.personId(), one.session(), null), SeriesEnded.of(one, "ran-out")));
        return ended.size();
    }

    private final class Place implements SeriesPlace {

        private final Caller caller;
        private final SigningTask task;
        private final Assessment risk;
        private @Nullable Series taken;

        Place(Ceremony ceremony) {
            this.caller = ceremony.caller();
            this.task = ceremony.task();
            this.risk = ceremony.risk();
        }

        @Override
        public Optional<ContinuedSeries> take() {
            // what the risk policy raises, nothing lowers: not to one component either
            boolean raised = risk.lacking(List.of("password")).isPresent();
            MeaningPolicy policy = raised ? null : policy(task).orElse(null);
            Series open = policy == null ? null : open(caller).orElse(null);
            if (policy == null || open == null) {
                return Optional.empty();
            }
            if (!isUnchanged(open, caller)) {
                end(caller, open, CHANGED);
                return Optional.empty();
            }
            if (!goesOn(open, policy)) {
                return Optional.empty();
            }
            taken = series.advance(open.organisation(), open.seriesId(), policy.signatures());
            return Optional.ofNullable(taken)
                    .map(place -> new ContinuedSeries(
                            UUID.fromString(place.seriesId()),
                            UtcTime.read(place.begunAt()),
                            place.position(),
                            UUID.fromString(place.firstSignatureId()),
                            Digest.parse(place.firstStatementSha256()),
                            UtcTime.read(place.lastAt())));
        }

        @Override
        public void failed() {
            if (taken != null) {
                end(caller, taken, FAILED);
            }
        }
    }

    private Optional<Series> open(Caller caller) {
        String session = caller.session();
        return session == null
                ? Optional.empty()
                : Optional.ofNullable(series.open(organisation(), caller.actorId(), session));
    }

    /** A rejection follows the policy of what the step asks for: sending back weakens nothing that approving would not. */
    Optional<MeaningPolicy> policy(SigningTask task) {
        if (!settings.knowsSeries()) {
            return Optional.empty();
        }
        return plans.of(task.recordId())
                .flatMap(plan -> plan.step(task.planStep()))
                .map(step -> settings.meanings().get(step.meaning()))
                .filter(MeaningPolicy::allowsSeries);
    }

    private boolean isUnchanged(Series open, Caller caller) {
        return Objects.equals(open.address(), caller.address())
                && Objects.equals(open.device(), caller.device())
                && open.standing().equals(standing(caller.actorId()).hex());
    }

    private static boolean goesOn(Series open, MeaningPolicy policy) {
        return open.position() < policy.signatures() && UtcTime.read(open.now()).isBefore(until(open, policy));
    }

    private static Instant until(Series open, MeaningPolicy policy) {
        Instant idle = UtcTime.read(open.lastAt()).plus(policy.idle());
        Instant longest = UtcTime.read(open.begunAt()).plus(policy.longest());
        return idle.isBefore(longest) ? idle : longest;
    }

    private static SigningSeries view(Series open, MeaningPolicy policy) {
        return new SigningSeries(
                UUID.fromString(open.seriesId()),
                UtcTime.read(open.begunAt()),
                open.position(),
                policy.signatures(),
                until(open, policy));
    }

    Digest standing(String userId) {
        return Digest.of(
                (components.standing(userId).hex() + authority.standing(userId).hex())
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private void end(Caller caller, Series open, String why) {
        if (series.end(open.organisation(), open.seriesId(), why) != null) {
            ledger.append(caller, SeriesEnded.of(open, why));
        }
    }

    private String organisation() {
        return worm.installation().organisation();
    }
}
