package dev.countersign.copies;

import java.time.Instant;
import java.util.Optional;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** The SQL of how far copies are. */
@Mapper
interface ProgressMapper {

    /** One at a time copies to a place, of all nodes; until the caller's transaction ends. */
    @Select("SELECT pg_try_advisory_xact_lock(hashtextextended('countersign.copies.' || #{destination}, 0))")
    @Options(flushCache = FlushCachePolicy.TRUE)
    boolean lock(@Param("destination") String destination);

    @Select("""
            SELECT destination, place, position, leaf_hash, alarm, why, left_out, changed_at FROM app.copy_progress
            WHERE organisation = #{organisation} AND destination = #{destination} AND place = #{place}""")
    Optional<Progress> of(
            @Param("organisation") String organisation,
            @Param("destination") String destination,
            @Param("place") String place);

    @Insert("""
            INSERT INTO app.copy_progress AS p
                (organisation, destination, place, position, leaf_hash, alarm, why, left_out, changed_at)
            VALUES (#{organisation}, #{now.destination}, #{now.place}, #{now.position}, #{now.leafHash}, #{now.alarm},
                #{now.why}, #{now.leftOut}, #{now.changedAt})
            ON CONFLICT (organisation, destination, place) DO UPDATE SET position = excluded.position,
                leaf_hash = excluded.leaf_hash, alarm = excluded.alarm, why = excluded.why, left_out = excluded.left_out,
                changed_at = excluded.changed_at""")
    void keep(@Param("organisation") String organisation, @Param("now") Progress now);

    /**
     * How far the copies of a place are.
     *
     * @param position how many leaves of the log were looked at, and what they speak of copied
     * @param leafHash of the last of them: where it is another, the log is another and copying begins anew; null at 0
     * @param alarm number and code; null if the place does its work
     * @param leftOut how much could not be copied and was put on record by itself
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Progress(
            String destination,
            String place,
            long position,
            byte @Nullable [] leafHash,
            @Nullable String alarm,
            @Nullable String why,
            long leftOut,
            Instant changedAt) {}
}
