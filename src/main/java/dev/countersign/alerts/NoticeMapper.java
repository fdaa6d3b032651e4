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

/** The SQL of what channels have told, and whether they work. */
@Mapper
interface NoticeMapper {

    String UNTOLD = " FROM app.alert a CROSS JOIN LATERAL (VALUES ('unit'), ('management')) AS who (audience)"
            + " LEFT JOIN app.alert_notice n ON n.organisation = a.organisation AND n.alert_id = a.alert_id"
            + " AND n.channel = #{channel} AND n.audience = who.audience"
            + " WHERE a.organisation = #{organisation} AND a.acknowledged_at IS NULL AND n.delivered_at IS NULL"
            + " AND (who.audience = 'unit' OR a.escalated_at IS NOT NULL)";

    /** What the channel is to tell now, oldest first. What was acknowledged meanwhile is told no more. */
    @Select(
            "SELECT a.alert_id, a.kind, a.subject, a.about, a.rule, a.address, a.occurrences, a.first_at, a.last_at, a.raised_at,"
                    + " a.escalated_at, a.acknowledged_by, a.acknowledged_at, a.comment, who.audience" + UNTOLD
                    + " AND (n.alert_id IS NULL OR n.next_at <= #{now}) ORDER BY a.raised_at, who.audience DESC LIMIT #{most}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Due> due(
            @Param("organisation") String organisation,
            @Param("channel") String channel,
            @Param("now") Instant now,
            @Param("most") int most);

    @Select("SELECT count(*)" + UNTOLD)
    @Options(flushCache = FlushCachePolicy.TRUE)
    int backlog(@Param("organisation") String organisation, @Param("channel") String channel);

    /** Takes one notice to tell it now; empty if another node has it. Answers which attempt this is. */
    @Select(affectData = true, value = """
            INSERT INTO app.alert_notice AS n (organisation, alert_id, channel, audience, attempts, next_at)
            VALUES (#{organisation}, #{alertId}, #{channel}, #{audience}, 1, #{until})
            ON CONFLICT (organisation, alert_id, channel, audience) DO UPDATE SET attempts = n.attempts + 1, next_at = #{until}
                WHERE n.delivered_at IS NULL AND n.next_at <= #{now}
            RETURNING attempts""")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<Integer> take(
            @Param("organisation") String organisation,
            @Param("alertId") UUID alertId,
            @Param("channel") String channel,
            @Param("audience") String audience,
            @Param("now") Instant now,
            @Param("until") Instant until);

    @Update(
            "UPDATE app.alert_notice SET delivered_at = #{deliveredAt}, next_at = #{nextAt}, why = #{why}"
                    + " WHERE organisation = #{organisation} AND alert_id = #{alertId} AND channel = #{channel} AND audience = #{audience}")
    void set(
            @Param("organisation") String organisation,
            @Param("alertId") UUID alertId,
            @Param("channel") String channel,
            @Param("audience") String audience,
            @Param("deliveredAt") @Nullable Instant deliveredAt,
            @Param("nextAt") Instant nextAt,
            @Param("why") @Nullable String why);

    @Select("SELECT channel, failing_since, why FROM app.alert_channel WHERE organisation = #{organisation}"
            + " AND channel = #{channel}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<Working> channel(@Param("organisation") String organisation, @Param("channel") String channel);

    @Insert("INSERT INTO app.alert_channel (organisation, channel, failing_since, why, changed_at)"
            + " VALUES (#{organisation}, #{channel}, #{failingSince}, #{why}, #{now})"
            + " ON CONFLICT (organisation, channel) DO UPDATE SET failing_since = excluded.failing_since, why = excluded.why,"
            + " changed_at = excluded.changed_at")
    void keep(
            @Param("organisation") String organisation,
            @Param("channel") String channel,
            @Param("failingSince") @Nullable Instant failingSince,
            @Param("why") @Nullable String why,
            @Param("now") Instant now);

    /** @param failingSince null while it works */
    record Working(
            String channel,
            @Nullable Instant failingSince,
            @Nullable String why) {}

    record Due(
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
            @Nullable String comment,
            String audience) {

        Notice notice() {
            AlertMapper.Row row = new AlertMapper.Row(
                    alertId,
                    kind,
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
            return new Notice(row.alert(), Audience.ofCode(audience));
        }
    }
}
