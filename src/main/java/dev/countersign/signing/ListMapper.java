package dev.countersign.signing;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Lists that are signed with one proof: shown → proved → ended; each place listed → signed, or refused. */
@Mapper
interface ListMapper {

    String COLUMNS = "organisation, list_id::text AS list_id, person_id, session, list_sha256, state,"
            + " to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS expires_at,"
            + " expires_at <= clock_timestamp() AS expired, coalesce(valid_until <= clock_timestamp(), false) AS over";

    /**
     * @param expiresAt as canonical time
     * @param expired whether it can no longer be proved
     * @param over whether the proof ran out
     */
    record Kept(
            String organisation,
            String listId,
            String personId,
            String session,
            String listSha256,
            String state,
            String expiresAt,
            boolean expired,
            boolean over) {}

    record Place(
            int position,
            String taskId,
            String recordId,
            int version,
            String state,
            @Nullable String signatureId,
            @Nullable String rule,
            @Nullable String code,
            @Nullable String detail) {}

    @Insert("""
            INSERT INTO app.signing_list (organisation, list_id, person_id, session, list_sha256, meaning, size, state, asked, shown_at,
                expires_at)
            VALUES (#{organisation}, #{listId}::uuid, #{personId}, #{session}, #{listSha256}, #{meaning}, #{size}, 'shown', false,
                clock_timestamp(), clock_timestamp() + make_interval(secs => #{seconds}))""")
    void insert(
            String organisation,
            String listId,
            String personId,
            String session,
            String listSha256,
            String meaning,
            int size,
            long seconds);

    @Insert("""
            INSERT INTO app.signing_list_position (organisation, list_id, position, task_id, record_id, version, state)
            VALUES (#{organisation}, #{listId}::uuid, #{position}, #{taskId}, #{recordId}::uuid, #{version}, 'listed')""")
    void place(String organisation, String listId, int position, String taskId, String recordId, int version);

    @Select("SELECT " + COLUMNS
            + " FROM app.signing_list WHERE organisation = #{organisation} AND list_id = #{listId}::uuid"
            + " AND person_id = #{personId}")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    @Nullable
    Kept find(String organisation, String listId, String personId);

    @Select("""
            SELECT position, task_id, record_id::text AS record_id, version, state, signature_id::text AS signature_id, rule, code, detail
            FROM app.signing_list_position WHERE organisation = #{organisation} AND list_id = #{listId}::uuid ORDER BY position""")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    List<Place> places(String organisation, String listId);

    @Update(
            "UPDATE app.signing_list SET asked = true WHERE organisation = #{organisation} AND list_id = #{listId}::uuid"
                    + " AND state = 'shown'")
    int ask(String organisation, String listId);

    /** @return 1 for the one answer that is judged */
    @Update(
            "UPDATE app.signing_list SET asked = false WHERE organisation = #{organisation} AND list_id = #{listId}::uuid"
                    + " AND state = 'shown' AND asked")
    int answered(String organisation, String listId);

    /** @return 1 for the one proof that has it, 0 for every other */
    @Update("""
            UPDATE app.signing_list SET state = 'proved', proved_at = clock_timestamp(), valid_until = #{validUntil}::timestamptz
            WHERE organisation = #{organisation} AND list_id = #{listId}::uuid AND person_id = #{personId} AND session = #{session}
                AND list_sha256 = #{listSha256} AND state = 'shown' AND expires_at > clock_timestamp()""")
    int prove(
            String organisation, String listId, String personId, String session, String listSha256, String validUntil);

    /** @return 1 if this place was still to be signed, of this task, record and version, in a list that is being signed */
    @Update("""
            UPDATE app.signing_list_position p SET state = 'signed', signature_id = #{signatureId}::uuid
            FROM app.signing_list l
            WHERE p.organisation = #{organisation} AND p.list_id = #{listId}::uuid AND p.position = #{position}
                AND p.task_id = #{taskId} AND p.record_id = #{recordId}::uuid AND p.version = #{version} AND p.state = 'listed'
                AND l.organisation = p.organisation AND l.list_id = p.list_id AND l.state = 'proved'
                AND l.list_sha256 = #{listSha256}""")
    int sign(
            String organisation,
            String listId,
            String listSha256,
            int position,
            String taskId,
            String recordId,
            int version,
            String signatureId);

    @Update("""
            UPDATE app.signing_list_position SET state = 'refused', rule = #{rule}, code = #{code}, detail = #{detail}
            WHERE organisation = #{organisation} AND list_id = #{listId}::uuid AND position = #{position} AND state = 'listed'""")
    int refuse(String organisation, String listId, int position, String rule, String code, String detail);

    /** @return 0 if it ended before */
    @Update(
            "UPDATE app.signing_list SET state = 'ended', ended_at = clock_timestamp() WHERE organisation = #{organisation}"
                    + " AND list_id = #{listId}::uuid AND state = 'proved'")
    int end(String organisation, String listId);

    /** Lists whose proof ran out in between; each is returned to one caller only. */
    @Select(affectData = true, value = """
            UPDATE app.signing_list SET state = 'ended', ended_at = clock_timestamp()
            WHERE (organisation, list_id) IN (
                SELECT l.organisation, l.list_id FROM app.signing_list l
                WHERE l.state = 'proved' AND l.valid_until < clock_timestamp() - interval '1 minute'
                ORDER BY l.valid_until LIMIT #{limit} FOR UPDATE SKIP LOCKED)
            RETURNING\s""" + COLUMNS)
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    List<Kept> ranOut(int limit);
}
