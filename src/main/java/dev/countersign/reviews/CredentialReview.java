package dev.countersign.reviews;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.accounts.AccountEndings;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.SignerChain;
import dev.countersign.ledger.SignerChain.Broken;
import dev.countersign.reviews.ReviewMapper.Opened;
import dev.countersign.reviews.ReviewMapper.Row;
import dev.countersign.reviews.Reviews.Credential;
import dev.countersign.reviews.Reviews.CredentialList;
import dev.countersign.reviews.Reviews.Decision;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes {@code countersign/credential-review/v3}: exactly what the reviewer saw, and what was decided about each. */
@Component
class CredentialReview {

    static final String FORMAT = "countersign/credential-review/v3";

    private static final String REMOVE = "remove:";
    private static final int LONGEST_REASON = 1_000;

    /** Somebody can look through so many with care; the others come after them. */
    private static final int MOST = 50;

    private final ReviewMapper tasks;
    private final Credentials credentials;
    private final AccountEndings endings;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;
    private final SignerChain chain;

    CredentialReview(
            ReviewMapper tasks,
            Credentials credentials,
            AccountEndings endings,
            WormStore store,
            Ledger ledger,
            Identifiers identifiers,
            SignerChain chain) {
        this.tasks = tasks;
        this.credentials = credentials;
        this.endings = endings;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
        this.chain = chain;
    }

    /** Those that are due first. Nobody is on a list they look through themself. */
    CredentialList list(Caller manager) {
        Set<String> due = tasks.mine(organisation(), manager.actorId(), true, false, MOST).stream()
                .filter(row -> row.kind().equals(Calendar.REVIEW))
                .map(Row::about)
                .collect(Collectors.toSet());
        List<Credential> list = due.isEmpty() ? List.of() : credentials.of(due);
        return new CredentialList(
                list, Digest.of(CanonicalJson.write(Credentials.json(list))).hex());
    }

    /** Refuses what is no decision on exactly this list, before anything is done. */
    void demand(CredentialList list, String seenSha256, Map<String, Decision> decisions) {
        if (!list.sha256().equals(seenSha256)) {
            throw ReviewRefusal.CHANGED.thrown(seenSha256, list.sha256());
        }
        for (Credential person : list.people()) {
            @Nullable Decision decision = decisions.get(person.userId());
            if (decision == null || !isKnown(decision.outcome(), person)) {
                throw ReviewRefusal.DECISION.thrown(person.userId(), decision == null ? "none" : decision.outcome());
            }
            String reason = decision.reason().strip();
            if (reason.length() > LONGEST_REASON
                    || (reason.isEmpty() && !decision.outcome().equals("confirm"))) {
                throw ReviewRefusal.REASON.thrown(person.userId());
            }
        }
    }

    private static boolean isKnown(String outcome, Credential person) {
        return outcome.equals("confirm")
                || (outcome.equals("suspend") && person.state().equals("active"))
                || (outcome.startsWith(REMOVE) && person.roles().contains(outcome.substring(REMOVE.length())));
    }

    /**
     * In the caller's transaction: the list is what it was, and nobody else decides on it; does what was decided, signs and keeps it. All of
     * it, or nothing.
     */
    String complete(Caller manager, String seenSha256, Map<String, Decision> decisions, ProofOfPresence proof) {
        tasks.hold();
        CredentialList list = list(manager);
        demand(list, seenSha256, decisions);
        list.people().forEach(person -> apply(manager, person.userId(), demanded(decisions, person)));
        return kept(manager, list, decisions, proof);
    }

    private static Decision demanded(Map<String, Decision> decisions, Credential person) {
        return Objects.requireNonNull(decisions.get(person.userId()), "demanded before anything is done");
    }

    private void apply(Caller manager, String userId, Decision decision) {
        if (decision.outcome().equals("suspend")) {
            endings.suspend(manager, userId, decision.reason().strip());
        } else if (decision.outcome().startsWith(REMOVE)) {
            String code = decision.outcome().substring(REMOVE.length());
            Role role = Arrays.stream(Role.values())
                    .filter(one -> one.code().equals(code))
                    .findFirst()
                    .orElseThrow();
            endings.revoke(manager, userId, role, decision.reason().strip());
        }
    }

    private String kept(Caller manager, CredentialList list, Map<String, Decision> decisions, ProofOfPresence proof) {
        UUID reviewId = identifiers.next();
        UUID campaign = tasks.campaign(organisation()).map(Opened::campaignId).orElse(null);
        Reviewed how = new Reviewed(
                reviewId,
                campaign,
                manager.actorId(),
                store.now(),
                proof.keyId(),
                proof.certificateSha256(),
                proof.components(),
                proof.provedAt());
        byte[] bytes = written(store.installation(), how, list, decisions);
        byte[] signature = proof.sign(bytes);
        fault(bytes, signature).ifPresent(why -> {
            throw ReviewRefusal.KEY_REFUSED.thrown(manager.actorId(), why);
        });
        String sha256 = store.putBlob(bytes).hex();
        for (Credential person : list.people()) {
            Row row = tasks.locked(organisation(), Calendar.REVIEW, person.userId())
                    .orElseThrow(() -> ReviewRefusal.NO_TASK.thrown(Calendar.REVIEW, person.userId()));
            Decision decision = demanded(decisions, person);
            tasks.finish(
                    organisation(),
                    row.taskId(),
                    store.now(),
                    manager.actorId(),
                    decision.outcome(),
                    sha256,
                    signature,
                    campaign);
            ledger.append(
                    manager,
                    ReviewEvent.of(
                            "credentials.reviewed",
                            person.userId(),
                            Map.of(
                                    "review", reviewId.toString(),
                                    "outcome", decision.outcome(),
                                    "evidenceSha256", sha256),
                            decision.reason().isBlank()
                                    ? null
                                    : decision.reason().strip()));
        }
        return sha256;
    }

    /** Why that is not the signature of the reviewer whom the evidence names, made with a key that counted then; empty if it is. */
    Optional<String> fault(byte[] evidence, byte[] signature) {
        JsonNode review = CanonicalJson.parse(evidence);
        try {
            boolean holds = chain.keyOf(
                            review.path("reviewer").asText(),
                            UUID.fromString(review.at("/signer/keyId").asText()),
                            Digest.parse(review.at("/signer/certificateSha256").asText()),
                            UtcTime.read(review.path("reviewedAt").asText()))
                    .verifies(evidence, signature);
            return holds ? Optional.empty() : Optional.of("the signature is not over these bytes");
        } catch (Broken e) {
            return Optional.of(e.reason());
        }
    }

    /**
     * Who completed a review, when, and how that was proved.
     *
     * @param campaign that was open then
     */
    record Reviewed(
            UUID reviewId,
            @Nullable UUID campaign,
            String reviewer,
            Instant reviewedAt,
            UUID keyId,
            Digest certificateSha256,
            List<String> components,
            Instant provedAt) {}

    /** The evidence's bytes, pinned by a sample: what the reviewer signs. */
    static byte[] written(Installation home, Reviewed how, CredentialList list, Map<String, Decision> decisions) {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("format", FORMAT);
        review.put("organisation", home.organisation());
        review.put("installation", home.installationId().toString());
        review.put("environment", home.environment());
        review.put("reviewId", how.reviewId().toString());
        review.put("campaign", how.campaign() == null ? null : how.campaign().toString());
        review.put("reviewer", how.reviewer());
        review.put("reviewedAt", UtcTime.write(how.reviewedAt()));
        review.putObject("signer")
                .put("keyId", how.keyId().toString())
                .put("certificateSha256", how.certificateSha256().hex());
        ObjectNode authentication = review.putObject("authentication");
        how.components().forEach(authentication.putArray("components")::add);
        authentication.put("provedAt", UtcTime.write(how.provedAt()));
        review.put("seenSha256", list.sha256());
        review.set("seen", Credentials.json(list.people()));
        review.set("use", Credentials.use(list.people()));
        ObjectNode decided = review.putObject("decisions");
        list.people().forEach(person -> {
            Decision decision = demanded(decisions, person);
            decided.putObject(person.userId())
                    .put("outcome", decision.outcome())
                    .put("reason", decision.reason().strip());
        });
        return CanonicalJson.write(review);
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
