package dev.countersign.exports;

import java.util.Locale;

/** Why an export ended without a result. */
enum ExportFailure {
    /** The person may no longer read what they could when they asked. */
    RIGHTS_ENDED,
    /** More records answer now than one export has. */
    TOO_MANY_RECORDS,
    /** Its words are not found within the time that a search may take. */
    SEARCH_TOO_LONG,
    /** Others searched all the time. */
    SEARCH_BUSY,
    /** The file grew longer than one export may be. */
    TOO_LARGE,
    /** It broke off as often as it is begun anew. */
    BROKEN_OFF,
    /** Something is wrong with the server. */
    NOT_DONE;

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Ends the work on an export. */
    static final class FailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final ExportFailure failure;

        FailedException(ExportFailure failure) {
            super(failure.code());
            this.failure = failure;
        }

        ExportFailure failure() {
            return failure;
        }
    }
}
