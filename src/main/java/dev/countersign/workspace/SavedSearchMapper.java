package dev.countersign.workspace;

import dev.countersign.workspace.SavedSearches.Saved;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** SQL of {@code app.saved_search}. */
@Mapper
interface SavedSearchMapper {

    /** One after the other for each person: what is counted stays so until it is written. */
    @Select(
            "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('countersign.searches/' || #{userId}, 0))) AS held")
    @Options(flushCache = FlushCachePolicy.TRUE)
    int oneAtATime(@Param("userId") String userId);

    @Select("SELECT search_id, name, type, status, words, saved_at FROM app.saved_search"
            + " WHERE organisation = #{organisation} AND user_id = #{userId} ORDER BY lower(name), name")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Saved> of(@Param("organisation") String organisation, @Param("userId") String userId);

    @Insert("INSERT INTO app.saved_search (organisation, search_id, user_id, name, type, status, words, saved_at)"
            + " VALUES (#{organisation}, #{one.searchId}, #{userId}, #{one.name}, #{one.type}, #{one.status}, #{one.words},"
            + " #{one.savedAt}) ON CONFLICT (organisation, user_id, name) DO UPDATE SET type = excluded.type,"
            + " status = excluded.status, words = excluded.words, saved_at = excluded.saved_at")
    void keep(@Param("organisation") String organisation, @Param("userId") String userId, @Param("one") Saved one);

    @Delete("DELETE FROM app.saved_search WHERE organisation = #{organisation} AND user_id = #{userId}"
            + " AND search_id = #{searchId}")
    int delete(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("searchId") UUID searchId);
}
