package dev.countersign.workspace.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.records.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an audit entry says was before and is now, for people: names in words, values as they are, nothing hidden in them. */
final class Facts {

    /** Of more, the exact entry has the others. */
    static final int SHOWN = 40;

    private static final int TELLING = 4;
    private static final int SHORT = 400;
    private static final Pattern NUMBERS =
            Pattern.compile("[0-9a-f]{40,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9+/_=-]{43,}");

    private Facts() {}

    /**
     * One thing that an entry says.
     *
     * @param before what it was; null where nothing is said of that
     * @param after what it is; null where nothing is said of that
     */
    record Fact(
            String name, @Nullable String before, @Nullable String after) {

        /** On one line, as in a table of cells. */
        public String line() {
            return name + ": " + (before == null ? after : before + " → " + (after == null ? "–" : after));
        }
    }

    /** In the order of the entry's own names; what did not change is said once. */
    static List<Fact> of(JsonNode entry) {
        Map<String, String> before = new LinkedHashMap<>();
        Map<String, String> after = new LinkedHashMap<>();
        flatten("", entry.path("old"), before);
        flatten("", entry.path("new"), after);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Fact> facts = new ArrayList<>();
        for (String name : names) {
            String was = before.get(name);
            String is = after.get(name);
            facts.add(new Fact(name, was == null || was.equals(is) ? null : was, is));
        }
        return List.copyOf(facts);
    }

    /** The few that say most to people: first what changed, and no digests and ids, which are for comparing. */
    static List<Fact> telling(List<Fact> facts) {
        return facts.stream()
                .filter(fact -> says(fact.before()) || says(fact.after()))
                .sorted(Comparator.comparing(fact -> fact.before() == null))
                .limit(TELLING)
                .toList();
    }

    private static boolean says(@Nullable String value) {
        return value != null
                && value.length() <= SHORT
                && !NUMBERS.matcher(value).matches();
    }

    private static void flatten(String name, JsonNode value, Map<String, String> into) {
        if (value.isObject()) {
            value.properties()
                    .forEach(member -> flatten(
                            name.isEmpty()
                                    ? inWords(member.getKey(), true)
                                    : name + ", " + inWords(member.getKey(), false),
                            member.getValue(),
                            into));
        } else if (value.isArray()) {
            boolean plain = true;
            List<String> texts = new ArrayList<>();
            for (JsonNode item : value) {
                plain &= item.isValueNode();
                texts.add(text(item));
            }
            if (plain) {
                put(name, String.join(", ", texts), into);
            } else {
                for (int at = 0; at < value.size(); at++) {
                    flatten(name + " " + (at + 1), value.get(at), into);
                }
            }
        } else if (!value.isNull() && !value.isMissingNode()) {
            put(name, text(value), into);
        }
    }

    private static void put(String name, String value, Map<String, String> into) {
        if (!value.isEmpty()) {
            into.put(name, value);
        }
    }

    private static String text(JsonNode value) {
        return value.isBoolean() ? (value.asBoolean() ? "yes" : "no") : PlainText.visible(value.asText());
    }

    /** {@code credentialIdSha256} as people write it; what is no such name stays as it is. */
    private static String inWords(String name, boolean first) {
        if (!name.matches("[a-z][a-zA-Z0-9]*")) {
            return PlainText.visible(name);
        }
        String words =
                name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).replaceAll("\\bsha256\\b", "SHA-256");
        return first ? words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) : words;
    }
}
