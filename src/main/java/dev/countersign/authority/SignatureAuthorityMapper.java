package dev.countersign.authority;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** What people decided over signing. */
@Mapper
interface SignatureAuthorityMapper {

    String ROW =
            "SELECT a.authority_id, a.user_id, a.preset, a.record_types, a.meanings, a.until, a.requested_by, a.requested_at, a.reason,"
                    + " a.decided_by, a.decided_at, a.until <= clock_timestamp() AS ended, a.taken_at IS NOT NULL AS taken"
                    + " FROM app.signature_authority a WHERE a.organisation = #{organisation}";

    /** One decision over signing after the other. */
    @Insert("SELECT pg_advisory_xact_lock(hashtextextended('countersign.signature-authority/' || #{organisation}, 0))")
    @Options(flushCache = FlushCachePolicy.TRUE)
    void lock(@Param("organisation") String organisation);

    /** Of one person, taken away or not. */
    @Select(ROW + " AND a.user_id = #{userId} AND a.state = 'granted' ORDER BY a.decided_at, a.authority_id")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Row> decidedOver(@Param("organisation") String organisation, @Param("userId") String userId);

    /** Of everybody, taken away or not. */
    @Select(ROW + " AND a.state = 'granted' ORDER BY a.user_id, a.decided_at, a.authority_id")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Row> decided(@Param("organisation") String organisation);

    @Select(ROW + " AND a.state = 'open' ORDER BY a.requested_at, a.authority_id")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Row> open(@Param("organisation") String organisation);

    @Insert("INSERT INTO app.signature_authority (organisation, authority_id, user_id, preset, record_types, meanings,"
            + " until, requested_by, reason) VALUES (#{organisation}, #{id}, #{userId}, #{extent.presetText},"
            + " #{extent.typesText}, #{extent.meaningsText}, #{until}, #{by}, #{reason}) ON CONFLICT DO NOTHING")
    int insert(
            @Param("organisation") String organisation,
            @Param("id") UUID authorityId,
            @Param("userId") String userId,
            @Param("extent") SigningExtent extent,
            @Param("until") @Nullable Instant until,
            @Param("by") String by,
            @Param("reason") String reason);

    @Update("UPDATE app.signature_authority SET state = #{state}, decided_by = #{by}, decided_at = clock_timestamp(),"
            + " decision_reason = #{reason} WHERE organisation = #{organisation} AND authority_id = #{id} AND state ="
            + " 'open'")
    int decide(
            @Param("organisation") String organisation,
            @Param("id") UUID authorityId,
            @Param("state") String state,
            @Param("by") String by,
            @Param("reason") String reason);

    @Update(
            "UPDATE app.signature_authority SET taken_by = #{by}, taken_at = clock_timestamp(), take_reason = #{reason}"
                    + " WHERE organisation = #{organisation} AND authority_id = #{id} AND state = 'granted' AND taken_at IS NULL")
    int takeAway(
            @Param("organisation") String organisation,
            @Param("id") UUID authorityId,
            @Param("by") String by,
            @Param("reason") String reason);

    record Row(
            UUID authorityId,
            String userId,
            String preset,
            String recordTypes,
            String meanings,
            @Nullable Instant until,
            String requestedBy,
            Instant requestedAt,
            String reason,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable Boolean ended,
            boolean taken) {

        boolean hasEnded() {
            return Boolean.TRUE.equals(ended);
        }

        boolean counts() {
            return !taken && !hasEnded();
        }

        SigningExtent extent() {
            return SigningExtent.ofTexts(preset, recordTypes, meanings);
        }
    }
}
