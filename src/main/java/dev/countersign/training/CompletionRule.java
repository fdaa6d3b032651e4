package dev.countersign.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Caller;
import dev.countersign.records.Intake;
import dev.countersign.records.TypeRule;
import dev.countersign.training.TrainingMapper.AttemptRow;
import dev.countersign.worm.WormStore;
import java.util.Arrays;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * A completion says what an attempt of its author's came to, and nothing else (TRN-01): whatever door it comes through, a program's included.
 */
@Component
class CompletionRule implements TypeRule {

    private final TrainingMapper mapper;
    private final WormStore store;

    CompletionRule(TrainingMapper mapper, WormStore store) {
        this.mapper = mapper;
        this.store = store;
    }

    @Override
    public String recordType() {
        return Training.COMPLETION;
    }

    @Override
    public void demand(Caller caller, UUID recordId, Intake intake) {
        String organisation = store.installation().organisation();
        JsonNode said = intake.said();
        UUID attemptId = UUID.fromString(said.path("attempt").asText());
        AttemptRow attempt = caller.isPerson() ? mapper.passed(organisation, attemptId, caller.actorId()) : null;
        if (attempt == null) {
            throw TrainingRefusal.NOT_PASSED.refuse(caller.actorId(), "an attempt that this person passed");
        }
        if (attempt.recordId() != null && !attempt.recordId().equals(recordId)) {
            throw TrainingRefusal.NOT_PASSED.refuse(
                    caller.actorId(), "one that no other record cites; record " + attempt.recordId() + " cites it");
        }
        if (!Arrays.equals(CanonicalJson.write(said), CanonicalJson.write(content(attempt)))) {
            throw TrainingRefusal.NOT_PASSED.refuse(
                    caller.actorId(), "course, version and score as they are on record of attempt " + attemptId);
        }
        if (attempt.ended() || attempt.begunBeforeDemanded()) {
            throw TrainingRefusal.NOT_IN_FORCE.refuse(attempt.version(), attempt.code());
        }
        if (mapper.isTaken(organisation, recordId, attemptId)) {
            throw TrainingRefusal.NOT_PASSED.refuse(
                    caller.actorId(),
                    "a record of its own for each attempt; record " + recordId + " is another's, or was signed");
        }
        mapper.cite(organisation, attemptId, recordId);
    }

    /** The completion that this attempt lets its person write. */
    static ObjectNode content(AttemptRow attempt) {
        Integer right = attempt.rightAnswers();
        return JsonNodeFactory.instance
                .objectNode()
                .put("attempt", attempt.attemptId().toString())
                .put("course", attempt.code())
                .put("courseVersion", attempt.version())
                .put("courseSha256", attempt.sha256())
                .put("right", right == null ? 0 : right)
                .put("drawn", attempt.questions())
                .put(
                        "passMark",
                        CourseContent.of(CanonicalJson.parse(attempt.content())).passMark());
    }
}
