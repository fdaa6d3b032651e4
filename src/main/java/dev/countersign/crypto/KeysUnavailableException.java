package dev.countersign.crypto;

/**
 * A key of the server cannot be used now: its token or key service does not answer, denies, or answers with what cannot be its
 * answer. Says which and what resolves it; never what was asked, never a secret.
 */
public final class KeysUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeysUnavailableException(String message) {
        super(message);
    }

    KeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
