package dev.countersign.evidence;

import dev.countersign.crypto.UtcTime;
import dev.countersign.evidence.verify.Checks;
import dev.countersign.evidence.verify.Exhibit.Entry;
import dev.countersign.evidence.verify.Exhibit.Home;
import dev.countersign.evidence.verify.Exhibit.Signed;
import dev.countersign.worm.StoreQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What all versions of a record share, read once. */
final class ScannedRecord {

    private final String recordId;
    private final Home home;
    private final List<byte[]> manifests;
    private final List<byte[]> events;
    private final List<byte[]> plans;
    private final List<Signed> signatures;
    private final List<Entry> entries;

    ScannedRecord(ScannedStore store, UUID id) {
        this.recordId = id.toString();
        this.home = store.home();
        this.manifests = store.all(StoreQuery.VERSIONS_OF, row -> ScannedStore.bytes(row, 1), id);
        this.events = store.all(StoreQuery.EVENTS_OF, row -> ScannedStore.bytes(row, 0), id);
        this.plans = store.all(StoreQuery.PLANS_OF, row -> ScannedStore.bytes(row, 0), id);
        this.signatures = store.all(
                StoreQuery.SIGNATURES_OF,
                row -> new Signed(
                        ScannedStore.text(row, 0),
                        Integer.parseInt(ScannedStore.text(row, 1)),
                        ScannedStore.bytes(row, 2),
                        ScannedStore.bytes(row, 3),
                        ScannedStore.bytes(row, 4),
                        ScannedStore.text(row, 5),
                        UtcTime.read(ScannedStore.text(row, 6))),
                id);
        this.entries = needed(store, id);
    }

    /** All are read, one after the other; held are those alone that a check asks something of, however often the record was read. */
    private List<Entry> needed(ScannedStore store, UUID id) {
        List<Entry> needed = new ArrayList<>();
        store.each(
                StoreQuery.ENTRIES_OF,
                row -> {
                    Entry entry = new Entry(ScannedStore.bytes(row, 0), ScannedStore.text(row, 1));
                    if (Checks.isNeeded(entry, home, recordId)) {
                        needed.add(entry);
                    }
                },
                id);
        return needed;
    }

    String recordId() {
        return recordId;
    }

    Home home() {
        return home;
    }

    List<byte[]> manifests() {
        return manifests;
    }

    List<byte[]> events() {
        return events;
    }

    List<byte[]> plans() {
        return plans;
    }

    List<Signed> signatures() {
        return signatures;
    }

    List<Entry> entries() {
        return entries;
    }
}
