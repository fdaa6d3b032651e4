package dev.countersign.evidence.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A JSON value as it was read: strings decoded, numbers as their text. Immutable; what is not there is {@link #MISSING}. */
final class Json {

    static final Json MISSING = new Json(Kind.MISSING, "", Map.of(), List.of());

    enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        WORD,
        MISSING
    }

    private final Kind kind;
    private final String text;
    private final Map<String, Json> members;
    private final List<Json> items;

    private Json(Kind kind, String text, Map<String, Json> members, List<Json> items) {
        this.kind = kind;
        this.text = text;
        this.members = members;
        this.items = items;
    }

    static Json object(Map<String, Json> members) {
        return new Json(Kind.OBJECT, "", members, List.of());
    }

    static Json array(List<Json> items) {
        return new Json(Kind.ARRAY, "", Map.of(), items);
    }

    static Json scalar(Kind kind, String text) {
        return new Json(kind, text, Map.of(), List.of());
    }

    /**
     * Reads one object; white space and any order of members are accepted.
     *
     * @throws IllegalArgumentException if these bytes are not one JSON object in UTF-8, or a member is there twice
     */
    static Json read(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Json value = new JsonReader(text).only();
            if (value.kind != Kind.OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            return value;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    /**
     * Reads one object in its one canonical form (RFC 8785).
     *
     * @throws IllegalArgumentException as {@link #read}, or if the bytes are not canonical
     */
    static Json canonical(byte[] bytes) {
        if (!JsonText.isCanonical(bytes)) {
            throw new IllegalArgumentException("not canonical JSON (RFC 8785)");
        }
        return read(bytes);
    }

    Json path(String name) {
        return members.getOrDefault(name, MISSING);
    }

    Json path(int index) {
        return index < items.size() ? items.get(index) : MISSING;
    }

    Kind kind() {
        return kind;
    }

    Map<String, Json> members() {
        return members;
    }

    Collection<String> names() {
        return members.keySet();
    }

    List<Json> items() {
        return items;
    }

    int size() {
        return kind == Kind.OBJECT ? members.size() : items.size();
    }

    /** The string; null if this is none. */
    @Nullable
    String textValue() {
        return kind == Kind.STRING ? text : null;
    }

    /** The string, number or word as text; empty for anything else and for null. */
    String asText() {
        return isNull() ? "" : text;
    }

    boolean isNull() {
        return kind == Kind.WORD && text.equals("null");
    }

    boolean isNumber() {
        return kind == Kind.NUMBER;
    }

    boolean isTrue() {
        return kind == Kind.WORD && text.equals("true");
    }

    /** @throws NumberFormatException if this is no whole number */
    long asLong() {
        return Long.parseLong(kind == Kind.NUMBER ? text : "none");
    }

    /** Equal content: a missing value equals nothing, not even another missing one. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Json json
                && kind != Kind.MISSING
                && kind == json.kind
                && text.equals(json.text)
                && members.equals(json.members)
                && items.equals(json.items);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, text, members, items);
    }

    @Override
    public String toString() {
        return JsonText.write(this);
    }
}
