package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.worm.Installation;

/** The members every format has in common: which format, whose, in which environment (docs/formats.md). */
final class FormatHead {

    private FormatHead() {}

    static ObjectNode of(String format, Installation installation) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("format", format)
                .put("organisation", installation.organisation())
                .put("installation", installation.installationId().toString())
                .put("environment", installation.environment());
    }

    /** Whether it has exactly these. */
    static boolean isOf(JsonNode fact, String format, Installation installation) {
        return of(format, installation).properties().stream()
                .allMatch(member -> member.getValue().equals(fact.path(member.getKey())));
    }
}
