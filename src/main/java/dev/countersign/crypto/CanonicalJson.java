package dev.countersign.crypto;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The JSON Canonicalization Scheme (RFC 8785) over Jackson's tree, and the strict reading that must come before it: what has
 * no single canonical meaning is refused, never repaired.
 */
public final class CanonicalJson {

    private static final int MAXIMUM_DEPTH = 200;
    private static final char REPLACEMENT = '\uFFFD';
    /** Each becomes an object of its own, ten times and more as long as what it was read from. */
    private static final int MAXIMUM_TOKENS = 2_000_000;

    /** An integer of so many characters is exact as a double. */
    private static final int EXACT_LENGTH = 15;

    private static final JsonFactory STRICT = strict(MAXIMUM_TOKENS);
    private static final JsonFactory OURS = strict(Long.MAX_VALUE);

    private CanonicalJson() {}

    /** Nothing of what was read stays with it, neither in buffers nor as a name: bodies with passwords are read here too (T17). */
    private static JsonFactory strict(long tokens) {
        return JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAXIMUM_DEPTH)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(400)
                        .maxTokenCount(tokens)
                        .build())
                .build();
    }

    /**
     * Reads one JSON document.
     *
     * @param utf8 the whole document in UTF-8, without a byte order mark
     * @throws JsonRefusedException with the offender's pointer, for what is not JSON, nests deeper than 200, has more than two million tokens, repeats a key, holds a
     *     lone surrogate or U+0000, or holds a number whose canonical text denotes another decimal value
     */
    public static JsonNode parse(byte[] utf8) {
        return parse(utf8, STRICT);
    }

    /**
     * As {@link #parse(byte[])}, of what this program wrote itself, of as many tokens as it has: what it says of a document that was
     * accepted may have more than the document.
     */
    public static JsonNode parseOwn(byte[] utf8) {
        return parse(utf8, OURS);
    }

    private static JsonNode parse(byte[] utf8, JsonFactory factory) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        // what is no UTF-8 has become the replacement character, which may also have been written: only then it is
        // worth asking
        if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(utf8)) {
            throw new JsonRefusedException("", "not valid UTF-8");
        }
        return parse(text, factory);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** As {@link #parse(byte[])}, from text. */
    public static JsonNode parse(String text) {
        return parse(text, STRICT);
    }

    private static JsonNode parse(String text, JsonFactory factory) {
        try (JsonParser parser = factory.createParser(text.toCharArray())) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsonRefusedException("", "empty: expected a JSON document");
            }
            JsonNode tree = value(parser, first);
            if (parser.nextToken() != null) {
                throw new JsonRefusedException("", "more text after the end of the JSON document");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory cannot fail", e);
        }
    }

    /** The canonical UTF-8 bytes of a tree. */
    public static byte[] write(JsonNode tree) {
        return CanonicalWriter.write(tree);
    }

    private static JsonNode value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> JsonNodeFactory.instance.textNode(checked(parser, parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> JsonNodeFactory.instance.booleanNode(true);
            case VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(false);
            case VALUE_NULL -> JsonNodeFactory.instance.nullNode();
            default -> throw new JsonRefusedException(pointer(parser), "not a JSON value");
        };
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = checked(parser, parser.currentName());
            if (object.has(name)) {
                throw new JsonRefusedException(pointer(parser), "the same key twice in one object");
            }
            object.set(name, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return array;
    }

    private static JsonNode number(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= EXACT_LENGTH) {
            return JsonNodeFactory.instance.numberNode(parser.getLongValue());
        }
        BigDecimal written = new BigDecimal(parser.getText());
        double value = written.doubleValue();
        if (Double.isInfinite(value) || new BigDecimal(EcmaScriptNumber.write(value)).compareTo(written) != 0) {
            throw new JsonRefusedException(
                    pointer(parser),
                    "the number " + shortened(parser.getText())
                            + " would change its value in canonical JSON; write it as a string");
        }
        if (value == Math.rint(value) && Math.abs(value) < 9.007199254740992e15) {
            return JsonNodeFactory.instance.numberNode((long) value);
        }
        return JsonNodeFactory.instance.numberNode(value);
    }

    private static String checked(JsonParser parser, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != 0 && !Character.isSurrogate(c)) {
                continue;
            }
            if (c == 0) {
                throw new JsonRefusedException(pointer(parser), "holds the character U+0000");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                throw new JsonRefusedException(pointer(parser), "holds a lone surrogate, which is no character");
            }
        }
        return text;
    }

    private static String pointer(JsonParser parser) {
        JsonPointer pointer = parser.getParsingContext().pathAsPointer();
        return pointer.toString();
    }

    private static JsonRefusedException refused(JsonProcessingException e) {
        String pointer = e.getProcessor() instanceof JsonParser parser ? pointer(parser) : "";
        String message = e.getOriginalMessage();
        if (message.contains("nesting depth")) {
            return new JsonRefusedException("", "nests deeper than " + MAXIMUM_DEPTH + " levels");
        }
        if (message.contains("Token count")) {
            return new JsonRefusedException("", "has more than " + MAXIMUM_TOKENS + " tokens");
        }
        JsonLocation where = e.getLocation();
        String place = where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
        return new JsonRefusedException(pointer, "not valid JSON" + place);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
