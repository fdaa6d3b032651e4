package dev.countersign.workspace.web;

import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.AuditTrail;
import dev.countersign.ledger.AuditTrail.Question;
import dev.countersign.records.PlainText;
import dev.countersign.worm.EntrySource;
import dev.countersign.worm.RecordScope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Understands what people type over the audit trail. */
@Component
class AuditQuestions {

    private static final int EARLIEST_YEAR = 1900;
    private static final int LATEST_YEAR = 9999;
    private static final int LONGEST_NAME = 200;

    private final People people;
    private final AuditTrail trail;

    AuditQuestions(People people, AuditTrail trail) {
        this.people = people;
        this.trail = trail;
    }

    /**
     * @param zone of whoever typed the times
     * @param reach what of the trail they may read
     */
    AuditAsked of(AuditTyped typed, ZoneId zone, RecordScope reach) {
        Map<String, String> errors = new TreeMap<>();
        LocalDateTime begin = time("from", typed.from(), errors);
        LocalDateTime end = time("to", typed.to(), errors);
        Instant from = begin == null ? null : begin.atZone(zone).toInstant();
        Instant to = end == null ? null : end.atZone(zone).toInstant();
        if (from != null && to != null && !from.isBefore(to)) {
            errors.put("to", "order");
        }
        Question question = new Question(
                from,
                to,
                actor(typed.person(), errors),
                record(typed.record(), errors),
                types(typed, errors),
                typed.onlyExceptions(),
                reach,
                source(typed.source(), reach, errors));
        if (!Set.of("", "true", "false").contains(typed.exceptions())) {
            errors.put("exceptions", "exceptions");
        }
        return new AuditAsked(typed.at(begin, end), question, Map.copyOf(errors));
    }

    /** A day alone is its beginning. */
    private static @Nullable LocalDateTime time(String field, String typed, Map<String, String> errors) {
        if (typed.isEmpty()) {
            return null;
        }
        try {
            String text = typed.replace(' ', 'T');
            LocalDateTime moment = text.contains("T")
                    ? LocalDateTime.parse(text)
                    : LocalDate.parse(text).atStartOfDay();
            if (moment.getYear() >= EARLIEST_YEAR && moment.getYear() <= LATEST_YEAR) {
                return moment;
            }
            errors.put(field, "year");
        } catch (DateTimeParseException e) {
            errors.put(field, "time");
        }
        return null;
    }

    private @Nullable String actor(String typed, Map<String, String> errors) {
        if (typed.isEmpty()) {
            return null;
        }
        if (!PlainText.isLine(typed, LONGEST_NAME)) {
            errors.put("person", "person");
            return null;
        }
        if (people.find(typed).isPresent() || hasActed(typed)) {
            return typed;
        }
        List<Person> named = people.all().stream()
                .filter(person -> person.printedName().equalsIgnoreCase(typed))
                .toList();
        if (named.size() != 1) {
            errors.put("person", named.isEmpty() ? "nobody" : "several");
            return null;
        }
        return named.get(0).userId();
    }

    private boolean hasActed(String actor) {
        return !trail.newest(new Question(null, null, actor, null, Set.of(), false), null, 1)
                .isEmpty();
    }

    private @Nullable EntrySource source(String typed, RecordScope reach, Map<String, String> errors) {
        if (typed.isEmpty()) {
            return null;
        }
        if (!PlainText.isLine(typed, LONGEST_NAME)) {
            errors.put("source", "person");
            return null;
        }
        List<EntrySource> meant = trail.sources(typed, reach);
        if (meant.size() != 1) {
            errors.put("source", meant.isEmpty() ? "nowhere" : "several-sources");
            return null;
        }
        return meant.get(0);
    }

    private static @Nullable UUID record(String typed, Map<String, String> errors) {
        if (typed.isEmpty()) {
            return null;
        }
        if (typed.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return UUID.fromString(typed);
        }
        errors.put("record", "record");
        return null;
    }

    private static Set<String> types(AuditTyped typed, Map<String, String> errors) {
        List<String> ofTopic =
                Topic.ofCode(typed.significance()).map(Topic::types).orElse(List.of());
        if (!typed.significance().isEmpty() && ofTopic.isEmpty()) {
            errors.put("significance", "significance");
        }
        if (typed.type().isEmpty()) {
            return Set.copyOf(ofTopic);
        }
        if (!Topic.allTypes().contains(typed.type())) {
            errors.put("type", "type");
        } else if (!ofTopic.isEmpty() && !ofTopic.contains(typed.type())) {
            errors.put("type", "other-significance");
        }
        return Set.of(typed.type());
    }
}
