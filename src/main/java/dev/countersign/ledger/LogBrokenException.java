package dev.countersign.ledger;

/** What is stored of the sealed log is not what was sealed, or not with this installation's key. Nothing is sealed on top of it. */
final class LogBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LogBrokenException(String message) {
        super(message);
    }
}
