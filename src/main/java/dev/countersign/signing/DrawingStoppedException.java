package dev.countersign.signing;

import java.io.Serial;

/** A file wants more than showing it may cost. Unchecked: the PDF library swallows checked ones and draws on. */
final class DrawingStoppedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    DrawingStoppedException(String message) {
        super(message);
    }
}
