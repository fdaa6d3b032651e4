package dev.countersign.evidence.verify;

import dev.countersign.evidence.verify.Json.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads RFC 8259, strictly: no duplicate members, no lone surrogates, nothing before or after the value. */
final class JsonReader {

    private static final int DEEPEST = 512;
    private static final List<String> WORDS = List.of("true", "false", "null");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?");

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    Json only() {
        Json value = value();
        space();
        if (at != text.length()) {
            throw refused("more than one value");
        }
        return value;
    }

    private Json value() {
        space();
        if (depth > DEEPEST) {
            throw refused("nested too deeply");
        }
        char first = peek();
        if (first == '{') {
            return object();
        }
        if (first == '[') {
            return array();
        }
        if (first == '"') {
            return Json.scalar(Kind.STRING, string());
        }
        for (String word : WORDS) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return Json.scalar(Kind.WORD, word);
            }
        }
        return Json.scalar(Kind.NUMBER, number());
    }

    private Json object() {
        Map<String, Json> members = new LinkedHashMap<>();
        depth++;
        at++;
        space();
        boolean more = peek() != '}';
        while (more) {
            space();
            String name = string();
            space();
            demand(':');
            if (members.put(name, value()) != null) {
                throw refused("member " + name + " is there twice");
            }
            space();
            more = peek() == ',';
            at += more ? 1 : 0;
        }
        demand('}');
        depth--;
        return Json.object(members);
    }

    private Json array() {
        List<Json> items = new ArrayList<>();
        depth++;
        at++;
        space();
        boolean more = peek() != ']';
        while (more) {
            items.add(value());
            space();
            more = peek() == ',';
            at += more ? 1 : 0;
        }
        demand(']');
        depth--;
        return Json.array(items);
    }

    private String string() {
        demand('"');
        int end = at;
        while (end < text.length() && isPlain(text.charAt(end))) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == '"') {
            String plain = text.substring(at, end);
            at = end + 1;
            return plain;
        }
        return written();
    }

    /** Nothing that ends a string or has to be looked at more closely. */
    private static boolean isPlain(char c) {
        return c >= 0x20 && c != '"' && c != '\\' && !Character.isSurrogate(c);
    }

    /** A string with escapes, or with what may not be in one. */
    private String written() {
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < 0x20) {
                throw refused("a control character in a string");
            }
            value.append(c == '\\' ? escaped() : c);
        }
        at++;
        demandPairs(value);
        return value.toString();
    }

    private void demandPairs(StringBuilder value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                boolean pair =
                        i + 1 < value.length() && Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1));
                if (!pair) {
                    throw refused("a lone surrogate");
                }
                i++;
            }
        }
    }

    private char escaped() {
        char c = peek();
        at++;
        if (c == 'u') {
            if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                throw refused("not four hexadecimal digits");
            }
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        int known = "\"\\/bfnrt".indexOf(c);
        if (known < 0) {
            throw refused("an unknown escape");
        }
        return "\"\\/\b\f\n\r\t".charAt(known);
    }

    private String number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (!NUMBER.matcher(number).matches()) {
            throw refused("not a value");
        }
        return number;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw refused("the text ends too early");
        }
        return text.charAt(at);
    }

    private void demand(char expected) {
        if (peek() != expected) {
            throw refused("expected " + expected);
        }
        at++;
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("not JSON at " + at + ": " + why);
    }
}
