package dev.countersign.notices;

import dev.countersign.notices.Notices.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** The SQL of notices about work. */
@Mapper
interface WorkNoticeMapper {

    String WAITS = " address IS NOT NULL AND delivered_at IS NULL AND given_up_at IS NULL";

    String ONE = " WHERE organisation = #{organisation} AND notice_id = #{noticeId} AND" + WAITS;

    /** A notice before it has been told. */
    record Row(UUID noticeId, String userId, String kind, String text, UUID recordId, int version, Instant at) {}

    @Insert(
            "INSERT INTO app.notice (organisation, notice_id, user_id, kind, text, record_id, version, at, next_at, address)"
                    + " VALUES (#{organisation}, #{row.noticeId}, #{row.userId}, #{row.kind}, #{row.text}, #{row.recordId}, #{row.version}, #{row.at},"
                    + " #{row.at}, #{address})")
    void keep(
            @Param("organisation") String organisation,
            @Param("row") Row row,
            @Param("address") @Nullable String address);

    @Select(
            "SELECT notice_id, text, record_id, version, at, seen_at IS NULL AS is_new FROM app.notice"
                    + " WHERE organisation = #{organisation} AND user_id = #{userId} ORDER BY at DESC, notice_id DESC LIMIT #{most}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Notice> of(
            @Param("organisation") String organisation, @Param("userId") String userId, @Param("most") int most);

    @Update("UPDATE app.notice SET seen_at = #{now} WHERE organisation = #{organisation} AND user_id = #{userId}"
            + " AND seen_at IS NULL AND at <= #{upTo}")
    void seen(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("upTo") Instant upTo,
            @Param("now") Instant now);

    /** What waited longest, first. */
    @Select(
            "SELECT notice_id, address, text, record_id, version, at FROM app.notice WHERE organisation = #{organisation} AND"
                    + WAITS + " AND next_at <= #{now} ORDER BY next_at LIMIT #{most}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Due> due(@Param("organisation") String organisation, @Param("now") Instant now, @Param("most") int most);

    /** Takes one to tell it now; empty if another node has it. Answers which attempt this is. */
    @Select(
            affectData = true,
            value = "UPDATE app.notice SET attempts = attempts + 1, next_at = #{until}" + ONE
                    + " AND next_at <= #{now} RETURNING attempts")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<Integer> take(
            @Param("organisation") String organisation,
            @Param("noticeId") UUID noticeId,
            @Param("now") Instant now,
            @Param("until") Instant until);

    @Update("UPDATE app.notice SET delivered_at = #{now}, why = NULL" + ONE)
    void delivered(
            @Param("organisation") String organisation, @Param("noticeId") UUID noticeId, @Param("now") Instant now);

    @Update("UPDATE app.notice SET next_at = #{nextAt}, why = #{why}, given_up_at = #{givenUpAt}" + ONE)
    void failed(
            @Param("organisation") String organisation,
            @Param("noticeId") UUID noticeId,
            @Param("nextAt") Instant nextAt,
            @Param("why") String why,
            @Param("givenUpAt") @Nullable Instant givenUpAt);

    /** Takes away what was seen or given long ago and waits for nothing; answers how many. */
    @Delete("DELETE FROM app.notice WHERE (organisation, notice_id) IN (SELECT organisation, notice_id FROM app.notice"
            + " WHERE organisation = #{organisation} AND (seen_at < #{seenBefore} OR at < #{givenBefore}) AND NOT ("
            + WAITS
            + ") LIMIT #{most})")
    int expire(
            @Param("organisation") String organisation,
            @Param("seenBefore") Instant seenBefore,
            @Param("givenBefore") Instant givenBefore,
            @Param("most") int most);

    /** What is to be told by e-mail. */
    record Due(UUID noticeId, String address, String text, UUID recordId, int version, Instant at) {}
}
