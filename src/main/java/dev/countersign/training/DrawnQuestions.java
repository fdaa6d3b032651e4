package dev.countersign.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Randomness;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.training.CompetencyTests.Choice;
import dev.countersign.training.CompetencyTests.Question;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The questions of one attempt: drawn from the pool of its course in an order nobody can foresee, and judged by it. */
final class DrawnQuestions {

    private final CourseContent course;
    private final JsonNode drawn;

    private DrawnQuestions(CourseContent course, JsonNode drawn) {
        this.course = course;
        this.drawn = drawn;
    }

    static DrawnQuestions draw(CourseContent course) {
        ArrayNode drawn = JsonNodeFactory.instance.arrayNode();
        for (CourseContent.Question question :
                Randomness.shuffled(course.questions()).subList(0, course.drawn())) {
            ObjectNode one = drawn.addObject().put("id", question.id());
            ArrayNode choices = one.putArray("choices");
            Randomness.shuffled(question.choices()).forEach(choice -> choices.add(choice.id()));
        }
        return new DrawnQuestions(course, drawn);
    }

    /** @param kept what {@link #kept} gave */
    static DrawnQuestions of(CourseContent course, String kept) {
        return new DrawnQuestions(course, CanonicalJson.parse(kept));
    }

    String kept() {
        return new String(CanonicalJson.write(drawn), StandardCharsets.UTF_8);
    }

    int count() {
        return drawn.size();
    }

    /** As they are shown: without what is right. */
    List<Question> shown() {
        List<Question> shown = new ArrayList<>();
        drawn.forEach(one -> shown.add(shown(question(one), one.path("choices"))));
        return shown;
    }

    private static Question shown(CourseContent.Question question, JsonNode order) {
        List<Choice> choices = new ArrayList<>();
        order.forEach(id -> question.choices().stream()
                .filter(choice -> choice.id().equals(id.asText()))
                .forEach(choice -> choices.add(new Choice(choice.id(), choice.text()))));
        return new Question(question.id(), question.text(), question.right().size() > 1, choices);
    }

    /** What is wrong with answers that are not those of these questions. */
    List<InputError> violations(Map<String, List<String>> answers) {
        List<InputError> errors = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        for (JsonNode one : drawn) {
            CourseContent.Question question = question(one);
            asked.add(question.id());
            List<String> chosen = answers.getOrDefault(question.id(), List.of());
            if (chosen.isEmpty()) {
                errors.add(new InputError("/answers/" + question.id(), "This question was asked and is not answered."));
            }
            for (int i = 0; i < chosen.size(); i++) {
                String choice = chosen.get(i);
                if (question.choices().stream().noneMatch(known -> known.id().equals(choice))) {
                    errors.add(new InputError(
                            "/answers/" + question.id() + "/" + i,
                            "This is no choice of the question that was asked."));
                }
            }
        }
        answers.keySet().stream()
                .filter(id -> !asked.contains(id))
                .sorted()
                .limit(100)
                .forEach(id -> errors.add(new InputError(
                        "/answers/"
                                + KeptCourses.shortened(id).replace("~", "~0").replace("/", "~1"),
                        "No such question was asked.")));
        return errors;
    }

    int right(Map<String, List<String>> answers) {
        int right = 0;
        for (JsonNode one : drawn) {
            CourseContent.Question question = question(one);
            if (Set.copyOf(answers.getOrDefault(question.id(), List.of())).equals(Set.copyOf(question.right()))) {
                right++;
            }
        }
        return right;
    }

    private CourseContent.Question question(JsonNode one) {
        String id = one.path("id").asText();
        return course.question(id).orElseThrow(() -> new IllegalStateException("the course has no question " + id));
    }
}
