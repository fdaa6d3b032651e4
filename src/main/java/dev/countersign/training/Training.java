package dev.countersign.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.ledger.Caller;
import dev.countersign.records.RecordVersion;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Whether people are trained for what they sign (AUT-05, TRN-01). Read anew at every call, by the database's clock. */
public interface Training {

    /** Code of the record type of courses. */
    String COURSE = "training-course";

    /** Code of the record type of completions. */
    String COMPLETION = "training-completion";

    /**
     * A course that is required and not counted.
     *
     * @param code of the course, as its page has it
     */
    record Lacking(String code, String title) {}

    /**
     * The first course in force that this person needs and has no completion or certificate of that counts now; one indexed statement.
     *
     * @param roles codes of the roles the person signs with
     * @param recordType code of the type of what is signed
     */
    Optional<Lacking> lacking(String userId, Set<String> roles, String recordType);

    /**
     * Takes notice that a version became effective, in the transaction that made it so: a course is in force from now on, a completion counts,
     * and of a procedure that is newer than what people were taught retraining is demanded.
     *
     * @param content of the version, read only where it is needed
     * @throws dev.countersign.ledger.RefusedException {@code training-refused} if the code of the course is another record's
     */
    void effective(Caller caller, RecordVersion version, Supplier<JsonNode> content);
}
