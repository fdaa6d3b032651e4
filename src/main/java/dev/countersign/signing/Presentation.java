package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.Digest;

/** What is shown to a signer: deterministic, stored, its hash signed (SIG-01). {@code tree} is read from {@code bytes}. */
public record Presentation(Digest sha256, byte[] bytes, JsonNode tree) {

    /** Of the sentences in it; what is signed after it is signed in this one. */
    public String language() {
        return tree.path("language").asText();
    }
}
