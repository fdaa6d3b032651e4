package dev.countersign.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.AuditEvent.Significance;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.records.RecordVersion;
import dev.countersign.training.TrainingMapper.Teaching;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** {@link Training} by what is kept of courses and completions. */
@Component
class KeptTraining implements Training {

    private final TrainingMapper mapper;
    private final CourseRule rule;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;

    KeptTraining(TrainingMapper mapper, CourseRule rule, WormStore store, Ledger ledger, Identifiers identifiers) {
        this.mapper = mapper;
        this.rule = rule;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
    }

    @Override
    public Optional<Lacking> lacking(String userId, Set<String> roles, String recordType) {
        return Optional.ofNullable(mapper.lacking(organisation(), userId, String.join(",", roles), recordType));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void effective(Caller caller, RecordVersion version, Supplier<JsonNode> content) {
        switch (version.type()) {
            case COURSE -> inForce(caller, version, content.get());
            case COMPLETION -> completed(caller, version, content.get());
            default -> {
                if (version.version() > 1) {
                    retrain(caller, version);
                }
            }
        }
    }

    private void inForce(Caller caller, RecordVersion version, JsonNode said) {
        String code = CourseContent.of(said).code();
        mapper.lock(organisation(), code);
        rule.demandFree(code, version.recordId());
        put(
                caller,
                new InForce(
                        version.title(),
                        version.recordId(),
                        version.version(),
                        version.sha256().hex(),
                        said),
                null);
    }

    /**
     * A course from now on.
     *
     * @param recordId null for what a demonstration puts in force
     */
    record InForce(String title, @Nullable UUID recordId, int version, String sha256, JsonNode said) {}

    /** In the caller's transaction, which holds the lock of the course's code. */
    void put(Caller caller, InForce begun, @Nullable String reason) {
        CourseContent course = CourseContent.of(begun.said());
        UUID courseId = identifiers.next();
        for (UUID replaced : mapper.replaced(organisation(), course.code(), begun.recordId())) {
            mapper.end(organisation(), replaced);
            tell(caller, "course-replaced", "training-course:" + replaced, Map.of("by", courseId.toString()), null);
        }
        mapper.insert(
                organisation(),
                courseId,
                begun.title(),
                begun.recordId(),
                begun.version(),
                begun.sha256(),
                new String(CanonicalJson.write(begun.said()), StandardCharsets.UTF_8),
                course,
                String.join(",", course.roles()),
                String.join(",", course.recordTypes()),
                course.procedures().stream().map(UUID::toString).collect(Collectors.joining(",")));
        int shortened = mapper.shorten(organisation(), course.code());
        tell(
                caller,
                "course-in-force",
                "training-course:" + courseId,
                Map.of(
                        "code", course.code(),
                        "record",
                                begun.recordId() == null ? "" : begun.recordId().toString(),
                        "version", begun.version(),
                        "sha256", begun.sha256(),
                        "completionsShortened", shortened),
                reason);
    }

    private void completed(Caller caller, RecordVersion version, JsonNode said) {
        String code = said.path("course").asText();
        UUID attempt = UUID.fromString(said.path("attempt").asText());
        UUID qualificationId = identifiers.next();
        mapper.lock(organisation(), code);
        String author = version.author().id();
        if (mapper.complete(organisation(), qualificationId, attempt, author, version.recordId()) != 1) {
            throw TrainingRefusal.NOT_PASSED.refuse(author, "an attempt that this person passed");
        }
        tell(
                caller,
                "completed",
                "person:" + author,
                Map.of(
                        "course", code,
                        "attempt", attempt.toString(),
                        "record", version.recordId().toString(),
                        "qualification", qualificationId.toString()),
                null);
    }

    private void retrain(Caller caller, RecordVersion version) {
        List<Teaching> courses = mapper.teaching(organisation(), version.recordId());
        for (Teaching course : courses) {
            mapper.lock(organisation(), course.code());
            if (mapper.demandAnew(organisation(), course.courseId()) == 1) {
                int shortened = mapper.shorten(organisation(), course.code());
                tell(
                        caller,
                        "retraining-demanded",
                        "training-course:" + course.courseId(),
                        Map.of(
                                "code", course.code(),
                                "record", version.recordId().toString(),
                                "version", version.version(),
                                "completionsShortened", shortened),
                        null);
            }
        }
    }

    private void tell(Caller caller, String what, String subject, Map<String, Object> after, @Nullable String reason) {
        ledger.append(caller, new TrainingTold(what, subject, Significance.HIGH, after, reason));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
