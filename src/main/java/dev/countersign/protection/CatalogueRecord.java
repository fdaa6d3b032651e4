package dev.countersign.protection;

import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.database.Migrations.Applied;
import dev.countersign.ledger.Ledger;
import dev.countersign.protection.ProtectionEvents.CatalogueFingerprinted;
import dev.countersign.protection.ProtectionEvents.MigrationApplied;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What the audit trail and the store say of the catalogue and its migrations. */
@Component
class CatalogueRecord {

    private final Ledger ledger;
    private final WormStore store;

    CatalogueRecord(Ledger ledger, WormStore store) {
        this.ledger = ledger;
        this.store = store;
    }

    Optional<Told> told() {
        return newest(CatalogueFingerprinted.TYPE).map(Told::read);
    }

    /** Migrations that the audit trail does not tell of yet. */
    List<Applied> unrecorded(List<Applied> applied) {
        int recorded = newest(MigrationApplied.TYPE)
                .map(entry ->
                        CanonicalJson.parse(entry).path("new").path("rank").asInt())
                .orElse(Integer.MIN_VALUE);
        return applied.stream().filter(one -> one.rank() > recorded).toList();
    }

    /** The catalogue with that fingerprint as it was kept; nothing differs from one that was not. */
    Map<String, String> kept(String digest, Fingerprint live) {
        return digest.isEmpty()
                ? live.guards()
                : store.blob(Digest.parse(digest))
                        .map(bytes -> Fingerprint.read(bytes).guards())
                        .orElse(live.guards());
    }

    /** Of the whole history, in its order. */
    static String digest(List<Applied> applied) {
        String history = applied.stream()
                .map(one -> one.rank() + " " + one.version() + " " + one.script() + " " + one.checksum() + " "
                        + one.by() + " " + one.succeeded() + "\n")
                .collect(Collectors.joining());
        return Digest.of(history.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private Optional<byte[]> newest(String type) {
        return ledger.search(new Ledger.Filter(null, null, null, type, null), 0, 1).items().stream()
                .findFirst()
                .map(Ledger.Entry::bytes);
    }
}
