package dev.countersign.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a version of a course says ({@code training-course}), read from content that follows its schema.
 *
 * @param drawn how many questions a test asks
 * @param passMark right answers needed, per cent
 * @param validityMonths how long a completion counts
 * @param graceDays how long earlier ones count on when something newer is in force
 * @param roles codes of roles that need it to sign
 * @param recordTypes codes of types whose signers need it
 * @param procedures records of which a new version asks for retraining
 */
record CourseContent(
        String code,
        String summary,
        List<Section> material,
        List<Question> questions,
        int drawn,
        int passMark,
        int validityMonths,
        int graceDays,
        List<String> roles,
        List<String> recordTypes,
        List<UUID> procedures) {

    /** @param text Markdown */
    record Section(String heading, String text) {}

    /** @param right ids of the right choices: never shown to whoever takes the test */
    record Question(String id, String text, List<Choice> choices, List<String> right) {}

    record Choice(String id, String text) {}

    static CourseContent of(JsonNode said) {
        return new CourseContent(
                said.path("code").asText(),
                said.path("summary").asText(),
                each(
                        said.path("material"),
                        one -> new Section(
                                one.path("heading").asText(), one.path("text").asText())),
                each(said.path("questions"), CourseContent::question),
                said.path("drawn").asInt(),
                said.path("passMark").asInt(),
                said.path("validityMonths").asInt(),
                said.path("graceDays").asInt(),
                each(said.path("requiredForRoles"), JsonNode::asText),
                each(said.path("requiredForTypes"), JsonNode::asText),
                each(said.path("procedures"), one -> UUID.fromString(one.asText())));
    }

    Optional<Question> question(String id) {
        return questions.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    private static Question question(JsonNode one) {
        return new Question(
                one.path("id").asText(),
                one.path("text").asText(),
                each(
                        one.path("choices"),
                        choice -> new Choice(
                                choice.path("id").asText(), choice.path("text").asText())),
                each(one.path("right"), JsonNode::asText));
    }

    private static <T> List<T> each(JsonNode array, Function<JsonNode, T> read) {
        List<T> all = new ArrayList<>();
        array.forEach(one -> all.add(read.apply(one)));
        return List.copyOf(all);
    }
}
