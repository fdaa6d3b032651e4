package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The schemas of the shipped record types. */
final class TestSchemas {

    private TestSchemas() {}

    static JsonNode of(String type) {
        String name = "/record-types/" + type + ".schema.json";
        try (InputStream schema = Objects.requireNonNull(TestSchemas.class.getResourceAsStream(name), name)) {
            return CanonicalJson.parse(schema.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
