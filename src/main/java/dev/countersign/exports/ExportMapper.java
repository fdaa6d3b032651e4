package dev.countersign.exports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** SQL of {@code app.record_export}. */
@Mapper
interface ExportMapper {

    String COLUMNS =
            "export_id, user_id, session, address, device, scope_types, scope_records, type, status, words, contents, asked_at,"
                    + " state, total, done, attempts, worker, ended_at, expires_at, length, sha256, why";

    String OPEN = " state IN ('waiting', 'running')";

    String ONE = " WHERE organisation = #{organisation} AND export_id = #{exportId}";

    /** Of whoever works on it, as long as nobody else does. */
    String MINE = ONE + " AND state = 'running' AND worker = #{worker}";

    /** Before it is asked whether there may be one more: one after the other. */
    @Select("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('countersign.exports', 0))) AS held")
    @Options(flushCache = FlushCachePolicy.TRUE)
    int oneAtATime();

    @Select("SELECT count(*) FROM app.record_export WHERE organisation = #{organisation} AND" + OPEN)
    @Options(flushCache = FlushCachePolicy.TRUE)
    int open(@Param("organisation") String organisation);

    @Select("SELECT export_id FROM app.record_export WHERE organisation = #{organisation} AND user_id = #{userId} AND"
            + OPEN)
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<UUID> openOf(@Param("organisation") String organisation, @Param("userId") String userId);

    /** Bytes of all results there are. */
    @Select(
            "SELECT COALESCE(sum(length), 0) FROM app.record_export WHERE organisation = #{organisation} AND state = 'done'")
    @Options(flushCache = FlushCachePolicy.TRUE)
    long kept(@Param("organisation") String organisation);

    @Insert(
            "INSERT INTO app.record_export (organisation, export_id, user_id, session, address, device, scope_types, scope_records, type,"
                    + " status, words, contents, asked_at, state) VALUES (#{organisation}, #{job.exportId}, #{job.userId}, #{job.session},"
                    + " #{job.address}, #{job.device}, #{job.scopeTypes}, #{job.scopeRecords}, #{job.type}, #{job.status}, #{job.words},"
                    + " #{job.contents}, #{job.askedAt}, 'waiting')")
    void keep(@Param("organisation") String organisation, @Param("job") ExportJob job);

    @Select("SELECT " + COLUMNS + " FROM app.record_export" + ONE)
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<ExportJob> find(@Param("organisation") String organisation, @Param("exportId") UUID exportId);

    /** The same, and nobody changes it until the transaction ends. */
    @Select("SELECT " + COLUMNS + " FROM app.record_export" + ONE + " FOR UPDATE")
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<ExportJob> locked(@Param("organisation") String organisation, @Param("exportId") UUID exportId);

    @Select("SELECT " + COLUMNS + " FROM app.record_export WHERE organisation = #{organisation} AND user_id = #{userId}"
            + " ORDER BY asked_at DESC, export_id DESC LIMIT #{most}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<ExportJob> of(
            @Param("organisation") String organisation, @Param("userId") String userId, @Param("most") int most);

    /** Takes what waits longest, or what a node has begun and goes on with no longer; empty if there is nothing. */
    @Select(
            affectData = true,
            value =
                    "UPDATE app.record_export SET state = 'running', worker = #{worker}, claimed_until = #{until}, attempts = attempts + 1,"
                            + " done = 0, total = NULL WHERE (organisation, export_id) IN (SELECT organisation, export_id FROM app.record_export"
                            + " WHERE organisation = #{organisation} AND"
                            + OPEN
                            + " AND (state = 'waiting' OR claimed_until < #{now}) ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING "
                            + COLUMNS)
    @Options(flushCache = FlushCachePolicy.TRUE)
    Optional<ExportJob> take(
            @Param("organisation") String organisation,
            @Param("worker") UUID worker,
            @Param("now") Instant now,
            @Param("until") Instant until);

    /** Says that it goes on; 0 if it was cancelled, or somebody else has it. */
    @Update("UPDATE app.record_export SET done = #{done}, total = #{total}, claimed_until = #{until}" + MINE)
    int goOn(
            @Param("organisation") String organisation,
            @Param("exportId") UUID exportId,
            @Param("worker") UUID worker,
            @Param("done") int done,
            @Param("total") @Nullable Integer total,
            @Param("until") Instant until);

    /** Gives it back, for any node; that it was begun does not count. */
    @Update(
            "UPDATE app.record_export SET state = 'waiting', worker = NULL, claimed_until = NULL, done = 0, total = NULL,"
                    + " attempts = attempts - 1" + MINE)
    int giveBack(
            @Param("organisation") String organisation, @Param("exportId") UUID exportId, @Param("worker") UUID worker);

    @Update(
            "UPDATE app.record_export SET state = 'done', ended_at = #{now}, expires_at = #{expiresAt}, length = #{length},"
                    + " sha256 = #{sha256}, done = total" + MINE)
    int finish(
            @Param("organisation") String organisation,
            @Param("exportId") UUID exportId,
            @Param("worker") UUID worker,
            @Param("now") Instant now,
            @Param("expiresAt") Instant expiresAt,
            @Param("length") long length,
            @Param("sha256") String sha256);

    @Update("UPDATE app.record_export SET state = 'failed', ended_at = #{now}, why = #{why}" + MINE)
    int fail(
            @Param("organisation") String organisation,
            @Param("exportId") UUID exportId,
            @Param("worker") UUID worker,
            @Param("now") Instant now,
            @Param("why") String why);

    @Update("UPDATE app.record_export SET state = 'cancelled', ended_at = #{now}" + ONE
            + " AND state IN ('waiting', 'running', 'done')")
    int cancel(@Param("organisation") String organisation, @Param("exportId") UUID exportId, @Param("now") Instant now);

    @Update("UPDATE app.record_export SET state = 'expired' WHERE organisation = #{organisation} AND state = 'done'"
            + " AND expires_at <= #{now}")
    int expire(@Param("organisation") String organisation, @Param("now") Instant now);

    /** Of what has ended long ago, nothing is kept here; the audit trail has it. */
    @Delete(
            "DELETE FROM app.record_export WHERE organisation = #{organisation} AND state IN ('failed', 'cancelled', 'expired')"
                    + " AND ended_at < #{before}")
    int forget(@Param("organisation") String organisation, @Param("before") Instant before);
}
