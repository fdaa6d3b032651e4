package dev.countersign.signing;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Each attempt to sign: intended → claimed → completed, or burnt, or abandoned (SIG-08). */
@Mapper
interface CeremonyMapper {

    record Attempt(
            String organisation,
            String ceremonyId,
            String intentSha256,
            String personId,
            String session,
            @Nullable String address,
            String taskId,
            String recordId,
            int version,
            String planStep,
            @Nullable String listId,
            @Nullable Integer listPosition) {}

    @Insert("""
            INSERT INTO app.ceremony (organisation, ceremony_id, intent_sha256, person_id, session, address, task_id,
                record_id, version, plan_step, list_id, list_position, state, created_at, expires_at)
            VALUES (#{attempt.organisation}, #{attempt.ceremonyId}::uuid, #{attempt.intentSha256}, #{attempt.personId},
                #{attempt.session}, #{attempt.address}, #{attempt.taskId}, #{attempt.recordId}::uuid, #{attempt.version},
                #{attempt.planStep}, #{attempt.listId}::uuid, #{attempt.listPosition}, 'intended', clock_timestamp(),
                clock_timestamp() + make_interval(secs => #{seconds}))""")
    void insert(Attempt attempt, long seconds);

    @Update("UPDATE app.ceremony SET intent = #{intent} WHERE organisation = #{organisation}"
            + " AND ceremony_id = #{ceremonyId}::uuid AND state = 'intended'")
    void keep(String organisation, String ceremonyId, byte[] intent);

    /** The intent that waits, locked until the transaction ends; none once an answer came for it. */
    @Select("""
            SELECT intent FROM app.ceremony WHERE organisation = #{organisation} AND ceremony_id = #{ceremonyId}::uuid
                AND person_id = #{personId} AND session = #{session} AND task_id = #{taskId} AND version = #{version}
                AND plan_step = #{planStep} AND state = 'intended' AND intent IS NOT NULL
                AND expires_at > clock_timestamp() FOR UPDATE""")
    @Nullable
    Kept kept(
            String organisation,
            String ceremonyId,
            String personId,
            String session,
            String taskId,
            int version,
            String planStep);

    @Update("UPDATE app.ceremony SET intent = NULL WHERE organisation = #{organisation}"
            + " AND ceremony_id = #{ceremonyId}::uuid")
    void forget(String organisation, String ceremonyId);

    /** A mapper that returned an array would get one row for each byte. */
    @SuppressWarnings("ArrayRecordComponent")
    record Kept(byte[] intent) {}

    /** @return 1 for the one transaction that has it, 0 for everybody else */
    @Update("""
            UPDATE app.ceremony SET state = 'claimed' WHERE organisation = #{organisation}
                AND ceremony_id = #{ceremonyId}::uuid AND intent_sha256 = #{intentSha256} AND person_id = #{personId}
                AND session = #{session} AND task_id = #{taskId} AND state = 'intended'
                AND expires_at > clock_timestamp()""")
    int claim(Attempt attempt);

    /**
     * The ceremony ends with its signature, and so does what the signer was shown for the task, on whichever device.
     *
     * @return 1, or 0 if it was not claimed
     */
    @Update("""
            WITH shown AS (
                UPDATE app.presentation_showing SET state = 'signed', settled_at = clock_timestamp()
                WHERE organisation = #{attempt.organisation} AND person_id = #{attempt.personId}
                    AND task_id = #{attempt.taskId} AND state = 'shown')
            UPDATE app.ceremony SET state = 'completed', settled_at = clock_timestamp(), signature_id = #{signatureId}::uuid
            WHERE organisation = #{attempt.organisation} AND ceremony_id = #{attempt.ceremonyId}::uuid AND state = 'claimed'""")
    int complete(Attempt attempt, String signatureId);

    /** @return 0 if it was settled before */
    @Update("""
            UPDATE app.ceremony SET state = 'burnt', settled_at = clock_timestamp(), refusal = #{refusal}
            WHERE organisation = #{organisation} AND ceremony_id = #{ceremonyId}::uuid AND state = 'intended'""")
    int burn(String organisation, String ceremonyId, String refusal);

    /** Attempts that ran out; each is returned to one caller only. */
    @Select(affectData = true, value = """
            UPDATE app.ceremony SET state = 'abandoned', settled_at = clock_timestamp()
            WHERE (organisation, ceremony_id) IN (
                SELECT c.organisation, c.ceremony_id FROM app.ceremony c
                WHERE c.state = 'intended' AND c.expires_at < clock_timestamp()
                ORDER BY c.expires_at LIMIT #{limit} FOR UPDATE SKIP LOCKED)
            RETURNING organisation, ceremony_id::text AS ceremony_id, intent_sha256, person_id, session, address, task_id,
                record_id::text AS record_id, version, plan_step, list_id::text AS list_id, list_position""")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    List<Attempt> abandon(int limit);
}
