package dev.countersign.authority;

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

@Mapper
interface RoleGrantMapper {

    /** Into a handler, because then the database is asked each time and the session keeps what else it read. */
    @Select("SELECT role FROM app.role_grant WHERE organisation = #{organisation} AND user_id = #{userId}"
            + " AND revoked_at IS NULL")
    @ResultType(String.class)
    void roles(@Param("organisation") String organisation, @Param("userId") String userId, ResultHandler<String> role);

    @Select("SELECT user_id, role FROM app.role_grant WHERE organisation = #{organisation} AND revoked_at IS NULL")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Held> all(@Param("organisation") String organisation);

    @Select("SELECT coalesce(string_agg(grant_id || ' ' || (revoked_at IS NULL), ' ' ORDER BY grant_id), '')"
            + " FROM app.role_grant WHERE organisation = #{organisation} AND user_id = #{userId}")
    String standing(@Param("organisation") String organisation, @Param("userId") String userId);

    @Insert("INSERT INTO app.role_grant (organisation, grant_id, user_id, role, granted_by, grant_reason)"
            + " VALUES (#{organisation}, #{grantId}, #{userId}, #{role}, #{by}, #{reason}) ON CONFLICT DO NOTHING")
    int grant(
            @Param("organisation") String organisation,
            @Param("grantId") UUID grantId,
            @Param("userId") String userId,
            @Param("role") String role,
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

    record Held(String userId, String role) {}
}
