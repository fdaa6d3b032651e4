package dev.countersign.accounts;

import dev.countersign.authority.Terms;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Requests for roles. */
@Mapper
interface RoleRequestMapper {

    String OPEN =
            "SELECT request_id, user_id, role, until, scope_types, scope_records, requested_by, requested_at, reason, wanted_by FROM app.role_request"
                    + " WHERE organisation = #{organisation} AND state = 'open'";

    /** Decisions over accounts are made one after the other, or two could each leave one last administrator out. */
    @Insert("SELECT pg_advisory_xact_lock(hashtextextended('countersign.accounts/' || #{organisation}, 0))")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    void lock(@Param("organisation") String organisation);

    @Insert(
            "INSERT INTO app.role_request (organisation, request_id, user_id, role, until, scope_types, scope_records, requested_by,"
                    + " reason, wanted_by)"
                    + " VALUES (#{organisation}, #{a.requestId}, #{a.userId}, #{a.role}, #{a.terms.until}, #{a.terms.scope.typesText},"
                    + " #{a.terms.scope.recordsText}, #{by}, #{a.reason}, #{a.wantedBy})"
                    + " ON CONFLICT DO NOTHING")
    int insert(@Param("organisation") String organisation, @Param("a") Asked asked, @Param("by") String by);

    @Select(OPEN + " ORDER BY requested_at, request_id")
    List<Row> open(@Param("organisation") String organisation);

    @Select(OPEN + " AND request_id = #{requestId}")
    @Nullable
    Row find(@Param("organisation") String organisation, @Param("requestId") UUID requestId);

    @Update("UPDATE app.role_request SET state = #{state}, decided_by = #{by}, decided_at = clock_timestamp(),"
            + " decision_reason = #{reason} WHERE organisation = #{organisation} AND request_id = #{requestId}"
            + " AND state = 'open'")
    int decide(
            @Param("organisation") String organisation,
            @Param("requestId") UUID requestId,
            @Param("state") String state,
            @Param("by") String by,
            @Param("reason") String reason);

    record Asked(
            UUID requestId,
            String userId,
            String role,
            Terms terms,
            String reason,
            @Nullable String wantedBy) {}

    record Row(
            UUID requestId,
            String userId,
            String role,
            @Nullable Instant until,
            String scopeTypes,
            String scopeRecords,
            String requestedBy,
            Instant requestedAt,
            String reason,
            @Nullable String wantedBy) {}
}
