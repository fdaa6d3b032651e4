package dev.countersign.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** The SQL of alerts. */
@Mapper
interface AlertMapper {

    String ALERT =
            "SELECT a.alert_id, a.kind, a.subject, a.about, a.rule, a.address, a.occurrences, a.first_at, a.last_at,"
                    + " a.raised_at, a.escalated_at, a.acknowledged_by, a.acknowledged_at, a.comment FROM app.alert a"
                    + " WHERE a.organisation = #{organisation}";

    /** One node at a time reads for alerts; until the caller's transaction ends. */
    @Select("SELECT pg_try_advisory_xact_lock(hashtextextended('countersign.alerts', 0))")
    @Options(flushCache = FlushCachePolicy.TRUE)
    boolean lock();

    @Select("SELECT position, leaf_hash, began_at FROM app.alert_progress WHERE organisation = #{organisation}")
    Optional<Progress> progress(@Param("organisation") String organisation);

    @Insert("INSERT INTO app.alert_progress (organisation, position, leaf_hash, began_at)"
            + " VALUES (#{organisation}, #{now.position}, #{now.leafHash}, #{now.beganAt})"
            + " ON CONFLICT (organisation) DO UPDATE SET position = excluded.position, leaf_hash = excluded.leaf_hash")
    void keep(@Param("organisation") String organisation, @Param("now") Progress now);

    @Select("SELECT count(*) > 0 FROM app.alert_cause WHERE organisation = #{organisation} AND entry_id = #{entryId}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    boolean knows(@Param("organisation") String organisation, @Param("entryId") UUID entryId);

    /** Counts one more cause of the alert that is open, if one is. */
    @Select(affectData = true, value = """
            UPDATE app.alert SET occurrences = occurrences + 1, last_at = greatest(last_at, #{cause.at})
            WHERE organisation = #{organisation} AND kind = #{cause.kind.code} AND subject = #{cause.subject}
                AND acknowledged_at IS NULL RETURNING alert_id""")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<UUID> join(@Param("organisation") String organisation, @Param("cause") Cause cause);

    @Insert("""
            INSERT INTO app.alert (organisation, alert_id, kind, subject, about, rule, address, occurrences, first_at, last_at, raised_at)
            VALUES (#{organisation}, #{alertId}, #{cause.kind.code}, #{cause.subject}, #{cause.about}, #{cause.rule}, #{cause.address},
                1, #{cause.at}, #{cause.at}, #{now})""")
    void raise(
            @Param("organisation") String organisation,
            @Param("alertId") UUID alertId,
            @Param("cause") Cause cause,
            @Param("now") Instant now);

    @Insert("INSERT INTO app.alert_cause (organisation, entry_id, alert_id)"
            + " VALUES (#{organisation}, #{entryId}, #{alertId})")
    void remember(
            @Param("organisation") String organisation, @Param("entryId") UUID entryId, @Param("alertId") UUID alertId);

    @Select(ALERT + " AND a.acknowledged_at IS NULL ORDER BY a.escalated_at NULLS LAST, a.raised_at DESC")
    List<Row> open(@Param("organisation") String organisation);

    @Select("SELECT count(*) FROM app.alert WHERE organisation = #{organisation} AND acknowledged_at IS NULL")
    @Options(flushCache = FlushCachePolicy.TRUE)
    int countOpen(@Param("organisation") String organisation);

    @Select(ALERT + " AND a.acknowledged_at IS NOT NULL ORDER BY a.acknowledged_at DESC LIMIT #{most}")
    List<Row> acknowledged(@Param("organisation") String organisation, @Param("most") int most);

    @Select(ALERT + " AND a.alert_id = #{alertId} FOR UPDATE OF a")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<Row> locked(@Param("organisation") String organisation, @Param("alertId") UUID alertId);

    @Update("UPDATE app.alert SET acknowledged_by = #{by}, acknowledged_at = #{at}, comment = #{comment}"
            + " WHERE organisation = #{organisation} AND alert_id = #{alertId}")
    void acknowledge(
            @Param("organisation") String organisation,
            @Param("alertId") UUID alertId,
            @Param("by") String by,
            @Param("at") Instant at,
            @Param("comment") String comment);

    /** Marks those that waited too long, and answers them. */
    @Select(affectData = true, value = """
            UPDATE app.alert a SET escalated_at = #{now} WHERE a.organisation = #{organisation} AND a.acknowledged_at IS NULL
                AND a.escalated_at IS NULL AND a.raised_at <= #{before}
            RETURNING a.alert_id, a.kind, a.subject, a.about, a.rule, a.address, a.occurrences, a.first_at, a.last_at, a.raised_at,
                a.escalated_at, a.acknowledged_by, a.acknowledged_at, a.comment""")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Row> escalate(
            @Param("organisation") String organisation, @Param("before") Instant before, @Param("now") Instant now);

    /** @param leafHash of the last leaf that was read; null at 0 */
    @SuppressWarnings("ArrayRecordComponent")
    record Progress(long position, byte @Nullable [] leafHash, Instant beganAt) {}

    record Row(
            UUID alertId,
            String kind,
            String subject,
            @Nullable String about,
            @Nullable String rule,
            @Nullable String address,
            int occurrences,
            Instant firstAt,
            Instant lastAt,
            Instant raisedAt,
            @Nullable Instant escalatedAt,
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt,
            @Nullable String comment) {

        Alerts.Alert alert() {
            return new Alerts.Alert(
                    alertId,
                    AlertKind.ofCode(kind),
                    subject,
                    about,
                    rule,
                    address,
                    occurrences,
                    firstAt,
                    lastAt,
                    raisedAt,
                    escalatedAt,
                    acknowledgedBy,
                    acknowledgedAt,
                    comment);
        }
    }
}
