package dev.countersign.training;

import dev.countersign.ledger.Caller;
import dev.countersign.records.NewVersion;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tests of what people learned (TRN-01): the server draws the questions, keeps them, and judges; which answers are right it never tells. */
public interface CompetencyTests {

    /** How many one person may begin of a course within a day. */
    int MOST_A_DAY = 5;

    /** How long one can be answered. */
    int HOURS = 2;

    /**
     * Begins a test, or goes on with the one that is open.
     *
     * @throws dev.countersign.ledger.RefusedException {@code course-not-found}, {@code too-many-attempts}
     */
    Asked begin(Caller caller, String code);

    /**
     * Judges a test, once.
     *
     * @param answers ids of the choices, by id of the question: each question that was asked, with at least one choice
     * @throws dev.countersign.ledger.RefusedException {@code attempt-not-found}, {@code attempt-over}, {@code invalid-answers} with the pointers
     */
    Result answer(Caller caller, UUID attemptId, Map<String, List<String>> answers);

    /**
     * The completion that a passed attempt lets its person write.
     *
     * @throws dev.countersign.ledger.RefusedException {@code attempt-not-found}, {@code not-passed}
     */
    NewVersion completion(Caller caller, UUID attemptId);

    /** @param passMark right answers needed, per cent */
    record Asked(UUID attemptId, String course, String title, int passMark, List<Question> questions) {}

    /** @param several whether more than one choice may be right */
    record Question(String id, String text, boolean several, List<Choice> choices) {}

    record Choice(String id, String text) {}

    /** @param right how many of {@code drawn} questions were answered right */
    record Result(UUID attemptId, String course, boolean passed, int right, int drawn, int passMark)
            implements Serializable {}
}
