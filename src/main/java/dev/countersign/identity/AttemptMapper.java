package dev.countersign.identity;

import java.time.Instant;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Counters of consecutive failures. */
@Mapper
interface AttemptMapper {

    /**
     * The subject's counter, made if there is none, and locked: attempts of one person are judged one after the other, so that no
     * burst outruns the counter.
     */
    @Select(affectData = true, value = """
            INSERT INTO app.attempt AS a (organisation, subject, purpose) VALUES (#{organisation}, #{subject}, #{purpose})
            ON CONFLICT (organisation, subject, purpose) DO UPDATE SET failures = a.failures
            RETURNING failures, locked_until""")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    Counter lock(
            @Param("organisation") String organisation,
            @Param("subject") String subject,
            @Param("purpose") String purpose);

    @Update("UPDATE app.attempt SET failures = #{failures}, locked_until = #{lockedUntil}"
            + " WHERE organisation = #{organisation} AND subject = #{subject} AND purpose = #{purpose}")
    void set(
            @Param("organisation") String organisation,
            @Param("subject") String subject,
            @Param("purpose") String purpose,
            @Param("failures") int failures,
            @Param("lockedUntil") @Nullable Instant lockedUntil);

    @Select("SELECT locked_until FROM app.attempt WHERE organisation = #{organisation}"
            + " AND subject = #{subject} AND purpose = #{purpose}")
    @Nullable
    Instant lockedUntil(
            @Param("organisation") String organisation,
            @Param("subject") String subject,
            @Param("purpose") String purpose);

    record Counter(int failures, @Nullable Instant lockedUntil) {}
}
