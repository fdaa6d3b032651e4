package dev.countersign.evidence;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Enrolments;
import dev.countersign.evidence.verify.Exhibit;
import dev.countersign.evidence.verify.StoredRows;
import dev.countersign.worm.StoreQuery;
import dev.countersign.worm.StoreReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The store as {@link StoreReading} finds it: what checks it reads neither through mappers nor through the ledger. */
final class ScannedStore implements StoredRows {

    /** Certificates are few and asked for with every signature. */
    private static final int REMEMBERED = 500;

    private static final Pattern KEY = Pattern.compile("\"keyId\":\"([-0-9a-f]{36})\"");

    private final StoreReading reading;
    private final Map<String, List<Exhibit.Enrolled>> enrolled = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Exhibit.Enrolled>> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Map<String, List<Exhibit.Entry>> passkeys = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Exhibit.Entry>> eldest) {
            return size() > REMEMBERED;
        }
    };
    private @Nullable Map<String, List<Exhibit.Entry>> ends;
    private @Nullable List<byte[]> authorities;

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
        List<Exhibit.Home> homes =
                all(StoreQuery.HOME, row -> new Exhibit.Home(text(row, 0), text(row, 1), text(row, 2)));
        if (homes.size() != 1) {
            throw new IllegalStateException(
                    "this database belongs to no installation yet: start the application on it once");
        }
        return homes.get(0);
    }

    @Override
    public Enrolments enrolments() {
        return new ScannedEnrolments(this);
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

    /** By key id or by the certificate's hash. */
    Optional<Exhibit.Enrolled> enrolled(StoreQuery query, Object value) {
        return enrolled
                .computeIfAbsent(
                        value.toString(),
                        unknown -> all(
                                query,
                                row -> new Exhibit.Enrolled(text(row, 0), bytes(row, 1), bytes(row, 2), bytes(row, 3)),
                                value))
                .stream()
                .findFirst();
    }

    /** What the log tells of a passkey; read once for each. */
    List<Exhibit.Entry> passkeyEntries(String credentialSha256) {
        return passkeys.computeIfAbsent(
                credentialSha256,
                unknown -> all(
                        StoreQuery.PASSKEY_ENTRIES,
                        row -> new Exhibit.Entry(bytes(row, 0), text(row, 1)),
                        credentialSha256));
    }

    /** What the log tells of the end of a key's certificate; all of them are read once. */
    List<Exhibit.Entry> endEntries(String keyId) {
        if (ends == null) {
            ends = all(StoreQuery.END_ENTRIES, row -> new Exhibit.Entry(bytes(row, 0), text(row, 1))).stream()
                    .collect(Collectors.groupingBy(ScannedStore::endedKey));
        }
        return ends.getOrDefault(keyId, List.of());
    }

    /** Empty if it names none: whatever somebody made of an entry, the others can be read. */
    private static String endedKey(Exhibit.Entry entry) {
        Matcher named = KEY.matcher(new String(entry.bytes(), StandardCharsets.ISO_8859_1));
        return named.find() ? named.group(1) : "";
    }

    List<byte[]> authorities() {
        if (authorities == null) {
            authorities = all(StoreQuery.AUTHORITIES, row -> bytes(row, 0));
        }
        return authorities;
    }

    void each(StoreQuery query, Consumer<StoreReading.Row> reader, Object... values) {
        reading.each(query, reader, values);
    }

    <T> List<T> all(StoreQuery query, Function<StoreReading.Row, T> read, Object... values) {
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
