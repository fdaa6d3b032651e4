package dev.countersign.web;

import java.util.Optional;
import java.util.UUID;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** SQL of {@code app.idempotency_key}. Times are the database's. */
@Mapper
interface IdempotencyMapper {

    /** A caller's key with what is asked under it. */
    record Asked(
            String organisation,
            String caller,
            String key,
            byte[] fingerprint,
            UUID attempt,
            long leaseSeconds,
            long keptSeconds) {}

    /** @param abandoned whether whoever ran it can no longer be running */
    record Row(
            byte[] fingerprint,
            String state,
            boolean abandoned,
            @Nullable Integer status,
            @Nullable String headers,
            byte @Nullable [] body) {}

    // A server of PostgreSQL that started later than the attempt has ended the attempt's connections, whoever held
    // them.
    String ABANDONED = "(lease_until < clock_timestamp() OR started_at < pg_postmaster_start_time())";
    String KEY = " organisation = #{organisation} AND caller = #{caller} AND key = #{key}";

    @Insert(
            "INSERT INTO app.idempotency_key (organisation, caller, key, fingerprint, state, attempt, started_at, lease_until,"
                    + " expires_at) VALUES (#{organisation}, #{caller}, #{key}, #{fingerprint}, 'running', #{attempt},"
                    + " clock_timestamp(), clock_timestamp() + make_interval(secs => #{leaseSeconds}),"
                    + " clock_timestamp() + make_interval(secs => #{keptSeconds})) ON CONFLICT DO NOTHING")
    int insert(Asked asked);

    @Update("UPDATE app.idempotency_key SET fingerprint = #{fingerprint}, state = 'running', attempt = #{attempt},"
            + " started_at = clock_timestamp(), lease_until = clock_timestamp() + make_interval(secs => #{leaseSeconds}),"
            + " expires_at = clock_timestamp() + make_interval(secs => #{keptSeconds}), status = NULL, headers = NULL,"
            + " body = NULL WHERE" + KEY
            + " AND (expires_at < clock_timestamp() OR (fingerprint = #{fingerprint} AND (state = 'failed'"
            + " OR (state = 'running' AND " + ABANDONED + "))))")
    int takeOver(Asked asked);

    @Select("SELECT fingerprint, state, " + ABANDONED
            + " AS abandoned, status, headers, body FROM app.idempotency_key WHERE" + KEY)
    Optional<Row> find(Asked asked);

    @Update("UPDATE app.idempotency_key SET state = 'written' WHERE" + KEY
            + " AND attempt = #{attempt} AND state IN ('running', 'written')")
    int markWritten(Asked asked);

    @Update(
            "UPDATE app.idempotency_key SET state = 'done', status = #{status}, headers = #{headers}, body = #{body} WHERE"
                    + " organisation = #{asked.organisation} AND caller = #{asked.caller} AND key = #{asked.key}"
                    + " AND attempt = #{asked.attempt}")
    void finish(
            @Param("asked") Asked asked,
            @Param("status") int status,
            @Param("headers") String headers,
            @Param("body") byte[] body);

    /** A refusal did nothing; a failure of ours did nothing unless something was committed before it. */
    @Update(
            "UPDATE app.idempotency_key SET lease_until = clock_timestamp(), state = CASE WHEN #{refused} OR state = 'running'"
                    + " THEN 'failed' ELSE state END WHERE organisation = #{asked.organisation} AND caller = #{asked.caller}"
                    + " AND key = #{asked.key} AND attempt = #{asked.attempt} AND state <> 'done'")
    void release(@Param("asked") Asked asked, @Param("refused") boolean refused);

    @Delete("DELETE FROM app.idempotency_key WHERE expires_at < clock_timestamp()")
    void deleteExpired();
}
