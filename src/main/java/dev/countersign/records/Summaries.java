package dev.countersign.records;

import dev.countersign.crypto.UtcTime;
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
            @Nullable String startedBy,
            int page,
            int size) {
        boolean asked = text != null && !text.isBlank();
        String query = asked ? SearchWords.query(String.valueOf(text)) : null;
        if (asked && query == null) {
            return new Page(List.of(), page, size, 0);
        }
        Criteria criteria = new Criteria(
                organisation,
                type,
                status == null ? null : status.code(),
                status == RecordStatus.EFFECTIVE,
                query,
                startedBy);
        List<Summary> items = mapper.search(criteria, size, (long) page * size).stream()
                .map(Summaries::summary)
                .toList();
        return new Page(items, page, size, mapper.count(criteria));
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
