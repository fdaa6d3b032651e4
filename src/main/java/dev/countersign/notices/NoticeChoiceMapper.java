package dev.countersign.notices;

import java.time.Instant;
import java.util.Optional;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The SQL of what people chose to get by e-mail. */
@Mapper
interface NoticeChoiceMapper {

    @Select("SELECT page_only FROM app.notice_choice WHERE organisation = #{organisation} AND user_id = #{userId}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<String> pageOnly(@Param("organisation") String organisation, @Param("userId") String userId);

    @Insert("INSERT INTO app.notice_choice (organisation, user_id, page_only, chosen_at)"
            + " VALUES (#{organisation}, #{userId}, #{pageOnly}, #{now}) ON CONFLICT (organisation, user_id)"
            + " DO UPDATE SET page_only = excluded.page_only, chosen_at = excluded.chosen_at")
    void keep(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("pageOnly") String pageOnly,
            @Param("now") Instant now);
}
