package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** Contents of any shape: what no schema of ours has today, one may have tomorrow. */
final class RandomContent {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String[] KEYS = {
        "id", "title", "steps", "value", "name", "a/b", "c~d", "purpose", "testScripts"
    };
    private static final String[] TEXTS = {
        "", "x", "1", "true", "two\nlines", "two\n\nlines", "Größe ± 0.02", "a, b", "null"
    };

    private final Random random;

    RandomContent(long seed) {
        this.random = new Random(seed);
    }

    ObjectNode object(int depth) {
        ObjectNode object = JSON.objectNode();
        for (int members = random.nextInt(5); members > 0; members--) {
            object.set(KEYS[random.nextInt(KEYS.length)], value(depth - 1));
        }
        return object;
    }

    private JsonNode value(int depth) {
        int kind = random.nextInt(depth <= 0 ? 5 : 8);
        return switch (kind) {
            case 0 -> JSON.numberNode(random.nextInt(3));
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.nullNode();
            case 3 -> JSON.textNode(TEXTS[random.nextInt(TEXTS.length)]);
            case 4 -> JSON.textNode("long ".repeat(40) + random.nextInt(3));
            case 5 -> object(depth);
            default -> array(depth);
        };
    }

    private ArrayNode array(int depth) {
        ArrayNode array = JSON.arrayNode();
        boolean rows = random.nextBoolean();
        for (int items = random.nextInt(4); items > 0; items--) {
            array.add(rows ? object(depth - 1) : value(depth - 1));
        }
        return array;
    }
}
