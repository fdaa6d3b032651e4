package dev.countersign.signing;

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
}
