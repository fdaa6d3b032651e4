package dev.countersign.workspace.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed into the fields over the audit trail, right or wrong; blank where they typed nothing.
 *
 * @param from a time in their zone
 * @param to a time in their zone, which is out itself
 * @param person a user id, another actor's id, or a printed name
 * @param record a record's id
 * @param type the dotted name of a kind of event
 * @param significance code of a {@link Topic}
 * @param source an address, or the id of a device, a session or a program, or which of these it is before it, as {@code session:…}
 * @param exceptions {@code true} for exceptions alone
 */
record AuditTyped(
        String from,
        String to,
        String person,
        String record,
        String type,
        String significance,
        String source,
        String exceptions) {

    /** What an address asks for; a parameter of another name is none of these fields. */
    static AuditTyped of(Map<String, String> given) {
        return new AuditTyped(
                stripped(given, "from"),
                stripped(given, "to"),
                stripped(given, "person"),
                stripped(given, "record"),
                stripped(given, "type"),
                stripped(given, "significance"),
                stripped(given, "source"),
                stripped(given, "exceptions"));
    }

    public boolean onlyExceptions() {
        return "true".equals(exceptions);
    }

    /** Whether anything but exceptions is asked for. */
    public boolean isNarrowed() {
        Map<String, String> fields = fields();
        fields.remove("exceptions");
        return !fields.isEmpty();
    }

    /** The same, with each time that was understood as a field for times writes it; null where it was not. */
    AuditTyped at(@Nullable LocalDateTime begin, @Nullable LocalDateTime end) {
        return new AuditTyped(
                begin == null ? from : begin.toString(),
                end == null ? to : end.toString(),
                person,
                record,
                type,
                significance,
                source,
                exceptions);
    }

    AuditTyped withExceptions(boolean only) {
        return new AuditTyped(from, to, person, record, type, significance, source, only ? "true" : "");
    }

    /** The fields that are not blank. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "from", from);
        put(fields, "to", to);
        put(fields, "person", person);
        put(fields, "record", record);
        put(fields, "type", type);
        put(fields, "significance", significance);
        put(fields, "source", source);
        put(fields, "exceptions", exceptions);
        return fields;
    }

    /** The address that asks the same. */
    String at(String path) {
        String query = fields().entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static void put(Map<String, String> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    private static String stripped(Map<String, String> given, String name) {
        return given.getOrDefault(name, "").strip();
    }
}
