package dev.countersign.accounts;

import dev.countersign.accounts.Resets.ResetRequest;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Requests for resets. */
@Mapper
interface ResetRequestMapper {

    String OPEN = "SELECT request_id, user_id, requested_by, requested_at, reason FROM app.reset_request"
            + " WHERE organisation = #{organisation} AND state = 'open'";

    @Insert("INSERT INTO app.reset_request (organisation, request_id, user_id, requested_by, reason)"
            + " VALUES (#{organisation}, #{requestId}, #{userId}, #{by}, #{reason}) ON CONFLICT DO NOTHING")
    int insert(
            @Param("organisation") String organisation,
            @Param("requestId") UUID requestId,
            @Param("userId") String userId,
            @Param("by") String by,
            @Param("reason") String reason);

    @Select(OPEN + " ORDER BY requested_at, request_id")
    List<ResetRequest> open(@Param("organisation") String organisation);

    @Select(OPEN + " AND request_id = #{requestId}")
    @Nullable
    ResetRequest find(@Param("organisation") String organisation, @Param("requestId") UUID requestId);

    @Update("UPDATE app.reset_request SET state = #{state}, decided_by = #{by}, decided_at = clock_timestamp(),"
            + " decision_reason = #{reason} WHERE organisation = #{organisation} AND request_id = #{requestId}"
            + " AND state = 'open'")
    int decide(
            @Param("organisation") String organisation,
            @Param("requestId") UUID requestId,
            @Param("state") String state,
            @Param("by") String by,
            @Param("reason") String reason);
}
