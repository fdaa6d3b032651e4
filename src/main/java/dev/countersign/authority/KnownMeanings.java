package dev.countersign.authority;

import java.util.Set;

/** Which meanings a signature can have (SIG-04), for whoever decides over them and knows nothing else of signatures. */
public interface KnownMeanings {

    /** The code of a rejection: whoever may sign a step may reject there, and nobody else. */
    String REJECTION = "rejection";

    /** Their codes, that of a rejection among them. */
    Set<String> codes();
}
