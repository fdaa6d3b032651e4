package dev.countersign.training;

import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.AuditEvent.Significance;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.records.NewVersion;
import dev.countersign.training.TrainingMapper.AttemptRow;
import dev.countersign.training.TrainingMapper.CourseRow;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link CompetencyTests} in {@code app.training_attempt}. */
@Component
class KeptTests implements CompetencyTests {

    private final TrainingMapper mapper;
    private final WormStore store;
    private final Ledger ledger;
    private final Identifiers identifiers;

    KeptTests(TrainingMapper mapper, WormStore store, Ledger ledger, Identifiers identifiers) {
        this.mapper = mapper;
        this.store = store;
        this.ledger = ledger;
        this.identifiers = identifiers;
    }

    @Override
    @Transactional
    public Asked begin(Caller caller, String code) {
        String userId = caller.actorId();
        mapper.lock(organisation(), code + "/" + userId);
        CourseRow row = mapper.find(organisation(), code);
        if (row == null) {
            throw TrainingRefusal.COURSE_NOT_FOUND.refuse(KeptCourses.shortened(code));
        }
        CourseContent course = CourseContent.of(CanonicalJson.parse(row.content()));
        AttemptRow open = mapper.open(organisation(), userId, code, HOURS);
        if (open != null) {
            return asked(open.attemptId(), row.title(), course, DrawnQuestions.of(course, open.drawn()));
        }
        int begun = mapper.begunWithinADay(organisation(), userId, code);
        if (begun >= MOST_A_DAY) {
            throw TrainingRefusal.TOO_MANY_ATTEMPTS.refuse(userId, begun, code);
        }
        DrawnQuestions drawn = DrawnQuestions.draw(course);
        UUID attemptId = identifiers.next();
        mapper.begin(organisation(), attemptId, userId, row.courseId(), code, drawn.kept(), drawn.count());
        tell(
                caller,
                "attempt-begun",
                attemptId,
                Map.of("course", code, "version", row.version(), "sha256", row.sha256(), "drawn", drawn.count()));
        return asked(attemptId, row.title(), course, drawn);
    }

    private static Asked asked(UUID attemptId, String title, CourseContent course, DrawnQuestions drawn) {
        return new Asked(attemptId, course.code(), title, course.passMark(), drawn.shown());
    }

    @Override
    @Transactional
    public Result answer(Caller caller, UUID attemptId, Map<String, List<String>> answers) {
        AttemptRow attempt = attempt(caller, attemptId);
        if (attempt.passed() != null || attempt.ended()) {
            throw TrainingRefusal.ATTEMPT_OVER.refuse(attemptId, HOURS);
        }
        CourseContent course = CourseContent.of(CanonicalJson.parse(attempt.content()));
        DrawnQuestions drawn = DrawnQuestions.of(course, attempt.drawn());
        List<InputError> errors = drawn.violations(answers);
        if (!errors.isEmpty()) {
            throw TrainingRefusal.ANSWERS_REFUSED.refuseInput(
                    errors,
                    errors.size() + " error(s), the first at " + errors.get(0).pointer() + ". "
                            + errors.get(0).detail());
        }
        int right = drawn.right(answers);
        boolean passed = right * 100 >= course.passMark() * drawn.count();
        if (mapper.judge(organisation(), attemptId, caller.actorId(), right, passed, HOURS) != 1) {
            throw TrainingRefusal.ATTEMPT_OVER.refuse(attemptId, HOURS);
        }
        tell(
                caller,
                "attempt-judged",
                attemptId,
                Map.of(
                        "course", attempt.code(),
                        "passed", passed,
                        "right", right,
                        "drawn", drawn.count(),
                        "passMark", course.passMark()));
        return new Result(attemptId, attempt.code(), passed, right, drawn.count(), course.passMark());
    }

    @Override
    public NewVersion completion(Caller caller, UUID attemptId) {
        AttemptRow attempt = attempt(caller, attemptId);
        if (!Boolean.TRUE.equals(attempt.passed())) {
            throw TrainingRefusal.NOT_PASSED.refuse(caller.actorId(), "an attempt that this person passed");
        }
        return new NewVersion(
                Training.COMPLETION,
                "Training completed: " + attempt.title(),
                CompletionRule.content(attempt),
                List.of(),
                null,
                null);
    }

    private AttemptRow attempt(Caller caller, UUID attemptId) {
        AttemptRow attempt = caller.isPerson() ? mapper.attempt(organisation(), attemptId, caller.actorId()) : null;
        if (attempt == null) {
            throw TrainingRefusal.ATTEMPT_NOT_FOUND.refuse(caller.actorId(), attemptId);
        }
        return attempt;
    }

    private void tell(Caller caller, String what, UUID attemptId, Map<String, Object> after) {
        ledger.append(
                caller, new TrainingTold(what, "training-attempt:" + attemptId, Significance.NORMAL, after, null));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
