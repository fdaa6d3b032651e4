package dev.countersign.records;

import dev.countersign.crypto.UtcTime;
import dev.countersign.records.Records.Listed;
import dev.countersign.records.Records.Page;
import dev.countersign.records.Records.Summary;
import dev.countersign.records.SummaryMapper.Criteria;
import dev.countersign.records.SummaryMapper.Row;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The searchable projection of records. Evidence of nothing: it can be rebuilt from the store at any time. */
@Component
class Summaries {

    /** Of more than anybody turns the pages of, it is enough to know that there are more. */
    private static final int COUNTED = 10_000;

    private final SummaryMapper mapper;

    Summaries(SummaryMapper mapper) {
        this.mapper = mapper;
    }

    /** @param startedBy author of version 1 */
    void put(String organisation, RecordVersion latest, RecordStatus status, String startedBy, Instant at) {
        String words = SearchWords.of(latest.title(), latest.recordId().toString(), latest.businessKey());
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
                words,
                at));
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
        List<Summary> items = mapper.search(criteria, size, (long) page * size).stream()
                .map(Summaries::summary)
                .toList();
        int found = mapper.count(criteria, COUNTED + 1);
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
