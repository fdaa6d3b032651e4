package dev.countersign.workspace.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.identity.ShownTime;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.records.PlainText;
import dev.countersign.workspace.web.Facts.Fact;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says audit entries in words. */
@Component
class AuditLines {

    private static final String PERSON = "person";
    private static final String ABOUT_PERSON = "person:";
    /** No entry that people cause is longer; of one that is, its proof has the rest. */
    private static final int LONGEST = 8_000;

    private static final List<String> SOURCES = List.of("address", "device", "session", "integration");

    private final People people;

    AuditLines(People people) {
        this.people = people;
    }

    List<AuditLine> of(List<Entry> entries, ZoneId zone) {
        Map<String, Optional<String>> names = new HashMap<>();
        return entries.stream().map(entry -> line(entry, zone, names)).toList();
    }

    private AuditLine line(Entry entry, ZoneId zone, Map<String, Optional<String>> names) {
        JsonNode told = CanonicalJson.parse(entry.bytes());
        String actor = told.at("/actor/id").asText();
        String kind = told.at("/actor/kind").asText();
        String type = told.path("type").asText();
        List<Fact> facts = Facts.of(told);
        String recordId = text(told.path("recordId"));
        return new AuditLine(
                entry.entryId(),
                entry.index(),
                entry.leafHash(),
                ShownTime.toTheSecond(Instant.parse(told.path("time").asText()), zone),
                PlainText.visible(actor),
                PERSON.equals(kind) ? names.computeIfAbsent(actor, this::name).orElse(null) : null,
                kind,
                type,
                Topic.ofType(type).map(Topic::code).orElse(null),
                told.path("significance").asText().equals("exception"),
                subject(told.path("subject").asText(), actor, recordId, names),
                recordId,
                told.path("recordVersion").isNull()
                        ? null
                        : told.path("recordVersion").asInt(),
                Facts.telling(facts),
                facts.subList(0, Math.min(facts.size(), Facts.SHOWN)),
                Math.max(0, facts.size() - Facts.SHOWN),
                text(told.path("reason")),
                source(told.path("source")),
                exact(entry.bytes()));
    }

    private Optional<String> name(String userId) {
        return people.find(userId).map(Person::printedName).map(PlainText::visible);
    }

    private @Nullable String subject(
            String subject, String actor, @Nullable String recordId, Map<String, Optional<String>> names) {
        if (recordId != null && subject.startsWith("record:" + recordId)) {
            return null;
        }
        if (!subject.startsWith(ABOUT_PERSON)) {
            return PlainText.visible(subject.replaceFirst(":", " "));
        }
        String userId = subject.substring(ABOUT_PERSON.length());
        return userId.equals(actor)
                ? null
                : names.computeIfAbsent(userId, this::name)
                                .map(name -> name + ", ")
                                .orElse("")
                        + PlainText.visible(userId);
    }

    private static List<Fact> source(JsonNode source) {
        List<Fact> said = new ArrayList<>();
        for (String one : SOURCES) {
            String value = text(source.path(one));
            if (value != null) {
                said.add(new Fact(one, null, value));
            }
        }
        return List.copyOf(said);
    }

    private static String exact(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return PlainText.visible(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }

    private static @Nullable String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? null : PlainText.visible(value.asText());
    }
}
