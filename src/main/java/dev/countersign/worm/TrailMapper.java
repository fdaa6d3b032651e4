package dev.countersign.worm;

import dev.countersign.worm.AuditEntries.StoredEntry;
import dev.countersign.worm.TrailEntries.Place;
import dev.countersign.worm.TrailEntries.Sought;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** The SQL that reads the trail backwards. Each form walks an index in the order of the answer and stops. */
@Mapper
interface TrailMapper {

    String ENTRY = "SELECT a.entry_id, l.leaf_index, a.leaf_hash, a.entry, a.record_sequence, a.recorded_at"
            + " FROM worm.audit_entry a LEFT JOIN worm.log_leaf l ON l.entry_id = a.entry_id";

    String WHEN = " a.organisation = #{organisation}"
            + "<if test='sought.from() != null'> AND a.created_at &gt;= #{sought.from}</if>"
            + "<if test='sought.to() != null'> AND a.created_at &lt; #{sought.to}</if>"
            + "<if test='before != null'> AND a.created_at &lt;= #{before.at}"
            + " AND (a.created_at, a.entry_id) &lt; (#{before.at}, #{before.entryId})</if>"
            + "<if test='!sought.scope().isAll()'><bind name='scope' value='sought.scope()'/>" + ScopeSql.READABLE
            + "</if>";

    // the condition of audit_entry_of_exceptions, word for word: only then is that index walked
    String EXCEPTIONS = "<if test='sought.exceptions()'>"
            + " AND position('\"significance\":\"exception\",\"source\":{'::bytea IN a.entry) &gt; 0</if>";

    String SOURCE = "<if test='sought.source() != null'><bind name='source' value='sought.source()'/>"
            + SourceSql.CAME_FROM + "</if>";

    String NEWEST = " ORDER BY a.created_at DESC, a.entry_id DESC LIMIT #{limit}";

    /** @param types an array literal; null where the sought has none */
    @Select("<script>" + ENTRY + " WHERE" + WHEN
            + "<if test='sought.actor() != null'> AND a.actor_id = #{sought.actor}</if>"
            + "<if test='sought.recordId() != null'> AND a.record_id = #{sought.recordId}</if>"
            + "<if test='types != null'> AND a.type = ANY (#{types}::text[])</if>" + SOURCE + EXCEPTIONS + NEWEST
            + "</script>")
    List<StoredEntry> newest(
            @Param("organisation") String organisation,
            @Param("sought") Sought sought,
            @Param("types") @Nullable String types,
            @Param("before") @Nullable Place before,
            @Param("limit") int limit);

    // of each type the newest, from its own part of the index: a rare type is not sought among all the others
    @Select("<script>WITH found AS (SELECT one.entry_id FROM unnest(#{types}::text[]) AS kind (type) CROSS JOIN LATERAL"
            + " (SELECT a.entry_id, a.created_at FROM worm.audit_entry a WHERE a.type = kind.type AND" + WHEN + NEWEST
            + ") one ORDER BY one.created_at DESC, one.entry_id DESC LIMIT #{limit}) " + ENTRY
            + " JOIN found ON found.entry_id = a.entry_id ORDER BY a.created_at DESC, a.entry_id DESC</script>")
    List<StoredEntry> newestOfTypes(
            @Param("organisation") String organisation,
            @Param("sought") Sought sought,
            @Param("types") String types,
            @Param("before") @Nullable Place before,
            @Param("limit") int limit);

    /**
     * @param types an array literal
     * @param member of the entry's own, as its bytes have it
     */
    @Select(ENTRY + " WHERE a.organisation = #{organisation} AND a.type = ANY (#{types}::text[])"
            + " AND position(convert_to(#{member}, 'UTF8') IN a.entry) > 0 ORDER BY a.created_at, a.entry_id")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<StoredEntry> about(
            @Param("organisation") String organisation, @Param("types") String types, @Param("member") String member);

    /** No statement of this transaction takes longer than that. */
    @Select("SELECT set_config('statement_timeout', #{milliseconds}::text, true)")
    @Options(flushCache = FlushCachePolicy.TRUE)
    String limit(@Param("milliseconds") long milliseconds);

    // sealed together they have not the order of their times
    @Select(
            "SELECT max(a.created_at) FROM (SELECT l.entry_id FROM worm.log_leaf l ORDER BY l.leaf_index DESC LIMIT 256) last"
                    + " JOIN worm.audit_entry a ON a.entry_id = last.entry_id")
    @Nullable
    Instant newestSealed();

    @Select("SELECT a.created_at AS at, a.entry_id FROM worm.audit_entry a"
            + " WHERE a.organisation = #{organisation} AND a.entry_id = #{entryId}")
    @Nullable
    Place placeOf(@Param("organisation") String organisation, @Param("entryId") UUID entryId);
}
