package dev.countersign.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.ResultMap;
import org.apache.ibatis.annotations.Results;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Counters of consecutive failures: one for each known device of a person, one for everywhere else. */
@Mapper
interface AttemptMapper {

    String NAMES = "dev.countersign.identity.";

    /**
     * A device that was forgotten meanwhile is a stranger's. Its id is sent as text: the driver sends a null of no known type, which {@code
     * uuid} is to it, in two messages, and from then on whatever is sent for that statement.
     */
    String SOURCE =
            "coalesce((SELECT CAST(d.device_id AS text) FROM app.known_device d WHERE d.organisation = #{organisation}"
                    + " AND d.device_id = CAST(#{device, jdbcType=VARCHAR} AS uuid) AND d.user_id = #{subject} AND d.forgotten_at IS NULL), 'afar')";

    /** Whose counter it is: the person with that name, or {@code otherwise} if nobody has it. */
    String WHO = "coalesce((SELECT p.user_id FROM app.person p WHERE p.organisation = #{organisation}"
            + " AND p.user_id = #{subject}), #{otherwise})";

    /**
     * The counter of the person with that name, or of {@code otherwise} if nobody has it, made if there is none, and locked: attempts of one
     * person are judged one after the other, so that no burst outruns the counter. Then the person, or nothing. Then what their
     * password is compared with, or nothing, which nobody changes before the transaction ends. Then the step, if it was spent
     * now: nothing was counted, the secret is that one, and neither it nor a later one was spent before. One message, each its own statement,
     * with what is committed when it runs.
     *
     * @param secret as it is stored; empty where no code is spent
     */
    @Select(
            affectData = true,
            value = "INSERT INTO app.attempt AS a (organisation, subject, purpose, source)"
                    + " SELECT #{organisation}, " + WHO + ", #{purpose}, " + SOURCE
                    + " ON CONFLICT (organisation, subject, purpose, source) DO UPDATE SET failures = a.failures"
                    + " RETURNING subject, source, failures, locked_until;"
                    + PersonMapper.PERSON + " AND p.user_id = #{subject};"
                    + "SELECT c.salt, c.verifier FROM app.credential c WHERE c.organisation = #{organisation}"
                    + " AND c.user_id = #{subject} FOR SHARE;"
                    + "UPDATE app.totp t SET last_step = #{step} FROM app.attempt a WHERE t.organisation = #{organisation}"
                    + " AND t.user_id = #{subject} AND t.secret = #{secret} AND t.last_step < #{step}"
                    + " AND a.organisation = t.organisation AND a.subject = t.user_id AND a.purpose = #{purpose}"
                    + " AND a.source = " + SOURCE + " AND a.failures = 0 RETURNING t.last_step AS step")
    @ResultMap({
        NAMES + "AttemptMapper.counter",
        NAMES + "PersonMapper.row",
        NAMES + "CredentialMapper.credential",
        NAMES + "CredentialMapper.spent"
    })
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    List<List<?>> enter(
            @Param("organisation") String organisation,
            @Param("subject") String userName,
            @Param("otherwise") String otherwise,
            @Param("purpose") String purpose,
            @Param("device") @Nullable String device,
            @Param("secret") byte[] secret,
            @Param("step") long step);

    @Update(
            "UPDATE app.attempt SET failures = #{failures}, locked_until = #{lockedUntil}"
                    + " WHERE organisation = #{organisation} AND subject = #{subject} AND purpose = #{purpose} AND source = #{source}")
    void set(
            @Param("organisation") String organisation,
            @Param("subject") String subject,
            @Param("purpose") String purpose,
            @Param("source") String source,
            @Param("failures") int failures,
            @Param("lockedUntil") @Nullable Instant lockedUntil);

    /** As {@link #enter}, with nothing made and nothing locked; then what the password of the person with that name is compared with, or nothing. */
    @Select(
            "SELECT a.subject, a.source, a.failures, a.locked_until FROM app.attempt a WHERE a.organisation = #{organisation}"
                    + " AND a.subject = " + WHO + " AND a.purpose = #{purpose} AND a.source = " + SOURCE
                    + ";SELECT c.salt, c.verifier FROM app.credential c"
                    + " WHERE c.organisation = #{organisation} AND c.user_id = #{subject}")
    @ResultMap({NAMES + "AttemptMapper.counter", NAMES + "CredentialMapper.credential"})
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    List<List<?>> before(
            @Param("organisation") String organisation,
            @Param("subject") String userName,
            @Param("otherwise") String otherwise,
            @Param("purpose") String purpose,
            @Param("device") @Nullable String device);

    @Select(
            "SELECT a.subject, a.source, a.failures, a.locked_until FROM app.attempt a WHERE a.organisation = #{organisation}"
                    + " AND a.subject = #{subject} AND a.purpose = #{purpose} AND a.failures > 0")
    @Results(id = "counter")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    List<Counter> all(
            @Param("organisation") String organisation,
            @Param("subject") String subject,
            @Param("purpose") String purpose);

    @Update("UPDATE app.attempt SET failures = 0, locked_until = NULL"
            + " WHERE organisation = #{organisation} AND subject = #{subject} AND purpose = #{purpose}")
    void unlock(
            @Param("organisation") String organisation,
            @Param("subject") String subject,
            @Param("purpose") String purpose);

    @Update("UPDATE app.known_device SET forgotten_at = clock_timestamp()"
            + " WHERE organisation = #{organisation} AND device_id = #{device} AND forgotten_at IS NULL")
    void forget(@Param("organisation") String organisation, @Param("device") UUID device);

    /** @param source {@code afar}, or the id of a known device */
    record Counter(
            String subject,
            String source,
            int failures,
            @Nullable Instant lockedUntil) {}
}
