package dev.countersign.records;

/**
 * What a caller sent as a new version, not read yet: as one JSON document, or as multipart with a part {@code record} and files.
 * A controller method may declare one; reading it belongs inside {@code Refusals.guarding}, so that bad input is on record.
 */
@FunctionalInterface
public interface Submission {

    /**
     * @throws dev.countersign.ledger.RefusedException {@code invalid-member}, {@code too-large}
     * @throws dev.countersign.crypto.JsonRefusedException for JSON without a single meaning
     */
    NewVersion read();
}
