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

/** The SQL of notices by e-mail. */
@Mapper
interface PersonMailMapper {

    String WAITS = " m.organisation = #{organisation} AND m.delivered_at IS NULL AND m.given_up_at IS NULL";

    String ONE = " WHERE organisation = #{organisation} AND entry_id = #{mail.entryId} AND address = #{mail.address}"
            + " AND delivered_at IS NULL AND given_up_at IS NULL";

    @Insert("INSERT INTO app.person_mail (organisation, entry_id, address, queued_at, next_at)"
            + " VALUES (#{organisation}, #{entryId}, #{address}, #{now}, #{now}) ON CONFLICT DO NOTHING")
    void queue(
            @Param("organisation") String organisation,
            @Param("entryId") UUID entryId,
            @Param("address") String address,
            @Param("now") Instant now);

    /** What waited longest, first. */
    @Select("SELECT m.entry_id, m.address, m.queued_at, n.user_id, n.type, n.at, n.actor, n.address AS source"
            + " FROM app.person_mail m JOIN app.person_notice n ON n.organisation = m.organisation AND n.entry_id = m.entry_id"
            + " WHERE" + WAITS + " AND m.next_at <= #{now} ORDER BY m.next_at LIMIT #{most}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Mail> due(@Param("organisation") String organisation, @Param("now") Instant now, @Param("most") int most);

    /** Takes one to tell it now; empty if another node has it. Answers which attempt this is. */
    @Select(
            affectData = true,
            value = "UPDATE app.person_mail SET attempts = attempts + 1, next_at = #{until}" + ONE
                    + " AND next_at <= #{now} RETURNING attempts")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<Integer> take(
            @Param("organisation") String organisation,
            @Param("mail") Mail mail,
            @Param("now") Instant now,
            @Param("until") Instant until);

    @Update("UPDATE app.person_mail SET delivered_at = #{now}, why = NULL" + ONE)
    int delivered(@Param("organisation") String organisation, @Param("mail") Mail mail, @Param("now") Instant now);

    @Update("UPDATE app.person_mail SET next_at = #{nextAt}, why = #{why}, given_up_at = #{givenUpAt}" + ONE)
    int failed(
            @Param("organisation") String organisation,
            @Param("mail") Mail mail,
            @Param("nextAt") Instant nextAt,
            @Param("why") String why,
            @Param("givenUpAt") @Nullable Instant givenUpAt);

    /** How it goes: it fails since the first was queued, after the last delivery, that nobody took. What failed before tells of its address alone. */
    @Select("SELECT count(m.entry_id)::int AS backlog, min(m.queued_at) FILTER (WHERE m.why IS NOT NULL"
            + " AND (l.delivered_at IS NULL OR m.queued_at > l.delivered_at)) AS failing_since,"
            + " max(m.why) FILTER (WHERE l.delivered_at IS NULL OR m.queued_at > l.delivered_at) AS why"
            + " FROM (SELECT max(d.delivered_at) AS delivered_at FROM app.person_mail d"
            + " WHERE d.organisation = #{organisation} AND d.delivered_at IS NOT NULL) l"
            + " LEFT JOIN app.person_mail m ON" + WAITS)
    @Options(flushCache = FlushCachePolicy.TRUE)
    Standing standing(@Param("organisation") String organisation);

    /** @param source network address of whoever did it */
    record Mail(
            UUID entryId,
            String address,
            Instant queuedAt,
            String userId,
            String type,
            Instant at,
            String actor,
            @Nullable String source) {}

    /** @param failingSince null while it works */
    record Standing(
            int backlog,
            @Nullable Instant failingSince,
            @Nullable String why) {}
}
