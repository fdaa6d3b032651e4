package dev.countersign.models;

import dev.countersign.authority.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a service task is given: a notice its audience and its words, everything else nothing. */
final class Notice {

    private static final int LONGEST = 200;

    private Notice() {}

    static boolean isSound(FlowNode node) {
        List<Element> inputs = inputs(node).toList();
        if (node.delegate().filter(Delegate.TELL_PEOPLE::equals).isEmpty()) {
            return inputs.isEmpty();
        }
        Map<String, String> given = inputs.stream()
                .collect(Collectors.toMap(
                        input -> input.get("name"),
                        input -> input.text().toString().strip(),
                        (first, second) -> ""));
        String to = given.getOrDefault(Delegate.NOTICE_TO, "");
        String text = given.getOrDefault(Delegate.NOTICE_TEXT, "");
        return inputs.size() == 2
                && (to.equals(Delegate.TO_THE_AUTHOR) || Role.ofCode(to).isPresent())
                && !text.isEmpty()
                && text.length() <= LONGEST;
    }

    private static Stream<Element> inputs(FlowNode node) {
        return node.element()
                .children("bpmn:extensionElements")
                .flatMap(Element::all)
                .filter(element -> element.name().equals("camunda:inputParameter"));
    }
}
