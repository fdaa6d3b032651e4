package dev.countersign.authority;

import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** All badges of one person. */
@Mapper
interface BadgeMapper {

    /** @param badges constants of this program: one SELECT of a name and a number each, which may ask {@code held} for roles,
     *     and {@code reading} for roles of whatever scope */
    @Select("WITH held AS (SELECT g.role FROM app.role_grant g WHERE g.organisation = #{organisation}"
            + " AND g.user_id = #{userId} AND " + RoleGrantMapper.WHOLE + "),"
            + " reading AS (SELECT g.role FROM app.role_grant g WHERE g.organisation = #{organisation}"
            + " AND g.user_id = #{userId} AND " + RoleGrantMapper.COUNTS + ") ${badges}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Count> count(
            @Param("organisation") String organisation, @Param("userId") String userId, @Param("badges") String badges);

    record Count(String name, int waiting) {}
}
