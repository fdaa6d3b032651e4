package dev.countersign.evidence.verify;

/** The checks of the whole store, in the order they are told. */
enum StoreCheck {
    LEAF_INDEX("leaf index", "the leaves are numbered 0, 1, 2 … without a gap"),
    LEAF_ENTRY("leaf entry", "each leaf has its entry"),
    LEAF_HASH("leaf hash", "the leaf hash is SHA-256(0x00 ‖ the entry's bytes), in the log and beside the entry"),
    ENTRY_COLUMNS("entry columns", "what is searched by is what the entry's bytes say"),
    ENTRY_HEAD("entry origin", "each entry is of this organisation, installation and environment"),
    ROOT("root", "the root over the leaves is the one of each checkpoint"),
    CHECKPOINT("checkpoint", "each checkpoint says in its note what is stored of it"),
    CHECKPOINT_SIGNATURE("checkpoint signature", "the log's key signed each checkpoint, under its origin"),
    EPOCHS("epochs", "each epoch after the first begins with the decision of two enrolled people that opened it"),
    SEALING("sealing", "what was sealed at one moment ends with a checkpoint of that moment"),
    TILES("tiles", "each tile is there and holds the hashes of the leaves under it"),
    QUEUE("queue", "what waits is an unaltered entry that is not sealed yet"),
    SEALED("sealed or waiting", "each entry is in the log or waits for it"),
    RECORD_SEQUENCE(
            "record sequence", "entries that change a record are numbered 1, 2, 3 …, each citing the one before it"),
    FACTS("facts", "columns and hashes of each stored fact are those of its bytes, and it is of this installation"),
    BLOBS("blobs", "stored contents have the SHA-256 and the length they are stored under"),
    CERTIFICATES("certificates", "certificates have the SHA-256 they are stored under"),
    REFERENCES("references", "nothing is missing that something else speaks of"),
    RECORDED(
            "recorded",
            "each fact and entry was recorded when it says it was made, each receipt after its checkpoint; a minute either way"),
    EVENTS("history", "each record's events and plans are those that its audit entries tell"),
    KEYS(
            "keys",
            "enrolments and their ends are those that the audit entries tell: whose, when, why and by whom they ended"),
    AUTHORITIES(
            "authorities",
            "each authority after the first is certified by the one before, and certifies from its entry in the log to the next one's"),
    GUARDS(
            "guards",
            "triggers, functions, rights and roles are those the audit trail last accepted, and those of this program's version"),
    RECORDS("records", "each version with its contents, signatures, certificates, plan and entries"),
    COPIES(
            "copies",
            "each version, content, attachment and signature is among the copies byte for byte, and nothing else is"),
    TRUST("trust", "log key, founders and authority are those of the trust file"),
    COSIGNATURES("cosignatures", "each cosignature that a witness gave is over the checkpoint it is kept for"),
    TIMESTAMPS(
            "timestamps",
            "each token is over its checkpoint and the tokens before, by a trusted authority, made while the one before was valid"),
    OUTSIDE("outside checkpoint", "the log contains what the checkpoint says that was kept outside");

    private final String label;
    private final String claim;

    StoreCheck(String label, String claim) {
        this.label = label;
        this.claim = claim;
    }

    String label() {
        return label;
    }

    String claim() {
        return claim;
    }
}
