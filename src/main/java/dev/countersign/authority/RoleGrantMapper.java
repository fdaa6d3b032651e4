package dev.countersign.authority;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.ResultType;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.session.ResultHandler;
import org.jspecify.annotations.Nullable;

@Mapper
interface RoleGrantMapper {

    /** Of a grant {@code g}: nobody took it away, and it has not ended. Asked of the clock and not of the transaction, which may be old. */
    String COUNTS = "g.revoked_at IS NULL AND (g.until IS NULL OR g.until > clock_timestamp())";

    /** It is over all records: one that is not lets its holder do nothing but read what {@link Authority#reach} says. */
    String WHOLE = COUNTS + " AND g.scope_types = '' AND g.scope_records = ''";

    String KEPT = " FROM app.role_grant g WHERE g.organisation = #{organisation} AND g.revoked_at IS NULL";

    String GRANT =
            "SELECT g.user_id, g.role, g.granted_at, g.until, g.scope_types, g.scope_records, g.until <= clock_timestamp() AS ended"
                    + KEPT;

    /** Into a handler, because then the database is asked each time and the session keeps what else it read. */
    @Select("SELECT g.role FROM app.role_grant g WHERE g.organisation = #{organisation} AND g.user_id = #{userId} AND "
            + WHOLE)
    @ResultType(String.class)
    void roles(@Param("organisation") String organisation, @Param("userId") String userId, ResultHandler<String> role);

    @Select(GRANT + " ORDER BY g.user_id, g.role")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Row> all(@Param("organisation") String organisation);

    @Select(GRANT + " AND g.user_id = #{userId}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Row> of(@Param("organisation") String organisation, @Param("userId") String userId);

    @Select(
            "SELECT EXISTS (SELECT FROM app.role_grant g WHERE g.organisation = #{organisation} AND g.user_id = #{userId}"
                    + " AND g.role = #{role} AND " + COUNTS + ")")
    @Options(flushCache = FlushCachePolicy.TRUE)
    boolean counts(
            @Param("organisation") String organisation, @Param("userId") String userId, @Param("role") String role);

    @Select("SELECT #{until}::timestamptz > now AND #{until}::timestamptz <= now + make_interval(years => #{years})"
            + " FROM (SELECT clock_timestamp() AS now) c")
    @Options(flushCache = FlushCachePolicy.TRUE)
    boolean isNear(@Param("until") Instant until, @Param("years") int years);

    @Select("SELECT coalesce(string_agg(g.grant_id || ' ' || (" + COUNTS + "), ' ' ORDER BY g.grant_id), '')"
            + " FROM app.role_grant g WHERE g.organisation = #{organisation} AND g.user_id = #{userId}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    String standing(@Param("organisation") String organisation, @Param("userId") String userId);

    @Insert(
            "INSERT INTO app.role_grant (organisation, grant_id, user_id, role, until, scope_types, scope_records, granted_by,"
                    + " grant_reason)"
                    + " VALUES (#{organisation}, #{grantId}, #{userId}, #{role}, #{terms.until}, #{terms.scope.typesText},"
                    + " #{terms.scope.recordsText}, #{by}, #{reason}) ON CONFLICT DO NOTHING")
    int grant(
            @Param("organisation") String organisation,
            @Param("grantId") UUID grantId,
            @Param("userId") String userId,
            @Param("role") String role,
            @Param("terms") Terms terms,
            @Param("by") String by,
            @Param("reason") String reason);

    @Update("UPDATE app.role_grant SET revoked_by = #{by}, revoked_at = clock_timestamp(), revoke_reason = #{reason}"
            + " WHERE organisation = #{organisation} AND user_id = #{userId} AND role = #{role} AND revoked_at IS NULL")
    int revoke(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("role") String role,
            @Param("by") String by,
            @Param("reason") String reason);

    record Row(
            String userId,
            String role,
            Instant grantedAt,
            @Nullable Instant until,
            String scopeTypes,
            String scopeRecords,
            @Nullable Boolean ended) {}
}
