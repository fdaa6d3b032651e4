package dev.countersign.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes a tree as RFC 8785 says, straight into bytes: what is signed and hashed is UTF-8, and a text in between would be copied twice. */
final class CanonicalWriter {

    private static final int FIRST_SIZE = 1024;
    /** A UTF-16 code unit takes no more bytes in UTF-8. */
    private static final int LONGEST_UNIT = 3;

    private static final int LONGEST_ESCAPE = 6;
    private static final String ESCAPED = "\"\\\b\t\n\f\r";
    private static final String ESCAPES = "\"\\btnfr";

    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;

    private CanonicalWriter() {}

    static byte[] write(JsonNode tree) {
        CanonicalWriter writer = new CanonicalWriter();
        writer.value(tree);
        return Arrays.copyOf(writer.bytes, writer.length);
    }

    private void value(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> array(node);
            case STRING -> string(node.textValue());
            case NUMBER -> number(node);
            case BOOLEAN -> ascii(node.booleanValue() ? "true" : "false");
            case NULL -> ascii("null");
            default -> throw new IllegalArgumentException("no JSON value: " + node.getNodeType());
        }
    }

    private void object(JsonNode object) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        // RFC 8785 sorts by UTF-16 code units, which is what String compares
        members.sort(Map.Entry.comparingByKey());
        one('{');
        boolean first = true;
        for (Map.Entry<String, JsonNode> member : members) {
            if (!first) {
                one(',');
            }
            first = false;
            string(member.getKey());
            one(':');
            value(member.getValue());
        }
        one('}');
    }

    private void array(JsonNode array) {
        one('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                one(',');
            }
            value(array.get(i));
        }
        one(']');
    }

    private void number(JsonNode number) {
        boolean whole =
                number.isIntegralNumber() && number.canConvertToLong() && Math.abs(number.longValue()) < 1L << 53;
        ascii(whole ? Long.toString(number.longValue()) : EcmaScriptNumber.write(number.doubleValue()));
    }

    private void string(String text) {
        one('"');
        reserve(LONGEST_UNIT * text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i += beyondAscii(text, i) - 1;
            } else if (c < 0x20 || c == '"' || c == '\\') {
                reserve(LONGEST_ESCAPE + LONGEST_UNIT * (text.length() - i));
                escaped(c);
            } else {
                bytes[length++] = (byte) c;
            }
        }
        one('"');
    }

    private void escaped(char c) {
        int known = ESCAPED.indexOf(c);
        if (known >= 0) {
            bytes[length++] = '\\';
            bytes[length++] = (byte) ESCAPES.charAt(known);
        } else {
            ascii(c < 0x10 ? "\\u000" : "\\u001");
            bytes[length++] = (byte) Character.forDigit(c & 15, 16);
        }
    }

    /** @return how many characters of the text it wrote: all up to the next of ASCII */
    private int beyondAscii(String text, int start) {
        int end = start + 1;
        while (end < text.length() && text.charAt(end) >= 0x80) {
            end++;
        }
        byte[] utf8 = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return end - start;
    }

    private void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    private void one(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
        }
    }
}
