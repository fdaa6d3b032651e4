package dev.countersign.identity;

import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** The SQL of e-mail addresses. */
@Mapper
interface MailMapper {

    String OF = " FROM app.person WHERE organisation = #{organisation} AND user_id = #{userId}";

    @Select("SELECT email" + OF)
    @Options(flushCache = FlushCachePolicy.TRUE)
    @Nullable
    String find(@Param("organisation") String organisation, @Param("userId") String userId);

    /** Held until the transaction ends: of two changes, each is told with the address before it. */
    @Select("SELECT email" + OF + " FOR UPDATE")
    @Options(flushCache = FlushCachePolicy.TRUE)
    @Nullable
    String lock(@Param("organisation") String organisation, @Param("userId") String userId);

    @Update("UPDATE app.person SET email = #{email} WHERE organisation = #{organisation} AND user_id = #{userId}")
    int set(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("email") @Nullable String email);
}
