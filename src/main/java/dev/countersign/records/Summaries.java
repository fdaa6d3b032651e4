package dev.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Places;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.Records.Listed;
import dev.countersign.records.Records.Page;
import dev.countersign.records.Records.Summary;
import dev.countersign.records.SummaryMapper.Criteria;
import dev.countersign.records.SummaryMapper.Row;
import dev.countersign.worm.LimitedSearch;
import dev.countersign.worm.TrailEntries.TooLongException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The searchable projection of records. Evidence of nothing: it can be rebuilt from the store at any time. */
@Component
class Summaries {

    /** Of more than anybody turns the pages of, it is enough to know that there are more. */
    private static final int COUNTED = 10_000;

    /** Versions that are looked up one by one faster than the newest records are read until enough have the words. */
    private static final int FEW = 5_000;

    private final SummaryMapper mapper;

    private final LimitedSearch limit;
    /** Of the connections that others sign with. */
    private final Places searching = new Places(6, Duration.ofSeconds(5), Summaries::busy);

    Summaries(SummaryMapper mapper, LimitedSearch limit) {
        this.mapper = mapper;
        this.limit = limit;
    }

    /** @param startedBy author of version 1 */
    void put(String organisation, RecordVersion latest, RecordStatus status, String startedBy, Instant at) {
        mapper.upsert(new Row(
                organisation,
                latest.recordId(),
                latest.version(),
                latest.sha256(),
                latest.type(),
                latest.title(),
                status.code(),
                status == RecordStatus.EFFECTIVE ? latest.version() : null,
                startedBy,
                at));
    }

    /** What a version is found by, as long as it is its record's newest. What its files say is added by {@link FileReading}. */
    void putWords(String organisation, RecordVersion version, JsonNode said) {
        Stream<String> known = Stream.of(
                version.title(), version.recordId().toString(), Objects.requireNonNullElse(version.businessKey(), ""));
        Stream<String> names = version.attachments().stream().map(RecordVersion.Attachment::name);
        mapper.insertWords(
                organisation,
                version.recordId(),
                version.version(),
                SearchWords.of(Stream.of(known, names, texts(said)).flatMap(all -> all)),
                version.attachments().isEmpty());
    }

    /** Texts and numbers of a document; the names of its members are those of its type, and say nothing of it. */
    private static Stream<String> texts(JsonNode said) {
        return said.isContainerNode()
                ? StreamSupport.stream(said.spliterator(), false).flatMap(Summaries::texts)
                : Stream.of(said)
                        .filter(one -> one.isTextual() || one.isNumber())
                        .map(JsonNode::asText);
    }

    Page search(
            String organisation,
            @Nullable String type,
            @Nullable RecordStatus status,
            @Nullable String text,
            Listed listed,
            int page,
            int size) {
        boolean asked = text != null && !text.isBlank();
        String query = asked ? SearchWords.query(String.valueOf(text)) : null;
        if (asked && query == null) {
            return new Page(List.of(), page, size, 0, false);
        }
        Criteria criteria = new Criteria(
                organisation,
                type,
                status == null ? null : status.code(),
                status == RecordStatus.EFFECTIVE,
                query,
                listed.startedBy(),
                listed.scope());
        return query == null
                ? found(criteria, false, page, size)
                : searching.in(() -> limited(() -> {
                    boolean few = mapper.countVersions(organisation, query, FEW + 1) <= FEW;
                    return found(criteria, few, page, size);
                }));
    }

    private Page limited(Supplier<Page> search) {
        try {
            return limit.within(search);
        } catch (TooLongException e) {
            throw RecordsRefusal.SEARCH_TOO_LONG.because("Records with these words were not found within seconds."
                    + " Search for longer or fewer words, or name a type and a status.");
        }
    }

    private static RefusedException busy() {
        return RecordsRefusal.SEARCH_BUSY.because(
                "As many searches for words go on as this server answers at once. Try again in a moment.");
    }

    private Page found(Criteria criteria, boolean few, int page, int size) {
        List<Summary> items = mapper.search(criteria, few, size, (long) page * size).stream()
                .map(Summaries::summary)
                .toList();
        int found = mapper.count(criteria, few, COUNTED + 1);
        return new Page(items, page, size, Math.min(found, COUNTED), found > COUNTED);
    }

    private static Summary summary(Row row) {
        return new Summary(
                row.recordId(),
                row.version(),
                row.sha256(),
                row.type(),
                row.title(),
                RecordStatus.ofCode(row.status()),
                row.effectiveVersion(),
                UtcTime.write(row.updatedAt()));
    }
}
