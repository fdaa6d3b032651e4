package dev.countersign.crypto;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The JSON Canonicalization Scheme (RFC 8785) over Jackson's tree, and the strict reading that must come before it: what has
 * no single canonical meaning is refused, never repaired.
 */
public final class CanonicalJson {

    private static final int MAXIMUM_DEPTH = 200;
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAXIMUM_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(400)
                    .build())
            .build();

    private CanonicalJson() {}

    /**
     * Reads one JSON document.
     *
     * @param utf8 the whole document in UTF-8, without a byte order mark
     * @throws JsonRefusedException with the offender's pointer, for what is not JSON, nests deeper than 200, repeats a key, holds a
     *     lone surrogate or U+0000, or holds a number whose canonical text denotes another decimal value
     */
    public static JsonNode parse(byte[] utf8) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonRefusedException("", "not valid UTF-8");
        }
        return parse(text);
    }

    /** As {@link #parse(byte[])}, from text. */
    public static JsonNode parse(String text) {
        try (JsonParser parser = STRICT.createParser(text)) {
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
        StringBuilder out = new StringBuilder(512);
        write(tree, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
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
            if (c == 0) {
                throw new JsonRefusedException(pointer(parser), "holds the character U+0000");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
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
        if (message.startsWith("Duplicate field")) {
            return new JsonRefusedException(pointer, "the same key twice in one object");
        }
        if (message.contains("nesting depth")) {
            return new JsonRefusedException("", "nests deeper than " + MAXIMUM_DEPTH + " levels");
        }
        JsonLocation where = e.getLocation();
        String place = where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
        return new JsonRefusedException(pointer, "not valid JSON" + place);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node, out);
            case ARRAY -> {
                out.append('[');
                for (int i = 0; i < node.size(); i++) {
                    if (i > 0) {
                        out.append(',');
                    }
                    write(node.get(i), out);
                }
                out.append(']');
            }
            case STRING -> writeString(node.textValue(), out);
            case NUMBER -> writeNumber(node, out);
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL -> out.append("null");
            default -> throw new IllegalArgumentException("no JSON value: " + node.getNodeType());
        }
    }

    private static void writeObject(JsonNode object, StringBuilder out) {
        List<String> names = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(names::add);
        // RFC 8785 sorts by UTF-16 code units, which is what String compares
        Collections.sort(names);
        out.append('{');
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            writeString(names.get(i), out);
            out.append(':');
            write(object.get(names.get(i)), out);
        }
        out.append('}');
    }

    private static void writeNumber(JsonNode number, StringBuilder out) {
        if (number.isIntegralNumber() && number.canConvertToLong() && Math.abs(number.longValue()) < 1L << 53) {
            out.append(number.longValue());
        } else {
            out.append(EcmaScriptNumber.write(number.doubleValue()));
        }
    }

    private static void writeString(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
