package dev.countersign.worm;

import java.util.Set;

/** Which record types there are, for whoever decides over records and knows nothing else of them. */
public interface KnownTypes {

    /** Their codes. */
    Set<String> codes();
}
