package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import java.util.Optional;
import java.util.function.Consumer;

/** The copies of an installation outside its database, as somebody finds them. */
public interface FoundCopies {

    /** What the place is called in findings. */
    String place();

    /** How old a fact may be, in seconds, without having been copied. */
    int graceSeconds();

    /**
     * Tells every path below {@code blobs/} and {@code records/}, one record after the other.
     *
     * @throws RuntimeException if the place cannot be read
     */
    void each(Consumer<String> path);

    /** SHA-256 of the bytes under that path; empty if nothing is there. */
    Optional<Digest> digest(String path);
}
