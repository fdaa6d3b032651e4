package dev.countersign.training;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.records.Intake;
import dev.countersign.records.NewVersion;
import dev.countersign.records.TypeRule;
import dev.countersign.worm.KnownTypes;
import dev.countersign.worm.WormStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What a course has to be beyond its schema, so that it can be taught and its test be passed (TRN-01). */
@Component
class CourseRule implements TypeRule {

    private final KnownTypes types;
    private final TrainingMapper mapper;
    private final WormStore store;

    CourseRule(KnownTypes types, TrainingMapper mapper, WormStore store) {
        this.types = types;
        this.mapper = mapper;
        this.store = store;
    }

    @Override
    public String recordType() {
        return Training.COURSE;
    }

    @Override
    public List<InputError> violations(NewVersion version) {
        CourseContent course = CourseContent.of(version.content());
        List<InputError> errors = new ArrayList<>();
        int pool = course.questions().size();
        if (course.drawn() > pool) {
            errors.add(new InputError(
                    "/content/drawn",
                    "A test cannot draw %d questions of %d. Add questions, or draw fewer."
                            .formatted(course.drawn(), pool)));
        }
        for (int i = 0; i < pool; i++) {
            rightAnswers(course.questions().get(i), "/content/questions/" + i + "/right", errors);
        }
        boolean pdf =
                version.attachments().stream().anyMatch(one -> one.mediaType().startsWith("application/pdf"));
        if (course.material().isEmpty() && !pdf) {
            errors.add(new InputError(
                    "/content/material", "A course has something to read. Write a section, or attach a PDF."));
        }
        Set<String> known = new TreeSet<>(types.codes());
        for (int i = 0; i < course.recordTypes().size(); i++) {
            String type = course.recordTypes().get(i);
            if (!known.contains(type)) {
                errors.add(new InputError(
                        "/content/requiredForTypes/" + i,
                        "There is no record type %s (there are: %s).".formatted(type, String.join(", ", known))));
            }
        }
        return errors;
    }

    private static void rightAnswers(CourseContent.Question question, String pointer, List<InputError> errors) {
        Set<String> choices =
                question.choices().stream().map(CourseContent.Choice::id).collect(Collectors.toSet());
        for (int i = 0; i < question.right().size(); i++) {
            String right = question.right().get(i);
            if (!choices.contains(right)) {
                errors.add(new InputError(
                        pointer + "/" + i,
                        "The right answer %s is no choice of question %s. Name the id of one of its choices."
                                .formatted(right, question.id())));
            }
        }
    }

    @Override
    public void demand(Caller caller, UUID recordId, Intake intake) {
        demandFree(CourseContent.of(intake.said()).code(), recordId);
    }

    /** That no other record is the course of that code; what a demonstration put in force gives way. */
    void demandFree(String code, UUID recordId) {
        String other = mapper.recordOf(store.installation().organisation(), code);
        if (other != null && !other.equals(recordId.toString())) {
            throw TrainingRefusal.CODE_TAKEN.refuse(code, other);
        }
    }
}
