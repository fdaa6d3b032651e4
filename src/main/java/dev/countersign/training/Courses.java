package dev.countersign.training;

import dev.countersign.ledger.Caller;
import dev.countersign.records.NewVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Courses in force, who needs them, and who is trained in them (TRN-01). Authority is the caller's to check. */
public interface Courses {

    /** By code. */
    List<Course> inForce();

    /** @throws dev.countersign.ledger.RefusedException {@code course-not-found} */
    Course find(String code);

    /**
     * What a person needs, by code of the course: what their roles ask for first, then what types of records ask for.
     *
     * @param roles codes of the roles the person has
     */
    List<Need> needs(String userId, Set<String> roles);

    /** Of everybody: the completion or certificate of each course that counts longest, or did. */
    List<Qualification> qualifications();

    /** The course that comes with the release, as somebody would hand it in; it is in force when it is effective. */
    NewVersion shipped();

    /**
     * Puts the course of the release in force without a record and without signatures: of a demonstration's set-up alone, and told as that. Does
     * nothing where a course of its code is in force.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized} outside a demonstration
     */
    void seedShipped(Caller caller, String reason);

    /** Whether anything of this person was ever recorded of that course, even if it was taken back. */
    boolean wasTrained(String userId, String code);

    /**
     * A course in force.
     *
     * @param recordId null for one that a demonstration's set-up put in force and nobody signed
     * @param sha256 hexadecimal, of the version; of the content where there is no record
     * @param roles codes of roles that need it to sign
     * @param recordTypes codes of types whose signers need it
     */
    record Course(
            UUID courseId,
            String code,
            String title,
            @Nullable UUID recordId,
            int version,
            String sha256,
            String summary,
            List<Section> material,
            int drawn,
            int passMark,
            int validityMonths,
            int graceDays,
            List<String> roles,
            List<String> recordTypes,
            Instant effectiveAt) {}

    /** @param text Markdown */
    record Section(String heading, String text) {}

    /**
     * A course as one person has to do with it.
     *
     * @param byRole whether a role of theirs needs it; else signing some types of records does
     * @param trained what counts longest; empty for somebody who never was
     * @param toSign the attempt that was passed and waits for its completion
     */
    record Need(Course course, boolean byRole, Optional<Qualification> trained, Optional<UUID> toSign) {

        /** Whether it is counted now. */
        public boolean met() {
            return trained.filter(Qualification::counts).isPresent();
        }
    }
}
