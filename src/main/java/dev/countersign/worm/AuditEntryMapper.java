package dev.countersign.worm;

import dev.countersign.worm.AuditEntries.Criteria;
import dev.countersign.worm.AuditEntries.LoggedEntry;
import dev.countersign.worm.AuditEntries.StoredEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The SQL of audit entries. */
@Mapper
interface AuditEntryMapper {

    String ENTRY = "SELECT a.entry_id, l.leaf_index, a.leaf_hash, a.entry, a.record_sequence, a.recorded_at"
            + " FROM worm.audit_entry a LEFT JOIN worm.log_leaf l ON l.entry_id = a.entry_id";

    String FILTER = " WHERE a.organisation = #{organisation}"
            + "<if test='criteria.from() != null'> AND a.created_at &gt;= #{criteria.from}</if>"
            + "<if test='criteria.to() != null'> AND a.created_at &lt; #{criteria.to}</if>"
            + "<if test='criteria.actor() != null'> AND a.actor_id = #{criteria.actor}</if>"
            + "<if test='criteria.type() != null'> AND a.type = #{criteria.type}</if>"
            + "<if test='criteria.recordId() != null'> AND a.record_id = #{criteria.recordId}</if>"
            + "<if test='criteria.source() != null'><bind name='source' value='criteria.source()'/>"
            + SourceSql.CAME_FROM + "</if>"
            + "<if test='!criteria.scope().isAll()'><bind name='scope' value='criteria.scope()'/>" + ScopeSql.READABLE
            + "</if>";

    /** @param entries an array literal of {@code bytea} */
    @Insert("SELECT worm.append_entry(entry) FROM unnest(#{entries}::bytea[])"
            + " WITH ORDINALITY AS one (entry, place) ORDER BY place")
    void append(@Param("entries") String entries);

    @Select("<script>" + ENTRY + " WHERE a.organisation = #{organisation} AND a.record_id = #{recordId}"
            + "<if test='!scope.isAll()'>" + ScopeSql.READABLE + "</if> ORDER BY a.created_at, a.entry_id</script>")
    List<StoredEntry> ofRecord(
            @Param("organisation") String organisation,
            @Param("recordId") UUID recordId,
            @Param("scope") RecordScope scope);

    // one that is in the log with one hash and in the queue with another has none
    @Select("SELECT a.entry_id, CASE WHEN l.leaf_hash = q.leaf_hash OR q.leaf_hash IS NULL THEN l.leaf_hash"
            + " WHEN l.leaf_hash IS NULL THEN q.leaf_hash END AS leaf_hash, a.entry FROM worm.audit_entry a"
            + " LEFT JOIN worm.log_leaf l ON l.entry_id = a.entry_id LEFT JOIN worm.log_queue q ON q.entry_id = a.entry_id"
            + " WHERE a.organisation = #{organisation} AND a.record_id = #{recordId}"
            + " AND a.record_sequence IS NOT NULL AND a.type = #{type} ORDER BY a.record_sequence")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<LoggedEntry> logged(
            @Param("organisation") String organisation, @Param("recordId") UUID recordId, @Param("type") String type);

    @Select(ENTRY + " WHERE a.organisation = #{organisation}"
            + " AND a.type IN ('passkey.registered', 'passkey.suspended', 'passkey.revoked')"
            + " AND position(convert_to(#{member}, 'UTF8') IN a.entry) > 0 ORDER BY a.created_at, a.entry_id")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<StoredEntry> ofPasskey(@Param("organisation") String organisation, @Param("member") String member);

    @Select(ENTRY + " WHERE a.organisation = #{organisation}"
            + " AND a.type IN ('signing.series-begun', 'signing.series-ended')"
            + " AND a.created_at >= #{from} AND a.created_at < #{to}"
            + " AND position(convert_to(#{member}, 'UTF8') IN a.entry) > 0 ORDER BY a.created_at, a.entry_id")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<StoredEntry> ofSeries(
            @Param("organisation") String organisation,
            @Param("member") String member,
            @Param("from") Instant from,
            @Param("to") Instant to);

    @Select("<script>" + ENTRY + FILTER
            + " ORDER BY a.created_at DESC, a.entry_id DESC LIMIT #{limit} OFFSET #{offset}</script>")
    List<StoredEntry> search(
            @Param("organisation") String organisation,
            @Param("criteria") Criteria criteria,
            @Param("limit") int limit,
            @Param("offset") long offset);

    @Select("<script>SELECT count(*) FROM (SELECT FROM worm.audit_entry a" + FILTER + " LIMIT #{most}) found</script>")
    int count(
            @Param("organisation") String organisation, @Param("criteria") Criteria criteria, @Param("most") int most);
}
