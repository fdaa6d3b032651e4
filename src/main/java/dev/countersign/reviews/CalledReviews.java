package dev.countersign.reviews;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.accounts.AccountEndings;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.Presence;
import dev.countersign.identity.PresenceAttempt;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LogTrust;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys.Question;
import dev.countersign.passkeys.Site;
import dev.countersign.reviews.ReviewMapper.Opened;
import dev.countersign.reviews.ReviewMapper.Row;
import dev.countersign.reviews.ReviewMapper.Signed;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredEnrolment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The door {@link Reviews}: who may, in which order, and refusals on record. */
@Component
class CalledReviews implements Reviews {

    private static final int LONGEST_REASON = 1_000;
    /** Of each kind. */
    private static final int MOST = 100;

    /** What presence is proved for, in the place of a task. */
    private static final String ACT = "credential-review";

    private static final Duration SOONEST = Duration.ofHours(12);
    private static final Duration LATEST = Duration.ofDays(366);

    private static final String KEEP = "keep";
    private static final String SUSPEND = "suspend";

    private final ReviewMapper tasks;
    private final CredentialReview review;
    private final AuthenticatorTests tests;
    private final AccountEndings endings;
    private final Authority authority;
    private final Calendar calendar;
    private final Presence presence;
    private final LogTrust log;
    private final Identifiers identifiers;
    private final WormStore store;
    private final Ledger ledger;
    private final Refusals refusals;
    private final Clock clock;
    private final TransactionTemplate transaction;

    CalledReviews(
            ReviewMapper tasks,
            CredentialReview review,
            AuthenticatorTests tests,
            AccountEndings endings,
            Authority authority,
            Calendar calendar,
            Presence presence,
            LogTrust log,
            Identifiers identifiers,
            WormStore store,
            Ledger ledger,
            Refusals refusals,
            Clock clock,
            TransactionTemplate transaction) {
        this.tasks = tasks;
        this.review = review;
        this.tests = tests;
        this.endings = endings;
        this.authority = authority;
        this.calendar = calendar;
        this.presence = presence;
        this.log = log;
        this.identifiers = identifiers;
        this.store = store;
        this.ledger = ledger;
        this.refusals = refusals;
        this.clock = clock;
        this.transaction = transaction;
    }

    @Override
    public List<Task> waitingFor(Caller caller) {
        Instant now = clock.instant();
        return caller.isPerson()
                ? tasks.mine(organisation(), caller.actorId(), reviews(caller), manages(caller), MOST).stream()
                        .map(row -> row.task(now))
                        .toList()
                : List.of();
    }

    private boolean reviews(Caller caller) {
        return authority.may(caller.actorId(), Permission.APPROVE_ROLES);
    }

    private boolean manages(Caller caller) {
        return authority.may(caller.actorId(), Permission.MANAGE_ACCOUNTS);
    }

    @Override
    public CredentialList credentials(Caller manager) {
        return refusals.guarding(manager, "review.list", "credentials", () -> {
            authority.require(manager, Permission.APPROVE_ROLES);
            return review.list(manager);
        });
    }

    @Override
    public String complete(
            Caller manager, String seenSha256, Map<String, Decision> decisions, char[] password, String code) {
        try {
            CredentialList list = credentials(manager);
            refusals.guarding(manager, "review.complete", "credentials", () -> {
                review.demand(list, seenSha256, decisions);
                return true;
            });
            Digest intent = intent(manager, seenSha256, decisions);
            try (PresenceAttempt attempt = presence.attempt(manager, ACT, password);
                    ProofOfPresence proof = attempt.prove(intent, code)) {
                // the list is looked at anew where nobody else can decide on it any more
                return refusals.guarding(
                        manager,
                        "review.complete",
                        "credentials",
                        () -> Objects.requireNonNull(transaction.execute(status -> {
                            log.refusalToSign().ifPresent(refusal -> {
                                throw new RefusedException(refusal);
                            });
                            return review.complete(manager, seenSha256, decisions, proof);
                        })));
            }
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** What the two components were given for. */
    private static Digest intent(Caller manager, String seenSha256, Map<String, Decision> decisions) {
        ObjectNode intent = JsonNodeFactory.instance.objectNode();
        intent.put("format", "countersign/credential-review-intent/v1");
        intent.put("reviewer", manager.actorId());
        intent.put("seenSha256", seenSha256);
        ObjectNode decided = intent.putObject("decisions");
        decisions.forEach((userId, decision) ->
                decided.putObject(userId).put("outcome", decision.outcome()).put("reason", decision.reason()));
        return Digest.of(CanonicalJson.write(intent));
    }

    @Override
    public Campaign openCampaign(Caller manager, String reason, Instant dueAt) {
        return refusals.guarding(manager, "access-campaign.open", "credentials", () -> {
            authority.require(manager, Permission.APPROVE_ROLES);
            if (reason.isBlank() || reason.length() > LONGEST_REASON) {
                throw ReviewRefusal.CAMPAIGN_REASON.thrown();
            }
            Instant now = clock.instant();
            if (dueAt.isBefore(now.plus(SOONEST)) || dueAt.isAfter(now.plus(LATEST))) {
                throw ReviewRefusal.CAMPAIGN_DUE.thrown(UtcTime.write(dueAt));
            }
            return Objects.requireNonNull(transaction.execute(status -> opened(manager, reason.strip(), dueAt, now)));
        });
    }

    /** What it asks for waits for everybody who reviews as soon as it is open. */
    private Campaign opened(Caller manager, String reason, Instant dueAt, Instant now) {
        tasks.hold();
        tasks.campaign(organisation()).ifPresent(open -> {
            throw ReviewRefusal.CAMPAIGN_OPEN.thrown(UtcTime.write(open.openedAt()));
        });
        Opened opened = new Opened(
                identifiers.next(),
                now.truncatedTo(ChronoUnit.MICROS),
                manager.actorId(),
                reason,
                dueAt.truncatedTo(ChronoUnit.MICROS));
        tasks.openCampaign(organisation(), opened);
        ledger.append(manager, ReviewEvent.opened(opened));
        Campaign campaign = told(opened);
        calendar.pass();
        return campaign;
    }

    private Campaign told(Opened opened) {
        return new Campaign(
                opened.campaignId(),
                opened.openedAt(),
                opened.openedBy(),
                opened.reason(),
                opened.dueAt(),
                calendar.left(opened));
    }

    @Override
    public Optional<Campaign> campaign(Caller caller) {
        demandReader(caller);
        return tasks.campaign(organisation()).map(this::told);
    }

    @Override
    public SignedEvidence signed(Caller caller, String sha256) {
        byte[] bytes = evidence(caller, sha256);
        return refusals.guarding(caller, "review.evidence", "credentials", () -> {
            Signed stored =
                    tasks.signed(organisation(), sha256).orElseThrow(() -> ReviewRefusal.NO_EVIDENCE.thrown(sha256));
            byte[] signature = stored.signature();
            if (signature == null) {
                throw ReviewRefusal.NOT_SIGNED.thrown(sha256);
            }
            Digest certificate = Digest.parse(
                    CanonicalJson.parse(bytes).at("/signer/certificateSha256").asText());
            return new SignedEvidence(
                    sha256,
                    stored.doneBy(),
                    certificate.hex(),
                    store.enrolmentOfCertificate(certificate)
                            .map(StoredEnrolment::certificate)
                            .orElseThrow(() -> ReviewRefusal.NO_EVIDENCE.thrown(sha256)),
                    signature,
                    review.fault(bytes, signature).orElse(null));
        });
    }

    @Override
    public void testAuthenticator(Caller person, char[] password, String code) {
        tests.byCode(person, password, code);
    }

    @Override
    public Question askPasskey(Caller person, Site site) {
        return tests.ask(person, site);
    }

    @Override
    public void testAuthenticator(Caller person, char[] password, Assertion answer) {
        tests.byPasskey(person, password, answer);
    }

    @Override
    public void decideStale(Caller administrator, String userId, String decision, String reason) {
        refusals.guarding(administrator, "review.stale", "person:" + userId, () -> {
            authority.require(administrator, Permission.MANAGE_ACCOUNTS);
            if (administrator.actorId().equals(userId)) {
                throw ReviewRefusal.NOT_ONESELF.thrown(userId);
            }
            if (!decision.equals(KEEP) && !decision.equals(SUSPEND)) {
                throw ReviewRefusal.STALE_DECISION.thrown(userId);
            }
            if (reason.isBlank() || reason.length() > LONGEST_REASON) {
                throw ReviewRefusal.REASON.thrown(userId);
            }
            transaction.executeWithoutResult(status -> decided(administrator, userId, decision, reason.strip()));
            return true;
        });
    }

    /** May be refused, e.g. for the last of a role: then nothing is decided, and the task stays. */
    private void decided(Caller administrator, String userId, String decision, String reason) {
        tasks.hold();
        Row task = tasks.locked(organisation(), Calendar.STALE, userId)
                .orElseThrow(() -> ReviewRefusal.NO_TASK.thrown(Calendar.STALE, userId));
        if (decision.equals(SUSPEND)) {
            endings.suspend(administrator, userId, reason);
        }
        finish(task, administrator, decision);
        ledger.append(
                administrator, ReviewEvent.of("stale-account.decided", userId, Map.of("outcome", decision), reason));
    }

    private void finish(Row row, Caller by, String outcome) {
        tasks.finish(organisation(), row.taskId(), store.now(), by.actorId(), outcome, null, null, null);
    }

    @Override
    public List<Done> done(Caller caller, int most) {
        demandReader(caller);
        return tasks.done(organisation(), most);
    }

    @Override
    public byte[] evidence(Caller caller, String sha256) {
        demandReader(caller);
        return refusals.guarding(caller, "review.evidence", "credentials", () -> {
            if (!sha256.matches("[0-9a-f]{64}") || !tasks.isEvidence(organisation(), sha256)) {
                throw ReviewRefusal.NO_EVIDENCE.thrown(sha256);
            }
            return store.blob(Digest.parse(sha256)).orElseThrow(() -> ReviewRefusal.NO_EVIDENCE.thrown(sha256));
        });
    }

    private void demandReader(Caller caller) {
        boolean may = caller.isPerson()
                && Stream.of(Permission.APPROVE_ROLES, Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT_TRAIL)
                        .anyMatch(permission -> authority.may(caller.actorId(), permission));
        if (!may) {
            refusals.guarding(caller, "review.done", "reviews", () -> {
                authority.require(caller, Permission.READ_AUDIT_TRAIL);
                return true;
            });
        }
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
