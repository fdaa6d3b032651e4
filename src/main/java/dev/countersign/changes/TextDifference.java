package dev.countersign.changes;

import dev.countersign.changes.ResourceDifference.ModelChange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Differences of two texts of one resource: element by element where both are XML, else line by line. Never empty for different texts. */
final class TextDifference {

    private static final int SHOWN_LINES = 60;

    private TextDifference() {}

    static List<ModelChange> of(String name, String before, String after) {
        List<ModelChange> changes = new ArrayList<>();
        boolean xml = name.endsWith(".bpmn") || name.endsWith(".dmn");
        Optional<Map<String, ModelElement>> old = xml ? ModelElements.of(before) : Optional.empty();
        Optional<Map<String, ModelElement>> now = xml ? ModelElements.of(after) : Optional.empty();
        if (old.isPresent() && now.isPresent()) {
            elements(changes, old.get(), now.get());
            if (changes.isEmpty()) {
                changes.add(new ModelChange(
                        "",
                        "the text",
                        "how it is written",
                        "changed",
                        "one way",
                        "another way (spaces, comments, order)"));
            }
        } else {
            lines(changes, before.lines().toList(), after.lines().toList());
        }
        return List.copyOf(changes);
    }

    private static void elements(
            List<ModelChange> changes, Map<String, ModelElement> before, Map<String, ModelElement> after) {
        Set<String> ids = new LinkedHashSet<>(after.keySet());
        ids.addAll(before.keySet());
        for (String id : ids) {
            ModelElement old = before.get(id);
            ModelElement now = after.get(id);
            if (old == null && now != null) {
                changes.add(new ModelChange(id, now.label(), "", "added", null, now.summary()));
            } else if (now == null && old != null) {
                changes.add(new ModelChange(id, old.label(), "", "removed", old.summary(), null));
            } else if (old != null && now != null) {
                facts(changes, id, old, now);
            }
        }
    }

    private static void facts(List<ModelChange> changes, String element, ModelElement before, ModelElement after) {
        Set<String> names = new LinkedHashSet<>(after.facts().keySet());
        names.addAll(before.facts().keySet());
        for (String name : names) {
            String id = element.equals(ModelElements.DRAWING) ? ModelElements.drawnId(name) : element;
            String old = before.facts().get(name);
            String now = after.facts().get(name);
            if (old == null) {
                changes.add(new ModelChange(id, before.label(), name, "added", null, now));
            } else if (now == null) {
                changes.add(new ModelChange(id, before.label(), name, "removed", old, null));
            } else if (!old.equals(now)) {
                changes.add(new ModelChange(id, before.label(), name, "changed", old, now));
            }
        }
    }

    /** The one block between the lines that both begin and both end with. */
    private static void lines(List<ModelChange> changes, List<String> before, List<String> after) {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<String> old = before.subList(head, before.size() - tail);
        List<String> now = after.subList(head, after.size() - tail);
        // line ends are no lines: then nothing is left to show
        changes.add(new ModelChange("", "the text", "from line " + (head + 1), "changed", shown(old), shown(now)));
    }

    private static String shown(List<String> lines) {
        if (lines.isEmpty()) {
            return "nothing but line ends";
        }
        String text = String.join("\n", lines.subList(0, Math.min(SHOWN_LINES, lines.size())));
        return lines.size() <= SHOWN_LINES ? text : text + "\n… and " + (lines.size() - SHOWN_LINES) + " more lines";
    }
}
