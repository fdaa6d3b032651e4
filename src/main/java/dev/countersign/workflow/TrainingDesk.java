package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.records.NewVersion;
import dev.countersign.records.NewVersion.NewAttachment;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.RecordAccess;
import dev.countersign.training.Certificates;
import dev.countersign.training.Certificates.Given;
import dev.countersign.training.CompetencyTests;
import dev.countersign.training.CompetencyTests.Asked;
import dev.countersign.training.CompetencyTests.Result;
import dev.countersign.training.Courses;
import dev.countersign.training.Courses.Course;
import dev.countersign.training.Courses.Need;
import dev.countersign.training.Qualification;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Processes.Started;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Where people get trained, and where others see whether they are (TRN-01, 11.10(i)): every door of training asks here, each refusal is recorded
 * once.
 */
@Component
public class TrainingDesk {

    private final Courses courses;
    private final CompetencyTests tests;
    private final Certificates certificates;
    private final Processes processes;
    private final Records records;
    private final Authority authority;
    private final People people;
    private final Refusals refusals;

    TrainingDesk(
            Courses courses,
            CompetencyTests tests,
            Certificates certificates,
            Processes processes,
            Records records,
            Authority authority,
            People people,
            Refusals refusals) {
        this.courses = courses;
        this.tests = tests;
        this.certificates = certificates;
        this.processes = processes;
        this.records = records;
        this.authority = authority;
        this.people = people;
        this.refusals = refusals;
    }

    /** What the caller needs; for whoever can be trained. */
    public List<Need> mine(Caller caller) {
        return refusals.guarding(caller, "training.show", "person:" + caller.actorId(), () -> {
            authority.require(caller, Permission.DECLARE);
            return needs(caller.actorId(), authority.roles(caller.actorId()));
        });
    }

    private List<Need> needs(String userId, Set<Role> roles) {
        return courses.needs(userId, roles.stream().map(Role::code).collect(Collectors.toSet()));
    }

    /** Courses in force; for whoever can be trained, and whoever sees who is. */
    public List<Course> courses(Caller caller) {
        return refusals.guarding(caller, "training.courses", "training-courses", () -> {
            demandReader(caller);
            return courses.inForce();
        });
    }

    /** @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code course-not-found} */
    public Course course(Caller caller, String code) {
        return refusals.guarding(caller, "training.read", "training-courses", () -> {
            demandReader(caller);
            return courses.find(code);
        });
    }

    /** What is attached to a course: none where a demonstration put it in force. */
    public List<RecordVersion.Attachment> files(Course course) {
        return version(course).map(RecordVersion::attachments).orElse(List.of());
    }

    private Optional<RecordVersion> version(Course course) {
        UUID recordId = course.recordId();
        return recordId == null ? Optional.empty() : records.version(recordId, course.version());
    }

    /**
     * The exact bytes of a file attached to a course in force.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code course-not-found}, {@code record-not-found}
     */
    public byte[] file(Caller caller, String code, Digest sha256) {
        Course course = course(caller, code);
        return version(course)
                .flatMap(version -> records.part(version, sha256))
                .filter(bytes ->
                        files(course).stream().anyMatch(one -> one.sha256().equals(sha256)))
                .orElseThrow(() -> RecordAccess.notFound("Course " + code + " has no file " + sha256.hex() + "."));
    }

    /** Begins a test, or goes on with the open one; see {@link CompetencyTests#begin}. */
    public Asked begin(Caller caller, String code) {
        return refusals.guarding(caller, "training.begin", "training-courses", () -> {
            authority.require(caller, Permission.DECLARE);
            return tests.begin(caller, code);
        });
    }

    /** Judges a test; see {@link CompetencyTests#answer}. */
    public Result answer(Caller caller, UUID attemptId, Map<String, List<String>> answers) {
        return refusals.guarding(caller, "training.answer", "training-attempt:" + attemptId, () -> {
            authority.require(caller, Permission.DECLARE);
            return tests.answer(caller, attemptId, answers);
        });
    }

    /**
     * Writes the completion of a passed attempt and asks for its author's signature; called again, answers with the same.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code attempt-not-found}, {@code not-passed}, {@code
     *     course-replaced}
     */
    public Started complete(Caller caller, UUID attemptId) {
        NewVersion completion = refusals.guarding(caller, "training.complete", "training-attempt:" + attemptId, () -> {
            authority.require(caller, Permission.DECLARE);
            return tests.completion(caller, attemptId);
        });
        return processes.start(
                caller, ModelStarts.DECLARATION, new StartRequest("training-" + attemptId, completion, null, null));
    }

    /**
     * Proposes the course of the release: it goes through review and approval as any course does.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code training-refused} where another record is that course
     */
    public Started proposeShipped(Caller caller) {
        refusals.guarding(caller, "training.propose", "training-courses", () -> {
            authority.require(caller, Permission.MANAGE_TRAINING);
            return true;
        });
        return processes.start(caller, "record-approval", new StartRequest(null, courses.shipped(), null, null));
    }

    /** Records a certificate of somebody else's; see {@link Certificates#record}. */
    public UUID certify(Caller caller, Given given, NewAttachment evidence, String reason) {
        return refusals.guarding(caller, "training.certify", "training-certificates", () -> {
            authority.require(caller, Permission.MANAGE_TRAINING);
            return certificates.record(caller, given, evidence, reason);
        });
    }

    /** Takes a certificate back; see {@link Certificates#revoke}. */
    public void revoke(Caller caller, UUID certificateId, String reason) {
        refusals.guarding(caller, "training.revoke", "training-certificate:" + certificateId, () -> {
            authority.require(caller, Permission.MANAGE_TRAINING);
            certificates.revoke(caller, certificateId, reason);
            return true;
        });
    }

    /** A certificate's evidence. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Evidence(String name, byte[] bytes) {}

    /** The exact bytes; for whoever sees who is trained. */
    public Evidence evidence(Caller caller, UUID certificateId) {
        return refusals.guarding(caller, "training.evidence", "training-certificate:" + certificateId, () -> {
            authority.require(caller, Permission.READ_TRAINING);
            String name = certificates.find(certificateId).evidenceName();
            return new Evidence(name == null ? "evidence" : name, certificates.evidence(caller, certificateId));
        });
    }

    /**
     * One person and one course.
     *
     * @param required whether a role of theirs needs it
     * @param trained what counts longest, or did; empty for somebody who never was
     */
    public record Standing(
            Person person, Set<Role> roles, Course course, boolean required, Optional<Qualification> trained) {

        public boolean met() {
            return trained.filter(Qualification::counts).isPresent();
        }

        /** Whether the person needs it and lacks it. */
        public boolean isGap() {
            return required && !met();
        }
    }

    /** Active people × courses in force, where the course is required of them or they were trained in it; by person, then course. */
    public List<Standing> matrix(Caller caller) {
        return refusals.guarding(caller, "training.matrix", "training", () -> {
            authority.require(caller, Permission.READ_TRAINING);
            return standings();
        });
    }

    private List<Standing> standings() {
        Map<String, Set<Role>> roles = authority.roles();
        Map<String, Qualification> trained = courses.qualifications().stream()
                .collect(Collectors.toMap(one -> one.userId() + "/" + one.code(), Function.identity()));
        List<Course> inForce = courses.inForce();
        List<Standing> standings = new ArrayList<>();
        for (Person person : people.all()) {
            Set<Role> held = roles.getOrDefault(person.userId(), Set.of());
            for (Course course : inForce) {
                boolean required = held.stream().anyMatch(role -> course.roles().contains(role.code()));
                Optional<Qualification> by = Optional.ofNullable(trained.get(person.userId() + "/" + course.code()));
                if (person.isActive() && (required || by.isPresent())) {
                    standings.add(new Standing(person, held, course, required, by));
                }
            }
        }
        return standings;
    }

    private void demandReader(Caller caller) {
        boolean reads = caller.isPerson() && authority.may(caller.actorId(), Permission.READ_TRAINING);
        if (!reads) {
            authority.require(caller, Permission.DECLARE);
        }
    }
}
