package dev.countersign.workspace.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.changes.ProcessModels;
import dev.countersign.changes.ProcessModels.SignedSet;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.Policies;
import dev.countersign.ledger.AuditTrail;
import dev.countersign.ledger.AuditTrail.Question;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.records.PlainText;
import dev.countersign.records.RecordAlteredException;
import dev.countersign.signing.RecordAccess;
import dev.countersign.signing.Signature;
import dev.countersign.workspace.web.Circumstances.Authentication;
import dev.countersign.workspace.web.Circumstances.Authorised;
import dev.countersign.workspace.web.Circumstances.CertificateThen;
import dev.countersign.workspace.web.Circumstances.Known;
import dev.countersign.workspace.web.Circumstances.Model;
import dev.countersign.workspace.web.Circumstances.Plan;
import dev.countersign.workspace.web.Circumstances.PolicyThen;
import dev.countersign.workspace.web.Circumstances.Risk;
import dev.countersign.workspace.web.Circumstances.Step;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredCertificateEvent;
import dev.countersign.worm.WormStore.StoredEnrolment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what held when a signature was made (CPY-05), from the store and the audit trail alone. */
@Component
class CircumstancesOfSignatures {

    /** The entry of a signature is written with it; the two may be told some seconds apart. */
    private static final Duration APART = Duration.ofMinutes(1);

    private static final int MOST = 200;
    private static final String IN_FORCE = "in-force";

    private final AuditTrail trail;
    private final WormStore worm;
    private final ProcessModels models;
    private final Policies policies;
    private final RecordAccess access;

    CircumstancesOfSignatures(
            AuditTrail trail, WormStore worm, ProcessModels models, Policies policies, RecordAccess access) {
        this.trail = trail;
        this.worm = worm;
        this.models = models;
        this.policies = policies;
        this.access = access;
    }

    /** @param caller may read the record that was signed */
    Circumstances of(Caller caller, Signature signature) {
        PersonThen person =
                new PersonThen(trail.about("person:" + signature.userId(), PersonThen.TYPES), signature.signedAt());
        Optional<Entry> signed = signed(signature);
        Optional<JsonNode> fact = signed.map(Entry::bytes).map(CanonicalJson::parse);
        return new Circumstances(
                signature.signatureId(),
                UtcTime.write(signature.signedAt()),
                signature.userId(),
                person.account().orElse(null),
                person.roles(),
                fact.map(one -> one.at("/new/authority"))
                        .filter(JsonNode::isObject)
                        .map(CircumstancesOfSignatures::authority)
                        .orElse(null),
                models(caller, signature),
                person.policy(policies).orElse(null),
                policyInForce(signature).orElse(null),
                certificate(signature, person).orElse(null),
                plan(signature).orElse(null),
                authentication(signature.statement().path("authentication")),
                fact.map(one -> one.at("/new/risk"))
                        .filter(JsonNode::isObject)
                        .map(CircumstancesOfSignatures::risk)
                        .orElse(null),
                fact.map(one -> one.path("actingSystem").textValue()).orElse(null),
                signed.map(PersonThen::known).orElse(null));
    }

    private Optional<Entry> signed(Signature signature) {
        Question question = new Question(
                signature.signedAt().minus(APART),
                signature.signedAt().plus(APART),
                null,
                signature.recordId(),
                Set.of("record.signed"),
                false);
        return entry(question, fact -> signature
                .signatureId()
                .toString()
                .equals(fact.at("/new/signatureId").textValue()));
    }

    private Optional<Entry> entry(Question question, Predicate<JsonNode> which) {
        return trail.newest(question, null, MOST).stream()
                .filter(entry -> which.test(CanonicalJson.parse(entry.bytes())))
                .findFirst();
    }

    private Optional<PolicyThen> policyInForce(Signature signature) {
        Question question = new Question(null, upTo(signature), null, null, Set.of("policy.in-force"), false);
        return trail.newest(question, null, 1).stream()
                .map(entry -> PersonThen.policy(entry, policies))
                .findFirst();
    }

    private List<Model> models(Caller caller, Signature signature) {
        Optional<SignedSet> set = setThen(signature.signedAt());
        List<Entry> deployments = trail.newest(
                new Question(null, upTo(signature), null, null, Set.of("models.deployed"), false), null, MOST);
        List<Model> found = new ArrayList<>();
        for (JsonNode one : signature.statement().path("process")) {
            String sha256 = one.path("modelSha256").asText();
            Optional<Entry> deployed = deployments.stream()
                    .filter(entry -> holds(CanonicalJson.parse(entry.bytes()), sha256))
                    .findFirst();
            Optional<SignedSet> holder = set.filter(in -> isIn(in, sha256));
            Optional<SignedSet> readable =
                    holder.filter(in -> access.readableBy(caller).test(in.version()));
            found.add(new Model(
                    PlainText.visible(one.path("definitionKey").asText()),
                    one.path("definitionVersion").asText(),
                    sha256,
                    PlainText.visible(one.path("activityId").asText()),
                    standing(holder, set, deployed, deployments),
                    readable.map(in -> in.version().recordId()).orElse(null),
                    readable.map(in -> in.version().version()).orElse(null),
                    deployed.map(PersonThen::known).orElse(null)));
        }
        return List.copyOf(found);
    }

    private static @Nullable String standing(
            Optional<SignedSet> holder, Optional<SignedSet> set, Optional<Entry> deployed, List<Entry> deployments) {
        if (holder.isPresent()) {
            return IN_FORCE;
        }
        if (deployed.isEmpty()) {
            return null;
        }
        return set.isEmpty()
                        && deployed.get().entryId().equals(deployments.get(0).entryId())
                ? "shipped"
                : "earlier";
    }

    /** A record of models that was altered since tells nothing. */
    private Optional<SignedSet> setThen(Instant at) {
        try {
            return models.inForce(at);
        } catch (RecordAlteredException altered) {
            return Optional.empty();
        }
    }

    private static boolean isIn(SignedSet set, String sha256) {
        return set.set().hashes().values().stream().anyMatch(one -> one.hex().equals(sha256));
    }

    private static boolean holds(JsonNode deployment, String sha256) {
        for (JsonNode one : deployment.path("new")) {
            if (sha256.equals(one.textValue())) {
                return true;
            }
        }
        return false;
    }

    private Optional<CertificateThen> certificate(Signature signature, PersonThen person) {
        Instant now = worm.now();
        Optional<StoredCertificateEvent> end = worm.certificateEnd(signature.keyId());
        return worm.enrolment(signature.keyId()).map(enrolment -> {
            Certificate certificate = Certificate.parse(enrolment.certificate());
            return new CertificateThen(
                    certificate.sha256().hex(),
                    UtcTime.write(certificate.notBefore()),
                    UtcTime.write(certificate.notAfter()),
                    state(enrolment, certificate, end, signature.signedAt()),
                    state(enrolment, certificate, end, now),
                    end.map(one -> UtcTime.write(one.createdAt())).orElse(null),
                    person.ofKey("key.certified", signature.keyId()).orElse(null),
                    person.ofKey("key.ended", signature.keyId()).orElse(null));
        });
    }

    private static String state(
            StoredEnrolment enrolment, Certificate certificate, Optional<StoredCertificateEvent> end, Instant at) {
        if (enrolment.enrolledAt().isAfter(at)) {
            return "not-certified";
        }
        if (end.isPresent() && !end.get().createdAt().isAfter(at)) {
            return "ended";
        }
        return certificate.isValidAt(at) ? IN_FORCE : "out-of-its-time";
    }

    /** The plan of exactly those bytes that the signer's intent names. */
    private Optional<Plan> plan(Signature signature) {
        String sha256 = signature.statement().at("/intent/planSha256").asText();
        return worm.signaturePlans(signature.recordId()).stream()
                .filter(stored -> Digest.of(stored.plan()).hex().equals(sha256))
                .findFirst()
                .map(stored -> {
                    JsonNode plan = CanonicalJson.parse(stored.plan());
                    List<Step> steps = new ArrayList<>();
                    plan.path("steps").forEach(step -> steps.add(step(step)));
                    return new Plan(
                            sha256,
                            plan.at("/policy/id").asText() + "/"
                                    + plan.at("/policy/version").asText(),
                            plan.path("createdAt").asText(),
                            signature.planStep(),
                            List.copyOf(steps),
                            fixed(signature, sha256));
                });
    }

    private @Nullable Known fixed(Signature signature, String sha256) {
        Question question = new Question(
                null, upTo(signature), null, signature.recordId(), Set.of("record.signature-plan-fixed"), false);
        return entry(question, fact -> sha256.equals(fact.at("/new/planSha256").textValue()))
                .map(PersonThen::known)
                .orElse(null);
    }

    private static Instant upTo(Signature signature) {
        return signature.signedAt().plusNanos(1_000);
    }

    private static Step step(JsonNode step) {
        return new Step(
                step.path("code").asText(),
                step.path("meaning").asText(),
                step.path("role").asText(),
                step.path("count").asInt(),
                step.path("applies").asText(),
                texts(step.path("independentOf")));
    }

    private static Authentication authentication(JsonNode proof) {
        return new Authentication(
                texts(proof.path("components")),
                proof.path("provedAt").asText(),
                proof.at("/series/seriesId").textValue());
    }

    private static Authorised authority(JsonNode told) {
        return new Authorised(
                told.path("basis").asText(),
                told.path("preset").textValue(),
                texts(told.path("recordTypes")),
                texts(told.path("meanings")),
                told.path("role").textValue(),
                told.path("matrix").isInt() ? told.path("matrix").intValue() : null,
                told.path("authorityId").textValue(),
                told.path("until").textValue());
    }

    private static Risk risk(JsonNode told) {
        return new Risk(
                told.path("zone").asText(),
                told.path("device").asText(),
                told.path("hours").asText(),
                told.path("recordType").asText(),
                texts(told.path("raised")),
                told.path("policySha256").textValue());
    }

    private static List<String> texts(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(PlainText.visible(value.asText())));
        return List.copyOf(texts);
    }
}
