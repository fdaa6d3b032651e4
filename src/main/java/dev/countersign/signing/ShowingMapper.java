package dev.countersign.signing;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** Which presentation each session was shown last for each task. */
@Mapper
interface ShowingMapper {

    record Showing(
            String organisation,
            String session,
            String taskId,
            String personId,
            String recordId,
            int version,
            String presentationSha256) {}

    @Insert("""
            INSERT INTO app.presentation_showing (organisation, session, task_id, person_id, record_id, version,
                presentation_sha256, state, shown_at)
            VALUES (#{organisation}, #{session}, #{taskId}, #{personId}, #{recordId}::uuid, #{version},
                #{presentationSha256}, 'shown', clock_timestamp())
            ON CONFLICT (organisation, person_id, session, task_id) DO UPDATE SET record_id = excluded.record_id,
                version = excluded.version, presentation_sha256 = excluded.presentation_sha256, state = 'shown',
                shown_at = excluded.shown_at, settled_at = NULL""")
    void remember(Showing showing);

    @Select("""
            SELECT presentation_sha256 FROM app.presentation_showing WHERE organisation = #{organisation}
                AND person_id = #{personId} AND session = #{session} AND task_id = #{taskId}""")
    @Nullable
    String newest(String organisation, String personId, String session, String taskId);

    @Select("""
            SELECT record_id::text FROM app.presentation_showing WHERE organisation = #{organisation}
                AND person_id = #{personId} AND task_id = #{taskId} ORDER BY shown_at DESC LIMIT 1""")
    @Nullable
    String recordShown(String organisation, String personId, String taskId);

    /** Showings that nobody signed after; each is returned to one caller only. */
    @Select(affectData = true, value = """
            UPDATE app.presentation_showing SET state = 'abandoned', settled_at = clock_timestamp()
            WHERE (organisation, person_id, session, task_id) IN (
                SELECT s.organisation, s.person_id, s.session, s.task_id FROM app.presentation_showing s
                WHERE s.state = 'shown' AND s.shown_at < clock_timestamp() - make_interval(secs => #{seconds})
                ORDER BY s.shown_at LIMIT #{limit} FOR UPDATE SKIP LOCKED)
            RETURNING organisation, session, task_id, person_id, record_id::text AS record_id, version, presentation_sha256""")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    List<Showing> abandon(long seconds, int limit);
}
