package dev.countersign.studio;

import java.time.Instant;
import java.util.Optional;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The SQL of drafts. */
@Mapper
interface DraftMapper {

    /** @param content canonical JSON, as a record of such a set has it */
    record Row(String content, Instant keptAt) {}

    @Select("SELECT content, kept_at FROM app.model_draft WHERE organisation = #{organisation} AND user_id = #{userId}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<Row> of(@Param("organisation") String organisation, @Param("userId") String userId);

    @Select(
            value = "INSERT INTO app.model_draft (organisation, user_id, content, kept_at)"
                    + " VALUES (#{organisation}, #{userId}, #{content}, clock_timestamp())"
                    + " ON CONFLICT (organisation, user_id) DO UPDATE SET content = excluded.content, kept_at = excluded.kept_at"
                    + " RETURNING kept_at",
            affectData = true)
    @Options(flushCache = FlushCachePolicy.TRUE)
    Instant keep(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("content") String content);

    @Delete("DELETE FROM app.model_draft WHERE organisation = #{organisation} AND user_id = #{userId}")
    int discard(@Param("organisation") String organisation, @Param("userId") String userId);
}
