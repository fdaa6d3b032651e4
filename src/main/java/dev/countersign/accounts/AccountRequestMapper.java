package dev.countersign.accounts;

import dev.countersign.authority.Terms;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Requests for accounts, in {@code app.account_request}. */
@Mapper
interface AccountRequestMapper {

    String REQUEST =
            "SELECT request_id, printed_name, title, zone, email, roles, roles_until, scope_types, scope_records, requested_by, requested_at, reason, state,"
                    + " decided_by, decided_at, decision_reason, user_id FROM app.account_request WHERE organisation = #{organisation}";
    String NEWEST = " ORDER BY requested_at DESC, request_id DESC LIMIT 200";

    @Insert(
            "INSERT INTO app.account_request (organisation, request_id, printed_name, title, zone, email, roles, roles_until, scope_types,"
                    + " scope_records, requested_by,"
                    + " reason) VALUES (#{organisation}, #{requestId}, #{d.printedName}, #{d.title}, #{d.zone}, #{d.email}, #{d.roles},"
                    + " #{d.terms.until}, #{d.terms.scope.typesText}, #{d.terms.scope.recordsText}, #{by}, #{reason})")
    int insert(
            @Param("organisation") String organisation,
            @Param("requestId") UUID requestId,
            @Param("d") Told told,
            @Param("by") String by,
            @Param("reason") String reason);

    @Select("SELECT count(*) FROM app.account_request WHERE organisation = #{organisation} AND requested_by = #{by}"
            + " AND state = 'open'")
    int open(@Param("organisation") String organisation, @Param("by") String by);

    @Select(REQUEST + " AND request_id = #{requestId} AND state = 'open'")
    @Nullable
    Row find(@Param("organisation") String organisation, @Param("requestId") UUID requestId);

    @Select(REQUEST + NEWEST)
    List<Row> all(@Param("organisation") String organisation);

    @Select(REQUEST + " AND requested_by = #{by}" + NEWEST)
    List<Row> of(@Param("organisation") String organisation, @Param("by") String by);

    @Update("UPDATE app.account_request SET state = CASE WHEN #{userId}::text IS NULL THEN 'declined' ELSE 'made' END,"
            + " user_id = #{userId}, decided_by = #{by}, decided_at = clock_timestamp(), decision_reason = #{reason}"
            + " WHERE organisation = #{organisation} AND request_id = #{requestId} AND state = 'open'")
    int decide(
            @Param("organisation") String organisation,
            @Param("requestId") UUID requestId,
            @Param("by") String by,
            @Param("reason") String reason,
            @Param("userId") @Nullable String userId);

    /** @param roles their codes, with commas between them */
    record Told(String printedName, String title, String zone, String email, String roles, Terms terms) {}

    record Row(
            UUID requestId,
            String printedName,
            String title,
            String zone,
            String email,
            String roles,
            @Nullable Instant rolesUntil,
            String scopeTypes,
            String scopeRecords,
            String requestedBy,
            Instant requestedAt,
            String reason,
            String state,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable String decisionReason,
            @Nullable String userId) {}
}
