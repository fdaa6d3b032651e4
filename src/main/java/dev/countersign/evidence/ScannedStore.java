package dev.countersign.evidence;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Exhibit;
import dev.countersign.evidence.verify.StoredRows;
import dev.countersign.worm.StoreQuery;
import dev.countersign.worm.StoreReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The store as {@link StoreReading} finds it: what checks it reads neither through mappers nor through the ledger. */
final class ScannedStore implements StoredRows {

    private final StoreReading reading;

    ScannedStore(StoreReading reading) {
        this.reading = reading;
    }

    @Override
    public void each(Scan scan, Consumer<Row> reader, Object... values) {
        reading.each(StoreQuery.valueOf(scan.name()), row -> reader.accept(new Columns(row)), values);
    }

    private record Columns(StoreReading.Row row) implements Row {

        @Override
        public byte @Nullable [] bytes(int column) {
            return row.bytes(column);
        }

        @Override
        public @Nullable String text(int column) {
            return row.text(column);
        }

        @Override
        public int size() {
            return row.size();
        }
    }

    @Override
    public Exhibit.Home home() {
        List<Exhibit.Home> homes = all(
                StoreQuery.HOME,
                row -> new Exhibit.Home(text(row, 0), text(row, 1), text(row, 2)));
        if (homes.size() != 1) {
            throw new IllegalStateException("this database belongs to no installation yet: start the application on it once");
        }
        return homes.get(0);
    }

    @Override
    public List<Exhibit> versionsOf(String recordId) {
        UUID id = UUID.fromString(recordId);
        ScannedRecord record = new ScannedRecord(this, id);
        return all(StoreQuery.VERSIONS_OF, row -> row, id).stream()
                .<Exhibit>map(row -> new ScannedExhibit(
                        this, record, Integer.parseInt(text(row, 0)), bytes(row, 1), Digest.parse(text(row, 2))))
                .toList();
    }

    <T> List<T> all(StoreQuery query, java.util.function.Function<StoreReading.Row, T> read, Object... values) {
        List<T> all = new ArrayList<>();
        reading.each(query, row -> all.add(read.apply(row)), values);
        return all;
    }

    static byte[] bytes(StoreReading.Row row, int column) {
        return Objects.requireNonNull(row.bytes(column));
    }

    static String text(StoreReading.Row row, int column) {
        return String.valueOf(row.text(column));
    }
}
